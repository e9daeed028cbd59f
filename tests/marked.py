"""Sentences with their answers inside, such as ``Police said <killed low=3>three</> people died.`` for a finder of figures.

A tag opens with ``<name key=value ...>`` and closes with ``</>``; tags may nest. Values with spaces are put in double quotes. Unmarked words are
the negative test.
"""

import re
from dataclasses import dataclass, field

_TAG = re.compile(r"<(/|[a-z][\w-]*)((?:\s+[\w-]+=(?:\"[^\"]*\"|[^\s>\"]+))*)>")
_ATTRIBUTE = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|([^\s>\"]+))")


@dataclass(frozen=True)
class Mark:
    """One expectation: `name`, its attributes as strings, and the half-open span in the plain text."""

    name: str
    start: int
    end: int
    attributes: dict[str, str] = field(default_factory=dict, hash=False)


def parse(marked: str) -> tuple[str, list[Mark]]:
    """The plain text and its marks, in order of start. Raises ValueError when tags do not pair."""
    text, marks, stack, last = "", [], [], 0
    for match in _TAG.finditer(marked):
        text += marked[last : match.start()]
        last = match.end()
        if match[1] == "/":
            if not stack:
                raise ValueError(f"a </> without an opening tag in: {marked}")
            name, attributes, start = stack.pop()
            marks.append(Mark(name, start, len(text), attributes))
        else:
            stack.append((match[1], {a[1]: a[2] if a[2] is not None else a[3] for a in _ATTRIBUTE.finditer(match[2])}, len(text)))
    if stack:
        raise ValueError(f"<{stack[-1][0]}> is never closed in: {marked}")
    return text + marked[last:], sorted(marks, key=lambda mark: (mark.start, mark.end))
