"""How much processor time one record may take. Whatever goes over it is stopped from within; the pool stops what cannot be (`pool`)."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_AGAIN = 1.0
"""Seconds after which the alarm rings again: a library may have swallowed the first."""


class OutOfTime(BaseException):
    """Not an Exception, for libraries catch those in passing."""


def _ring(_number: int, _frame: object) -> None:
    raise OutOfTime


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime when what is done inside takes more processor time than that. Code that never comes back to Python is not reached by it."""
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        try:
            signal.setitimer(signal.ITIMER_PROF, 0)
        except OutOfTime:  # it rang just now
            signal.setitimer(signal.ITIMER_PROF, 0)
            raise
        signal.signal(signal.SIGPROF, before)
