"""The simple header a plain-text report may begin with.

    Publisher: The Daily Lantern
    Published: 2024-03-05
    URL: https://lantern.example/unrest
    Title: Three held after march in Harwell

    The body starts after the blank line.

It is read only as an unbroken block at the very top, made of these four keys alone (upper or lower case) and ended by a blank line or the end of the
text, of eight lines at most; anything else stays part of the text. A key given twice with different values, or a wrong date, raises IntakeError.
"""

import re

from tocsin.errors import IntakeError

_LINE = re.compile(r"(publisher|published|url|title)[ \t]*:[ \t]*(.*)", re.IGNORECASE)
_BLOCK = re.compile(
    r"(?:(?:publisher|published|url|title)[ \t]*:[^\n]*\n){0,7}(?:publisher|published|url|title)[ \t]*:[^\n]*(?:\n\n|\Z)", re.IGNORECASE
)


def split_headers(text: str) -> tuple[dict[str, str], str]:
    """The header of cleaned `text` as lower-case key to value (empty values left out), and the text after it. Raises IntakeError."""
    headers: dict[str, str] = {}
    while block := _BLOCK.match(text):
        text = text[block.end() :].lstrip()
        for line in block[0].split("\n"):
            if match := _LINE.match(line):
                _add(headers, match[1].lower(), match[2])
    return headers, text


def _add(headers: dict[str, str], key: str, value: str) -> None:
    while key == "title" and (nested := _LINE.match(value)):
        value = nested[2]
    if value and headers.setdefault(key, value) != value:
        raise IntakeError(f"its header gives {key.capitalize()} twice: {headers[key]!r} and {value!r}; keep one")
