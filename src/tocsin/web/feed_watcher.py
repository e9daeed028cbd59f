"""Looking at feeds in the background: every report that one points to is added once."""

import datetime as dt
from collections.abc import Callable

from tocsin.errors import IntakeError
from tocsin.intake import Item
from tocsin.intake.feeds import read_feed
from tocsin.intake.fetch import FEED, Fetched, Limits, Stamp, fetch
from tocsin.store.feeds import KnownFeed
from tocsin.web.background import Background
from tocsin.web.intake_worker import IntakeWorker
from tocsin.web.workspace import Workspace

_LIMITS = Limits(size=5_000_000, total=30.0)


def fetch_feed(url: str, stamp: Stamp) -> Fetched:
    """The feed at `url`, when it changed since `stamp`. Raises IntakeError."""
    return fetch(url, limits=_LIMITS, wanted=FEED, stamp=stamp)


class FeedWatcher(Background):
    """Looks at the feeds whose time has come."""

    every = 20.0

    def __init__(self, workspace: Workspace, intake: IntakeWorker, get: Callable[[str, Stamp], Fetched] = fetch_feed) -> None:
        """Take the workspace, who reads what is found, and what fetches feeds."""
        super().__init__("feeds")
        self._workspace = workspace
        self._intake = intake
        self._get = get

    def turn(self) -> None:
        """Look at each feed whose time has come."""
        for feed in self._workspace.store.feeds.all():
            if not self.stopping and feed.due is not None and feed.due <= dt.datetime.now(dt.UTC):
                self._look(feed)

    def _look(self, feed: KnownFeed) -> None:
        store = self._workspace.store
        stamp = Stamp(etag=feed.etag, modified=feed.modified)
        try:
            fetched = self._get(feed.url, stamp)
            if fetched.unchanged:
                store.feeds.looked(feed.url, etag=stamp.etag, modified=stamp.modified)
                return
            found = read_feed(fetched.body, url=fetched.url, media_type=fetched.media_type)
        except IntakeError as error:
            store.feeds.failed(feed.url, str(error))
            return
        except Exception as error:  # noqa: BLE001 - one feed must not keep the others from being looked at
            store.feeds.failed(feed.url, f"Tocsin failed on it ({type(error).__name__}: {error}); this is a mistake in Tocsin, please report it")
            return
        known = store.intakes.of_feed(feed.url, [entry.url for entry in found.entries])
        # the last of a feed is its oldest: what happened first is read first
        fresh = [entry for entry in reversed(found.entries) if entry.url not in known]
        links = [Item(place=entry.url, raw=b"", media_type="", published=entry.published) for entry in fresh]
        if links:
            store.intakes.add(links, by=feed.by, feed=feed.url)
        store.feeds.looked(feed.url, etag=fetched.stamp.etag, modified=fetched.stamp.modified, title=found.title)
        self._intake.wake()
