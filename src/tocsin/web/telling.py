"""One event with everything that is said of it, as its pages show it: claims with their speakers, words and place in the record."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from tocsin.core.claims import Claim
from tocsin.core.document import Document
from tocsin.core.events import Event, EventMention, Relation, RelationKind
from tocsin.core.record import Record
from tocsin.core.reviews import Review, in_force
from tocsin.core.scales import Factuality, Modality
from tocsin.export.dataset import Dataset
from tocsin.export.masking import Masking
from tocsin.reconcile.mentions import event_mentions
from tocsin.store import Store

_AROUND = 110
"""Characters of the line shown before and after a claim's words."""
_GONE = {RelationKind.SUPERSEDES: "superseded", RelationKind.RETRACTS: "retracted", RelationKind.OUTLIER: "set aside as a slip"}
_DENIED = frozenset({Factuality.CT_MINUS, Factuality.PR_MINUS, Factuality.PS_MINUS})


class Speaker(Record, frozen=True, kw_only=True):
    """One link of who says so; `kind` as in SpeakerKind."""

    words: str
    kind: str


class Told(Record, frozen=True, kw_only=True):
    """A claim as pages show it. `speakers` are the deepest first; `known` is the day it could be known; `gone` says why it no longer stands."""

    claim: Claim
    value: str
    speakers: tuple[Speaker, ...]
    publisher: str
    known: dt.date | None
    before: str
    words: str
    after: str
    marks: tuple[tuple[str, str], ...]
    gone: str | None
    relations: tuple[str, ...]
    reviews: tuple[Review, ...]

    @property
    def link(self) -> str:
        """Where the words stand in their report."""
        return f"/reports/{self.claim.document}#c-{self.claim.key}"


class Telling:
    """One event's mentions, documents and claims, read once."""

    def __init__(self, store: Store, event: Event, *, people: bool) -> None:
        """Read what the event rests on; `people` shows the names of private persons."""
        self.event = event
        self.documents: dict[str, Document] = {document: store.document(document) for document in store.events.documents_of(event.id)}
        members = set(event.mentions)
        told: list[EventMention] = []
        others: list[Claim] = []
        for document in self.documents.values():
            for mention in event_mentions(document, store.standing_claims(document.id)):
                if mention.id in members:
                    told.append(mention)
                else:
                    others.extend(mention.claims)
        self.mentions: tuple[EventMention, ...] = tuple(sorted(told, key=_first_told))
        self.claims = {claim.key: claim for mention in self.mentions for claim in mention.claims}
        self._reviews = {key: made for document in self.documents for key, made in in_force(store.reviews.of_document(document)).items()}
        self._masking = masking_of((*self.claims.values(), *others), people=people)

    @property
    def masking(self) -> Masking:
        """What masks the words of its reports."""
        return self._masking

    def masked(self, words: str) -> str:
        """A sentence made of the reports' words, as it may be shown."""
        return self._masking.text(words, self.documents)

    def told(self, keys: Iterable[str], relations: Sequence[Relation] = ()) -> tuple[Told, ...]:
        """These claims, in the order they became known."""
        about = _by_claim(relations)
        gone = {relation.other: _GONE[relation.kind] for relation in relations if relation.kind in _GONE}
        gone |= {relation.claim: _GONE[relation.kind] for relation in relations if relation.kind is RelationKind.OUTLIER}
        found = [self._told(self.claims[key], about.get(key, ()), gone.get(key)) for key in dict.fromkeys(keys) if key in self.claims]
        return tuple(sorted(found, key=_when))

    def _told(self, claim: Claim, relations: Sequence[Relation], gone: str | None) -> Told:
        sentences = tuple([self.masked(one.sentence) for one in relations])
        reviews = self._reviews.get(claim.key, ())
        return told_of(claim, self.documents[claim.document], self._masking, gone=gone, relations=sentences, reviews=reviews)


def masking_of(claims: Iterable[Claim], *, people: bool) -> Masking:
    """What masks words of the documents that these claims are all of."""
    nothing = Dataset(
        documents={}, mentions={}, claims={}, others=tuple(claims), events=(), stories=(), rule="", as_of=None, generated=dt.date.min
    )  # fmt: skip
    return Masking(nothing, people=people)


def told_of(
    claim: Claim,
    document: Document,
    masking: Masking,
    *,
    gone: str | None = None,
    relations: tuple[str, ...] = (),
    reviews: tuple[Review, ...] = (),
) -> Told:
    """One claim of a document, as pages show it."""
    before, after = _around(document.text, claim)
    here = (document.id,)
    return Told(
        claim=claim, value=masking.value(claim.value, here),
        speakers=tuple([Speaker(words=masking.speaker(link, here), kind=link.kind.value) for link in claim.attribution]),
        publisher=document.report.publisher or "unknown publisher", known=claim.as_of or document.report.published,
        before=masking.text(before, here), words=masking.text(claim.quote, here), after=masking.text(after, here),
        marks=tuple(marks(claim)), gone=gone, relations=relations, reviews=reviews,
    )  # fmt: skip


def marks(claim: Claim) -> Iterable[tuple[str, str]]:
    """What sets a claim apart from a plain fact: (chip class, words)."""
    if claim.factuality in _DENIED or claim.modality is Modality.NEGATED:
        yield "denied", "denied or negated"
    elif claim.modality not in {Modality.ACTUAL, Modality.ATTEMPTED}:
        yield "planned", claim.modality.value
    elif claim.factuality is Factuality.UU:
        yield "hearsay", "only reported"
    elif claim.attribution and claim.factuality is not Factuality.CT_PLUS:
        yield "said", f"said as {'probable' if claim.factuality is Factuality.PR_PLUS else 'possible'}"
    elif claim.attribution:
        yield "said", "said"
    else:
        yield "fact", "told as fact"
    if claim.modality is Modality.ATTEMPTED:
        yield "planned", "attempted"
    for field, style in (("opinion", "opinion"), ("background", "background"), ("disputed", "disputed")):
        if getattr(claim, field):
            yield style, field


def _first_told(mention: EventMention) -> tuple[dt.date, str, int]:
    return mention.published or dt.date.max, mention.document, mention.trigger.start


def _when(told: Told) -> tuple[dt.date, str, int]:
    return told.known or dt.date.max, told.claim.document, told.claim.span.start


def _by_claim(relations: Sequence[Relation]) -> Mapping[str, tuple[Relation, ...]]:
    found: dict[str, tuple[Relation, ...]] = {}
    for relation in relations:
        if relation.kind is not RelationKind.REPEATS:
            found[relation.claim] = (*found.get(relation.claim, ()), relation)
    return found


def _around(text: str, claim: Claim) -> tuple[str, str]:
    """What stands before and after a claim's words in its line, cut at blanks."""
    line_start = text.rfind("\n", 0, claim.span.start) + 1
    line_end = text.find("\n", claim.span.end)
    line_end = len(text) if line_end < 0 else line_end
    start, end = max(line_start, claim.span.start - _AROUND), min(line_end, claim.span.end + _AROUND)
    before, after = text[start : claim.span.start], text[claim.span.end : end]
    if start > line_start:
        before = "…" + before.partition(" ")[2]
    if end < line_end:
        after = after.rpartition(" ")[0] + "…"
    return before, after
