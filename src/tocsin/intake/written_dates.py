"""Dates as written beside a report: in its metadata, its dateline, its header."""

import datetime as dt
import re

import msgspec

from tocsin.errors import IntakeError

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
WRITTEN = (
    rf"(?:{_WEEKDAY}\.?,?[ ]+)?(?:"
    rf"(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?[ ]+(?:of[ ]+)?(?P<month1>{_MONTH})\b\.?(?:,?[ ]+(?P<year1>\d{{4}}|\d\d)(?![\d:]))?"
    rf"|(?P<month2>{_MONTH})\b\.?[ ]+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?[ ]+(?P<year2>\d{{4}})\b)?"
    r"|(?P<year3>\d{4})(?P<sep>[-/.])(?P<month3>\d\d)(?P=sep)(?P<day3>\d\d)(?!\d))"
)
"""A day as newspapers write it ("March 3", "Tuesday, 3 March 2024", "3 JAN 90", "2024-03-05"); compile with IGNORECASE. Day and month in figures only
("05/03/2024") are left alone: half of the world reads them the other way round."""
_WRITTEN = re.compile(rf"\s*{WRITTEN}(?![\w/])", re.IGNORECASE)
_COMPACT = re.compile(r"\s*(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=T|\s|$)")
_MONTH_ONLY = re.compile(r"\s*(?P<year>(?:19|20)\d\d)(?:-(?P<month>\d\d))?\s*$")
_GIVEN = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d\S*(?: ?[+-]\d\d:?\d\d)?)?\s*$")
_EARLIEST = 1800
_CENTURY_TURN = 69
"""POSIX: two-digit years from 69 are 19xx, below it 20xx."""
_UNSET = frozenset({dt.date(1970, 1, 1), dt.date(1900, 1, 1)})
"""What content systems print when nobody set a date."""


class PartialDate(msgspec.Struct, frozen=True):
    """What is known of a day."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def complete(self, *, year: int | None = None) -> dt.date | None:
        """The day, where all of it is known and exists; `year` stands in for a missing one."""
        year = self.year if self.year is not None else year
        if year is None or self.month is None or self.day is None:
            return None
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None


def given_date(words: str, field: str) -> dt.date:
    """The date a user wrote into a header or a JSON line: 2024-03-05, with a time after it or without. Raises IntakeError naming `field`."""
    if match := _GIVEN.match(words):
        try:
            date = dt.date.fromisoformat(match[1])
        except ValueError:
            date = dt.date.min
        if date.year >= _EARLIEST:
            return date
    raise IntakeError(f"its {field} is {words[:60]!r}, which is not a date; write it as 2024-03-05, or give --published")


def metadata_date(words: str) -> PartialDate | None:
    """What a page's metadata says about a day, in the publisher's own time zone; None when it is no date, or one that nobody set."""
    match = _COMPACT.match(words)
    if match is not None:
        found: PartialDate | None = PartialDate(int(match["year"]), int(match["month"]), int(match["day"]))
    elif match := _MONTH_ONLY.match(words):
        month = int(match["month"]) if match["month"] else None
        return PartialDate(int(match["year"]), month) if month is None or 1 <= month <= len(_MONTHS) else None
    else:
        match = _WRITTEN.match(words.replace("T", " ", 1) if words[:4].isdecimal() else words)
        found = written(match) if match else None
    day = found.complete() if found else None
    return found if day is not None and day.year >= _EARLIEST and day not in _UNSET else None


def written(match: re.Match[str]) -> PartialDate:
    """The parts of a match of a pattern that holds WRITTEN."""
    number = next(n for n in "123" if match[f"day{n}"])
    month, year = match[f"month{number}"], match[f"year{number}"]
    return PartialDate(_year(year), int(month) if month.isdecimal() else _month(month), int(match[f"day{number}"]))


def _month(name: str) -> int:
    start = name.lower()[:3]
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(start))


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    year = int(digits)
    if len(digits) > len("90"):
        return year
    return year + (1900 if year >= _CENTURY_TURN else 2000)
