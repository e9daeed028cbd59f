"""Events along time, as bars."""

import datetime as dt
from collections.abc import Mapping, Sequence

from tocsin.core.record import Record

_DAILY, _WEEKLY = 120, 3 * 366
"""Longest span, in days, whose bars are days, or weeks."""
_MANY = 1500
"""With more bars than these, one misread year has stretched the span: those without events are left out."""


class Bars(Record, frozen=True, kw_only=True):
    """Events along time: the first day of each bar, and how many events of each family began in it."""

    unit: str
    days: tuple[dt.date, ...]
    families: Mapping[str, Sequence[int]]


def bars(per_day: Sequence[tuple[dt.date, str, int]]) -> Bars:
    """Days, weeks (from Monday) or months, by how long it all takes; bars without events in between are there too."""
    if not per_day:
        return Bars(unit="day", days=(), families={})
    span = (per_day[-1][0] - per_day[0][0]).days + 1
    unit = "day" if span <= _DAILY else "week" if span <= _WEEKLY else "month"
    firsts = _firsts(per_day[0][0], per_day[-1][0], unit)
    if len(firsts) > _MANY:
        firsts = sorted({_first(day, unit) for day, _, _ in per_day})
    place_of = {first: i for i, first in enumerate(firsts)}
    families: dict[str, list[int]] = {}
    for day, family, events in per_day:
        families.setdefault(family, [0] * len(firsts))[place_of[_first(day, unit)]] += events
    return Bars(unit=unit, days=tuple(firsts), families=families)


def _first(day: dt.date, unit: str) -> dt.date:
    """The first day of the bar that a day is in."""
    if unit == "month":
        return day.replace(day=1)
    if unit == "week":
        return day - dt.timedelta(days=min(day.weekday(), (day - dt.date.min).days))
    return day


def _firsts(first: dt.date, last: dt.date, unit: str) -> list[dt.date]:
    if unit == "month":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [dt.date(month // 12, month % 12 + 1, 1) for month in months]
    start, step = _first(first, unit), 7 if unit == "week" else 1
    return [start + dt.timedelta(days=i) for i in range(0, (last - start).days + 1, step)]
