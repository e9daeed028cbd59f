"""A web page: its article by trafilatura, and only the metadata that the page states."""

# ruff: noqa: PLC0415 - trafilatura takes 350 ms to import

import json
import logging
import re
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from tocsin.errors import UnreadableError
from tocsin.intake.encoding import decode
from tocsin.intake.written_dates import PartialDate, metadata_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*+=\s*+["']?+\s*+([\w.:-]+)""", re.IGNORECASE)
_CHARSET_REACH = 4096
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_DAMAGE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, AssertionError, struct.error)
"""What trafilatura and lxml let through on broken pages (they promise nothing about it)."""
_PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "publish-date",
    "publishdate",
    "publish_date",
    "publication_date",
    "published_time",
    "published",
    "pubdate",
    "article.published",
    "article:post_date",
    "date",
)
"""Names and properties of meta elements that say when a page was published, most telling first; none that says when it was changed."""
_PUBLISHED_CLASS = re.compile(r"publish|pubdate|entry-date|post-date|date-?line|timestamp", re.IGNORECASE)
_CHANGED_CLASS = re.compile(r"updat|modif", re.IGNORECASE)
_ARTICLE_TYPE = re.compile(r"Article|BlogPosting|Report$|LiveBlog")


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The article of a page, not yet cleaned; paragraphs are set apart by blank lines. `published` may lack month or day."""

    text: str
    title: str | None
    publisher: str | None
    published: PartialDate | None
    url: str | None


def read_html(raw: bytes, *, charset: str | None = None) -> Page:
    """The article in the page `raw`; `charset` is what the server said. Raises UnreadableError when there is no page or no article in it.

    Published dates are taken from JSON-LD datePublished, from meta elements and from time elements, in this order; never from the body's words or the
    page's address, as trafilatura's own date (by htmldate) may be.
    """
    source = decode(raw, declared=charset or _declared(raw))
    tree = _tree(source)
    if tree is None:
        raise UnreadableError("it is not a web page, though it is called one; if it is text, name it .txt")
    linked = tuple(_linked_data(tree))
    page = Page(
        text="",
        title=_headline(tree, linked),
        publisher=_publisher(tree, linked),
        published=_published(tree, linked),
        url=_url(tree),
    )
    text = _article(tree)
    if not text:
        raise UnreadableError("no article was found in the page; save the article's words as a .txt file")
    return msgspec.structs.replace(page, text=text, title=_without_site(page.title, page.publisher))


def _declared(raw: bytes) -> str | None:
    match = _CHARSET.search(raw[:_CHARSET_REACH])
    return match[1].decode("ascii", "replace") if match else None


def _tree(source: str) -> "HtmlElement | None":
    _quieten()
    from lxml.etree import LxmlError
    from trafilatura.utils import load_html

    try:
        return load_html(_DECLARATION.sub("", source, count=1))
    except (LxmlError, *_DAMAGE):
        return None


def _article(tree: "HtmlElement") -> str:
    """The body's paragraphs, without comments; tables stay, for old sites lay out their articles with them."""
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    except (LxmlError, *_DAMAGE):
        found = None
    text = getattr(found, "text", None) or ""
    return "\n\n".join([line.strip().removeprefix("- ") for line in text.split("\n") if line.strip()])


def _quieten() -> None:
    """Keep the libraries' own warnings off standard error; what is wrong is said by our errors."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _linked_data(tree: "HtmlElement") -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, articles first; scripts that are no JSON are passed over, for pages hold many."""
    objects: list[dict[str, Any]] = []
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            value = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        objects.extend(_objects(value))
    yield from sorted(objects, key=lambda one: not _ARTICLE_TYPE.search(str(one.get("@type", ""))))


def _objects(value: object) -> list[dict[str, Any]]:
    """The objects at the top of a JSON-LD value: itself, a list of them, or its @graph."""
    waiting, found = [value], []
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            found.append(one)
            waiting.extend([one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if isinstance(one.get(key), (list, dict))])
    return found


def _published(tree: "HtmlElement", linked: tuple[dict[str, Any], ...]) -> PartialDate | None:
    """The first full date that the page states; else the first partial one."""
    stated = [str(one["datePublished"]) for one in linked if one.get("datePublished")]
    stated += _meta(tree, *_PUBLISHED_META)
    stated += [element.get("content") or element.get("datetime") or "" for element in tree.xpath(".//*[@itemprop='datePublished']")]
    dates = [date for date in map(metadata_date, stated) if date is not None]
    full = [date for date in dates if date.complete() is not None] or _time_elements(tree)
    return next(iter(full or dates), None)


def _time_elements(tree: "HtmlElement") -> list[PartialDate]:
    """Dates of time elements that are marked as the page's own; unmarked ones only when the page has a single day among them all."""
    marked: list[PartialDate] = []
    plain: list[PartialDate] = []
    for element in tree.iterfind(".//time[@datetime]"):
        date = metadata_date(element.get("datetime", ""))
        around = element.getparent()
        names = " ".join([element.get("class", ""), element.get("itemprop", ""), around.get("class", "") if around is not None else ""])
        if date is None or date.complete() is None or _CHANGED_CLASS.search(names):
            continue
        (marked if element.get("pubdate") is not None or _PUBLISHED_CLASS.search(names) else plain).append(date)
    if marked:
        return marked
    return plain if len(set(plain)) == 1 else []


def _meta(tree: "HtmlElement", *names: str) -> list[str]:
    """The contents of the meta elements called one of `names`, in the order of `names`."""
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta[@content]"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        found.setdefault(key, (element.get("content") or "").strip())
    return [found[name] for name in names if found.get(name)]


def _publisher(tree: "HtmlElement", linked: tuple[dict[str, Any], ...]) -> str | None:
    """Who says they printed it; never made from the address or the window title."""
    for one in linked:
        publisher = one.get("publisher")
        if isinstance(publisher, list):
            publisher = publisher[0] if publisher else None
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip() and not name.startswith("http"):
            return name.strip()
    names = [name for name in _meta(tree, "og:site_name", "dc.publisher", "publisher", "application-name") if not name.startswith(("http", "@"))]
    return names[0] if names else None


def _headline(tree: "HtmlElement", linked: tuple[dict[str, Any], ...]) -> str | None:
    """The only h1 of the page; else the headline of its article data, og:title, the first of several h1, or the window title."""
    tops = [" ".join(element.text_content().split()) for element in tree.iterfind(".//h1")]
    tops = [top for top in tops if top]
    stated = [one["headline"] for one in linked if isinstance(one.get("headline"), str)]
    stated += _meta(tree, "og:title", "twitter:title", "dc.title")
    window = tree.findtext(".//head/title")
    choices = [*(tops if len(tops) == 1 else []), *stated, *tops, *([window] if window else [])]
    return next((choice.strip() for choice in choices if choice.strip()), None)


def _without_site(title: str | None, publisher: str | None) -> str | None:
    """The title without a publisher behind it ("Three held in Harwell | The Daily Lantern")."""
    if title is None or publisher is None:
        return title
    return re.sub(rf"\s+[|–—·:-]+\s+{re.escape(publisher)}\s*$", "", title, flags=re.IGNORECASE) or title


def _url(tree: "HtmlElement") -> str | None:
    links = [element.get("href") for element in tree.iterfind(".//link[@rel='canonical']")]
    return next((url for url in [*links, *_meta(tree, "og:url")] if url and url.startswith(("http://", "https://"))), None)
