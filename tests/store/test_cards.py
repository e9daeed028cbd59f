"""Cards: what a filter lets through, and what is counted of it."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from tests.store.databases import Databases
from tocsin.core.claims import Attribution, Claim, Extraction, Role
from tocsin.core.document import Document, Report
from tocsin.core.reviews import Decision, Review
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span
from tocsin.core.values import Actor, AnyValue, Count, DateInterval, EventType, Place, PlaceKind, Sector
from tocsin.reconcile.rules import RULES
from tocsin.store import Store, open_store
from tocsin.store.cards import NOT_TOLD, ORDERS, Filter
from tocsin.store.dataset import dataset_of
from tocsin.store.reconcile import refresh
from tocsin.store.tables import event_cards

KASSALA = Place(gazetteer_id="g:1", name="Kassala", kind=PlaceKind.SETTLEMENT, country="SD", latitude=15.45, longitude=36.4)
SUDAN = Place(gazetteer_id="g:2", name="Sudan", kind=PlaceKind.COUNTRY, country="SD", latitude=16.0, longitude=30.0)
SUVA = Place(gazetteer_id="g:3", name="Suva", kind=PlaceKind.SETTLEMENT, country="FJ", latitude=-18.14, longitude=178.44)
POLICE = Actor(name="riot police", kind="security-force", sector=Sector.COP, group="police")


def told(
    text: str,
    code: str,
    place: Place | None,
    day: dt.date | None,
    *more: tuple[Role, AnyValue],
    speaker: SpeakerKind | None = None,
    factuality: Factuality = Factuality.CT_PLUS,
    publisher: str = "Courier",
) -> Extraction:
    """One report of one event; every claim quotes its first word."""
    document = Document.freeze(text, Report(publisher=publisher, published=dt.date(2024, 6, 1)))
    span = Span(0, text.index(" "))
    said = () if speaker is None else (Attribution(span=span, quote=span.quote(text), kind=speaker),)
    modality = Modality.ACTUAL if factuality is not Factuality.CT_MINUS else Modality.NEGATED
    values: list[tuple[Role, AnyValue]] = [(Role.TYPE, EventType(code=code)), *more]
    if place is not None:
        values.append((Role.PLACE, place))
    if day is not None:
        values.append((Role.DATE, DateInterval(start=day, end=day + dt.timedelta(days=1))))
    made = [
        Claim(
            document=document.id, trigger=span, role=role, span=span, quote=span.quote(text), value=value, rule="test", attribution=said,
            factuality=factuality, modality=modality,
        )
        for role, value in values
    ]  # fmt: skip
    return Extraction(document=document, claims=tuple(made))


@pytest.fixture(scope="module")
def made(databases: Databases, blank: str) -> str:
    address = databases.new(blank)
    person = Actor(name="Ana Boe", kind="person", sector=Sector.CVL)
    reports = [
        told("Marched they did through the market of Kassala.", "march", KASSALA, dt.date(2024, 5, 1), publisher="Radio"),
        told(
            "Shot were four of them by police.", "shooting", KASSALA, dt.date(2024, 5, 3), (Role.ACTOR, POLICE), (Role.VICTIM, person),
            (Role.KILLED, Count(low=4, high=4)), speaker=SpeakerKind.MEDICAL,
        ),
        told("Strikes were called all over Sudan.", "strike", SUDAN, dt.date(2024, 5, 9)),
        told("Curfew came to Suva.", "curfew", SUVA, dt.date(2024, 5, 20), speaker=SpeakerKind.GOVERNMENT),
        told("Denied is a ban.", "ban", None, None, factuality=Factuality.CT_MINUS),
        told("Demanded was a new law.", "demand", None, None),
    ]  # fmt: skip
    with open_store(address) as opened:
        for one in reports:
            opened.add(one, None, "reader")
        refresh(opened, RULES["range"])
    return address


@pytest.fixture
def store(databases: Databases, made: str) -> Iterator[Store]:
    address = databases.new(made)
    with open_store(address) as opened:
        yield opened
    databases.drop(address)


def types(store: Store, **wanted: object) -> list[str]:
    found = [card.type for card in store.cards.all(Filter(**wanted))]
    assert len(found) == store.cards.count(Filter(**wanted)) == store.cards.totals(Filter(**wanted)).events == len(store.cards.ids(Filter(**wanted)))
    assert sorted(found) == sorted(card.type for card in store.cards.page(Filter(**wanted)))
    assert sorted(found) == sorted(point.type for point in store.cards.points(Filter(**wanted)))
    return sorted(found)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["ban", "curfew", "demand", "march", "shooting", "strike"]),
        ({"since": dt.date(2024, 5, 3)}, ["curfew", "shooting", "strike"]),
        ({"until": dt.date(2024, 5, 3)}, ["march", "shooting"]),
        ({"since": dt.date(2024, 5, 3), "until": dt.date(2024, 5, 3)}, ["shooting"]),
        ({"country": "SD"}, ["march", "shooting", "strike"]),
        ({"place": "KASSALA"}, ["march", "shooting"]),
        ({"box": (30.0, 10.0, 40.0, 20.0)}, ["march", "shooting"]),
        ({"box": (170.0, -30.0, -170.0, 0.0)}, ["curfew"]),
        ({"types": ("march", "demand")}, ["demand", "march"]),
        ({"families": ("demonstrations",)}, ["march", "strike"]),
        ({"actors": ("COP",)}, ["shooting"]),
        ({"actors": ("Riot Police",)}, ["shooting"]),
        ({"actors": ("IRA",)}, []),
        ({"measures": ("killed",)}, ["shooting"]),
        ({"factualities": ("CT-",)}, ["ban"]),
        ({"speakers": ("medical", "government")}, ["curfew", "shooting"]),
        ({"speakers": ("writer",)}, ["ban", "demand", "march", "strike"]),
        ({"publishers": ("Radio",)}, ["march"]),
        ({"review": "none"}, ["ban", "curfew", "demand", "march", "shooting", "strike"]),
        ({"review": "all"}, []),
        ({"review": "disputed"}, []),
        ({"words": "market kassala"}, ["march"]),
        ({"words": '"market" NEAR -( *'}, []),
        ({"families": ("demonstrations",), "place": "kassala"}, ["march"]),
    ],
)
def test_filter(store: Store, wanted: dict[str, object], expected: list[str]) -> None:
    """Everything given must hold; of several values of one field any."""
    assert types(store, **wanted) == expected


def test_private_persons_are_no_facet(store: Store) -> None:
    """Nobody is looked up by a private person's name; what they are stays."""
    assert types(store, actors=("Ana Boe",)) == []
    assert types(store, actors=("CVL",)) == ["shooting"]
    assert "ana boe" not in dict(store.cards.values("actor"))


def test_country_is_no_point(store: Store) -> None:
    """The middle of a country is not where it happened."""
    strike = next(point for point in store.cards.points(Filter(types=("strike",))))
    assert (strike.country, strike.precision, strike.latitude, strike.longitude) == ("SD", "country", None, None)


def test_what_nobody_tells_as_a_fact_says_so(store: Store) -> None:
    """A denied ban is no ban."""
    assert {card.type for card in store.cards.all(Filter()) if card.title.endswith(NOT_TOLD)} == {"ban"}


def test_totals(store: Store) -> None:
    """Counts of what is looked at."""
    every = store.cards.totals(Filter())
    assert (every.events, every.reports, every.reviewed, every.unplaced, every.undated) == (6, 6, 0, 2, 2)
    assert every.claims == store.counts().claims
    some = store.cards.totals(Filter(place="kassala"))
    assert (some.events, some.reports, some.unplaced) == (2, 2, 0)
    assert store.cards.totals(Filter(place="nowhere")).claims == 0


def test_review_is_counted_at_once(store: Store) -> None:
    """A decision that changes no claim makes no event anew, and counts all the same."""
    event = next(store.cards.all(Filter(types=("march",))))
    claim = next(claim for claim in store.claims() if claim.value == EventType(code="march"))
    store.reviews.add(Review(document=claim.document, claim=claim.key, decision=Decision.ACCEPT, by="Ada", at=dt.datetime.now(dt.UTC)))
    after = store.cards.get(event.event)
    assert after is not None
    assert (after.reviewed, after.claims) == (1, event.claims)
    assert types(store, review="some") == ["march"]


def test_orders(store: Store) -> None:
    """Each order puts its own first; what has no value comes last."""
    first = {order: store.cards.page(Filter(), order=order)[0].type for order in ORDERS}
    assert first["date"] == "curfew"
    assert first["killed"] == "shooting"
    assert store.cards.page(Filter(), order="date")[-1].starts is None
    assert [card.type for card in store.cards.page(Filter(), start=1, size=2)] == [card.type for card in store.cards.page(Filter())][1:3]


def test_values(store: Store) -> None:
    """The most frequent first, those that hold some words, or those of a list."""
    assert dict(store.cards.values("place"))["kassala"] == 2
    assert store.cards.values("publisher", containing="RAD") == [("Radio", 1)]
    assert store.cards.values("place", containing="100%") == []
    assert store.cards.values("actor", only=("COP", "MIL")) == [("COP", 1)]
    assert store.cards.types()["march"] == 1
    assert store.cards.countries() == [("SD", 3), ("FJ", 1)]


def test_days(store: Store) -> None:
    """Events without a day are not in it."""
    assert sum(events for _, _, events in store.cards.per_day(Filter())) == 4


def test_cards_of_an_older_store_are_made(store: Store) -> None:
    """A store whose events were made before there were cards gets them with the next reconciling."""
    with store.writing() as connection:
        connection.execute(delete(event_cards))
    assert store.cards.are_missing()
    refresh(store, RULES["range"])
    assert not store.cards.are_missing()
    assert store.cards.count(Filter()) == 6


def test_data_set_of_a_view(store: Store) -> None:
    """Only the events asked for, with the reports and claims they rest on."""
    wanted = store.cards.ids(Filter(place="kassala"))
    made = dataset_of(store, "it", dt.date(2024, 7, 1), wanted)
    assert {event.id for event in made.events} == wanted
    assert {claim.document for claim in made.claims.values()} == set(made.documents)
    assert len(made.documents) == 2
    every = dataset_of(store, "it", dt.date(2024, 7, 1))
    assert set(every.claims) == {claim.key for claim in store.standing_claims()}
    assert (len(every.events), len(every.documents), every.others) == (6, 6, ())
