"""Judgements stay, events are rebuilt; an id an event once had still leads to it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

import tocsin.store
from tests.store.databases import Databases
from tests.store.extractions import RAW, extraction
from tocsin.core.claims import Role
from tocsin.core.events import Event, Finding, Judgement, Verdict
from tocsin.core.scales import SpeakerKind
from tocsin.core.values import DateInterval, Place, PlaceKind
from tocsin.errors import StoreError
from tocsin.reconcile.mentions import event_mentions
from tocsin.store import Store, open_store
from tocsin.store.events import Reconciling, add_reconciling, exchange, keep_comparisons
from tocsin.store.sqlite import APPLICATION_ID

DAY = dt.date(2024, 5, 7)
DAYS = dt.timedelta(days=1)
DALEM = Place(gazetteer_id="g1", name="Dalem", kind=PlaceKind.SETTLEMENT, country="NL", latitude=51.8, longitude=5.0)


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """A store with two reports of one event."""
    with open_store(address) as opened:
        for publisher in ("Dalem Courier", "Dalem Post"):
            opened.add(extraction(publisher=publisher), RAW, "reader-1")
        yield opened


def mentions_of(store: Store) -> list[object]:
    return [mention for document in store.documents() for mention in event_mentions(document, store.claims(document.id))]


def event(store: Store, number: int, *members: int, day: dt.date | None = DAY) -> Event:
    mentions = mentions_of(store)
    chosen = tuple(mentions[i] for i in members)
    keys = tuple(claim.key for mention in chosen for claim in mention.claims)
    found = [Finding(role=Role.PLACE, rule="range", sentence="All say Dalem.", supporting=keys, value=DALEM)]
    if day is not None:
        value = DateInterval(start=day, end=day + dt.timedelta(days=1))
        found.append(Finding(role=Role.DATE, rule="range", sentence="All say Tuesday.", supporting=keys, value=value))
    return Event(id=f"e1{number:022}", mentions=tuple(mention.id for mention in chosen), type="injury", findings=tuple(found))


def put(store: Store, *made: Event) -> None:
    """These events in place of all there are."""
    document_of = {mention.id: mention.document for mention in mentions_of(store)}
    with store.writing() as connection:
        exchange(connection, {one.id for one in store.events.all()}, made, document_of)


def test_events_come_back_the_earliest_first(store: Store) -> None:
    later, undated = event(store, 1, 0, day=DAY + dt.timedelta(days=2)), event(store, 2, 1, day=None)
    put(store, undated, later)
    assert list(store.events.all()) == [later, undated]


def test_events_are_put_in_place_of_others(store: Store) -> None:
    put(store, event(store, 1, 0), event(store, 2, 1))
    both = event(store, 3, 0, 1)
    put(store, both)
    assert list(store.events.all()) == [both]
    assert len(store.events.documents_of(both.id)) == 2


def test_the_last_reconciling_says_how_it_was_made(store: Store) -> None:
    made = Reconciling(
        at=dt.datetime(2024, 5, 9, tzinfo=dt.UTC), rule="hierarchy", speakers=(SpeakerKind.MEDICAL, SpeakerKind.POLICE), as_of=DAY, events=1,
        stories=0, mentions=2, reports=2, compared=1, judged=0,
    )  # fmt: skip
    with store.writing() as connection:
        add_reconciling(connection, made)
    assert store.events.last() == made


def test_an_id_that_an_event_had_before_leads_to_it(store: Store) -> None:
    put(store, event(store, 1, 0), event(store, 2, 1))
    both = event(store, 1, 0, 1)
    put(store, both)
    assert store.events.get("e1" + "0" * 21 + "2") == both
    assert store.events.get(both.id) == both
    with pytest.raises(StoreError, match="no event e9"):
        store.events.get("e9")


def test_the_beginning_of_an_id_is_enough_where_it_is_one_event_s(store: Store) -> None:
    put(store, event(store, 1, 0), event(store, 2, 1))
    with pytest.raises(StoreError, match="several events begin with"):
        store.events.get("e1")
    with pytest.raises(StoreError, match="no event %"):
        store.events.get("%")


def test_what_the_rule_says_again_is_not_kept_again(store: Store) -> None:
    """Only what it says otherwise than the last time, as of a pair whose claims were corrected."""
    now = dt.datetime(2024, 5, 8, 12, tzinfo=dt.UTC)
    one = Judgement(left="m1a", right="m1b", verdict=Verdict.SAME, score=0.9, at=now)
    again, other = msgspec.structs.replace(one, at=now + DAYS), msgspec.structs.replace(one, score=0.8, at=now + 2 * DAYS)
    for made in (one, again, other):
        with store.writing() as connection:
            keep_comparisons(connection, [made])
    assert list(store.events.judgements()) == [one, other]


def test_judgements_are_added_once_and_never_changed(databases: Databases, address: str, store: Store) -> None:
    one = Judgement(left="m1a", right="m1b", verdict=Verdict.SAME, by="Ada", reason="one bus", at=dt.datetime(2024, 5, 8, 12, tzinfo=dt.UTC))
    undone = Judgement(left="m1a", right="m1b", verdict=Verdict.UNSURE, by="Ada", at=dt.datetime(2024, 5, 9, tzinfo=dt.UTC), undoes=one.id)
    assert store.events.add_judgements([one, one]) == 1
    assert store.events.add_judgements([one, undone]) == 1
    assert list(store.events.judgements()) == [one, undone]
    with pytest.raises(Exception, match="append-only"):
        databases.sql(address, "DELETE FROM judgements")


@pytest.mark.parametrize("version", ["s0001", "s0002", "s0004"])
def test_a_store_of_an_older_schema_is_brought_up_to_date(tmp_path: Path, version: str) -> None:
    """With what it holds."""
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(tocsin.store.__file__).with_name("migrations")))
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql("INSERT INTO raws (sha256, size, compressed) VALUES ('x', 1, x'00')")
    engine.dispose()
    with open_store(str(path)) as opened:
        assert opened.counts().raws == 1
        assert opened.events.last() is None
