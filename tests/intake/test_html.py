"""Web pages."""

import datetime as dt
import json

import pytest

from tocsin.errors import UnreadableError
from tocsin.intake import Item, make_document
from tocsin.intake.html import read_html
from tocsin.intake.written_dates import PartialDate

BODY = """<article><h1>Three held after march in Harwell</h1>
<p>Police detained three people on Tuesday after several hundred demonstrators marched on the town hall.</p>
<p>Organisers said at least twelve marchers were hurt when officers charged the crowd with batons near the river bridge.</p>
<p>“We were walking home,” said one resident. The mayor denied on 2 March 2021 that force had been used.</p></article>"""


def page(head: str = "", body: str = BODY) -> bytes:
    furniture = '<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>'
    foot = '<aside><a href="/other">Twenty killed elsewhere</a></aside><footer>© 2011 All rights reserved</footer>'
    return f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{furniture}{body}{foot}</body></html>".encode()


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org"} | fields)}</script>'


def meta(name: str, content: str, key: str = "property") -> str:
    return f'<meta {key}="{name}" content="{content}">'


def test_article() -> None:
    """Headline first, paragraphs apart, nothing of the page's furniture."""
    document = make_document(Item(place="page.html", raw=page(), media_type="text/html"))

    paragraphs = document.text.split("\n\n")
    assert paragraphs[0] == "Three held after march in Harwell"
    assert paragraphs[1].startswith("Police detained three people")
    assert len(paragraphs) == 4
    for furniture in ("Home", "Twenty killed", "2011"):
        assert furniture not in document.text
    assert document.report.title == "Three held after march in Harwell"
    assert (document.report.published, document.report.publisher, document.report.url) == (None, None, None)


def test_metadata() -> None:
    """What the page states about itself reaches the report, and the publisher does not stay in the title."""
    head = (
        "<title>Three held after march | The Daily Lantern</title>"
        + linked(
            **{
                "@type": "NewsArticle",
                "datePublished": "2024-03-05T23:30:00+03:00",
                "publisher": {"@type": "Organization", "name": "The Daily Lantern"},
            }
        )
        + '<link rel="canonical" href="https://lantern.example/three-held">'
    )

    report = make_document(Item(place="page.html", raw=page(head, BODY.replace("h1>", "p>")), media_type="text/html")).report

    assert report.published == dt.date(2024, 3, 5)
    assert report.publisher == "The Daily Lantern"
    assert report.url == "https://lantern.example/three-held"
    assert report.title == "Three held after march"


def test_what_was_given_wins() -> None:
    """The user's metadata before the page's."""
    head = meta("article:published_time", "2024-03-05") + meta("og:site_name", "The Lantern") + meta("og:url", "https://lantern.example/x")
    given = Item(
        place="p",
        raw=page(head),
        media_type="text/html",
        published=dt.date(2024, 3, 6),
        publisher="The Herald",
        url="https://h.example/",
        title="Given",
    )

    report = make_document(given).report

    assert (report.published, report.publisher, report.url, report.title) == (dt.date(2024, 3, 6), "The Herald", "https://h.example/", "Given")


FIFTH = PartialDate(2024, 3, 5)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (linked(**{"@type": "NewsArticle", "datePublished": "2024-03-05"}), ""),
        (linked(**{"@graph": [{"@type": "WebSite", "datePublished": "2011-01-01"}, {"@type": ["NewsArticle"], "datePublished": "2024-03-05"}]}), ""),
        (linked(**{"@type": "WebPage", "mainEntity": {"@type": "Article", "datePublished": "2024-03-05"}}), ""),
        ('<script type="application/ld+json">{broken</script>' + meta("article:published_time", "2024-03-05T10:00:00Z"), ""),
        (meta("article:modified_time", "2024-04-01") + meta("article:published_time", "2024-03-05"), ""),
        (meta("pubdate", "Tue, 05 Mar 2024 10:15:00 GMT", "name"), ""),
        (meta("DC.date.issued", "2024-03-05", "name"), ""),
        (meta("date", "March 5, 2024", "name"), ""),
        (meta("article:published_time", "1970-01-01T00:00:00Z") + meta("date", "2024-03-05", "name"), ""),
        (meta("date", "2024", "name"), '<time datetime="2024-03-05">5 March</time>'),
        ("", '<meta itemprop="datePublished" content="2024-03-05">'),
        ("", '<time itemprop="datePublished" datetime="2024-03-05">5 March</time><time datetime="2020-01-01">x</time>'),
        ("", '<time class="entry-date published" datetime="2024-03-05T10:00">5 March</time><time class="updated" datetime="2024-04-01">x</time>'),
        ("", '<time datetime="2024-03-05T10:00">5 March</time> <time datetime="2024-03-05T11:00">11:00</time>'),
    ],
)
def test_published(head: str, body: str) -> None:
    """Dates that the page states as its own, wherever it states them."""
    assert read_html(page(head, BODY.replace("</h1>", f"</h1>{body}"))).published == FIFTH


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", ""),
        ("", "<p>Posted by the desk in March 2021</p>"),
        ('<link rel="canonical" href="https://lantern.example/2024/03/05/three-held">', ""),
        (meta("article:modified_time", "2024-03-05") + linked(**{"@type": "Article", "dateModified": "2024-03-05"}), ""),
        ("", '<time datetime="2024-03-05">a</time><time datetime="2024-03-01">b</time>'),
        ("", '<time class="updated" datetime="2024-03-05">a</time>'),
        (meta("date", "05/03/2024", "name"), ""),
        (meta("date", "today", "name"), ""),
    ],
)
def test_not_published(head: str, body: str) -> None:
    """Dates in the words, in the address, of a change, of other reports, or in doubt are guesses, and no date is better than a guess."""
    assert read_html(page(head, BODY.replace("</h1>", f"</h1>{body}"))).published is None


def test_year_of_the_page_completes_the_dateline() -> None:
    """A page that says only 2024 and a dateline that says only 3 March make a day together."""
    body = BODY.replace("<p>Police", "<p>HARWELL, March 3 (Lantern) - Police")

    report = make_document(Item(place="p", raw=page(meta("date", "2024", "name"), body), media_type="text/html")).report

    assert report.published == dt.date(2024, 3, 3)


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        (linked(**{"@type": "NewsArticle", "publisher": [{"name": "The Lantern"}]}), "The Lantern"),
        (linked(**{"@type": "NewsArticle", "publisher": "The Lantern"}), "The Lantern"),
        (linked(**{"@type": "NewsArticle", "publisher": {"@id": "#org"}}) + meta("og:site_name", "The Lantern"), "The Lantern"),
        ("<title>Three held - The Lantern</title>", None),
        (meta("og:site_name", "https://lantern.example"), None),
    ],
)
def test_publisher(head: str, publisher: str | None) -> None:
    """Only who the page says printed it; the window title and the address are no statement."""
    assert read_html(page(head)).publisher == publisher


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        (page().replace(b"utf-8", b"windows-1252").decode().encode("cp1252"), None),
        (page().replace(b"utf-8", b"utf-8").decode().encode("cp1252"), "windows-1252"),
        (page().decode().encode("utf-16"), None),
        (b"<?xml version='1.0' encoding='utf-8'?>" + page(), None),
    ],
    ids=["meta", "server", "utf-16", "xml declaration"],
)
def test_encodings(raw: bytes, charset: str | None) -> None:
    """The quotation marks survive, whoever says what the encoding is."""
    assert "“We were walking home,” said" in read_html(raw, charset=charset).text


@pytest.mark.parametrize("raw", [b"<html><body><script>1</script></body></html>", b"<html></html>", b"just words", b"<svg></svg>"])
def test_no_article(raw: bytes) -> None:
    """A page without an article, or what is no page, is said to be that."""
    with pytest.raises(UnreadableError, match="page"):
        read_html(raw)


def test_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    """The libraries say nothing on standard error: what is wrong is in our message."""
    with pytest.raises(UnreadableError):
        read_html(b"<html><body></body></html>")

    assert capfd.readouterr() == ("", "")
