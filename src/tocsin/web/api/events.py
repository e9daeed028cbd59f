"""Events, findings and stories."""

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from tocsin.core.events import Event
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.store import Store
from tocsin.store.cards import ORDERS, Filter
from tocsin.store.settings import MaskingSettings
from tocsin.web.api.answering import Id, Page, Showing, answer, answers, finding_shown, pages_of, relation_shown, workspace_of
from tocsin.web.api.bodies import BodyError
from tocsin.web.api.records import EventList, EventShown, FindingList, FindingRow, MentionShown, StoryList, StoryShown
from tocsin.web.finding import chosen_rule, otherwise
from tocsin.web.people import Reader
from tocsin.web.reported import Reported
from tocsin.web.telling import Telling
from tocsin.web.viewing import PAGE_SIZE, REVIEW_STATES, View, ViewError, read_view

router = APIRouter(tags=["Events, findings and stories"])

_TEXT: dict[str, Any] = {"type": "string", "maxLength": 200}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}
VIEW: dict[str, tuple[str, dict[str, Any], object]] = {
    "q": ("Words that all stand in one report of the event.", _TEXT, "stadium"),
    "from": ("First day: events with a day on or after it.", _DAY, "2024-05-14"),
    "to": ("Last day, included.", _DAY, "2024-05-20"),
    "country": ("ISO 3166 code of two letters.", _TEXT, "NA"),
    "place": ("Name of a place or facility.", _TEXT, "Arandis"),
    "bbox": ("An area: west,south,east,north in degrees.", _TEXT, "14,-23,16,-21"),
    "review": ("How far people are with its claims.", {"type": "string", "enum": list(REVIEW_STATES)}, None),
    "story": ("Id of a story.", _TEXT, None),
    "family": ("Family of event types; may be repeated, any counts. So may all after it.", _TEXT, "riots"),
    "type": ("Event type, by its code.", _TEXT, "arrest"),
    "actor": ("A group or body in the reports' words, or a PLOVER sector.", _TEXT, "COP"),
    "measure": ("Events with a finding of this measure.", _TEXT, "killed"),
    "factuality": ("How surely it is told to have happened.", {"type": "string", "enum": [one.value for one in Factuality]}, None),
    "speaker": ("Kind of speaker of one of its claims.", {"type": "string", "enum": [one.value for one in SpeakerKind]}, None),
    "publisher": ("Who printed one of its reports.", _TEXT, "Port Radio"),
    "order": ("What comes first.", {"type": "string", "enum": list(ORDERS)}, None),
    "page": ("Which page, from 1 on.", {"type": "integer", "minimum": 1, "maximum": 1_000_000}, None),
}
"""The parameters of a view, as the overview's address has them: what each means, its schema, and an example."""
_SEVERAL = frozenset({"family", "type", "actor", "measure", "factuality", "speaker", "publisher"})


def view_parameters(*without: str) -> dict[str, Any]:
    """The parameters of a view, for the OpenAPI document."""
    found = []
    for name, (words, schema, example) in VIEW.items():
        if name in without:
            continue
        one: dict[str, Any] = {"name": name, "in": "query", "required": False, "description": words}
        one["schema"] = {"type": "array", "items": schema} if name in _SEVERAL else schema
        if example is not None:
            one["example"] = [example] if name in _SEVERAL else example
        found.append(one)
    return {"parameters": found}


def view_of(request: Request) -> View:
    """The view that a request asks for. Raises BodyError."""
    try:
        return read_view(request.query_params.multi_items())
    except ViewError as error:
        raise BodyError(str(error)) from error


@router.get("/events", summary="Events", **answers(EventList), openapi_extra=view_parameters())
def events(request: Request, _person: Reader) -> Response:
    """The events of a view, 50 a page, each as one line of a list. The parameters are those of the overview's address."""
    view, cards = view_of(request), workspace_of(request).store.cards
    total = cards.count(view.wanted)
    found = cards.page(view.wanted, order=view.order, start=(view.page - 1) * PAGE_SIZE, size=PAGE_SIZE)
    return answer(EventList(total=total, page=view.page, pages=pages_of(total, PAGE_SIZE), events=found))


@router.get("/events/{event_id}", summary="One event", **answers(EventShown, 404, 409))
def event(
    request: Request,
    _person: Reader,
    event_id: Id,
    rule: Annotated[str | None, Query(max_length=40, description="Look at it by another rule; nothing is changed.", examples=["majority"])] = None,
    order: Annotated[str | None, Query(max_length=200, description="For the rule hierarchy: kinds of speakers.", examples=["medical,ngo"])] = None,
    as_of: Annotated[dt.date | None, Query(description="Look at what was known on that day.", examples=["2024-05-16"])] = None,
) -> Response:
    """What is found of it, the claims for and against, and the reports that tell it. The id may be one it had before, or the beginning of its id."""
    workspace = workspace_of(request)
    kept = workspace.store.events.get(event_id)
    by = workspace.rule() if rule is None else chosen_rule(rule, order)
    telling = Telling(workspace.store, kept, people=workspace.store.settings.get(MaskingSettings).people)
    shown = kept if rule is None and as_of is None else otherwise(workspace.store, telling, by, as_of)
    return answer(_shown(workspace.store, telling, shown, by.name, as_of))


def _shown(store: Store, telling: Telling, event: Event, rule: str, as_of: dt.date | None) -> EventShown:
    documents, masking = tuple(telling.documents), telling.masking
    claims = []
    for document in documents:
        showing = Showing(Reported(store, document))
        claims += [showing.standing(one) for one in showing.reported.standings if one.stands and one.claim.key in telling.claims]
    return EventShown(
        id=telling.event.id, type=event.type, story=next((one.id for one in store.events.stories() if telling.event.id in one.events), None),
        rule=rule, as_of=as_of,
        mentions=tuple(
            [
                MentionShown(
                    id=one.id, document=one.document, trigger=one.trigger, publisher=one.publisher, published=one.published,
                    claims=tuple([claim.key for claim in one.claims]),
                )
                for one in telling.mentions
            ]
        ),
        findings=tuple([finding_shown(one, masking, documents) for one in event.findings]),
        relations=tuple([relation_shown(one, masking, documents) for one in event.relations]),
        claims=tuple(claims),
    )  # fmt: skip


@router.get("/findings", summary="Findings of many events", **answers(FindingList), openapi_extra=view_parameters())
def findings(request: Request, _person: Reader) -> Response:
    """The findings of a view's events, those of 50 events a page. With `measure`, only findings of these measures."""
    view, store = view_of(request), workspace_of(request).store
    total = store.cards.count(view.wanted)
    cards = store.cards.page(view.wanted, order=view.order, start=(view.page - 1) * PAGE_SIZE, size=PAGE_SIZE)
    people = store.settings.get(MaskingSettings).people
    kept = store.events.some([card.event for card in cards])
    rows: list[FindingRow] = []
    for card in [card for card in cards if card.event in kept]:  # events may be made anew meanwhile
        telling = Telling(store, kept[card.event], people=people)
        wanted = [one for one in kept[card.event].findings if not view.wanted.measures or one.role.value in view.wanted.measures]
        rows += [
            FindingRow(event=card.event, title=card.title, finding=finding_shown(one, telling.masking, telling.documents)) for one in wanted
        ]  # fmt: skip
    return answer(FindingList(total=total, page=view.page, pages=pages_of(total, PAGE_SIZE), findings=tuple(rows)))


@router.get("/stories", summary="Stories", **answers(StoryList))
def stories(request: Request, _person: Reader, page: Page = 1) -> Response:
    """Events that belong together over time, the story with most events first."""
    made = tuple(workspace_of(request).store.events.stories())
    return answer(StoryList(total=len(made), page=page, pages=pages_of(len(made)), stories=made[(page - 1) * PAGE_SIZE :][:PAGE_SIZE]))


@router.get("/stories/{story_id}", summary="One story", **answers(StoryShown, 404))
def story(request: Request, _person: Reader, story_id: Id) -> Response:
    """The story with its events, the earliest first."""
    store = workspace_of(request).store
    found = next((one for one in store.events.stories() if one.id == story_id), None)
    if found is None:
        raise HTTPException(404, "there is no such story: stories are made anew when reports are added; look for it in the list")
    return answer(StoryShown(story=found, events=tuple(store.cards.all(Filter(story=story_id)))))
