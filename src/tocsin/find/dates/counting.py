"""What dates are counted from: the published date, the last date of the text, and which of several candidates is meant."""

import calendar
import datetime as dt
from collections.abc import Iterable

import msgspec

from tocsin.core.values import DateInterval, Reason, Unresolved
from tocsin.find.dates.grammar import Piece
from tocsin.find.dates.intervals import DAY

SLACK = 3 * DAY
"""A day without a year may lie this much after the published date: reports announce what is near, and datelines lag."""

_PIVOT = 50
_UNITS = {"hour": 0, "minute": 0, "day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12, "decade": 120}


class Unsettled(Exception):  # noqa: N818 - carries a value, reports no error
    """The words name no settled interval; `value` says why. Never leaves the package."""

    def __init__(self, value: Unresolved) -> None:
        super().__init__(value.reason.value)
        self.value = value


def impossible() -> Unsettled:
    """There is no such day."""
    return Unsettled(Unresolved(reason=Reason.IMPOSSIBLE))


class When(msgspec.Struct, frozen=True, kw_only=True):
    """What a date is counted from.

    `published` is the anchor of "yesterday". A day without a year, or a weekday, is the nearest one not after `latest` (the anchor, if not set), or
    not before `earliest` where that is set. `context` is the last date of the text, for "the following day". `future`: the words speak of what is
    to come.
    """

    published: dt.date | None
    context: DateInterval | None = None
    future: bool = False
    latest: dt.date | None = None
    earliest: dt.date | None = None

    @property
    def today(self) -> dt.date:
        """The published date; raises Unsettled when the report has none."""
        if self.published is None:
            raise Unsettled(Unresolved(reason=Reason.NO_PUBLISHED_DATE))
        return self.published

    @property
    def last_named(self) -> tuple[dt.date, dt.date]:
        """The first and the last day of the last date in the text; raises Unsettled when there is none, or it has an open end."""
        if self.context is None or self.context.start is None or self.context.end is None:
            raise Unsettled(Unresolved(reason=Reason.NO_EARLIER_DATE))
        last = self.context.end - DAY
        if self.context.part_of_day is not None:
            last = self.context.start  # a night that runs into the next day is still the night of its first
        return self.context.start, last

    @property
    def day_named(self) -> dt.date:
        """The one day the text last spoke of; raises Unsettled when it spoke of a longer stretch."""
        first, last = self.last_named
        if first != last:
            raise Unsettled(Unresolved(reason=Reason.AMBIGUOUS, candidates=(first.isoformat(), last.isoformat())))
        return first


def nearest(days: Iterable[dt.date], when: When) -> dt.date:
    """Of `days`, the one that is meant (see When). Raises Unsettled without anything to count from, or when no candidate is near."""
    known = sorted(days)
    if when.earliest is not None:
        later = [day for day in known if day >= when.earliest]
    elif when.future and when.latest is None:
        later = [day for day in known if day >= when.today]
    else:
        limit = when.latest if when.latest is not None else when.today + SLACK
        earlier = [day for day in known if day <= limit]
        if not earlier:
            raise impossible()
        return earlier[-1]
    if not later:
        raise impossible()
    return later[0]


def reference(when: When) -> dt.date:
    """The day around which candidates are listed."""
    return when.earliest or when.latest or when.today


def valid_day(year: int, month: int, day: int) -> dt.date:
    """That day. Raises Unsettled when the calendar has none."""
    if not (1 <= month <= 12 and 1 <= year <= 9998 and 1 <= day <= calendar.monthrange(year, month)[1]):
        raise impossible()
    return dt.date(year, month, day)


def full_year(short: int, when: When) -> int:
    """The year of two digits: the nearest to the published date, or 1950-2049 without one."""
    if when.published is None:
        return 1900 + short if short >= _PIVOT else 2000 + short
    century = when.published.year // 100 * 100
    return min((century + offset + short for offset in (-100, 0, 100)), key=lambda year: abs(year - when.today.year))


def year_in(atoms: tuple[Piece, ...], when: When) -> int | None:
    """The year that `atoms` ("2014", "'90", "last year") name; None when there are none."""
    if not atoms:
        return None
    words = [atom.folded for atom in atoms]
    number = next((atom for atom in atoms if isinstance(atom.value, int)), None)
    if number is not None and isinstance(number.value, int):
        return number.value if len(number.text) == 4 else full_year(number.value, when)
    if "that" in words:
        return when.last_named[0].year
    return when.today.year + (-1 if "last" in words else 1 if "next" in words else 0)


def shifted(day: dt.date, number: int, unit: str) -> dt.date:
    """`day` moved by `number` units; the end of a shorter month stands for its missing days. Raises Unsettled outside the calendar."""
    if unit in _UNITS:
        days = number * _UNITS[unit] if _UNITS[unit] else int(number / 24)
        target = day.toordinal() + days
        if not 1 <= target <= dt.date(9998, 12, 31).toordinal():
            raise impossible()
        return dt.date.fromordinal(target)
    months = day.year * 12 + day.month - 1 + number * _MONTHS[unit]
    year, month = divmod(months, 12)
    if not 1 <= year <= 9998:
        raise impossible()
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
