"""Words between quotation marks, paired within a paragraph."""

import re
from collections.abc import Iterator

from tocsin.core.document import Quotation
from tocsin.core.spans import Span

_MARK = re.compile(r"[“”„\"«»]|``|''|(?<![\w’'])[‘'](?=\w)|[’'](?!\w)")
_OPEN = {"“": "”", "„": "”“", "«": "»", "``": "''", "‘": "’'", "'": "'’"}
_LONGEST_SINGLE = 400
"""Characters between single marks: longer than this, the closing mark was an apostrophe."""


def quotations(text: str, paragraph: Span) -> Iterator[Quotation]:
    """The quotations of one paragraph, outermost only. One that is never closed runs to the paragraph's end."""
    opened: tuple[int, int, str] | None = None
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        mark = match[0]
        if opened is not None:
            start, inner, closing = opened
            single = "’" in closing or closing == "'"
            if mark in closing and not (single and _is_possessive(text, match.start(), closing, paragraph.end)):
                yield Quotation(span=Span(start, match.end()), inner=Span(inner, match.start()))
                opened = None
            elif single and match.start() - start > _LONGEST_SINGLE:
                opened = None
            continue
        if mark == '"':
            opened = (match.start(), match.end(), '"”')
        elif mark in _OPEN and not (mark in "‘'" and not _closes_later(text, match.end(), _OPEN[mark], paragraph.end)):
            opened = (match.start(), match.end(), _OPEN[mark])
    if opened is not None and not ("’" in opened[2] or opened[2] == "'"):
        yield Quotation(span=Span(opened[0], paragraph.end), inner=Span(opened[1], paragraph.end), closed=False)


def _closes_later(text: str, start: int, closing: str, limit: int) -> bool:
    """An opening single mark counts only when one that closes follows: '90s and 'em are apostrophes."""
    return re.compile(f"[{closing}](?!\\w)").search(text, start, min(limit, start + _LONGEST_SINGLE)) is not None


def _is_possessive(text: str, mark: int, closing: str, limit: int) -> bool:
    """Whether the mark after an s is an apostrophe ("the students’ union") because another that closes follows."""
    return text[mark - 1] == "s" and _closes_later(text, mark + 1, closing, limit)
