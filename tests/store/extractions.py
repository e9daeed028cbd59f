"""Extractions for the store's tests, made by hand and by hypothesis."""

import datetime as dt
import hashlib

from hypothesis import strategies as st

from tocsin.core.claims import Attribution, Candidate, Claim, Extraction, Origin, Problem, Role
from tocsin.core.document import Document, Report
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span, Words
from tocsin.core.values import (
    Actor,
    Count,
    DateInterval,
    Description,
    EventType,
    Facility,
    Granularity,
    Instrument,
    PartOfDay,
    Place,
    PlaceKind,
    Property,
    Reason,
    Sector,
    Unresolved,
)

TEXT = "Police said at least 12 people were hurt in Dalem on Tuesday."
RAW = b"<p>" + TEXT.encode() + b"</p>"


def extraction(text: str = TEXT, *, speaker: str = "Police", low: int = 12, publisher: str = "Dalem Courier") -> Extraction:
    """One document with one figure and one problem."""
    raw = hashlib.sha256(b"<p>" + text.encode() + b"</p>").hexdigest()
    document = Document.freeze(text, Report(publisher=publisher, published=dt.date(2024, 5, 8), title="Clashes in Dalem", raw_sha256=raw))
    span = Span(text.index("at least"), text.index(" people"))
    claim = Claim(
        document=document.id,
        trigger=Span(text.index("hurt"), text.index("hurt") + 4),
        role=Role.INJURED,
        span=span,
        quote=span.quote(text),
        value=Count(low=low, unit="people"),
        attribution=(Attribution(span=Span(0, 6), quote=speaker, kind=SpeakerKind.POLICE, cue=Words.at(Span(7, 11), text)),),
        rule="at-least",
        score=0.5,
    )
    return Extraction(document=document, claims=(claim,), problems=(Problem(code="no-place", message="Dalem is in no gazetteer"),))


def raw_of(one: Extraction) -> bytes:
    """The bytes that `extraction` was made from."""
    return b"<p>" + one.document.text.encode() + b"</p>"


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
some_words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
numbers = st.integers(-(10**25), 10**25)
spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: Span(min(pair), max(pair)))
degrees = st.floats(-180, 180)
places = st.builds(
    Place,
    gazetteer_id=words,
    name=words,
    kind=st.sampled_from(PlaceKind),
    country=st.none() | words,
    admin1=st.none() | words,
    admin2=st.none() | words,
    latitude=st.none() | degrees,
    longitude=st.none() | degrees,
)
values = st.one_of(
    st.builds(Count, low=st.none() | numbers, high=st.none() | numbers, approximate=st.booleans(), unit=st.none() | words),
    st.builds(
        DateInterval,
        start=st.none() | st.dates(),
        end=st.none() | st.dates(),
        part_of_day=st.none() | st.sampled_from(PartOfDay),
        granularity=st.sampled_from(Granularity),
        approximate=st.booleans(),
    ),
    places,
    st.builds(Facility, name=words, kind=st.none() | words, place=st.none() | places),
    st.builds(Actor, name=words, kind=words, sector=st.sampled_from(Sector), group=st.none() | words, country=st.none() | words),
    st.builds(Property, name=words, kind=words),
    st.builds(Instrument, name=words, kind=st.none() | words),
    st.builds(EventType, code=words),
    st.builds(Description, words=words),
    st.builds(Unresolved, reason=st.sampled_from(Reason), candidates=st.lists(words, max_size=3).map(tuple)),
)
said = st.builds(Words, span=spans, quote=words)
attributions = st.builds(Attribution, span=spans, quote=words, kind=st.sampled_from(SpeakerKind), cue=st.none() | said)
candidates = st.builds(Candidate, id=words, name=words, score=st.floats(0, 1), reasons=st.lists(words, max_size=2).map(tuple))


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Any extraction whose claims fit their document."""
    text = draw(some_words.map(lambda piece: piece * 3))
    report = draw(
        st.builds(
            Report,
            publisher=st.none() | words,
            published=st.none() | st.dates(),
            url=st.none() | words,
            title=st.none() | words,
            language=st.none() | words,
            media_type=st.none() | words,
            place=st.none() | words,
        )
    )
    document = Document.freeze(text, report)
    inside = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda pair: Span(min(pair), max(pair)))

    def claim() -> Claim:
        span = draw(inside)
        return Claim(
            document=document.id,
            trigger=draw(inside),
            role=draw(st.sampled_from(Role)),
            span=span,
            quote=span.quote(text),
            value=draw(values),
            attribution=draw(st.lists(attributions, max_size=2).map(tuple)),
            factuality=draw(st.sampled_from(Factuality)),
            modality=draw(st.sampled_from(Modality)),
            background=draw(st.booleans()),
            opinion=draw(st.booleans()),
            disputed=draw(st.booleans()),
            cues=draw(st.lists(said, max_size=2).map(tuple)),
            part_of=draw(st.none() | words),
            qualifies=draw(st.none() | words),
            as_of=draw(st.none() | st.dates()),
            origin=draw(st.sampled_from(Origin)),
            rule=draw(words),
            score=draw(st.none() | st.floats(0, 1)),
            mentions=draw(st.lists(said, max_size=2).map(tuple)),
            candidates=draw(st.lists(candidates, max_size=2).map(tuple)),
        )

    problems = draw(st.lists(st.builds(Problem, code=words, message=words, span=st.none() | spans, quote=st.none() | words), max_size=2).map(tuple))
    return Extraction(document=document, claims=tuple([claim() for _ in range(draw(st.integers(0, 4)))]), problems=problems)
