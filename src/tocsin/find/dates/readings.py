"""What the words of a date rule mean: one reading for each name under `reads` in `resources/lexicons/dates_rules.yaml`.

A reading takes the match, what is counted from, and a way to read the parts inside; it gives an interval or raises Unsettled. Here are the days;
`stretches.py` has what is longer.
"""

import datetime as dt
from collections.abc import Callable

from tocsin.core.values import DateInterval, PartOfDay, Reason, Unresolved
from tocsin.find.dates import intervals
from tocsin.find.dates.counting import Unsettled, When, full_year, impossible, nearest, reference, shifted, valid_day, year_in
from tocsin.find.dates.grammar import Match, Piece
from tocsin.find.dates.intervals import DAY

Read = Callable[[tuple[Piece, ...], When], DateInterval]
Reading = Callable[[Match, When, Read], DateInterval]

_LEAP_YEARS_BACK = 8
_PARTS = {part.value: part for part in PartOfDay}
_HOLIDAYS = {"eve": (12, 31), "new-year": (1, 1), "christmas eve": (12, 24), "christmas": (12, 25), "boxing-day": (12, 26), "may-day": (5, 1)}


def number(match: Match, label: str) -> int:
    """The number the pattern guarantees under `label`."""
    value = match.number(label)
    if value is None:
        raise impossible()
    return value


def part_of(match: Match, label: str = "any_part") -> PartOfDay:
    """The part of day under `label`."""
    return _PARTS[match.name(label) or match.name("part") or match.name("part_point") or PartOfDay.NIGHT.value]


def year_month_day(match: Match, _when: When, _read: Read) -> DateInterval:
    """2021-12-30."""
    return intervals.day(valid_day(number(match, "year"), number(match, "month_number"), number(match, "day")))


def numeric(match: Match, when: When, _read: Read) -> DateInterval:
    """30/12/2021: only when one of the two orders gives a day, or both the same one."""
    short = match.number("short")
    year = number(match, "year") if short is None else full_year(short, when)
    first, second = number(match, "first"), number(match, "second")
    days = set()
    for month, day in ((second, first), (first, second)):
        try:
            days.add(valid_day(year, month, day))
        except Unsettled:
            continue
    if not days:
        raise impossible()
    if len(days) > 1:
        raise Unsettled(Unresolved(reason=Reason.AMBIGUOUS, candidates=tuple([day.isoformat() for day in sorted(days)])))
    return intervals.day(days.pop())


def of_year(month: int, day: int, when: When, weekday: int | None = None) -> dt.date:
    """The day `month`/`day` of the year that is meant. A weekday said with it decides between neighbouring years, the coming one included."""
    around = reference(when).year
    days = []
    for year in range(max(1, around - _LEAP_YEARS_BACK), around + 2):
        try:
            days.append(valid_day(year, month, day))
        except Unsettled:
            continue
    if not days:
        raise impossible()
    chosen = nearest(days, when)
    if weekday is None or chosen.weekday() == weekday:
        return chosen
    fitting = [one for one in days if one.weekday() == weekday and abs(one.year - around) <= 1]
    return min(fitting, key=lambda one: abs((one - reference(when)).days)) if fitting else chosen


def day_month(match: Match, when: When, _read: Read) -> DateInterval:
    """5 January 2022, January 5, the fifth of January."""
    month = number(match, "month")
    day = number(match, "day") if match.has("day") else number(match, "ordinal")
    year = year_in(match.get("year_part") or match.get("short"), when)
    if year is not None:
        return intervals.day(valid_day(year, month, day))
    valid_day(2000, month, day)  # "February 30" is impossible with or without a published date
    return intervals.day(of_year(month, day, when, match.number("any_weekday")))


def holiday(match: Match, when: When, _read: Read) -> DateInterval:
    """Days with a name and a fixed place in the calendar."""
    words = [atom.folded for atom in match.pieces]
    name = {"new-year": "eve" if "eve" in words else "new-year", "christmas": "christmas eve" if "eve" in words else "christmas"}
    month, day = _HOLIDAYS[name.get(match.rule.id, match.rule.id)]
    year = match.number("year")
    return intervals.day(valid_day(year, month, day) if year is not None else of_year(month, day, when))


def easter(match: Match, when: When, _read: Read) -> DateInterval:
    """Good Friday, Easter Sunday, Easter Monday (Western reckoning)."""
    offset = int(match.rule.value)
    if offset == 0:
        weekday = number(match, "weekday_name")
        offset = weekday + 1 if weekday == 0 else weekday - 6
    year = match.number("year")
    if year is not None:
        return intervals.day(intervals.easter(year) + offset * DAY)
    around = reference(when).year
    return intervals.day(nearest([intervals.easter(one) + offset * DAY for one in (around - 1, around, around + 1)], when))


def weekday(match: Match, when: When, _read: Read) -> DateInterval:
    """Tuesday: the nearest not after the published date, that day included; "last" before it, "next" after it, "this" of its week."""
    wanted, shift = number(match, "weekday_name"), match.words("shift")
    if not shift:
        base = reference(when)
        ahead = when.earliest is not None or (when.future and when.latest is None)
        return intervals.day(base + (wanted - base.weekday()) % 7 * DAY if ahead else base - (base.weekday() - wanted) % 7 * DAY)
    today = when.today
    if shift in ("last", "past", "this past"):
        return intervals.day(today - ((today.weekday() - wanted - 1) % 7 + 1) * DAY)
    if shift in ("next", "coming", "this coming"):
        return intervals.day(today + ((wanted - today.weekday() - 1) % 7 + 1) * DAY)
    return intervals.day(today + (wanted - today.weekday()) * DAY)


def weekday_of_week(match: Match, when: When, _read: Read) -> DateInterval:
    """Tuesday of last week."""
    weeks = {"last": -1, "past": -1, "this past": -1, "next": 1, "coming": 1, "this coming": 1}.get(match.words("shift"), 0)
    monday = when.today - when.today.weekday() * DAY
    return intervals.day(monday + (7 * weeks + number(match, "weekday_name")) * DAY)


def deictic(match: Match, when: When, _read: Read) -> DateInterval:
    """Yesterday, today, tomorrow, and the day before and after."""
    offset = number(match, "deictic")
    if match.has("day_word"):
        offset += -1 if match.has_word("before") else 1
    return intervals.day(when.today + offset * DAY)


def tonight(_match: Match, when: When, _read: Read) -> DateInterval:
    """The night of the published date."""
    return intervals.part(when.today, PartOfDay.NIGHT)


def overnight(_match: Match, when: When, _read: Read) -> DateInterval:
    """The night before the published date."""
    return intervals.part(when.today - DAY, PartOfDay.NIGHT)


def this_part(match: Match, when: When, _read: Read) -> DateInterval:
    """This morning, last night."""
    offset = -1 if match.has_word("last") else 0
    return intervals.part(when.today + (match.number("deictic") or offset) * DAY, part_of(match, "part"))


def same_day(match: Match, when: When, _read: Read) -> DateInterval:
    """The same day, that night: the day the text last spoke of."""
    if match.has("weekday_name"):
        return intervals.day(when.day_named)
    return intervals.day(when.day_named) if match.has("day_word") else intervals.part(when.day_named, part_of(match))


def next_day(match: Match, when: When, _read: Read) -> DateInterval:
    """The following day, the previous night: beside the stretch the text last spoke of."""
    first, last = when.last_named
    back = match.has_word("previous", "preceding")
    if match.has("weekday"):
        wanted = number(match, "weekday")
        return intervals.day(first - ((first.weekday() - wanted - 1) % 7 + 1) * DAY if back else last + ((wanted - last.weekday() - 1) % 7 + 1) * DAY)
    day = first - DAY if back else last + DAY
    return intervals.day(day) if match.has("day_word") else intervals.part(day, part_of(match))


def day_before(match: Match, when: When, _read: Read) -> DateInterval:
    """The day before, the night after, the year before: counted from the date the text last spoke of."""
    first, last = when.last_named
    back = match.has_word("before")
    day, steps = (first, -1) if back else (last, 1)
    if match.has("day_word"):
        return intervals.day(day + steps * DAY)
    if match.has("any_part"):
        return intervals.part(day + steps * DAY, part_of(match))
    if match.has("week_word"):
        return intervals.week(shifted(day, steps, "week"))
    if match.has("month_word"):
        target = shifted(day, steps, "month")
        return intervals.month(target.year, target.month)
    return intervals.year(shifted(day, steps, "year").year)


def _one_day(match: Match, when: When, read: Read) -> dt.date:
    """The day that a part of day or a time belongs to."""
    inner = read(match.get("any_day"), when)
    if inner.start is None:
        raise impossible()
    return inner.start


def early_hours(match: Match, when: When, read: Read) -> DateInterval:
    """The early hours of Monday: the night, but of that day only."""
    return intervals.within(_one_day(match, when, read), PartOfDay.NIGHT)


def day_part(match: Match, when: When, read: Read) -> DateInterval:
    """Monday evening, the night of January 5."""
    return intervals.part(_one_day(match, when, read), part_of(match))


def night_between(match: Match, when: When, _read: Read) -> DateInterval:
    """The night of 5 to 6 November: from the evening of the first day."""
    month, first = number(match, "month"), number(match, "first")
    year = year_in(match.get("year_part"), when)
    valid_day(2000, month, number(match, "second"))
    return intervals.part(valid_day(year, month, first) if year is not None else of_year(month, first, when), part_of(match, "part"))


def night_between_days(match: Match, when: When, read: Read) -> DateInterval:
    """The night from Sunday to Monday."""
    second = read(match.get("second"), when)
    if second.start is None:
        raise impossible()
    return intervals.part(second.start - DAY, part_of(match, "part"))


def early_day(match: Match, when: When, read: Read) -> DateInterval:
    """Early Monday is its morning, late Monday its evening; earlier today is today. A part of day inside stands as it is."""
    inner = read(match.get("any_day"), when)
    if match.has("edge_later") or inner.start is None or inner.part_of_day is not None:
        return inner
    parts = {"early": PartOfDay.MORNING, "mid": PartOfDay.AFTERNOON, "late": PartOfDay.EVENING}
    return intervals.part(inner.start, parts[match.name("edge") or "mid"])


def eve(match: Match, when: When, read: Read) -> DateInterval:
    """The eve of a day is the day before it."""
    return intervals.day(_one_day(match, when, read) - DAY)


def hour_of(pieces: tuple[Piece, ...]) -> int:
    """The hour (0..24) on the clock; raises Unsettled when there is no such time."""
    digits = [piece for piece in pieces if piece.text.isdecimal()]
    words = {piece.folded for piece in pieces}
    if len(digits[0].text) == 4:
        hour, minute = int(digits[0].text[:2]), int(digits[0].text[2:])
    else:
        hour, minute = int(digits[0].text), int(digits[1].text) if len(digits) > 1 else 0
    if hour > 24 or minute > 59:
        raise impossible()
    afternoon, forenoon = words & {"p", "pm"}, words & {"a", "am"}
    return hour + 12 if afternoon and hour < 12 else 0 if forenoon and hour == 12 else hour


def clock(match: Match, when: When, _read: Read) -> DateInterval:
    """A time or part of day alone: of the day the text last spoke of. A time on the clock never runs into the next day."""
    day = when.day_named
    if match.has("part") or match.has("part_point"):
        return intervals.part(day, part_of(match))
    return intervals.within(day, intervals.of_hour(hour_of(match.get("clock_time") or match.get("four_digits"))))


def clock_day(match: Match, when: When, read: Read) -> DateInterval:
    """10 p.m. on Monday, March 3 at 5 am."""
    day = _one_day(match, when, read)
    if match.has("a_clock"):
        return read(match.get("a_clock"), When(published=when.published, context=intervals.day(day)))
    if match.has("part_point"):
        return intervals.part(day, part_of(match))
    return intervals.within(day, intervals.of_hour(hour_of(match.get("four_digits"))))


def edge_of_day(match: Match, when: When, _read: Read) -> DateInterval:
    """Earlier in the day, late in the evening: of the day the text last spoke of."""
    return intervals.day(when.day_named) if match.has("day_word") else intervals.part(when.day_named, part_of(match))
