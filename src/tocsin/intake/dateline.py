"""The dateline: where and when an agency filed a report ("KAMPALA, March 3 (Agency) -", "SAN SALVADOR, 3 JAN 90 -- [TEXT]")."""

import re

import msgspec

from tocsin.core.spans import Span
from tocsin.intake.written_dates import WRITTEN, PartialDate, written

_LINES = 8
"""How far down a dateline can stand: headline, deck, byline, message number and the blank lines between do not count."""
_REACH = 160
_DATE_REACH = 80
_MARK = re.compile(r"[–—:-]")
_WORD = r"[^\W\d_][\w'’.\-]*"
_END = r"(?:--+|[–—]|(?<=[\s)])-(?=\s|$)|(?<=\)):|(?<=\d):(?=\s))"
_PLACE = re.compile(
    rf"(?P<place>{_WORD}(?:[ ]{_WORD}){{0,3}}?(?:,[ ]{_WORD}(?:[ ]{_WORD}){{0,2}}?){{0,2}}?)"
    rf"(?:[ ]\([^()\d\n]{{2,30}}\)(?=,))?,?[ ]*(?:[,(—–-]?[ ]*(?P<date>{WRITTEN})\)?)?,?[ ]*(?:\((?P<agency>[^()\n]{{2,40}})\))?[ ]*(?P<end>{_END})",
    re.IGNORECASE,
)
_DATE_ONLY = re.compile(
    rf"\s*(?:(?:published|posted|date)(?:[ ]on)?:?[ ]+)?(?P<date>{WRITTEN})(?:(?:[ ,|·-]|at)*[ ]\d{{1,2}}[:.]\d\d[^\n]{{0,20}})?\s*$",
    re.IGNORECASE,
)


class Dateline(msgspec.Struct, frozen=True):
    """What the dateline says; spans count in the text it was read from. `place` is as written, `date` may lack its year."""

    span: Span
    place: Span | None
    date: PartialDate | None
    date_span: Span | None
    agency: str | None


def read_dateline(text: str) -> Dateline | None:
    """The dateline among the first lines of a cleaned text, or None.

    Without a date it needs a place in capitals and a dash ("LONDON (Agency) —"); a line that holds nothing but a date counts too ("Published 5 March
    2024"). "Updated" and dates inside sentences do not: they say nothing about when the report was filed.
    """
    for offset, line in _first_lines(text):
        if len(line) <= _DATE_REACH and (match := _DATE_ONLY.match(line)):
            return _dateline(match, offset, place=None, agency=None)
        match = _PLACE.match(line) if _MARK.search(line) else None
        if match is not None and _is_dateline(match, line):
            return _dateline(match, offset, place=_span(match, "place", offset), agency=match["agency"])
    return None


def _first_lines(text: str) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    start = 0
    while start < len(text) and len(lines) < _LINES:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start : min(end, start + _REACH)]
        if stripped := line.lstrip():  # wire copy indents its paragraphs
            lines.append((start + len(line) - len(stripped), stripped))
        start = end + 1
    return lines


def _is_dateline(match: re.Match[str], line: str) -> bool:
    """Capitals with an agency or a date make one; so does a capitalised place with a date; "LONDON — Police" unless the whole line is in capitals."""
    city = match["place"].split(",")[0]
    capitals = city.isupper() and len(city) > 1
    if match["date"]:
        return capitals or all([word[0].isupper() or word in {"de", "la", "el", "al", "of"} for word in city.split()])
    if match["agency"]:
        return capitals
    return capitals and match["end"] != ":" and not line.isupper()


def _dateline(match: re.Match[str], offset: int, *, place: Span | None, agency: str | None) -> Dateline:
    dated = bool(match["date"])
    return Dateline(
        span=Span(offset + match.start(), offset + match.end()),
        place=place,
        date=written(match) if dated else None,
        date_span=_span(match, "date", offset) if dated else None,
        agency=agency,
    )


def _span(match: re.Match[str], group: str, offset: int) -> Span:
    return Span(offset + match.start(group), offset + match.end(group))
