"""How often somebody may try to log in: a few times at once, then with a wait that doubles. Counted for the account, the address, and both together.

Nobody is locked out for good: whoever is kept out by another's tries waits a quarter of an hour at most.
"""

import datetime as dt
import ipaddress
import threading
from collections.abc import Iterable

from tocsin.core.record import Record
from tocsin.store.accounts import Failure

FORGOTTEN = dt.timedelta(hours=1)
"""After so long without a failure, counting begins anew."""
_LONGEST = dt.timedelta(minutes=15)
_BOTH, _ONE = 5, 20
"""Failures without a wait: of one account from one address, and of either alone (a team shares an address; an attacker has many)."""
_MANY = 10_000


class _Count(Record, frozen=True, kw_only=True):
    failures: int
    last: dt.datetime


class Attempts:
    """Failed log-ins of the last hour."""

    def __init__(self, before: Iterable[Failure] = ()) -> None:
        """Take those of before the server was started."""
        self._counts: dict[tuple[str | None, str | None], _Count] = {}
        self._lock = threading.Lock()
        for failure in before:
            self._add(failure.name, failure.address, failure.at)

    def begin(self, name: str, address: str, now: dt.datetime) -> dt.timedelta:
        """How long to wait; when not at all, the attempt counts as failed until `succeeded` says otherwise (so that none slip in together)."""
        with self._lock:
            wait = max([_wait(self._counts.get(key), free, now) for key, free in _keys(name, address)], default=dt.timedelta())
            if wait <= dt.timedelta():
                self._add(name, address, now)
        return max(wait, dt.timedelta())

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of this person here; those of the address alone stay: they may be tries at other accounts."""
        with self._lock:
            place = _place(address)
            for key in ((name, place), (name, None)):
                self._counts.pop(key, None)
            here = self._counts.get((None, place))
            if here is not None:
                self._counts[None, place] = _Count(failures=here.failures - 1, last=here.last)

    def _add(self, name: str, address: str, at: dt.datetime) -> None:
        if len(self._counts) > _MANY:
            self._counts = {key: count for key, count in self._counts.items() if at - count.last < FORGOTTEN}
        for key, _ in _keys(name, address):
            before = self._counts.get(key)
            failures = before.failures if before is not None and at - before.last < FORGOTTEN else 0
            self._counts[key] = _Count(failures=failures + 1, last=at)


def _keys(name: str, address: str) -> tuple[tuple[tuple[str | None, str | None], int], ...]:
    address = _place(address)
    return (((name, address), _BOTH), ((name, None), _ONE), ((None, address), _ONE))


def _place(address: str) -> str:
    """Where an address is: everybody with one of IPv6 has all those of its /64."""
    try:
        return str(ipaddress.IPv6Network((address.partition("%")[0], 64), strict=False))
    except ValueError:
        return address


def _wait(count: _Count | None, free: int, now: dt.datetime) -> dt.timedelta:
    if count is None or count.failures < free or now - count.last >= FORGOTTEN:
        return dt.timedelta()
    wait = min(_LONGEST, dt.timedelta(seconds=2 ** min(count.failures - free + 1, 12)))
    return count.last + wait - now
