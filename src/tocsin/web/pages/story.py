"""Stories: what happened day by day, how the figures rose, and what is disputed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from tocsin.core.events import Story
from tocsin.core.record import Record
from tocsin.store import Store
from tocsin.store.cards import Card, Filter
from tocsin.store.settings import MaskingSettings
from tocsin.web.charting import Chart, charts
from tocsin.web.finding import Shown, findings_of
from tocsin.web.people import Reader
from tocsin.web.rendering import render
from tocsin.web.telling import Telling
from tocsin.web.workspace import Workspace

router = APIRouter(include_in_schema=False)

PAGE = 50
_CHARTED = 6
"""Events of a story whose figures are drawn and whose disputes are listed: those that matter most."""


class StoryRow(Record, frozen=True, kw_only=True):
    """A story of the list, with the cards of its events."""

    story: Story
    last_day: dt.date | None
    events: int
    killed: int | None
    injured: int | None
    arrested: int | None
    disputes: int
    reports: int


class Day(Record, frozen=True, kw_only=True):
    """What began on one day; None when the day is not known."""

    day: dt.date | None
    cards: tuple[Card, ...]


class EventFigures(Record, frozen=True, kw_only=True):
    """One event's charts and disputed findings."""

    card: Card
    charts: tuple[Chart, ...]
    disputed: tuple[Shown, ...]
    telling: Telling


@router.get("/stories")
def stories(request: Request, person: Reader, page: int = 1) -> Response:
    """All stories, the one with most events first."""
    workspace: Workspace = request.app.state.workspace
    made = tuple(workspace.store.events.stories())
    pages = max(1, -(-len(made) // PAGE))
    shown = made[(min(max(page, 1), pages) - 1) * PAGE :][:PAGE]
    rows = [_row(story, workspace.store.cards.all(Filter(story=story.id))) for story in shown]
    return render(request, "stories.html", person, rows=rows, page=min(max(page, 1), pages), pages=pages, total=len(made))


@router.get("/stories/{story_id}")
def story(request: Request, person: Reader, story_id: str) -> Response:
    """One story."""
    workspace: Workspace = request.app.state.workspace
    found = next((one for one in workspace.store.events.stories() if one.id == story_id), None)
    if found is None:
        raise HTTPException(404, "there is no such story: stories are made anew when reports are added; look for it in the list")
    cards = tuple(workspace.store.cards.all(Filter(story=story_id)))
    people = workspace.store.settings.get(MaskingSettings).people
    heavy = sorted(cards, key=_weight, reverse=True)[:_CHARTED]
    figures = [one for card in heavy if (one := _figures(workspace.store, card, people=people)).charts or one.disputed]
    return render(
        request, "story.html", person, story=found, row=_row(found, cards), days=_by_day(cards), figures=figures, left_out=len(cards) - len(heavy)
    )


def _weight(card: Card) -> float:
    return card.weight


def _row(found: Story, cards: Iterable[Card]) -> StoryRow:
    told = tuple(cards)

    def most(numbers: Iterable[int | None]) -> int | None:
        """Of the event with most: events of one story may tell of the same people, so they are not added."""
        return max([number for number in numbers if number is not None], default=None)

    return StoryRow(
        story=found, last_day=found.end - dt.timedelta(days=1) if found.end is not None else None, events=len(told),
        killed=most([one.killed for one in told]), injured=most([one.injured for one in told]), arrested=most([one.arrested for one in told]),
        disputes=sum(one.disputes for one in told), reports=max([one.reports for one in told], default=0),
    )  # fmt: skip


def _by_day(cards: Iterable[Card]) -> tuple[Day, ...]:
    days: dict[dt.date | None, list[Card]] = defaultdict(list)
    for card in cards:
        days[card.starts].append(card)
    return tuple([Day(day=day, cards=tuple(days[day])) for day in sorted(days, key=_dated_first)])


def _dated_first(day: dt.date | None) -> dt.date:
    return day or dt.date.max


def _figures(store: Store, card: Card, *, people: bool) -> EventFigures:
    event = store.events.get(card.event)
    telling = Telling(store, event, people=people)
    disputed = [one for one in findings_of(telling, event) if one.opposing]
    return EventFigures(card=card, charts=charts(store, telling), disputed=tuple(disputed), telling=telling)
