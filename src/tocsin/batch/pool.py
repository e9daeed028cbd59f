"""Worker processes on this machine, and what an engine is: it takes a job, partitions and poison, and yields happenings (`cluster` is another).

Processes are spawned, not forked: the reader's runtime has threads, which a fork would cut in half. A worker that dies is replaced and its partition
read again from its beginning. A record that ends three workers, or holds one up, is poison: it is noted and quarantined unread at the next try.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from tocsin.batch.manifest import Partition
from tocsin.batch.outcomes import Address, Quarantined
from tocsin.batch.parts import Part
from tocsin.batch.worker import SLOTS, Job, Progress, work
from tocsin.core.record import Record
from tocsin.errors import BatchError

_LOOK = 0.5
"""Seconds between two looks at the workers."""
_PATIENCE = 4.0
"""Wall time over the limit of processor time after which a worker is killed: it is in code that no alarm reaches, or it waits for something."""
_READING_PATIENCE = 30.0
"""The same for fetching a record: one of a gigabyte is unpacked only to be passed over."""
_DEATHS = 3
"""Of workers at the same record: one or two may have been anybody's doing."""
_STARTS = 5
"""Workers in a row that may end before they are ready."""


class Tick(Record, frozen=True, kw_only=True):
    """How far the partitions under way are: records read, coded, quarantined."""

    read: int
    coded: int
    quarantined: int


class Lost(Record, frozen=True, kw_only=True):
    """A worker died, or was killed for standing still. `poison` is what the record it was at (None: the partition) is from now on."""

    partition: int
    at: Address | None
    reason: str
    poison: Quarantined | None


Happening = Part | Tick | Lost
Place = tuple[int, Address | None]
"""A record of a partition; with None, the partition itself, where the records cannot even be fetched."""
Engine = Callable[[Job, Sequence[Partition], Mapping[Place, Quarantined], int], Iterator[Happening]]
"""Reads partitions with so many workers: `run`, here and in `cluster`."""


class _Worker:
    """One process and what it is at."""

    def __init__(self, job: Job) -> None:
        context = multiprocessing.get_context("spawn")
        self.progress = Progress(numbers := context.RawArray("q", SLOTS))
        self.progress.idle()
        self.connection: Connection
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=work, args=(job, theirs, numbers), daemon=True)
        with _one_thread():
            self.process.start()
        theirs.close()
        self.partition: Partition | None = None
        self.ready = False
        self.stalled = False

    def give(self, waiting: deque[Partition], poison: Mapping[Place, Quarantined]) -> None:
        """The next partition, unless the worker just died: then it waits for another."""
        partition = waiting.popleft()
        try:
            self.connection.send((partition, {at: why for (number, at), why in poison.items() if number == partition.number}))
            self.partition = partition
        except OSError:
            waiting.appendleft(partition)

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


class Crew:
    """Workers that live until `end`, so that a reader is loaded once for many partitions."""

    def __init__(self, job: Job, size: int) -> None:
        """Start so many."""
        self._job = job
        self._workers = [_Worker(job) for _ in range(size)]

    def run(self, partitions: Sequence[Partition], known: Mapping[Place, Quarantined]) -> Iterator[Happening]:
        """Have every partition read; a Part comes for each. `known` is the poison of earlier runs. Raises BatchError when no worker can work."""
        waiting = deque(partitions)
        poison = dict(known)
        deaths: dict[Place, int] = {}
        failed_starts = 0
        crew = self._workers
        while waiting or any([one.partition is not None for one in crew]):
            for i, one in enumerate(crew):
                yield from _heard(one)
                failed_starts = 0 if one.ready else failed_starts
                if one.ready and one.partition is None and waiting:
                    one.give(waiting, poison)
                limit = self._job.settings.seconds * (_PATIENCE if one.progress.at is not None else _READING_PATIENCE)
                if one.partition is not None and one.progress.busy > limit:
                    one.stalled = True
                    one.process.kill()
                    one.process.join()
                if one.process.is_alive():
                    continue
                yield from _heard(one)  # what it said before it died
                if one.partition is None:
                    failed_starts += not one.ready
                    if failed_starts >= _STARTS:
                        raise BatchError("the workers end as soon as they start; run one report with tocsin code to see why")
                else:
                    lost = _post_mortem(one, deaths)
                    if lost.poison is not None:
                        poison[lost.partition, lost.at] = lost.poison
                    yield lost
                    waiting.appendleft(one.partition)
                one.end()
                crew[i] = _Worker(self._job)
            wait([one.connection for one in crew] + [one.process.sentinel for one in crew], timeout=_LOOK)
            counts = [one.progress.counted for one in crew if one.partition is not None]
            yield Tick(read=sum(n for n, _, _ in counts), coded=sum(n for _, n, _ in counts), quarantined=sum(n for _, _, n in counts))

    def end(self) -> None:
        """Kill them."""
        for one in self._workers:
            one.end()


def run(job: Job, partitions: Sequence[Partition], known: Mapping[Place, Quarantined], workers: int) -> Iterator[Happening]:
    """What a crew of so many workers makes of the partitions. Raises BatchError."""
    crew = Crew(job, min(workers, len(partitions)))
    try:
        yield from crew.run(partitions, known)
    finally:
        crew.end()


def _heard(one: _Worker) -> Iterator[Part]:
    """What a worker has to say. Raises BatchError when it says that it cannot work."""
    try:
        while one.connection.poll():
            said = one.connection.recv()
            if isinstance(said, str):
                raise BatchError(said)
            one.ready = True
            if isinstance(said, Part):
                one.partition = None
                yield said
    except (EOFError, OSError):
        return  # it died; the pool sees that for itself


def _post_mortem(one: _Worker, deaths: dict[Place, int]) -> Lost:
    assert one.partition is not None  # noqa: S101 - the caller has looked
    number, at = one.partition.number, one.progress.at
    deaths[number, at] = deaths.get((number, at), 0) + 1
    reason = "stood still" if one.stalled else f"exit code {one.process.exitcode}"
    why = None
    if one.stalled and at is not None:
        why = Quarantined(code="time", message="it held a worker up until that was killed")
    elif deaths[number, at] >= _DEATHS:
        what = "at it" if at is not None else "while the records of the partition were fetched; none of them was read"
        why = Quarantined(code="killed" if at is not None else "partition", message=f"{_DEATHS} workers ended {what} ({reason})")
    return Lost(partition=number, at=at, reason=reason, poison=why)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Numerical libraries in what is started here use one thread: there are as many workers as cores."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
