"""The words of a page in a millisecond or two, by resiliparse: good enough to tell language and subject, not to be coded."""

import re
from importlib import import_module
from typing import Any

from tocsin.batch.outcomes import Skipped
from tocsin.errors import BatchError
from tocsin.intake import kinds
from tocsin.intake.items import Item

MAX_CHARACTERS = 100_000
"""Looked at of one text: no report is longer."""
_MAX_DEPTH = 2_000
"""Elements inside one another. Browsers stop at 512; a parser that calls itself for each would run out of stack."""
_TAG = re.compile(
    rb"<(/?)(?!(?:br|hr|img|input|link|meta|source|track|wbr|area|base|col|embed|p|li|td|tr|th|dt|dd|option)\b)[a-z][^<>]{0,2000}>", re.IGNORECASE
)
_LEAST_LETTERS = 100
"""Of a page's text: a title and a menu have less, the shortest brief more."""


def quick_text(item: Item) -> str | Skipped | None:
    """The words of `item`; None when it is not of a kind that can be had quickly (a PDF, plain bytes): then its full text is needed at once."""
    if item.text is not None:
        return item.text[:MAX_CHARACTERS]
    if item.media_type.split(";")[0].strip().lower() not in {kinds.HTML, "application/xhtml+xml"}:
        return None
    if too_deep(item.raw):
        return Skipped(step="quick text", reason="nested too deep")
    encoding, extraction = _library("resiliparse.parse.encoding"), _library("resiliparse.extract.html2text")
    source = encoding.bytes_to_str(item.raw, _charset(item) or encoding.detect_encoding(item.raw, from_html_meta=True))
    text = str(extraction.extract_plain_text(source, main_content=True, alt_texts=False, comments=False))
    if sum(map(str.isalpha, text[: 4 * _LEAST_LETTERS])) < _LEAST_LETTERS:
        return Skipped(step="quick text", reason="hardly any text")
    return text[:MAX_CHARACTERS]


def too_deep(raw: bytes) -> bool:
    """Whether elements stand in one another deeper than any page's. Elements that need no end are not counted."""
    if raw.count(b"<") < _MAX_DEPTH:
        return False
    depth = 0
    for tag in _TAG.finditer(raw):
        depth = max(0, depth - 1) if tag[1] else depth + (not tag[0].endswith(b"/>"))
        if depth > _MAX_DEPTH:
            return True
    return False


def _charset(item: Item) -> str | None:
    """What the server said."""
    _, _, charset = item.media_type.partition("charset=")
    return charset.strip("\"' ") or None


def _library(name: str) -> Any:  # noqa: ANN401 - an extra; without types of its own
    try:
        return import_module(name)
    except ImportError as error:
        raise BatchError("tocsin batch needs resiliparse, which is not installed; run: pip install 'tocsin[batch]'") from error
