"""Judgements: whether tellings are of one event."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from tocsin.core.events import Judgement, Verdict
from tocsin.store.settings import MaskingSettings
from tocsin.web.api.answering import Id, answer, answers, asks, judgement_shown, workspace_of
from tocsin.web.api.bodies import Body, BodyError
from tocsin.web.api.claims import reason_of
from tocsin.web.api.records import Judged, JudgementAsked, JudgementList, JudgementShown, Reasoned
from tocsin.web.judging import judge, take_back
from tocsin.web.people import Editor, Reader
from tocsin.web.telling import Telling
from tocsin.web.workspace import Workspace

router = APIRouter(tags=["Judgements"])

_ACTIONS = {Verdict.SAME: "events merged", Verdict.DIFFERENT: "event split", Verdict.UNSURE: "judged unsure"}


@router.get("/judgements", summary="Judgements about an event", **answers(JudgementList, 404, 409))
def of_event(
    request: Request, _person: Reader, event: Annotated[str, Query(min_length=2, max_length=64, pattern="^[a-z0-9]+$", description="The event's id.")]
) -> Response:
    """What the rule judged of its tellings, with what was compared; and what people judged of them and of any others."""
    store = workspace_of(request).store
    kept = store.events.get(event)
    telling = Telling(store, kept, people=store.settings.get(MaskingSettings).people)
    made = {one.id: one for one in (*store.events.judgements_of(kept.id), *store.events.judgements_about(kept.mentions))}
    shown = [
        judgement_shown(one, telling.masking if {one.left, one.right} <= set(kept.mentions) else None, telling.documents) for one in made.values()
    ]
    return answer(JudgementList(judgements=tuple(shown)))


@router.get("/judgements/{judgement_id}", summary="One judgement", **answers(JudgementShown, 404))
def one_judgement(request: Request, _person: Reader, judgement_id: Id) -> Response:
    """Who judged what. What was compared is told with the event."""
    return answer(judgement_shown(workspace_of(request).store.events.judgement(judgement_id), None, ()))


@router.post(
    "/judgements",
    summary="Judge",
    **answers(Judged, 404, 409, 413, status=201, what="It is kept, and events are made anew."),
    openapi_extra=asks(
        JudgementAsked,
        merge={"one": "e17f3a", "other": "e1b209", "verdict": "same", "reason": "one march, two names of the square"},
        split={"one": "m1c0ffee", "other": "m1beef", "verdict": "different", "reason": "the second is of the day after"},
    ),
)
def add(request: Request, person: Editor, asked: Annotated[JudgementAsked, Depends(Body(JudgementAsked))]) -> Response:
    """Say that two events, or two tellings (event mentions), are the same, different, or that you are unsure. A person outweighs the rule.

    Of whole events it holds for all of their tellings. Nothing is merged by editing: to undo the judgement undoes the merge.
    """
    workspace = workspace_of(request)
    left, right = _tellings(workspace, asked.one), _tellings(workspace, asked.other)
    if set(left) & set(right):
        raise BodyError("these are one and the same, or already one event: name two events, or two tellings of one")
    if asked.verdict is Verdict.SAME:
        first, *rest = (*left, *right)
        pairs = [(first, other) for other in rest]
    else:
        pairs = [(one, other) for one in left for other in right]
    made = judge(workspace, person, pairs, asked.verdict, reason_of(asked.reason), subject=asked.one, action=_ACTIONS[asked.verdict])
    return answer(_judged(workspace, made), 201)


@router.post(
    "/judgements/{judgement_id}/undo",
    summary="Undo a judgement",
    **answers(Judged, 404, 409, 413, status=201, what="It is taken back, and events are made anew."),
    openapi_extra=asks(Reasoned, undo={"reason": "they were two marches"}),
)
def undo(request: Request, person: Editor, judgement_id: Id, asked: Annotated[Reasoned, Depends(Body(Reasoned))]) -> Response:
    """Take back what a person judged, with all that was judged in the same decision; it stays in the record."""
    workspace = workspace_of(request)
    return answer(_judged(workspace, take_back(workspace, person, judgement_id, reason_of(asked.reason))), 201)


def _tellings(workspace: Workspace, some_id: str) -> tuple[str, ...]:
    """The tellings of an event, or the one that is named."""
    if some_id.startswith("m"):
        return (workspace.store.events.mention(some_id),)
    return workspace.store.events.get(some_id).mentions


def _judged(workspace: Workspace, made: Iterable[Judgement]) -> Judged:
    kept = tuple(made)
    events = {workspace.store.events.of_mention(side): None for one in kept for side in (one.left, one.right)}
    return Judged(judgements=tuple([judgement_shown(one, None, ()) for one in kept]), events=tuple([event for event in events if event is not None]))
