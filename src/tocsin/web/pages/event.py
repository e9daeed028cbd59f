"""One event: what is found of it and why, who says what, why these tellings are held to be one happening, and every decision about that."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from starlette.responses import RedirectResponse, Response

from tocsin.core.events import Verdict
from tocsin.core.scales import SpeakerKind
from tocsin.errors import StoreError
from tocsin.reconcile.rules import RULES
from tocsin.store.cards import Filter
from tocsin.store.settings import FindingSettings, MaskingSettings
from tocsin.web.deciding import held_by, history, tellings
from tocsin.web.finding import chosen_rule, findings_of, otherwise
from tocsin.web.judging import judge
from tocsin.web.judging import take_back as undone
from tocsin.web.pages.settings import RULE_SENTENCES
from tocsin.web.people import Editor, Reader
from tocsin.web.rendering import render
from tocsin.web.telling import Telling
from tocsin.web.workspace import Workspace

router = APIRouter(include_in_schema=False)

_FOUND = 8
"""Events offered by a search for one to merge with."""


@router.get("/events")
def all_events(_person: Reader) -> Response:
    """The list of events is the overview."""
    return RedirectResponse("/", 303)


@router.get("/events/{event_id}")
def page(
    request: Request,
    person: Reader,
    event_id: str,
    rule: str | None = None,
    order: str | None = None,
    as_of: dt.date | None = None,
    q: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The event; by another rule, or as known on another day, when the address says so."""
    workspace: Workspace = request.app.state.workspace
    store = workspace.store
    event = store.events.get(event_id)
    if event.id != event_id:
        return RedirectResponse(f"/events/{event.id}?{request.url.query}".removesuffix("?"), 303)
    telling = Telling(store, event, people=store.settings.get(MaskingSettings).people)
    stored = workspace.rule()
    looked_by = stored if rule is None else chosen_rule(rule, order)
    shown = event if rule is None and as_of is None else otherwise(store, telling, looked_by, as_of)
    return render(
        request, "event.html", person, event=event, shown=shown, card=store.cards.get(event.id), telling=telling,
        findings=findings_of(telling, shown, compared_with=event if shown is not event else None), rule=looked_by, stored=stored,
        rules=RULE_SENTENCES, kinds=[kind.value for kind in SpeakerKind], as_of=as_of,
        days=sorted({one.published for one in telling.mentions if one.published is not None}),
        tellings=tellings(telling), held=held_by(store, telling), history=history(store, telling), q=q,
        candidates=[] if not q else [one for one in store.cards.page(_candidates(q), size=_FOUND + 1) if one.event != event.id][:_FOUND],
        story=next((one for one in store.events.stories() if event.id in one.events), None),
    )  # fmt: skip


def _candidates(words: str) -> Filter:
    return Filter(words=words)


@router.post("/events/{event_id}/merge")
def merge(request: Request, person: Editor, event_id: str, other: Annotated[str, Form()], reason: Annotated[str, Form()] = "") -> Response:
    """Say that another event is the same happening."""
    workspace: Workspace = request.app.state.workspace
    one, two = workspace.store.events.get(event_id), workspace.store.events.get(other.strip().rpartition("/")[2])
    if one.id == two.id:
        raise HTTPException(409, "an event cannot be merged with itself; name another one")
    first, *rest = (*one.mentions, *two.mentions)  # who merges events says that all of their tellings are of one happening
    judge(workspace, person, [(first, other) for other in rest], Verdict.SAME, reason, subject=one.id, action="events merged")
    return _to_where(workspace, first)


@router.post("/events/{event_id}/split")
def split(
    request: Request,
    person: Editor,
    event_id: str,
    mention: Annotated[list[str] | None, Form()] = None,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Say that some of the tellings are not of this event: each is different from each that stays."""
    workspace: Workspace = request.app.state.workspace
    event = workspace.store.events.get(event_id)
    leaving = set(mention or ())
    staying = [one for one in event.mentions if one not in leaving]
    if not leaving or not leaving <= set(event.mentions) or not staying:
        raise HTTPException(422, "choose the tellings that are not of this event, and leave at least one that is")
    pairs = [(one, two) for one in sorted(leaving) for two in staying]
    judge(workspace, person, pairs, Verdict.DIFFERENT, reason, subject=event.id, action="event split")
    return _to_where(workspace, staying[0])


@router.post("/judgements/{judgement_id}/undo")
def take_back(request: Request, person: Editor, judgement_id: str, reason: Annotated[str, Form()] = "") -> Response:
    """Take back what a person judged, all of one decision; it stays in the record."""
    workspace: Workspace = request.app.state.workspace
    back = undone(workspace, person, judgement_id, reason)
    return _to_where(workspace, back[0].left)


@router.post("/events/{event_id}/rule")
def keep_rule(request: Request, person: Editor, event_id: str, rule: Annotated[str, Form()], order: Annotated[str, Form()] = "") -> Response:
    """Make the rule looked at the rule of the whole store."""
    workspace: Workspace = request.app.state.workspace
    if rule not in RULES:
        raise HTTPException(422, f"there is no rule {rule}; choose one of: {', '.join(RULES)}")
    before = workspace.store.settings.get(FindingSettings)
    hierarchy = tuple([kind.value for kind in chosen_rule(rule, order).order]) if rule == "hierarchy" and order else before.hierarchy
    workspace.store.settings.put(FindingSettings(rule=rule, hierarchy=hierarchy), by=person.name)
    workspace.refresh()
    return RedirectResponse(f"/events/{event_id}", 303)


def _to_where(workspace: Workspace, mention: str) -> Response:
    """To the event that holds a telling now."""
    event = workspace.store.events.of_mention(mention)
    if event is None:
        raise StoreError(f"{workspace.where} has no event of the telling {mention}")
    return RedirectResponse(f"/events/{event}#decisions", 303)
