"""Work on shards that is a function of each alone (`tocsin.reconcile.shards`), on processes of this machine; `cluster.Tasks` is the same on Ray.

Both are called like `map`. A shard is nobody's in particular: what a process had that died is done again by another.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import Self

from tocsin.errors import BatchError

Work = Callable[[bytes], bytes]
AHEAD = 2
"""Shards under way for each worker: one that it is at, one that waits for it."""
_DEATHS = 3
"""Of all processes, with no shard done between: one or two may have been anybody's doing."""


class Processes:
    """So many processes, which begin with the first shards and end with the `with` block; a single shard is not worth one."""

    def __init__(self, workers: int) -> None:
        """Start nothing yet."""
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Nothing to prepare."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End them."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def __call__(self, work: Work, shards: Iterable[bytes]) -> Iterator[bytes]:
        """What the work makes of each shard, in their order. Raises BatchError when the processes die again and again."""
        waiting = iter(shards)
        first = list(islice(waiting, 2))
        return map(work, first) if len(first) < 2 else self._spread(work, chain(first, waiting))

    def _spread(self, work: Work, waiting: Iterator[bytes]) -> Iterator[bytes]:
        ahead: deque[bytes] = deque()
        under_way: deque[Future[bytes]] = deque()
        deaths = 0
        while True:
            ahead.extend(islice(waiting, AHEAD * self._workers - len(ahead)))
            if not ahead:
                return
            try:
                under_way.extend([self._begin(work, shard) for shard in islice(ahead, len(under_way), None)])
                made = under_way[0].result()
            except BrokenProcessPool as error:
                deaths += 1
                if deaths == _DEATHS:
                    raise BatchError(f"{_DEATHS} times the processes were killed, for want of memory perhaps; try again with --workers 1") from error
                self.__exit__()
                under_way.clear()
                continue
            deaths = 0
            ahead.popleft()
            under_way.popleft()
            yield made

    def _begin(self, work: Work, shard: bytes) -> Future[bytes]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._workers, multiprocessing.get_context("spawn"), initializer=_live_with_parent)
        return self._pool.submit(work, shard)


def _live_with_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
