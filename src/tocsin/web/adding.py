"""What the page for adding shows: how far the reading is, what was read, what failed and why, what waits; and the feeds."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlencode

from tocsin.core.record import Record
from tocsin.export.masking import Masking, contacts_masked, link_masked
from tocsin.store.feeds import KnownFeed
from tocsin.store.intakes import Intake, State
from tocsin.store.settings import MaskingSettings
from tocsin.web.intake_worker import Progress
from tocsin.web.telling import masking_of
from tocsin.web.workspace import Workspace

SHOWN = {"read": ("Read", (State.DONE, State.KNOWN)), "failed": ("Failed", (State.FAILED,)), "waiting": ("Waiting", (State.WAITING,))}
PAGE_SIZE = 25
_MINUTE = 60


class Line(Record, frozen=True, kw_only=True):
    """One report of the list. `again` says that it can be tried again."""

    number: int
    place: str
    document: str | None
    title: str | None
    known: bool
    message: str
    by: str
    at: dt.datetime
    again: bool


class Tab(Record, frozen=True, kw_only=True):
    """One part of the list."""

    name: str
    words: str
    count: int


class Board(Record, frozen=True, kw_only=True):
    """All of it. `left` says in words how long the rest takes; `older` is the number to go on from."""

    progress: Progress
    now: str | None
    left: str | None
    tabs: tuple[Tab, ...]
    show: str
    lines: tuple[Line, ...]
    beyond: int | None
    older: int | None
    every: str | None
    address: str


class FeedLine(Record, frozen=True, kw_only=True):
    """One feed as the page shows it."""

    feed: KnownFeed
    name: str
    address: str
    due: str


def board(workspace: Workspace, progress: Progress, show: str, beyond: int | None) -> Board:
    """How far the reading is, and a part of the list."""
    store = workspace.store
    tally = store.intakes.tally()
    states = SHOWN[show][1]
    found = store.intakes.listed(states, beyond=beyond, limit=PAGE_SIZE + 1)
    naming = store.report_list.naming([one.document for one in found if one.document is not None])
    masking = masking_of(naming, people=store.settings.get(MaskingSettings).people)
    is_watching = any([feed.active for feed in store.feeds.all()])
    return Board(
        progress=progress,
        now=_place(progress.now) if progress.now is not None else None,
        left=None if progress.seconds_left is None else _left(progress.seconds_left),
        tabs=tuple([Tab(name=name, words=words, count=sum([tally[one] for one in of])) for name, (words, of) in SHOWN.items()]),
        show=show,
        lines=tuple([_line(one, masking) for one in found[:PAGE_SIZE]]),
        beyond=beyond,
        older=found[PAGE_SIZE - 1].number if len(found) > PAGE_SIZE else None,
        every="2s" if progress.is_working else "15s" if is_watching else None,
        address=f"/add/progress?{urlencode({'show': show} | ({'beyond': beyond} if beyond is not None else {}))}",
    )


def feed_lines(feeds: Iterable[KnownFeed]) -> tuple[FeedLine, ...]:
    """The feeds, each with when it is looked at next."""
    now = dt.datetime.now(dt.UTC)
    return tuple(
        [FeedLine(feed=feed, name=contacts_masked(feed.title or feed.url), address=link_masked(feed.url), due=_due(feed, now)) for feed in feeds]
    )


def _due(feed: KnownFeed, now: dt.datetime) -> str:
    if feed.due is None:
        return "paused"
    seconds = (feed.due - now).total_seconds()
    return "now" if seconds <= 0 else f"in {_span(seconds)}"


def _line(one: Intake, masking: Masking) -> Line:
    title = masking.text(one.title, (one.document,)) if one.document is not None and one.title is not None else None
    return Line(
        number=one.number, place=_place(one.place), document=one.document, title=title, known=one.state is State.KNOWN,
        message=contacts_masked(one.message or ""), by=one.by, at=one.done or one.at, again=one.again,
    )  # fmt: skip


def _place(place: str) -> str:
    return link_masked(place) if "://" in place else contacts_masked(place)


def _left(seconds: float) -> str:
    return "less than a minute left" if seconds < _MINUTE else f"about {_span(seconds)} left"


def _span(seconds: float) -> str:
    if seconds < _MINUTE:
        return "less than a minute"
    minutes = round(seconds / _MINUTE)
    if minutes < 2 * _MINUTE:
        return "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"{round(minutes / _MINUTE)} hours"
