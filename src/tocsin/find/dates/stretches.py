"""Readings of what is longer than a day: months, years, spans, and the day a figure was put. See `readings.py`."""

import datetime as dt
from dataclasses import dataclass

from tocsin.core.values import DateInterval, Granularity, Reason, Unresolved
from tocsin.find.dates import intervals
from tocsin.find.dates.counting import Unsettled, When, full_year, impossible, reference, shifted, valid_day, year_in
from tocsin.find.dates.grammar import CLASSES, Match, Piece
from tocsin.find.dates.intervals import DAY
from tocsin.find.dates.readings import Read, number, of_year

_UNIT_LABELS = ("unit", "weekend_word", "day_word", "week_word", "month_word", "year_word")
_BACK = {"last": -1, "past": -1, "this past": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "this coming": 1, "following": 1}
_RECENT = {"minute": 1, "hour": 24, "day": 7, "week": 5, "fortnight": 3, "month": 6, "year": 5, "decade": 3}
"""How many units back "recent days" reaches: about as far as the next wider unit."""


@dataclass(frozen=True)
class _Bounds:
    """An interval with both ends."""

    start: dt.date
    end: dt.date


def _closed(interval: DateInterval) -> _Bounds:
    if interval.start is None or interval.end is None:
        raise Unsettled(Unresolved(reason=Reason.AMBIGUOUS))
    return _Bounds(interval.start, interval.end)


def _unit(match: Match) -> str:
    return next((name for label in _UNIT_LABELS if (name := match.name(label)) is not None), "day")


def _whole(day: dt.date, unit: str) -> DateInterval:
    """The calendar unit that holds `day`."""
    match unit:
        case "week" | "fortnight":
            return intervals.week(day)
        case "weekend":
            return intervals.weekend(day)
        case "month":
            return intervals.month(day.year, day.month)
        case "year":
            return intervals.year(day.year)
        case "decade":
            return intervals.decade(day.year // 10 * 10)
        case _:
            return intervals.day(day)


def month_of(month: int, when: When) -> DateInterval:
    """The month that is meant without a year: the nearest that has begun, or with `future` the nearest not over."""
    around = reference(when)
    months = [intervals.month(year, month) for year in range(around.year - 1, around.year + 2)]
    if when.earliest is not None or (when.future and when.latest is None):
        return next(one for one in months if _closed(one).end > around)
    return next(one for one in reversed(months) if _closed(one).start <= around)


def month_year(match: Match, when: When, _read: Read) -> DateInterval:
    """June 2011, June last year, June."""
    year = year_in(match.get("year_part"), when)
    return intervals.month(year, number(match, "month")) if year is not None else month_of(number(match, "month"), when)


def month_shift(match: Match, when: When, _read: Read) -> DateInterval:
    """Last June is over, next June has not begun, this June is of the year of the published date."""
    month, steps = number(match, "month"), _BACK.get(match.words("shift"), 0)
    months = [intervals.month(when.today.year + offset, month) for offset in (-1, 0, 1)]
    if steps < 0:
        return next(one for one in reversed(months) if _closed(one).end <= when.today)
    if steps > 0:
        return next(one for one in months if _closed(one).start > when.today)
    return months[1]


def year(match: Match, _when: When, _read: Read) -> DateInterval:
    """2014."""
    return intervals.year(number(match, "year"))


def decade(match: Match, when: When, _read: Read) -> DateInterval:
    """The 1990s, the nineties."""
    first = match.number("year")
    if first is None:
        short = match.number("short")
        first = 1900 + number(match, "decade_name") if short is None else full_year(short, when)
    return intervals.decade(first)


def season(match: Match, when: When, _read: Read) -> DateInterval:
    """The spring of 2020; without a year the nearest that has begun. Months of the northern hemisphere, so approximate."""
    first_month = match.number("season") or number(match, "season_fall")
    named = year_in(match.get("yearish"), when)
    if named is not None:
        return intervals.season(named, first_month)
    around = reference(when)
    seasons = [intervals.season(one, first_month) for one in range(around.year - 2, around.year + 2)]
    steps = _BACK.get(match.words("shift"), 0)
    if steps > 0 or (steps == 0 and when.future):
        return next(one for one in seasons if (_closed(one).start > around if steps else _closed(one).end > around))
    return next(one for one in reversed(seasons) if (_closed(one).end if steps else _closed(one).start) <= around)


def unit_shift(match: Match, when: When, _read: Read) -> DateInterval:
    """Last week is the calendar week before, the past week the seven days up to now, this week the whole of it; "coming months" reach some way."""
    shift, unit = match.words("shift"), _unit(match)
    if match.pieces[-1].folded.endswith("s") and shift != "this":
        reach = _RECENT[unit]
        if _BACK.get(shift, 0) < 0:
            return intervals.days(shifted(when.today, -reach, unit), when.today + DAY, approximate=True)
        return intervals.days(when.today, shifted(when.today, reach, unit), approximate=True)
    if unit == "weekend":
        return _weekend(when.today, _BACK.get(shift, 0))
    if unit in ("hour", "minute", "day"):
        return intervals.day(when.today) if unit != "day" or "past" not in shift else intervals.days(when.today - DAY, when.today + DAY)
    if shift in ("past", "this past"):
        return intervals.days(shifted(when.today, -1, unit), when.today + DAY)
    return _whole(shifted(when.today, _BACK.get(shift, 0), unit), unit)


def _weekend(today: dt.date, steps: int) -> DateInterval:
    """This weekend: on Monday and Tuesday the one just over. Last weekend is over, next weekend has not begun."""
    own = _closed(intervals.weekend(today))
    if steps == 0:
        return intervals.weekend(today - 7 * DAY if today.weekday() <= 1 else today)
    if steps < 0:
        return intervals.weekend(today if own.end <= today else today - 7 * DAY)
    return intervals.weekend(today if own.start > today else today + 7 * DAY)


def weekend(_match: Match, when: When, _read: Read) -> DateInterval:
    """The weekend: the nearest that has begun, or with `future` the nearest not over."""
    base = reference(when)
    begun = base.weekday() >= 5
    return intervals.weekend(base if begun or when.future else base - 7 * DAY)


def unit_of_text(match: Match, when: When, _read: Read) -> DateInterval:
    """The same month, that year, the following week: by the date the text last spoke of."""
    first, last = when.last_named
    unit = _unit(match)
    steps = next((_BACK[atom.folded] for atom in match.pieces if atom.folded in _BACK), 0)
    step_unit = "week" if unit == "weekend" else unit
    return _whole(shifted(last if steps > 0 else first, steps, step_unit), unit)


def half_year(match: Match, when: When, _read: Read) -> DateInterval:
    """The second half, the first quarter of a year."""
    which, named = number(match, "ordinal"), year_in(match.get("yearish"), when)
    of = named if named is not None else when.today.year
    if match.has_word("quarter"):
        if which > 4:
            raise impossible()
        return intervals.quarter(of, which)
    if which > 2:
        raise impossible()
    return intervals.days(intervals.month(of, 6 * which - 5).start, intervals.month(of, 6 * which + 1).start)


def first_months(match: Match, when: When, _read: Read) -> DateInterval:
    """The first six months of a year, or its last three."""
    many, named = number(match, "number"), year_in(match.get("yearish"), when)
    of = named if named is not None else when.today.year
    if not 1 <= many <= 12 or match.number("ordinal") not in {1, None}:
        raise impossible()
    first = 13 - many if match.has_word("last") else 1
    return intervals.days(intervals.month(of, first).start, intervals.month(of, first + many).start)


def ordinal_week(match: Match, when: When, read: Read) -> DateInterval:
    """The first week of November is its first seven days, the last days are its last third."""
    bounds = _closed(read(match.get("wide_time"), when))
    which, many = match.number("ordinal"), match.number("number")
    length = (many or 1) * (7 if match.has("week_word") else 1)
    if match.has("day_word") and many is None:
        return intervals.third(DateInterval(start=bounds.start, end=bounds.end, granularity=Granularity.MONTH), "early" if which == 1 else "late")
    if match.has("weekend_word"):
        saturday = bounds.start + (5 - bounds.start.weekday()) % 7 * DAY
        last = bounds.end - DAY - (bounds.end - DAY - saturday).days % 7 * DAY
        start = last if which is None else saturday + 7 * (which - 1) * DAY
        return intervals.days(start, start + 2 * DAY)
    start = max(bounds.start, bounds.end - length * DAY) if which is None else bounds.start + length * (which - 1) * DAY
    if start >= bounds.end:
        raise impossible()
    end = min(bounds.end, start + length * DAY)
    return DateInterval(start=start, end=end, granularity=Granularity.WEEK if match.has("week_word") else Granularity.RANGE)


def week_of(match: Match, when: When, read: Read) -> DateInterval:
    """The week of February 6: Monday to Sunday around it; "beginning" and "ending" count seven days from or to it."""
    day = _closed(read(match.get("any_day"), when)).start
    words = {atom.folded for atom in match.pieces}
    if words & {"beginning", "starting"}:
        return DateInterval(start=day, end=day + 7 * DAY, granularity=Granularity.WEEK)
    if "ending" in words:
        return DateInterval(start=day - 6 * DAY, end=day + DAY, granularity=Granularity.WEEK)
    return intervals.week(day)


def edge_time(match: Match, when: When, read: Read) -> DateInterval:
    """Early January, mid-March, late 2021, the end of June: a third. Earlier this month: from its start to now."""
    whole = read(match.get("of"), when)
    bounds = _closed(whole)
    if match.has("edge") or match.has("edge_noun"):
        return intervals.third(whole, match.name("edge") or match.name("edge_noun") or "mid")
    if when.published is not None and bounds.start <= when.published < bounds.end:
        back = match.name("edge_later") == "early"
        return intervals.days(bounds.start, when.published + DAY) if back else intervals.days(when.published, bounds.end)
    return DateInterval(start=bounds.start, end=bounds.end, granularity=whole.granularity, approximate=True)


def _quantity(match: Match) -> tuple[int, int]:
    """The least and the most that a quantity says: 3..3 for three, 2..5 for a few."""
    vague = match.name("quantity")
    if vague is not None:
        least, _, most = vague.partition("-")
        return int(least), int(most)
    pieces = match.get("quantity")
    numbers = [piece.value for piece in pieces if isinstance(piece.value, int)]
    if len(numbers) == 2 and len(pieces) == 3 and pieces[1].folded == "-" and not pieces[0].text.isdecimal():
        return sum(numbers), sum(numbers)
    return (min(numbers), max(numbers)) if numbers else (1, 1)


def _around(day: dt.date, unit: str) -> DateInterval:
    """A stretch one unit wide about `day`: what "three weeks ago" may mean."""
    match unit:
        case "week" | "fortnight" | "weekend":
            return DateInterval(start=day - 3 * DAY, end=day + 4 * DAY, granularity=Granularity.WEEK, approximate=True)
        case "month":
            return DateInterval(start=day - 15 * DAY, end=day + 16 * DAY, granularity=Granularity.MONTH, approximate=True)
        case "year":
            return DateInterval(start=shifted(day, -6, "month"), end=shifted(day, 6, "month"), granularity=Granularity.YEAR, approximate=True)
        case "decade":
            return DateInterval(start=shifted(day, -5, "year"), end=shifted(day, 5, "year"), granularity=Granularity.DECADE, approximate=True)
        case _:
            return intervals.day(day)


def _counted(match: Match, base: dt.date, sign: int) -> DateInterval:
    """So many units from `base`, back (-1) or on (1)."""
    unit = _unit(match)
    if match.has_word("half") and not match.has("quantity"):
        halves = {"year": ("month", 6), "month": ("day", 15), "day": ("hour", 12), "hour": ("minute", 30), "decade": ("year", 5), "week": ("day", 3)}
        unit, least = halves.get(unit, (unit, 1))
        most = least
    else:
        least, most = _quantity(match)
    step = "week" if unit == "weekend" else unit
    near, far = shifted(base, sign * least, step), shifted(base, sign * most, step)
    if near != far:
        return intervals.days(min(near, far), max(near, far) + DAY, approximate=True)
    found = _whole(near, unit) if unit == "weekend" else _around(near, unit)
    if match.has("approx"):
        return DateInterval(start=found.start, end=found.end, granularity=found.granularity, approximate=True)
    return found


def ago(match: Match, when: When, _read: Read) -> DateInterval:
    """Two days ago; for wider units one unit wide about that day, approximate."""
    return _counted(match, when.today, -1)


def later(match: Match, when: When, _read: Read) -> DateInterval:
    """Two days later, a week earlier: counted from the date the text last spoke of."""
    first, last = when.last_named
    back = match.has_word("earlier")
    return _counted(match, first if back else last, -1 if back else 1)


def month_days(match: Match, when: When, _read: Read) -> DateInterval:
    """January 2-5, 2 to 5 January, May 2 and 3."""
    month, first, second = number(match, "month"), number(match, "first"), number(match, "second")
    if second < first:
        raise impossible()
    named = year_in(match.get("year_part"), when)
    valid_day(2000, month, second)
    start = valid_day(named, month, first) if named is not None else of_year(month, first, when)
    return intervals.days(start, valid_day(start.year, month, second) + DAY)


def years_short(match: Match, _when: When, _read: Read) -> DateInterval:
    """2011-14."""
    first, short = number(match, "year"), number(match, "short")
    last = first // 100 * 100 + short
    if last <= first:
        raise impossible()
    return intervals.days(dt.date(first, 1, 1), dt.date(last + 1, 1, 1))


def _has_year(pieces: tuple[Piece, ...]) -> bool:
    return any([piece.symbol == CLASSES["year"] or _has_year(piece.inside) for piece in pieces])


def span(match: Match, when: When, read: Read) -> DateInterval:
    """From one date to another. What one end leaves out, the other supplies: the year, or the week of a weekday."""
    first, second = match.get("first"), match.get("second")
    if _has_year(first) and not _has_year(second):
        left = read(first, when)
        right = read(second, _after(when, _closed(left).start))
    else:
        right = read(second, when)
        left = read(first, _before(when, _closed(right).start))
    start, end = _closed(left).start, _closed(right).end
    if start >= end:
        raise impossible()
    return intervals.days(start, end, approximate=left.approximate or right.approximate)


def years(match: Match, _when: When, _read: Read) -> DateInterval:
    """1998 to 2003, both included."""
    first, last = number(match, "first"), number(match, "second")
    if last < first:
        raise impossible()
    return intervals.days(dt.date(first, 1, 1), dt.date(last + 1, 1, 1))


def _before(when: When, latest: dt.date) -> When:
    return When(published=when.published, context=when.context, future=when.future, latest=latest)


def _after(when: When, earliest: dt.date) -> When:
    return When(published=when.published, context=when.context, future=when.future, earliest=earliest)


def past_units(match: Match, when: When, _read: Read) -> DateInterval:
    """The past three days: from three days back up to the published date."""
    _least, most = _quantity(match)
    unit = "week" if match.has("weekend_word") else _unit(match)
    start = when.today - DAY if unit in ("hour", "minute") and most <= 24 else shifted(when.today, -most, unit)
    return intervals.days(start, when.today + DAY, approximate=match.name("quantity") is not None)


def recent(match: Match, when: When, _read: Read) -> DateInterval:
    """Recent days, weeks, months."""
    unit = _unit(match)
    return intervals.days(shifted(when.today, -_RECENT[unit], unit), when.today + DAY, approximate=True)


def since(match: Match, when: When, read: Read) -> DateInterval:
    """From the start of the date up to the published date; without one the end is open."""
    inner = read(match.pieces[-1:], when)
    start = _closed(inner).start
    if when.published is None:
        return intervals.days(start, None, approximate=inner.approximate)
    if start > when.published:
        raise impossible()
    return intervals.days(start, when.published + DAY, approximate=inner.approximate)


def until(match: Match, when: When, read: Read) -> DateInterval:
    """Up to the end of the date, from no stated day on."""
    inner = read(match.get("any_time"), when)
    return intervals.days(None, inner.end, approximate=inner.approximate)


def before(match: Match, when: When, read: Read) -> DateInterval:
    """Up to the start of the date."""
    inner = read(match.pieces[-1:], when)
    return intervals.days(None, inner.start, approximate=inner.approximate)


def after(match: Match, when: When, read: Read) -> DateInterval:
    """From the end of the date on."""
    inner = read(match.pieces[-1:], when)
    return intervals.days(inner.end, None, approximate=inner.approximate)


def so_far(match: Match, when: When, read: Read) -> DateInterval:
    """So far this year: from its start up to the published date."""
    bounds = _closed(read(match.get("any_time"), when))
    if bounds.start > when.today:
        raise impossible()
    return intervals.days(bounds.start, when.today + DAY)


def as_of_date(match: Match, when: When, read: Read) -> DateInterval:
    """As of Monday."""
    return read(match.get("any_day"), when)


def as_of(_match: Match, when: When, _read: Read) -> DateInterval:
    """So far, already, the latest data: the day the report was published (READING.md 7)."""
    return intervals.day(when.today)
