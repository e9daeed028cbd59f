"""How far readers agree, by role and by pair of readers, and where they do not: worked out from the reviews in force."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import combinations

import msgspec

from tocsin.core.claims import Claim, Role
from tocsin.core.record import Record
from tocsin.core.reviews import Decision, Review, disagree, in_force
from tocsin.reconcile.agreement import agreed, cohen_kappa, krippendorff_alpha
from tocsin.store import Store

Label = tuple[str, Claim | None]
"""What a reader said of a claim: the decision, and the wording they would have where they would have another."""


class ReadTwice(Record, frozen=True, kw_only=True):
    """A claim that several people decided about, each as if alone; `settled` is an editor's decision between them."""

    document: str
    key: str
    read: Claim
    readers: tuple[Review, ...]
    settled: Review | None

    @property
    def differ(self) -> bool:
        """Whether the readers came to different ends."""
        return disagree(self.readers)


class Line(Record, frozen=True, kw_only=True):
    """One line of a table of agreement. `rough` looks at accepting, correcting and rejecting only, `coefficient` also at what was put instead."""

    name: str
    claims: int
    share: float | None
    rough: float | None
    coefficient: float | None


def read_twice(store: Store) -> tuple[ReadTwice, ...]:
    """The claims that more than one person read, those decided about last first."""
    rows = store.queue.read_twice()
    as_read = store.queue.as_read({row.claim for row in rows})
    found = []
    for row in rows:
        claim = as_read.get(row.claim)
        made = in_force(store.reviews.of_claim(row.claim)).get(row.claim, ())
        readers = tuple([review for review in made if not review.settles])
        settling = [review for review in made if review.settles]
        if claim is not None and len(readers) > 1:
            found.append(ReadTwice(document=row.document, key=row.claim, read=claim, readers=readers, settled=settling[-1] if settling else None))
    return tuple(found)


def overall(claims: Sequence[ReadTwice]) -> Line:
    """All claims together: Krippendorff's alpha."""
    return _alpha("all", claims)


def by_role(claims: Sequence[ReadTwice]) -> tuple[Line, ...]:
    """A line a role, in the order of the roles: Krippendorff's alpha."""
    of: dict[Role, list[ReadTwice]] = {}
    for one in claims:
        of.setdefault(one.read.role, []).append(one)
    return tuple([_alpha(role.value, of[role]) for role in Role if role in of])


def by_pair(claims: Sequence[ReadTwice]) -> tuple[Line, ...]:
    """A line for each two readers who read claims in common, the most first: Cohen's kappa."""
    of: dict[tuple[str, str], list[tuple[Label, Label]]] = {}
    for one in claims:
        said = {review.by: _label(review) for review in one.readers}
        for pair in combinations(sorted(said), 2):
            of.setdefault(pair, []).append((said[pair[0]], said[pair[1]]))
    lines = [
        Line(
            name=" and ".join(pair), claims=len(labels), share=agreed(labels), rough=cohen_kappa([(one[0], other[0]) for one, other in labels]),
            coefficient=cohen_kappa(labels),
        )
        for pair, labels in of.items()
    ]  # fmt: skip
    return tuple(sorted(lines, key=_most_first))


def settling(one: ReadTwice, chosen: Review, by: str, reason: str | None) -> Review:
    """An editor's decision that one of the readers is right."""
    return Review(
        document=one.document, claim=one.key, decision=chosen.decision, by=by, at=dt.datetime.now(dt.UTC), replacement=chosen.replacement,
        reason=reason, settles=tuple([review.id for review in one.readers]),
    )  # fmt: skip


def _most_first(line: Line) -> tuple[int, str]:
    return -line.claims, line.name


def _alpha(name: str, claims: Iterable[ReadTwice]) -> Line:
    units = [[_label(review) for review in one.readers] for one in claims]
    rough = krippendorff_alpha([[decision for decision, _ in said] for said in units])
    return Line(name=name, claims=len(units), share=agreed(units), rough=rough, coefficient=krippendorff_alpha(units))


def _label(review: Review) -> Label:
    """Accepting what another corrected is kept as the same correction: so the two agree."""
    replacement = review.replacement
    decision = Decision.CORRECT if replacement is not None else review.decision
    return decision.value, msgspec.structs.replace(replacement, part_of=None, qualifies=None) if replacement is not None else None
