"""Event mentions and reports built by hand for the tests of event identity."""

import datetime as dt
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings

from tocsin.core.claims import Claim, Origin, Role
from tocsin.core.document import Document, Report
from tocsin.core.events import EventMention, Judgement, Verdict
from tocsin.core.spans import Span
from tocsin.core.values import Actor, AnyValue, Count, DateInterval, EventType, Place, PlaceKind

DAY = dt.date(2024, 5, 6)
LATER = DAY + dt.timedelta(days=200)
RELAXED = settings(max_examples=40, deadline=None)
ORAN = Place(gazetteer_id="1", name="Oran", kind=PlaceKind.SETTLEMENT, country="DZ", admin1="Oran", latitude=35.70, longitude=-0.64)
ES_SENIA = Place(gazetteer_id="2", name="Es Senia", kind=PlaceKind.SETTLEMENT, country="DZ", admin1="Oran", latitude=35.65, longitude=-0.62)
ALGIERS = Place(gazetteer_id="3", name="Algiers", kind=PlaceKind.SETTLEMENT, country="DZ", admin1="Algiers", latitude=36.75, longitude=3.04)
ALGERIA = Place(gazetteer_id="4", name="Algeria", kind=PlaceKind.COUNTRY, country="DZ", latitude=28.0, longitude=2.6)
TUNIS = Place(gazetteer_id="5", name="Tunis", kind=PlaceKind.SETTLEMENT, country="TN", admin1="Tunis", latitude=36.82, longitude=10.17)


def days(start: dt.date, length: int = 1) -> DateInterval:
    """An interval of so many days."""
    return DateInterval(start=start, end=start + dt.timedelta(days=length))


def mention(
    document: str = "d1",
    at: int = 0,
    *,
    kind: str = "protest",
    word: str = "protest",
    place: Place | None = None,
    day: DateInterval | None = None,
    assumed: bool = False,
    published: dt.date | None = DAY,
    people: tuple[str, ...] = (),
    **figures: int,
) -> EventMention:
    """One telling; what is not given is not claimed."""
    trigger = Span(at, at + len(word))

    def claim(role: Role, value: AnyValue, quote: str = word, **other: Any) -> Claim:
        return Claim(document=document, trigger=trigger, role=role, span=trigger, quote=quote, value=value, rule="test", **other)

    claims = [claim(Role.TYPE, EventType(code=kind))]
    claims += [claim(Role.PLACE, place)] if place is not None else []
    claims += [claim(Role.DATE, day, origin=Origin.ASSUMED if assumed else Origin.TEXT)] if day is not None else []
    claims += [claim(Role.VICTIM, Actor(name=name, kind="person"), name) for name in people]
    claims += [claim(Role(measure), Count(low=number, high=number)) for measure, number in figures.items()]
    return EventMention(document=document, trigger=trigger, published=published, claims=tuple(claims))


def report(text: str, published: dt.date | None = DAY, publisher: str | None = None) -> Document:
    """A document with this text."""
    return Document.freeze(text, Report(published=published, publisher=publisher))


def said(left: str, right: str, verdict: Verdict, *, by: str = "rule", score: float | None = None, hour: int | None = None, **more: Any) -> Judgement:
    """A judgement; a person's `hour` is when it was given."""
    one, two = sorted((left, right))
    at = dt.datetime(2024, 6, 1, hour, tzinfo=dt.UTC) if hour is not None else None
    return Judgement(left=one, right=two, verdict=verdict, by=by, score=score, at=at, **more)


MENTIONS = st.builds(
    mention,
    st.sampled_from(["d1", "d2", "d3", "d4"]),
    st.integers(0, 5).map(lambda i: i * 20),
    kind=st.sampled_from(["protest", "riot", "shooting", "other"]),
    place=st.sampled_from([None, ORAN, ES_SENIA, ALGIERS]),
    day=st.sampled_from([None, days(DAY), days(DAY, 40), days(LATER)]),
)
