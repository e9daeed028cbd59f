"""RSS and Atom: from a feed's bytes to the addresses of its reports.

A feed is written by strangers, and its text may be full of anything. Only addresses, days and titles are taken from it, all as plain text.
"""

import datetime as dt
import html
import io
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import msgspec

from tocsin.errors import UnreadableError
from tocsin.intake.article import clean

MOST_ENTRIES = 500
"""Of one look; feeds hold ten to a hundred."""
_LONGEST_URL = 2000
_LONGEST_TITLE = 300
_TAG = re.compile(r"<[^<>]*>")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One report that a feed points to; `published` is the day as the feed writes it, in its own time zone."""

    url: str
    title: str | None
    published: dt.date | None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed says of itself, and its entries in its order."""

    title: str | None
    entries: tuple[Entry, ...]


def read_feed(raw: bytes, *, url: str, media_type: str | None) -> Feed:
    """The feed in `raw`, which came from `url`. Raises UnreadableError when it is none."""
    import feedparser  # noqa: PLC0415 - slow to load, and only feeds need it

    # A stream, not the bytes: given bytes, feedparser first tries to open a file of that name.
    # Nothing of its texts is used but titles, which are made plain below, so that they need not be cleaned there.
    headers = {"content-type": media_type or "application/xml"}
    found = feedparser.parse(io.BytesIO(raw), response_headers=headers, resolve_relative_uris=False, sanitize_html=False)
    if not found.get("version"):
        raise UnreadableError("it is no feed (RSS or Atom); give the feed's own address, which the site often links as RSS")
    return Feed(title=_plain(found.feed.get("title")), entries=tuple(_entries(found.entries[:MOST_ENTRIES], url)))


def _entries(entries: list[Any], base: str) -> Iterator[Entry]:
    seen = set()
    for entry in entries:
        url = _address(entry.get("link"), base)
        if url is not None and url not in seen:
            seen.add(url)
            yield Entry(url=url, title=_plain(entry.get("title")), published=_day(entry.get("published")))


def _address(link: object, base: str) -> str | None:
    """The whole address of a link, without its fragment; None for what is no web page."""
    if not isinstance(link, str):
        return None
    try:
        url = urldefrag(urljoin(base, link.strip())).url
        parts = urlsplit(url)
    except ValueError:
        return None
    fine = parts.scheme in {"http", "https"} and parts.hostname and len(url) <= _LONGEST_URL and url.isprintable()
    return url if fine else None


def _plain(words: object) -> str | None:
    """A title as one line of plain text."""
    if not isinstance(words, str):
        return None
    plain = _TAG.sub(" ", html.unescape(_TAG.sub(" ", words[: 10 * _LONGEST_TITLE])))  # some feeds escape theirs twice
    line = " ".join(clean(plain).split())
    return line[:_LONGEST_TITLE] or None


def _day(written: object) -> dt.date | None:
    """The day as it is written ("Tue, 04 Jun 2024 23:30:00 +0300", "2024-06-04T23:30:00Z"); None when it is no date."""
    if not isinstance(written, str):
        return None
    try:
        return dt.datetime.fromisoformat(written.strip()).date()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(written).date()
    except (ValueError, TypeError, IndexError):
        return None
