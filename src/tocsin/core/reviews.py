"""What people decide about claims: append-only, each with a name and a moment; and the claims that stand when they are heard."""

import datetime as dt
import enum
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from tocsin.core.claims import Claim, Role
from tocsin.core.record import Record
from tocsin.core.spans import Span


class Decision(enum.Enum):
    """What a person decides about a claim. ADD puts in a claim that the reader missed."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"


class Review(Record, frozen=True, kw_only=True):
    """A person's decision about one claim of one document.

    `claim` is the key of the claim as it was read, or of the one that is added. `replacement` is what stands instead (CORRECT) or anew (ADD).
    `undoes` is the id of an earlier review of the same claim that no longer counts; such a review decides nothing itself. `settles` are the ids of
    reviews that disagree and that this one decides between: it is no reading of its own, and counts in no agreement between readers.
    """

    document: str
    claim: str
    decision: Decision
    by: str
    at: dt.datetime
    replacement: Claim | None = None
    reason: str | None = None
    undoes: str | None = None
    settles: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """What makes two reviews the same one: claim, decision, who, when. The prefix is the format's version."""
        identity = [self.document, self.claim, self.decision, self.by, self.at, self.replacement, self.undoes]
        return "r1" + hashlib.sha256(msgspec.json.encode(identity, order="deterministic")).hexdigest()[:22]


def in_force(reviews: Iterable[Review]) -> dict[str, tuple[Review, ...]]:
    """For each claim its reviews that still count, one a person (their last), in the order they were made; the last of all decides."""
    made = sorted(reviews, key=lambda review: (review.at, review.id))
    undone = {review.undoes for review in made if review.undoes is not None}
    last: dict[str, dict[str, Review]] = {}
    for review in made:
        if review.undoes is None and review.id not in undone:
            of_claim = last.setdefault(review.claim, {})
            of_claim.pop(review.by, None)  # put back at the end: order is that of the decisions
            of_claim[review.by] = review
    return {claim: tuple(by.values()) for claim, by in last.items()}


def disagree(reviews: Sequence[Review]) -> bool:
    """Whether people who reviewed one claim came to different ends."""
    return len({(review.replacement is None and review.decision, review.replacement) for review in reviews}) > 1


def standing(claims: Iterable[Claim], reviews: Iterable[Review]) -> Iterator[Claim]:
    """The claims of one document as its reviews leave them, in the order they were read; added ones last.

    Who rejects the claim of an event's type says that the words tell of no event: all claims of that trigger go with it. A correction of a claim
    that is read no more still stands, as an addition does. Links between claims (`part_of`, `qualifies`) follow a corrected claim to its new key.
    """
    deciding = {key: of_claim[-1] for key, of_claim in in_force(reviews).items()}
    read = tuple(claims)
    gone: set[Span] = set()
    renamed: dict[str, str] = {}
    for claim in read:
        review = deciding.get(claim.key)
        if review is not None and review.decision is Decision.REJECT and claim.role is Role.TYPE:
            gone.add(claim.trigger)
        if review is not None and review.replacement is not None:
            renamed[claim.key] = review.replacement.key
    for claim in read:
        review = deciding.pop(claim.key, None)
        if claim.trigger in gone or (review is not None and review.decision is Decision.REJECT):
            continue
        yield _relinked(claim if review is None or review.replacement is None else review.replacement, renamed)
    for review in deciding.values():
        if review.replacement is not None:
            yield _relinked(review.replacement, renamed)


def _relinked(claim: Claim, renamed: Mapping[str, str]) -> Claim:
    if claim.part_of not in renamed and claim.qualifies not in renamed:
        return claim
    part_of = renamed.get(claim.part_of, claim.part_of) if claim.part_of is not None else None
    qualifies = renamed.get(claim.qualifies, claim.qualifies) if claim.qualifies is not None else None
    return msgspec.structs.replace(claim, part_of=part_of, qualifies=qualifies)
