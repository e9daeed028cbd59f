"""One report with all that was read in it and decided about it, as its pages show it."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from tocsin.core.claims import MEASURES, Claim, Problem, Role
from tocsin.core.document import Document
from tocsin.core.events import mention_id
from tocsin.core.record import Record
from tocsin.core.reviews import Decision, Review, in_force
from tocsin.core.spans import Span
from tocsin.core.values import DateInterval, EventType
from tocsin.errors import StoreError
from tocsin.export.masking import Masking
from tocsin.resources.codebook import shipped_codebook
from tocsin.store import Store
from tocsin.store.cards import Card
from tocsin.store.settings import MaskingSettings
from tocsin.web.marking import Marked, Paragraph, marked
from tocsin.web.telling import Told, masking_of, told_of

_FIRST = (Role.TYPE, *[role for role in Role if role in MEASURES], Role.PLACE, Role.DATE)
"""The order in which claims of one event are shown: what decides most comes first."""
STATES = {
    "open": "not reviewed",
    "accepted": "accepted",
    "corrected": "corrected",
    "rejected": "rejected",
    "added": "added by a person",
    "dropped": "its event was rejected",
}
_DONE = {Decision.ACCEPT: "accepted", Decision.REJECT: "rejected", Decision.CORRECT: "corrected", Decision.ADD: "accepted"}


class Standing(Record, frozen=True, kw_only=True):
    """How one claim stands: as it was read, and what people decided about it.

    `key` is what reviews of it name; `read` the claim as the reader has it, None for an added one; `claim` as it stands, or stood before it was
    rejected. `reviews` are those in force, one a person, the last decides; `last` is the id of the last review of all, "" when there is none.
    """

    key: str
    read: Claim | None
    claim: Claim
    state: str
    reviews: tuple[Review, ...]
    last: str

    @property
    def stands(self) -> bool:
        """Whether it counts."""
        return self.state not in {"rejected", "dropped"}

    @property
    def decided(self) -> bool:
        """Whether somebody decided about it."""
        return bool(self.reviews)


class Group(Record, frozen=True, kw_only=True):
    """One event mention: its claims, what it is called, and the event it counts for."""

    id: str
    title: str
    family: str
    words: str
    standings: tuple[Standing, ...]
    event: Card | None


def standings_of(read: Iterable[Claim], reviews: Iterable[Review]) -> tuple[Standing, ...]:
    """The claims of one document with their reviews, in the order they were read; added ones last."""
    made = tuple(reviews)
    last = {review.claim: review.id for review in made}
    deciding = in_force(made)
    claims = tuple(read)
    gone = {one.trigger for one in claims if one.role is Role.TYPE and _rejects(deciding.get(one.key, ()))}
    standings = []
    for claim in claims:
        of_claim = deciding.pop(claim.key, ())
        decision = of_claim[-1] if of_claim else None
        current = decision.replacement if decision is not None and decision.replacement is not None else claim
        state = "open" if decision is None else _DONE[decision.decision]
        if claim.trigger in gone and state != "rejected":
            state = "dropped"
        standings.append(Standing(key=claim.key, read=claim, claim=current, state=state, reviews=of_claim, last=last.get(claim.key, "")))
    for key, of_claim in deciding.items():  # put in by people; or corrected, and read no more
        wording = [review.replacement for review in of_claim if review.replacement is not None]
        if wording:
            state = "rejected" if _rejects(of_claim) else "added"
            standings.append(Standing(key=key, read=None, claim=wording[-1], state=state, reviews=of_claim, last=last[key]))
    return tuple(standings)


def _rejects(reviews: tuple[Review, ...]) -> bool:
    return bool(reviews) and reviews[-1].decision is Decision.REJECT


class Reported:
    """A document, its claims and its problems, read once. `blind` shows it as it was read, whatever people decided."""

    def __init__(self, store: Store, document_id: str, *, blind: bool = False) -> None:
        """Read it. Raises StoreError when there is no such document."""
        self.document: Document = store.document(document_id)
        self._store = store
        self.standings = standings_of(store.claims(document_id), () if blind else store.reviews.of_document(document_id))
        self._events: dict[str, str] | None = None

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the reader did not understand."""
        return tuple([problem for _, problem in self._store.problems(self.document.id)])

    @cached_property
    def masking(self) -> Masking:
        """What masks words of the report."""
        everybody = [claim for one in self.standings for claim in (one.read, one.claim) if claim is not None]
        return masking_of(everybody, people=self._store.settings.get(MaskingSettings).people)

    def standing(self, key: str) -> Standing:
        """One claim, by the key that its reviews name, or by the key it has now. Raises StoreError when there is none."""
        found = [one for one in self.standings if one.key == key] or [one for one in self.standings if one.claim.key == key]
        if not found:
            raise StoreError(f"the document {self.document.id} has no claim {key}")
        return found[0]

    def told(self, standing: Standing, *, blind: bool = False) -> Told:
        """The claim with its words and speakers; with `blind` nothing of what others decided."""
        return told_of(standing.claim, self.document, self.masking, reviews=() if blind else standing.reviews)

    def labelled(self, told: Told) -> str:
        """A claim's value in words; an event's type by its name."""
        value = told.claim.value
        if isinstance(value, EventType) and value.code in shipped_codebook():
            return shipped_codebook().row(value.code).label
        return told.value

    @property
    def speakers(self) -> tuple[str, ...]:
        """The speakers of the report whose words may be shown."""
        links = [link for standing in self.standings for link in standing.claim.attribution]
        return tuple(dict.fromkeys([one.quote for one in links if self.masking.speaker(one, (self.document.id,)) == one.quote]))

    def last_day(self, claim: Claim) -> dt.date | None:
        """The last day of a claim's date, which forms show in place of the day after it."""
        return claim.value.end - dt.timedelta(days=1) if isinstance(claim.value, DateInterval) and claim.value.end is not None else None

    def masked(self, words: str) -> str:
        """Words of the report as they may be shown."""
        return self.masking.text(words, (self.document.id,))

    @property
    def title(self) -> str:
        """The report's title, or its id."""
        return self.masked(self.document.report.title or f"report {self.document.id}")

    def event_of(self, claim: Claim) -> str | None:
        """The id of the event that a claim counts for."""
        if self._events is None:
            self._events = self._store.events.of_document(self.document.id)
        return self._events.get(mention_id(self.document.id, claim.trigger))

    def groups(self) -> tuple[Group, ...]:
        """The claims by event mention, in the order of the text."""
        by_trigger: dict[Span, list[Standing]] = {}
        for standing in self.standings:
            by_trigger.setdefault(standing.claim.trigger, []).append(standing)
        return tuple([self._group(trigger, standings) for trigger, standings in sorted(by_trigger.items())])

    def shown(self, *, focus: str | None = None) -> tuple[Paragraph, ...]:
        """The text with the claims that stand marked on their words; `focus` is the key of the claim the page is about."""
        claims = [Marked(one.claim.key, one.claim, self._pointed_at(one)) for one in self.standings if one.stands or one.key == focus]
        claims.sort(key=lambda one: one.id != focus)
        withheld = self.masking.withheld(self.document.text, (self.document.id,))
        focused = self.standing(focus).claim.key if focus is not None else None
        return marked(self.document.text, claims, withheld, title=self.document.report.title, focus=focused)

    def _pointed_at(self, standing: Standing) -> str:
        told = self.told(standing, blind=True)
        by = f", according to {' ← '.join([one.words for one in told.speakers])}" if told.speakers else ""
        return f"{standing.claim.role.value}: {told.value}{by} ({standing.claim.factuality.value})"

    def _group(self, trigger: Span, standings: list[Standing]) -> Group:
        claims = [one.claim for one in standings if one.stands] or [one.claim for one in standings]
        code = next((claim.value.code for claim in claims if isinstance(claim.value, EventType)), "other")
        row = shipped_codebook().row(code) if code in shipped_codebook() else None
        event = self.event_of(standings[0].claim)
        return Group(
            id=mention_id(self.document.id, trigger), title=row.label if row is not None else code, family=row.family if row is not None else "",
            words=self.masked(trigger.quote(self.document.text)), standings=tuple(sorted(standings, key=in_order)),
            event=self._store.cards.get(event) if event is not None else None,
        )  # fmt: skip


def in_order(standing: Standing) -> tuple[int, float, Span, str]:
    """By what decides most; in one role the reader's unsurest first."""
    role = _FIRST.index(standing.claim.role) if standing.claim.role in _FIRST else len(_FIRST) + list(Role).index(standing.claim.role)
    return role, standing.claim.score if standing.claim.score is not None else 0.5, standing.claim.span, standing.key
