"""Feeds: what is taken from them, when they are looked at, and that every report comes once."""

import contextlib
import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tocsin.errors import FetchError, UnreadableError
from tocsin.intake.feeds import read_feed
from tocsin.intake.fetch import Fetched, Stamp
from tocsin.store import Store
from tocsin.store.intakes import State
from tocsin.web.app import create_app
from tocsin.web.feed_watcher import FeedWatcher
from tocsin.web.intake_worker import IntakeWorker
from tocsin.web.workspace import Workspace

FEED = "https://lamp.example/feed.xml"
PAGE = "<html><body><p>BLANTYRE - Police shot dead {} protesters in Blantyre on Saturday, a doctor said. Dozens were injured.</p></body></html>"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Lamp &amp;lt;b&amp;gt;News&amp;lt;/b&amp;gt;</title>
<item><title>&lt;script&gt;alert(1)&lt;/script&gt;Second</title><link>/two#top</link><pubDate>Sun, 09 Jun 2024 00:30:00 +0300</pubDate></item>
<item><title>First</title><link>https://lamp.example/one</link><pubDate>Sat, 08 Jun 2024 10:00:00 GMT</pubDate>
<description>&lt;img src=x onerror=alert(1)&gt;&lt;a href="https://evil.example/x"&gt;y&lt;/a&gt;</description></item>
<item><title>Again</title><link>https://lamp.example/one#again</link></item>
<item><title>No page</title><link>javascript:alert(1)</link></item>
<item><title>No link</title></item>{}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><entry><title type="html">&lt;i&gt;One&lt;/i&gt;</title>
<link href="https://lamp.example/a"/><published>2024-06-08T23:30:00-05:00</published></entry></feed>"""


class Site:
    """Answers for feeds and pages; remembers what it was asked."""

    def __init__(self) -> None:
        self.more = ""
        self.failure: str | None = None
        self.stamps: list[Stamp] = []
        self.pages: list[str] = []

    def feed(self, url: str, stamp: Stamp) -> Fetched:
        self.stamps.append(stamp)
        if self.failure is not None:
            raise FetchError(self.failure)
        now = Stamp(etag=f'"{len(self.more)}"')
        if stamp == now:
            return Fetched(url=url, body=b"", media_type=None, stamp=stamp, unchanged=True)
        return Fetched(url=url, body=RSS.format(self.more).encode(), media_type="application/xml", stamp=now)

    def page(self, url: str) -> Fetched:
        self.pages.append(url)
        return Fetched(url=url, body=PAGE.format(len(self.pages) + 2).encode(), media_type="text/html")


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def watched(story: Store, site: Site) -> TestClient:
    """A client of a workbench whose feeds and pages the site answers."""
    app = create_app(Workspace(story, "story.db", team=False, model=False))
    app.state.intake = IntakeWorker(app.state.workspace, site.page)
    app.state.feeds = FeedWatcher(app.state.workspace, app.state.intake, site.feed)
    return TestClient(app, base_url="http://127.0.0.1")


def post(client: TestClient, path: str, **data: object) -> Any:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/add/feeds").text)
    assert found is not None
    return client.post(path, data={"csrf": found[1], **data}, follow_redirects=False)


def look(client: TestClient) -> None:
    client.app.state.feeds.turn()


def test_what_is_taken_from_a_feed() -> None:
    """Whole web addresses without fragments, each once; the day as written; titles as plain text."""
    feed = read_feed(RSS.format("").encode(), url=FEED, media_type="application/xml")
    assert [entry.url for entry in feed.entries] == ["https://lamp.example/two", "https://lamp.example/one"]
    assert [entry.published for entry in feed.entries] == [dt.date(2024, 6, 9), dt.date(2024, 6, 8)]
    assert [entry.title for entry in feed.entries] == ["alert(1) Second", "First"]
    assert "<" not in str(feed.title)
    atom = read_feed(ATOM.encode(), url=FEED, media_type=None)
    assert (atom.entries[0].title, atom.entries[0].published) == ("One", dt.date(2024, 6, 8))


@pytest.mark.parametrize("raw", [b"", b"<html><body>Hello</body></html>", b"/etc/passwd", b"https://lamp.example/feed.xml", b"\x00\xff" * 100, b"{}"])
def test_what_is_no_feed(raw: bytes) -> None:
    """Said in words; and bytes that name a file or an address open neither."""
    with pytest.raises(UnreadableError, match="no feed"):
        read_feed(raw, url=FEED, media_type="text/html")


def test_bombs_stay_small() -> None:
    """Entities that grow into gigabytes are not grown."""
    levels = "".join([f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)])
    bomb = f'<!DOCTYPE rss [<!ENTITY a0 "lol">{levels}]><rss version="2.0"><channel><title>&a9;</title></channel></rss>'
    with contextlib.suppress(UnreadableError):
        assert len(read_feed(bomb.encode(), url=FEED, media_type=None).title or "") < 1000


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda words: f"<rss version='2.0'><channel><item><link>{words}</link></item>".encode()))
def test_anything_is_a_feed_or_none(raw: bytes) -> None:
    """Whatever a server sends, either addresses or a sentence come of it."""
    try:
        urls = [entry.url for entry in read_feed(raw, url=FEED, media_type=None).entries]
    except UnreadableError:
        urls = []
    assert all(url.startswith(("http://", "https://")) for url in urls)


def test_every_report_comes_once(watched: TestClient, story: Store, site: Site) -> None:
    """The oldest first; the next look asks only for what changed and brings only what is new."""
    assert post(watched, "/add/feeds", url=FEED, minutes=30).status_code == 303
    look(watched)
    assert [one.place for one in story.intakes.listed([State.WAITING])] == ["https://lamp.example/one", "https://lamp.example/two"]
    look(watched)
    assert len(site.stamps) == 1  # its time has not come
    post(watched, "/add/feeds/now", url=FEED)
    look(watched)
    assert site.stamps[1] == Stamp(etag='"0"')
    site.more = "<item><link>https://lamp.example/three</link></item>"
    post(watched, "/add/feeds/now", url=FEED)
    look(watched)
    assert story.intakes.tally()[State.WAITING] == 3
    watched.app.state.intake.turn()
    assert site.pages == ["https://lamp.example/one", "https://lamp.example/two", "https://lamp.example/three"]
    documents = [story.document(str(one.document)) for one in reversed(story.intakes.listed([State.DONE]))]
    assert [one.report.published for one in documents] == [dt.date(2024, 6, 8), dt.date(2024, 6, 9), None]
    page = watched.get("/add/feeds").text
    assert "The Lamp" in page
    assert 'class="num">3<' in page
    assert "evil.example" not in page
    assert "every 30 minutes" in page


def test_failures_pause_and_removal(watched: TestClient, story: Store, site: Site) -> None:
    """A failure stands with the time of the next look; a paused feed is left alone; what came by a removed one stays."""
    post(watched, "/add/feeds", url=FEED, minutes=60)
    site.failure = "the server lamp.example did not answer within 10 seconds; try again later"
    look(watched)
    page = watched.get("/add/feeds").text
    assert "did not answer within 10 seconds" in page
    assert re.search(r"in (60|59) minutes", page)
    site.failure = None
    post(watched, "/add/feeds/pause", url=FEED)
    look(watched)
    assert len(site.stamps) == 1
    assert "paused" in watched.get("/add/feeds").text
    post(watched, "/add/feeds/resume", url=FEED)
    look(watched)
    assert "did not answer" not in watched.get("/add/feeds").text
    again = post(watched, "/add/feeds", url=FEED, minutes=60)
    assert again.status_code == 422
    assert "on the list already" in again.text
    assert post(watched, "/add/feeds/remove", url=FEED).status_code == 303
    assert story.feeds.all() == []
    assert story.intakes.tally()[State.WAITING] == 2
    assert post(watched, "/add/feeds/remove", url=FEED).status_code == 404
    assert post(watched, "/add/feeds/eat", url=FEED).status_code == 404
    actions = {entry.action for entry in story.audit.entries() if entry.subject == FEED}
    assert actions == {"feed added", "feed paused", "feed resumed", "feed removed", "given to be read"}


def test_a_feed_that_goes_on_failing_is_looked_at_less_often(watched: TestClient, story: Store, site: Site) -> None:
    """Twice as long after each failure but the first, a day at most, and the page says why; an answer ends it."""
    post(watched, "/add/feeds", url=FEED, minutes=180)
    site.failure = "the server answers 503 Service Unavailable"
    waits = []
    for _ in range(6):
        look(watched)
        waits.append(story.feeds.all()[0].wait)
        post(watched, "/add/feeds/now", url=FEED)
    assert waits == [180, 360, 720, 1440, 1440, 1440]
    look(watched)
    look(watched)
    assert len(site.stamps) == 7
    page = watched.get("/add/feeds").text
    assert "503 Service Unavailable" in page
    assert "in 24 hours" in page
    assert "7 failures" in page
    site.failure = None
    post(watched, "/add/feeds/now", url=FEED)
    look(watched)
    assert story.feeds.all()[0].wait == 180
    assert "failures" not in watched.get("/add/feeds").text


def test_a_feed_that_is_rarely_looked_at_is_not_looked_at_more_often_when_it_fails(story: Store) -> None:
    """The longest wait is for feeds that are looked at more often than that."""
    story.feeds.add(FEED, minutes=3000, by="Ada")
    for _ in range(40):
        story.feeds.failed(FEED, "it is gone")
    assert story.feeds.all()[0].wait == 3000


def test_a_page_that_is_no_feed_is_told(watched: TestClient, story: Store) -> None:
    """With what to do."""
    post(watched, "/add/feeds", url=FEED)
    watched.app.state.feeds._get = lambda url, _stamp: Fetched(url=url, body=b"<html><p>x</p></html>", media_type="application/xml")
    look(watched)
    assert "it is no feed" in str(story.feeds.all()[0].failure)


def test_feeds_inside_are_not_fetched(client: TestClient, story: Store) -> None:
    """The guard of the intake holds for feeds too."""
    post(client, "/add/feeds", url="http://169.254.169.254/feed")
    look(client)
    assert "not on the open internet" in str(story.feeds.all()[0].failure)
