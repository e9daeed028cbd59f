"""Processes that die, run out of disk or lose their rights at a moment that the test chooses: forks, since a fresh interpreter takes seconds."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable

from sqlalchemy import Engine, event

_FORK = multiprocessing.get_context("fork")


def outcome(work: Callable[[], object], prepare: Callable[[], object]) -> int | str:
    """What became of `work` in a process of its own, after `prepare`: the signal that ended it (negative), 0, or the error, in words."""
    told, tell = _FORK.Pipe(duplex=False)

    def run() -> None:
        try:
            prepare()
            work()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test is told
            tell.send(f"{type(error).__name__}: {error}")
            os._exit(1)
        os._exit(0)

    process = _FORK.Process(target=run)
    process.start()
    tell.close()
    process.join(120)
    if process.is_alive():
        process.kill()
        raise AssertionError("it hangs")
    return str(told.recv()) if process.exitcode == 1 else int(process.exitcode or 0)


def killed_at(write: int) -> Callable[[], None]:
    """Have this process killed by SIGKILL as it is about to make its `write`-th change to a database, counted from 1."""
    left = [write]

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "COMMIT")):
            left[0] -= 1
            if left[0] == 0:
                sys.stdout.flush()
                os.kill(os.getpid(), signal.SIGKILL)

    def prepare() -> None:
        event.listen(Engine, "before_cursor_execute", count)

    return prepare
