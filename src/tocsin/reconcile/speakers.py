"""Whose voice a claim is: independence is counted by who says it, never by how many papers print it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tocsin.core.claims import Attribution, Claim
from tocsin.core.events import EventMention
from tocsin.core.record import Record
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.reconcile.names import own_name, resolved, words

STATE = frozenset({SpeakerKind.GOVERNMENT, SpeakerKind.POLICE, SpeakerKind.MILITARY, SpeakerKind.PROSECUTOR})
CHALLENGERS = frozenset({SpeakerKind.OPPOSITION, SpeakerKind.ORGANISERS, SpeakerKind.ARMED_GROUP})
"""The two sides of a conflict between a state and those who challenge it; everybody else is taken to have none."""
_NEGATED = frozenset({Factuality.CT_MINUS, Factuality.PR_MINUS, Factuality.PS_MINUS})
_FIRM = frozenset({Factuality.CT_PLUS, Factuality.PR_PLUS})

_NOBODY = frozenset({SpeakerKind.WRITER, SpeakerKind.UNNAMED, SpeakerKind.WITNESS})
"""Nobody but the publisher answers for these words: two papers' "witnesses" may be two people or one, so each is its paper's own voice."""
_PRONOUNS = frozenset("he she it they we i who which".split())
_DENIES = frozenset("deny denies denied denying reject rejects rejected dismiss dismisses dismissed refuted retract retracted withdrew".split())


class Voice(Record, frozen=True, kw_only=True):
    """An independent speaker. Two claims with one `name` count once, however their `kind` was read."""

    name: str
    kind: SpeakerKind


class Said(Record, frozen=True, kw_only=True):
    """A claim with whose voice it is and since when it is known.

    `original` is the document it first stood in, when the report is a copy; `known` the day a reader could know it, `day` the day it was said.
    """

    claim: Claim
    voice: Voice
    original: str
    publisher: str | None
    known: dt.date | None
    day: dt.date | None

    @property
    def negated(self) -> bool:
        """Whether it is said not to be so."""
        return self.claim.factuality in _NEGATED

    @property
    def firm(self) -> bool:
        """Whether it is said to be so, for certain or probably; "may have" and hearsay are weak (READING.md 12)."""
        return self.claim.factuality in _FIRM


def said(mentions: Sequence[EventMention], copies: Mapping[str, str], as_of: dt.date | None = None) -> tuple[Said, ...]:
    """Every claim of `mentions` known by `as_of`, with its voice, in the order they were said; what the claims come in does not matter.

    `copies` gives the original of each copied document. An undated claim is known by no day. Raises ValueError when copies go round in a circle.
    """
    told = {
        claim.key: (mention, claim)
        for mention in mentions
        for claim in mention.claims
        if as_of is None or ((known := claim.as_of or mention.published) is not None and known <= as_of)
    }
    first = {mention.document: mention for mention in mentions}
    quotes: dict[str, set[str]] = {}
    for _, claim in told.values():
        quotes.setdefault(claim.document, set()).update([link.quote for link in claim.attribution])
    names = resolved(quotes)
    found = []
    for mention, claim in told.values():
        original = _original(mention.document, copies)
        printed = first.get(original, mention)
        name = printed.publisher if printed is not mention or original == mention.document else None
        printer = Voice(name=own_name(name) if name else original, kind=SpeakerKind.WRITER)
        voice = _speaker(claim, names) or printer
        day = claim.as_of or printed.published
        found.append(Said(claim=claim, voice=voice, original=original, publisher=mention.publisher, known=claim.as_of or mention.published, day=day))
    kinds = _kinds(found)
    parties = {name for name, kind in kinds.items() if kind is SpeakerKind.OPPOSITION} - {"opposition"}
    same = {"opposition": parties.pop()} if len(parties) == 1 else {}  # "the opposition" is the one party that speaks for it
    settled = []
    for one in found:
        name = same.get(one.voice.name, one.voice.name)
        settled.append(msgspec.structs.replace(one, voice=Voice(name=name, kind=kinds[name])))
    return tuple(sorted(settled, key=_in_turn))


def _in_turn(one: Said) -> tuple[dt.date, str, bool, str]:
    """By day; of one day report by report, a copy right after its original, so that it changes nobody's turn."""
    return one.day or dt.date.max, one.original, one.claim.document != one.original, one.claim.key


def label(one: Said) -> str:
    """Who speaks, as a reader would put it: the publisher, or the words the report has for the speaker."""
    link = _link(one.claim)
    given = one.publisher or "a report without a publisher" if link is None else link.quote
    return given[:1].upper() + given[1:]


def opposed(one: Voice, other: Voice) -> bool:
    """Whether one speaks for the state and the other for those who challenge it."""
    return (one.kind in STATE and other.kind in CHALLENGERS) or (one.kind in CHALLENGERS and other.kind in STATE)


def _kinds(claims: Iterable[Said]) -> dict[str, SpeakerKind]:
    """What kind each voice is read as in most documents; of equals the one that comes first on the scale."""
    read = {(one.voice.name, one.voice.kind, one.original) for one in claims}
    votes = Counter([(name, kind) for name, kind, _ in read])
    scale = list(SpeakerKind)
    kinds: dict[str, SpeakerKind] = {}
    for name, kind in sorted(votes, key=lambda pair: (pair[1] in _NOBODY, -votes[pair], scale.index(pair[1]))):
        kinds.setdefault(name, kind)
    return kinds


def _original(document: str, copies: Mapping[str, str]) -> str:
    seen = {document}
    while document in copies:
        document = copies[document]
        if document in seen:
            raise ValueError(f"document {document} is given as a copy of itself; take one of the pairs out of copies")
        seen.add(document)
    return document


def _link(claim: Claim) -> Attribution | None:
    """The innermost speaker, which is the first; but a denial is the denier's. None when nobody but the publisher answers for it."""
    links: Sequence[Attribution] = claim.attribution
    if claim.factuality in _NEGATED:
        links = [link for link in links if link.cue is not None and not _DENIES.isdisjoint(link.cue.quote.lower().split())] or links
    if not links or (links[0].kind in _NOBODY and not _is_name(links[0].quote)) or links[0].quote.lower() in _PRONOUNS:
        return None
    return links[0]


def _speaker(claim: Claim, names: Mapping[tuple[str, str], str]) -> Voice | None:
    link = _link(claim)
    return Voice(name=names[claim.document, link.quote], kind=link.kind) if link is not None else None


def _is_name(quote: str) -> bool:
    return any([word[0].isupper() for word in words(quote)[1:]])
