"""What all endpoints share: how an answer is documented and written, and how claims, findings and reviews are shown to programs."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import msgspec
from fastapi import Path, Query, Request
from starlette.responses import Response

from tocsin.core.claims import Claim
from tocsin.core.events import Finding, Judgement, Relation
from tocsin.core.record import Record
from tocsin.core.reviews import Review, disagree
from tocsin.core.spans import Span
from tocsin.export.masking import Masking
from tocsin.store import Store
from tocsin.web.api.records import ClaimShown, JudgementShown, ReviewList, ReviewShown, SpeakerShown, Withheld
from tocsin.web.reported import Reported, Standing
from tocsin.web.workspace import Workspace

PAGE_SIZE = 50
_BLOT = "█"
REFUSALS = {
    401: "Nobody is logged in, or the token does not count (team mode).",
    403: "The person's role does not allow it, or the request comes from another site.",
    404: "The store has no such thing.",
    409: "It cannot be done as things stand.",
    413: "The request is too large.",
    421: "The server is not called by that name.",
    422: "Something asked for is not what it should be.",
}
"""What each status of a refusal means."""
_ALWAYS = (401, 403, 421, 422)

Id = Annotated[str, Path(min_length=2, max_length=64, pattern="^[a-z0-9]+$", description="An id.")]
Page = Annotated[int, Query(ge=1, le=1_000_000, description="Which page, from 1 on.")]
Number = Annotated[int, Path(ge=1, le=2**53, description="A number.")]


def ref(kind: type[Record]) -> dict[str, str]:
    """Where the OpenAPI document describes a record."""
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def answers(kind: type[Record] | None, *refusals: int, status: int = 200, what: str = "What was asked for.") -> dict[str, Any]:
    """How a route is documented: its answer (`kind`, or a file), and with which statuses it may refuse."""
    content = (
        {"application/json": {"schema": ref(kind)}} if kind is not None else {"application/zip": {"schema": {"type": "string", "format": "binary"}}}
    )
    found: dict[int, dict[str, Any]] = {status: {"description": what, "content": content}}
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    for code in sorted({*_ALWAYS, *refusals}):
        found[code] = {"description": REFUSALS[code], "content": refusal}
    found[401]["headers"] = {"WWW-Authenticate": {"description": "Bearer", "schema": {"type": "string"}}}
    return {"responses": found, "response_class": Response, "status_code": status}


def asks(kind: type[Record], **examples: object) -> dict[str, Any]:
    """How a route documents its body: a record, and examples by name."""
    shown = {name: {"value": value} for name, value in examples.items()}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": ref(kind), "examples": shown}}}}


def answer(record: Record, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The record as JSON."""
    return Response(msgspec.json.encode(record), status, headers, "application/json")


def workspace_of(request: Request) -> Workspace:
    """What the server works with."""
    workspace: Workspace = request.app.state.workspace
    return workspace


def pages_of(total: int, size: int = PAGE_SIZE) -> int:
    """How many pages there are, at least one."""
    return max(1, -(-total // size))


class Showing:
    """One report's claims, as programs see them."""

    def __init__(self, reported: Reported) -> None:
        """Take the report; what is withheld is blotted out, character for character."""
        self.reported = reported
        self.masking = reported.masking
        here = (reported.document.id,)
        stretches = self.masking.withheld(reported.document.text, here)
        self.withheld = tuple([Withheld(span=Span(start, end), what=what.strip("[]")) for start, end, what in stretches])
        self.text = blotted(reported.document.text, [one.span for one in self.withheld])

    def claim(self, claim: Claim, *, review_key: str, state: str) -> ClaimShown:
        """One claim; `review_key` is what reviews of it name."""
        here = (claim.document,)
        return ClaimShown(
            key=claim.key, review_key=review_key, document=claim.document, event=self.reported.event_of(claim), role=claim.role,
            value=self.masking.whole(claim.value, here), words=self.masking.value(claim.value, here), quote=claim.span.quote(self.text),
            span=claim.span, trigger=claim.trigger,
            attribution=tuple([SpeakerShown(words=self.masking.speaker(one, here), kind=one.kind, span=one.span) for one in claim.attribution]),
            factuality=claim.factuality, modality=claim.modality, background=claim.background, opinion=claim.opinion, disputed=claim.disputed,
            part_of=claim.part_of, qualifies=claim.qualifies, counts_as=claim.counts_as, as_of=claim.as_of, origin=claim.origin, rule=claim.rule,
            score=claim.score, state=state,
        )  # fmt: skip

    def standing(self, standing: Standing) -> ClaimShown:
        """A claim as it stands, or stood before it was rejected."""
        return self.claim(standing.claim, review_key=standing.key, state=standing.state)

    def all(self) -> tuple[ClaimShown, ...]:
        """All claims of the report."""
        return tuple([self.standing(one) for one in self.reported.standings])

    def reviews(self, store: Store, standing: Standing) -> ReviewList:
        """A claim with every decision about it."""
        counting = {review.id for review in standing.reviews}
        made = store.reviews.of_claim(standing.key)
        return ReviewList(
            claim=self.standing(standing), reviews=tuple([self._review(one, counting) for one in made]), disagree=disagree(standing.reviews)
        )

    def _review(self, review: Review, counting: set[str]) -> ReviewShown:
        instead = None if review.replacement is None else self.claim(review.replacement, review_key=review.claim, state="corrected")
        return ReviewShown(
            id=review.id, claim=review.claim, decision=review.decision, by=review.by, at=review.at, reason=review.reason, undoes=review.undoes,
            settles=review.settles, replacement=instead, in_force=review.id in counting,
        )  # fmt: skip


def blotted(text: str, spans: Iterable[Span]) -> str:
    """The text with stretches of it made unreadable; no character moves."""
    for span in spans:
        text = text[: span.start] + _BLOT * len(span) + text[span.end :]
    return text


def finding_shown(finding: Finding, masking: Masking, documents: Iterable[str]) -> Finding:
    """A finding with its words masked."""
    here = tuple(documents)
    value = masking.whole(finding.value, here) if finding.value is not None else None
    grade = finding.grade
    if grade is not None:
        grade = msgspec.structs.replace(grade, derivation=tuple([masking.text(step, here) for step in grade.derivation]))
    return msgspec.structs.replace(finding, sentence=masking.text(finding.sentence, here), value=value, grade=grade)


def relation_shown(relation: Relation, masking: Masking, documents: Iterable[str]) -> Relation:
    """A relation with its words masked."""
    return msgspec.structs.replace(relation, sentence=masking.text(relation.sentence, documents))


def judgement_shown(one: Judgement, masking: Masking | None, documents: Iterable[str]) -> JudgementShown:
    """A judgement; what was compared quotes the reports, so without their names at hand (no `masking`) it is left out."""
    here = tuple(documents)
    features = () if masking is None else tuple([msgspec.structs.replace(x, sentence=masking.text(x.sentence, here)) for x in one.features])
    return JudgementShown(
        id=one.id, left=one.left, right=one.right, verdict=one.verdict, by=one.by, score=one.score, features=features, reason=one.reason, at=one.at,
        undoes=one.undoes,
    )  # fmt: skip
