"""Why tellings are held to be one event, and every decision about them, as pages show it."""

import datetime as dt
from collections.abc import Iterator

from tocsin.core.claims import Claim, Role
from tocsin.core.events import EventMention, Judgement, Verdict
from tocsin.core.record import Record
from tocsin.core.reviews import Decision
from tocsin.reconcile.clusters import explain, in_force
from tocsin.reconcile.compare import RULE
from tocsin.store import Store
from tocsin.web.telling import Telling, Told


class OneTelling(Record, frozen=True, kw_only=True):
    """One report's telling: the claim of its type (else its first), to be shown with its words."""

    mention: EventMention
    told: Told
    title: str


class Holding(Record, frozen=True, kw_only=True):
    """A judgement that holds two tellings together, with both."""

    judgement: Judgement
    left: OneTelling
    right: OneTelling


class Decided(Record, frozen=True, kw_only=True):
    """One decision of a person in the event's history. `undo` is the judgement's id while it may be taken back."""

    at: dt.datetime
    by: str
    what: str
    reason: str | None
    undo: str | None
    link: str | None


def tellings(telling: Telling) -> tuple[OneTelling, ...]:
    """All of the event, the one published first at the top."""
    return tuple([_one(telling, mention) for mention in telling.mentions])


def held_by(store: Store, telling: Telling) -> tuple[Holding, ...]:
    """The judgements that make one event of the tellings: just enough to reach each, the strongest first."""
    of = {one.mention.id: one for one in tellings(telling)}
    judgements = tuple(store.events.judgements_of(telling.event.id))
    return tuple([Holding(judgement=one, left=of[one.left], right=of[one.right]) for one in explain(set(of), judgements)])


def history(store: Store, telling: Telling) -> tuple[Decided, ...]:
    """What people decided about the event's tellings and claims, the last first."""
    return tuple(sorted([*_judged(store, telling), *_reviewed(store, telling)], key=_at, reverse=True))


def _at(decided: Decided) -> dt.datetime:
    return decided.at


def _one(telling: Telling, mention: EventMention) -> OneTelling:
    first = next((claim for claim in mention.claims if claim.role is Role.TYPE), mention.claims[0])
    report = telling.documents[mention.document].report
    return OneTelling(mention=mention, told=telling.told([first.key])[0], title=telling.masked(report.title or ""))


def _judged(store: Store, telling: Telling) -> Iterator[Decided]:
    """People's judgements with one side in the event: those that split something off it have only one there."""
    members = set(telling.event.mentions)
    made = tuple(store.events.judgements_about(members))
    standing = {one.id for one in in_force(made).values()}
    shown: set[tuple[str, dt.datetime | None, Verdict, bool]] = set()
    for one in made:
        if one.by == RULE or one.at is None:
            continue
        together = (one.by, one.at, one.verdict, one.undoes is not None)
        if together in shown:  # a merge or a split judges many pairs at once; one line tells of it
            continue
        shown.add(together)
        pairs = sum((other.by, other.at, other.verdict, other.undoes is not None) == together for other in made)
        what = "took a decision back" if one.undoes else f"judged {pairs} {'pair' if pairs == 1 else 'pairs'} of tellings {one.verdict.value}"
        yield Decided(at=one.at, by=one.by, what=what, reason=one.reason, undo=one.id if one.id in standing else None, link=None)


_DONE = {Decision.ACCEPT: "accepted", Decision.REJECT: "rejected", Decision.CORRECT: "corrected", Decision.ADD: "added"}


def _reviewed(store: Store, telling: Telling) -> Iterator[Decided]:
    triggers = {(mention.document, mention.trigger) for mention in telling.mentions}
    for document in telling.documents:
        for review in store.reviews.of_document(document):
            claim = review.replacement or telling.claims.get(review.claim)
            if claim is None or (document, claim.trigger) not in triggers:
                continue
            what = f"undid a review of {_named(telling, claim)}" if review.undoes else f"{_DONE[review.decision]} {_named(telling, claim)}"
            yield Decided(at=review.at, by=review.by, what=what, reason=review.reason, undo=None, link=f"/reports/{document}#c-{claim.key}")


def _named(telling: Telling, claim: Claim) -> str:
    return f"{claim.role.value} “{telling.masked(claim.quote)}”"
