"""What one record may take: processor time and memory. Whatever goes over it is stopped from within; the pool stops what cannot be (`pool`)."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def limit_memory(megabytes: int) -> None:
    """Let this process take that much more address space than it has now; beyond it, allocating fails (MemoryError)."""
    pages = Path("/proc/self/statm")
    now = int(pages.read_text().split()[0]) * resource.getpagesize() if pages.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
