"""Calendar arithmetic on half-open intervals of days; knows nothing of words."""

import calendar
import datetime as dt

from tocsin.core.values import DateInterval, Granularity, PartOfDay

DAY = dt.timedelta(days=1)

_THIRDS = {"early": 0, "mid": 1, "late": 2}


def day(date: dt.date) -> DateInterval:
    """One day."""
    return DateInterval(start=date, end=date + DAY)


def days(first: dt.date | None, end: dt.date | None, *, approximate: bool = False) -> DateInterval:
    """`first` (included) to `end` (excluded); None is open."""
    return DateInterval(start=first, end=end, granularity=Granularity.RANGE, approximate=approximate)


def part(date: dt.date, of_day: PartOfDay, *, approximate: bool = False) -> DateInterval:
    """A part of one day. The night of a day runs into the next one (18:00 to 06:00): two days."""
    length = 2 if of_day is PartOfDay.NIGHT else 1
    return DateInterval(start=date, end=date + length * DAY, part_of_day=of_day, granularity=Granularity.DAY_PART, approximate=approximate)


def within(date: dt.date, of_day: PartOfDay) -> DateInterval:
    """A part of the day that does not run into the next one: a time on the clock, "the early hours of"."""
    return DateInterval(start=date, end=date + DAY, part_of_day=of_day, granularity=Granularity.DAY_PART)


def of_hour(hour: int) -> PartOfDay:
    """The part of the day an hour of the clock (0..24) lies in."""
    if 5 <= hour < 12:
        return PartOfDay.MORNING
    if 12 <= hour < 18:
        return PartOfDay.AFTERNOON
    return PartOfDay.EVENING if 18 <= hour < 21 else PartOfDay.NIGHT


def week(date: dt.date) -> DateInterval:
    """The week (Monday to Sunday) that holds `date`."""
    monday = date - date.weekday() * DAY
    return DateInterval(start=monday, end=monday + 7 * DAY, granularity=Granularity.WEEK)


def weekend(date: dt.date) -> DateInterval:
    """The Saturday and Sunday of the week that holds `date`."""
    saturday = date + (5 - date.weekday()) * DAY
    return days(saturday, saturday + 2 * DAY)


def month(year: int, number: int) -> DateInterval:
    """A month; `number` may lie outside 1..12 and then carries into other years."""
    year, zero_based = year + (number - 1) // 12, (number - 1) % 12
    start = dt.date(year, zero_based + 1, 1)
    return DateInterval(start=start, end=start + calendar.monthrange(year, zero_based + 1)[1] * DAY, granularity=Granularity.MONTH)


def year(number: int) -> DateInterval:
    """A calendar year."""
    return DateInterval(start=dt.date(number, 1, 1), end=dt.date(number + 1, 1, 1), granularity=Granularity.YEAR)


def decade(number: int) -> DateInterval:
    """The ten years from `number` on."""
    return DateInterval(start=dt.date(number, 1, 1), end=dt.date(number + 10, 1, 1), granularity=Granularity.DECADE)


def season(number: int, first_month: int) -> DateInterval:
    """Three months from `first_month` of year `number` on; approximate, for writers and hemispheres differ."""
    start = month(number, first_month).start
    return DateInterval(start=start, end=month(number, first_month + 3).start, granularity=Granularity.QUARTER, approximate=True)


def quarter(number: int, which: int) -> DateInterval:
    """The calendar quarter `which` (1..4)."""
    return DateInterval(start=month(number, 3 * which - 2).start, end=month(number, 3 * which + 1).start, granularity=Granularity.QUARTER)


def third(whole: DateInterval, which: str) -> DateInterval:
    """The "early", "mid" or "late" third of `whole`, approximate: ten days of a month, four months of a year, 3-4-3 years of a decade."""
    if whole.start is None or whole.end is None:
        raise ValueError("an open interval has no thirds")
    start, nth = whole.start, _THIRDS[which]
    match whole.granularity:
        case Granularity.MONTH:
            cuts = (start, start + 10 * DAY, start + 20 * DAY, whole.end)
        case Granularity.YEAR:
            cuts = (start, dt.date(start.year, 5, 1), dt.date(start.year, 9, 1), whole.end)
        case Granularity.DECADE:
            cuts = (start, dt.date(start.year + 3, 1, 1), dt.date(start.year + 7, 1, 1), whole.end)
        case _:
            length = max(1, (whole.end - start).days // 3)
            cuts = (start, start + length * DAY, max(whole.end - length * DAY, start + length * DAY), whole.end)
            cuts = (start, cuts[1], cuts[2], whole.end) if cuts[1] < cuts[2] else (start, whole.end, whole.end, whole.end)
    first, end = cuts[nth], cuts[nth + 1]
    if first >= end:
        first, end = start, whole.end
    return DateInterval(start=first, end=end, granularity=whole.granularity, approximate=True)


def easter(number: int) -> dt.date:
    """Easter Sunday of a Gregorian year (the anonymous algorithm, Meeus)."""
    a, (b, c) = number % 19, divmod(number, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * el) // 433
    n = (h + el - 7 * m + 90) // 25
    return dt.date(number, n, (h + el - 7 * m + 33 * n + 19) % 32)
