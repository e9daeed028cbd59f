"""Bytes to the frozen document: the only place where text is cleaned (docs/adr/0001-text-frozen-at-intake.md)."""

# ruff: noqa: PLC0415 - the PDF and HTML readers are loaded only for such reports: a cold start must be quick

import datetime as dt
import hashlib
import re
import unicodedata

import msgspec

from tocsin.core.document import Document, Report
from tocsin.errors import TooLargeError, UnreadableError
from tocsin.intake import kinds
from tocsin.intake.dateline import read_dateline
from tocsin.intake.encoding import decode
from tocsin.intake.headers import split_headers
from tocsin.intake.items import MAX_REPORT_BYTES, Item, megabytes
from tocsin.intake.language import require_english
from tocsin.intake.written_dates import PartialDate, given_date

_BREAKS = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028")
_ODD = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, but not tab and newline
    "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"  # soft hyphen, zero-width, direction marks, byte-order mark
    "\u2029\ufb00-\ufb06\ud800-\udfff]"  # what is replaced, below
)
_REPLACED = {"\u2029": "\n\n", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_BLANK_LINES = re.compile(r"\n{3,}")
_CHARSET = re.compile(r";\s*charset=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)(?=[/-])")
_NO_WORD = re.compile(r"[\W_]+")


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a report says about itself, its text not yet cleaned. `year_of` holds the metadata's year (and month) where it gives no day."""

    text: str
    publisher: str | None = None
    published: dt.date | None = None
    year_of: PartialDate | None = None
    url: str | None = None
    title: str | None = None


def clean(text: str) -> str:
    """`text` as it is frozen; cleaning twice changes nothing.

    Line breaks of every kind become newlines, paragraph separators a blank line; controls, soft hyphens, zero-width and direction marks go;
    f-ligatures become letters, lone surrogates U+FFFD; the rest is put into NFC. Spaces at line ends and blank lines beyond one go. Everything else
    stays: quotation marks, dashes, no-break spaces (they hold "12 000" together), case, line breaks, indents inside the text.
    """
    for mark in _BREAKS:
        text = text.replace(mark, "\n")
    if _ODD.search(text):
        text = _ODD.sub(_replaced, text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    text = "\n".join([line.rstrip() for line in text.split("\n")])
    return _BLANK_LINES.sub("\n\n", text).strip()


def _replaced(match: re.Match[str]) -> str:
    if "\ud800" <= match[0] <= "\udfff":
        return "�"  # half a character, which no file can hold
    return _REPLACED.get(match[0], "")


def make_document(item: Item) -> Document:
    """Freeze the report in `item`.

    The published date is the first known of: the item's (flag, then JSON field), the header's or page's own metadata, the dateline, the dateline
    with the year the metadata or the URL gives; else None, never today. Publisher, URL and title: the item's, then the report's. A title leads the
    text unless the text opens with it. Raises UnreadableError, TooLargeError, LanguageError, or IntakeError for a wrong date in a header.
    """
    if len(item.raw) > MAX_REPORT_BYTES:
        raise TooLargeError(f"it has {megabytes(len(item.raw))}; Tocsin reads at most {megabytes(MAX_REPORT_BYTES)} as one report")
    media_type = item.media_type.split(";")[0].strip().lower()
    found = _read(item, media_type)
    title = _line(item.title) or found.title
    if not found.text:
        raise UnreadableError("it holds no text; there is nothing to read")
    text = _headed(found.text, title)
    language = require_english(text)
    url = item.url or found.url
    report = Report(
        publisher=_line(item.publisher) or found.publisher,
        published=item.published or found.published or _from_dateline(text, found.year_of, url),
        url=url,
        title=title,
        language=language,
        media_type=media_type,
        raw_sha256=hashlib.sha256(item.raw).hexdigest(),
        place=item.place,
    )
    return Document.freeze(text, report)


def _read(item: Item, media_type: str) -> _Found:
    """Text and metadata of `item`, by its media type."""
    if item.text is not None:
        return _Found(text=clean(item.text))
    if media_type == kinds.PDF:
        from tocsin.intake.pdf import read_pdf

        return _Found(text=clean(read_pdf(item.raw)))
    charset = _CHARSET.search(item.media_type)
    if media_type in {kinds.HTML, "application/xhtml+xml"}:
        return _read_page(item.raw, charset[1] if charset else None)
    headers, text = split_headers(clean(decode(item.raw, declared=charset[1] if charset else None)))
    stated = headers.get("published") if item.published is None else None
    return _Found(
        text=text,
        publisher=headers.get("publisher"),
        published=given_date(stated, "Published line") if stated else None,
        url=headers.get("url"),
        title=headers.get("title"),
    )


def _read_page(raw: bytes, charset: str | None) -> _Found:
    from tocsin.intake.html import read_html

    page = read_html(raw, charset=charset)
    day = page.published.complete() if page.published else None
    return _Found(
        text=clean(page.text),
        publisher=_line(page.publisher),
        published=day,
        year_of=page.published,
        url=_line(page.url),
        title=_line(page.title),
    )


def _line(words: str | None) -> str | None:
    """Metadata cleaned into one line; None when nothing is left."""
    return " ".join(clean(words).split()) or None if words else None


def _headed(text: str, title: str | None) -> str:
    """`text` with its headline as the first line. Letters and digits alone decide whether it is there already."""
    if title is None:
        return text
    wanted = _NO_WORD.sub("", title).casefold()
    opening = _NO_WORD.sub("", text[: 3 * len(title) + 80]).casefold()
    return text if opening.startswith(wanted) else clean(f"{title}\n\n{text}")


def _from_dateline(text: str, year_of: PartialDate | None, url: str | None) -> dt.date | None:
    """The day the dateline gives; its year, if missing, from metadata that gives one, or from a URL with year and month ("/2024/03/")."""
    dateline = read_dateline(text)
    if dateline is None or dateline.date is None:
        return None
    if (day := dateline.date.complete()) is not None:
        return day
    if year_of is not None and year_of.year is not None:
        return dateline.date.complete(year=year_of.year)
    stamp = _URL_MONTH.search(url) if url else None
    month = dateline.date.month
    if stamp is None or month is None:
        return None
    # a report is printed in the month it was filed or, at a month's end, in the next: December's in January of the next year
    months_later = (int(stamp[2]) - month) % 12
    if months_later > 1:
        return None
    return dateline.date.complete(year=int(stamp[1]) - (int(stamp[2]) < month))
