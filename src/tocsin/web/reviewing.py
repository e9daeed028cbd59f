"""From what a person pressed to a review, and what is told of it afterwards."""

import datetime as dt

import msgspec

from tocsin.core.record import Record
from tocsin.core.reviews import Decision, Review, disagree, in_force
from tocsin.errors import StoreError
from tocsin.store import Store
from tocsin.web.correcting import CorrectionError, Form, What, corrected
from tocsin.web.reported import Reported, Standing

_DONE = {Decision.ACCEPT: "accepted", Decision.REJECT: "rejected", Decision.CORRECT: "corrected", Decision.ADD: "added"}


class Decided(Record, frozen=True, kw_only=True):
    """One person's decision about a claim, in words: what they did, and the value that stands by it."""

    review: Review
    what: str
    value: str
    counts: bool


class Notice(Record, frozen=True, kw_only=True):
    """What is told after a decision. `everybody` holds the decisions of all who read the claim; `met`: somebody decided while the page was open."""

    review: Review
    role: str
    what: str
    words: str
    link: str
    everybody: tuple[Decided, ...]
    disagree: bool
    met: bool
    undone: bool


def review_of(reported: Reported, standing: Standing, form: Form, by: str) -> Review:
    """What the form decides about a claim. Raises CorrectionError, with a sentence that says what to write."""
    now = dt.datetime.now(dt.UTC)
    reason = str(form.get("reason", "")).strip()[:300] or None
    made = Review(document=reported.document.id, claim=standing.key, decision=Decision.ACCEPT, by=by, at=now, reason=reason)
    match form.get("decision"):
        case "accept":
            return made if standing.claim == standing.read else msgspec.structs.replace(made, **_again(standing))
        case "reject":
            return msgspec.structs.replace(made, decision=Decision.REJECT)
        case "correct":
            what = {one.value: one for one in What}.get(str(form.get("what")))
            if what is None:
                raise CorrectionError("say what is to be corrected")
            replacement = corrected(standing.claim, reported.document, what, form)
            return msgspec.structs.replace(made, decision=Decision.CORRECT, replacement=replacement)
        case _:
            raise CorrectionError("accept, reject or correct the claim")


def _again(standing: Standing) -> dict[str, object]:
    """Who accepts what another person wrote says the same as they: accepting would go back to what was read."""
    return {"decision": Decision.ADD if standing.read is None else Decision.CORRECT, "replacement": standing.claim}


def undoing(review: Review, by: str) -> Review:
    """What takes a review back; both stay in the record."""
    return Review(document=review.document, claim=review.claim, decision=review.decision, by=by, at=dt.datetime.now(dt.UTC), undoes=review.id)


def changes_claims(before: Standing, review: Review) -> bool:
    """Whether other claims stand after the review than before; accepting what stands changes none."""
    return review.decision is not Decision.ACCEPT or before.state != "open"


def notice_of(store: Store, review_id: str, met: str | None) -> Notice | None:
    """What is told of a decision just made; nothing of one that is not there (an old address)."""
    try:
        review = store.reviews.get(review_id)
    except StoreError:
        return None
    reported = Reported(store, review.document)
    standing = reported.standing(review.claim)
    everybody = decisions(reported, standing)
    words = "took back a decision about" if review.undoes is not None else _DONE[review.decision]
    return Notice(
        review=review, role=standing.claim.role.value, what=words, words=reported.masked(standing.claim.quote),
        link=f"/reports/{review.document}#c-{standing.claim.key}", everybody=everybody if len(everybody) > 1 else (),
        disagree=disagree([one.review for one in everybody]), met=met is not None, undone=review.undoes is not None,
    )  # fmt: skip


def decisions(reported: Reported, standing: Standing) -> tuple[Decided, ...]:
    """What each person decided about a claim, the last, which counts, at the end."""
    last = standing.reviews[-1].id if standing.reviews else None
    made = []
    for review in standing.reviews:
        claim = review.replacement or standing.read or standing.claim
        value = reported.masking.value(claim.value, (claim.document,))
        shown = "no claim" if review.decision is Decision.REJECT else f"{claim.role.value}: {value} ({claim.factuality.value})"
        made.append(Decided(review=review, what=_DONE[review.decision], value=shown, counts=review.id == last))
    return tuple(made)


def met_meanwhile(store: Store, key: str, seen: str, by: str) -> Review | None:
    """What another person decided about a claim since the page was made that knew `seen` as the last review."""
    made = store.reviews.of_claim(key)
    if not made or made[-1].id == seen:
        return None
    known = next((i for i, one in enumerate(made) if one.id == seen), -1)
    others = [one for one in made[known + 1 :] if one.by != by and one.id in {kept.id for kept in in_force(made).get(key, ())}]
    return others[-1] if others else None
