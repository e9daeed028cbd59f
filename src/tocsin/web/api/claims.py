"""Claims and people's decisions about them."""

import datetime as dt
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from tocsin.core.claims import Claim
from tocsin.core.reviews import Decision, Review
from tocsin.errors import StoreError
from tocsin.web.api import changing
from tocsin.web.api.answering import Id, Showing, answer, answers, asks, workspace_of
from tocsin.web.api.bodies import Body, BodyError
from tocsin.web.api.records import ClaimAsked, Deciding, Reasoned, ReviewAsked, ReviewList
from tocsin.web.people import Coder, Level, Person, Reader, RoleError
from tocsin.web.reported import Reported, Standing
from tocsin.web.reviewing import changes_claims, undoing
from tocsin.web.workspace import Workspace

router = APIRouter(tags=["Claims and reviews"])


@router.get("/claims/{key}", summary="One claim", **answers(ReviewList, 404))
def claim(request: Request, _person: Reader, key: Id) -> Response:
    """A claim, by its review key, with every decision about it."""
    workspace = workspace_of(request)
    reported, standing = _found(workspace, key)
    return answer(Showing(reported).reviews(workspace.store, standing))


@router.post(
    "/claims/{key}/reviews",
    summary="Review a claim",
    **answers(ReviewList, 404, 409, 413, status=201, what="The claim as it stands now, with every decision about it."),
    openapi_extra=asks(
        ReviewAsked,
        accept={"decision": "accept"},
        reject={"decision": "reject", "reason": "the number is of another day"},
        correct={"decision": "correct", "changes": {"value": {"is": "count", "low": 4, "high": 4}}, "reason": "four of the eleven were let go"},
    ),
)
def review(request: Request, person: Coder, key: Id, asked: Annotated[ReviewAsked, Depends(Body(ReviewAsked))]) -> Response:
    """Accept it, reject it, or correct it. What others decided stays: where people come to different ends, the answer says so.

    To reject the claim of an event's type says that the words tell of no event: all claims of that trigger go with it. Findings change at once.
    """
    workspace = workspace_of(request)
    reported, standing = _found(workspace, key)
    made = Review(
        document=reported.document.id, claim=standing.key, decision=Decision(asked.decision.value), by=person.name, at=dt.datetime.now(dt.UTC),
        reason=reason_of(asked.reason), settles=_settled(person, standing, asked.settles),
    )  # fmt: skip
    if asked.decision is Deciding.CORRECT:
        if asked.changes is None:
            raise BodyError("a correction says in changes what is different")
        made = msgspec.structs.replace(made, replacement=changing.corrected(standing.claim, asked.changes, reported.document))
    elif asked.changes is not None:
        raise BodyError(f"{asked.decision.value} changes nothing: leave changes out, or correct the claim")
    if asked.decision is Deciding.ACCEPT and standing.claim != standing.read:  # who accepts what a person wrote says the same as they
        made = msgspec.structs.replace(made, decision=Decision.ADD if standing.read is None else Decision.CORRECT, replacement=standing.claim)
    return _keep(workspace, made, standing)


@router.post(
    "/reports/{report_id}/claims",
    summary="Add a claim",
    **answers(ReviewList, 404, 409, 413, status=201, what="The claim, with the decision that added it."),
    openapi_extra=asks(
        ClaimAsked,
        arrested={
            "role": "arrested",
            "value": {"is": "count", "low": 2, "high": 2, "unit": "people"},
            "span": [0, 3],
            "trigger": [16, 24],
            "attribution": [{"span": [54, 64], "kind": "police", "cue": [65, 69]}],
        },
    ),
)
def add(request: Request, person: Coder, report_id: Id, asked: Annotated[ClaimAsked, Depends(Body(ClaimAsked))]) -> Response:
    """Put in a claim that the reader missed, on words of the report. Spans count code points of the text that the report's answer gives."""
    workspace = workspace_of(request)
    reported = Reported(workspace.store, report_id)
    claim = changing.added(asked, reported.document)
    if any([claim.key in {one.key, one.claim.key} for one in reported.standings]):
        raise StoreError("the report holds this claim already; review it")
    made = Review(
        document=report_id, claim=claim.key, decision=Decision.ADD, by=person.name, at=dt.datetime.now(dt.UTC), replacement=claim,
        reason=reason_of(asked.reason),
    )  # fmt: skip
    return _keep(workspace, made, None)


@router.post(
    "/reviews/{review_id}/undo",
    summary="Undo a review",
    **answers(ReviewList, 404, 409, 413, status=201, what="The claim as it stands now, with every decision about it."),
    openapi_extra=asks(Reasoned, undo={"reason": "I looked at the wrong line"}),
)
def undo(request: Request, person: Coder, review_id: Id, asked: Annotated[Reasoned, Depends(Body(Reasoned))]) -> Response:
    """Take back a decision; it stays in the record. Coders take back their own, editors anybody's."""
    workspace = workspace_of(request)
    taken = workspace.store.reviews.get(review_id)
    if taken.by != person.name and person.level < Level.EDITOR:
        raise RoleError(f"this review is {taken.by}'s: to take it back takes the role editor; decide yourself, and both are kept")
    if taken.undoes is not None:
        raise StoreError("this takes a review back itself: decide again instead")
    if any([one.undoes == taken.id for one in workspace.store.reviews.of_claim(taken.claim)]):
        raise StoreError("this review was taken back before")
    _, standing = _found(workspace, taken.claim)
    return _keep(workspace, msgspec.structs.replace(undoing(taken, person.name), reason=reason_of(asked.reason)), standing)


def _found(workspace: Workspace, key: str) -> tuple[Reported, Standing]:
    document = workspace.store.queue.document_of(key)
    if document is None:
        raise StoreError(f"{workspace.where} has no claim {key}")
    reported = Reported(workspace.store, document)
    return reported, reported.standing(key)


def _keep(workspace: Workspace, made: Review, before: Standing | None) -> Response:
    workspace.store.reviews.add(made)
    if before is None or changes_claims(before, made):
        workspace.refresh()
    reported = Reported(workspace.store, made.document)
    showing = Showing(reported)
    standings = [one for one in reported.standings if one.key == made.claim]
    if standings:
        return answer(showing.reviews(workspace.store, standings[0]), 201)
    return answer(_nothing_left(showing, workspace, made), 201)


def _nothing_left(showing: Showing, workspace: Workspace, made: Review) -> ReviewList:
    """A claim that was added and taken back is no claim of the report any more; its decisions are."""
    told: Claim | None = next((one.replacement for one in workspace.store.reviews.of_claim(made.claim) if one.replacement is not None), None)
    if told is None:
        raise StoreError(f"{workspace.where} has no claim {made.claim}")
    standing = Standing(key=made.claim, read=None, claim=told, state="rejected", reviews=(), last=made.id)
    return showing.reviews(workspace.store, standing)


def _settled(person: Person, standing: Standing, settles: tuple[str, ...]) -> tuple[str, ...]:
    """The reviews a decision settles; that is for editors, and only where there is something to settle."""
    if settles and person.level < Level.EDITOR:
        raise RoleError("to decide between others takes the role editor")
    unknown = set(settles) - {one.id for one in standing.reviews}
    if unknown:
        raise BodyError(f"the claim has no review in force called {min(unknown)}")
    return tuple(dict.fromkeys(settles))


def reason_of(words: str | None) -> str | None:
    """A reason as it is kept. Raises BodyError for characters that are none of a sentence."""
    if words is None:
        return None
    if not words.replace("\n", " ").isprintable():
        raise BodyError("a reason holds a character that cannot be printed")
    return words.strip() or None
