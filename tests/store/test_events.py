"""Judgements stay, events are rebuilt; an id an event once had still leads to it."""

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

import tocsin.store
from tests.store.extractions import RAW, extraction
from tocsin.core.claims import Role
from tocsin.core.events import Event, Finding, Judgement, Story, Verdict
from tocsin.core.values import DateInterval, Place, PlaceKind
from tocsin.errors import StoreError
from tocsin.reconcile.mentions import event_mentions
from tocsin.store import Store, open_store
from tocsin.store.opening import APPLICATION_ID

DAY = dt.date(2024, 5, 7)
DALEM = Place(gazetteer_id="g1", name="Dalem", kind=PlaceKind.SETTLEMENT, country="NL", latitude=51.8, longitude=5.0)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with two reports of one event."""
    with open_store(str(tmp_path / "a.db")) as opened:
        for publisher in ("Dalem Courier", "Dalem Post"):
            opened.add(extraction(publisher=publisher), RAW, "reader-1")
        return opened


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


def replace(store: Store, *made: Event, stories: tuple[Story, ...] = ()) -> None:
    store.events.replace(made, stories, mentions_of(store), rule="range", as_of=None)


def test_events_come_back_the_earliest_first(store: Store) -> None:
    later, undated = event(store, 1, 0, day=DAY + dt.timedelta(days=2)), event(store, 2, 1, day=None)
    replace(store, undated, later)
    assert list(store.events.all()) == [later, undated]
    last = store.events.last()
    assert last is not None
    assert (last.rule, last.as_of, last.events) == ("range", None, 2)


def test_a_new_reconciling_puts_its_events_in_place_of_the_last(store: Store) -> None:
    replace(store, event(store, 1, 0), event(store, 2, 1))
    both = event(store, 3, 0, 1)
    story = Story(id="s1", title="Dalem", events=(both.id,), country="NL")
    replace(store, both, stories=(story,))
    assert list(store.events.all()) == [both]
    assert list(store.events.stories()) == [story]


def test_an_id_that_an_event_had_before_leads_to_it(store: Store) -> None:
    replace(store, event(store, 1, 0), event(store, 2, 1))
    both = event(store, 1, 0, 1)
    replace(store, both)
    assert store.events.get("e1" + "0" * 21 + "2") == both
    assert store.events.get(both.id) == both
    with pytest.raises(StoreError, match="no event e9"):
        store.events.get("e9")


def test_the_beginning_of_an_id_is_enough_where_it_is_one_event_s(store: Store) -> None:
    replace(store, event(store, 1, 0), event(store, 2, 1))
    with pytest.raises(StoreError, match="several events begin with"):
        store.events.get("e1")
    with pytest.raises(StoreError, match="no event %"):
        store.events.get("%")


def test_an_event_of_an_unknown_mention_is_refused_and_nothing_lost(store: Store) -> None:
    good = event(store, 1, 0)
    replace(store, good)
    bad = Event(id="e1bad", mentions=("m1nowhere",), type="injury")
    with pytest.raises(StoreError, match="m1nowhere"):
        replace(store, bad)
    assert list(store.events.all()) == [good]


def test_judgements_are_added_once_and_never_changed(store: Store, tmp_path: Path) -> None:
    one = Judgement(left="m1a", right="m1b", verdict=Verdict.SAME, by="Ada", reason="one bus", at=dt.datetime(2024, 5, 8, 12, tzinfo=dt.UTC))
    undone = Judgement(left="m1a", right="m1b", verdict=Verdict.UNSURE, by="Ada", at=dt.datetime(2024, 5, 9, tzinfo=dt.UTC), undoes=one.id)
    assert store.events.add_judgements([one, one]) == 1
    assert store.events.add_judgements([one, undone]) == 1
    assert list(store.events.judgements()) == [one, undone]
    with sqlite3.connect(tmp_path / "a.db") as raw, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute("DELETE FROM judgements")


def test_a_store_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    """With what it holds."""
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(tocsin.store.__file__).with_name("migrations")))
        config.attributes["connection"] = connection
        command.upgrade(config, "s0001")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql("INSERT INTO raws (sha256, size, compressed) VALUES ('x', 1, x'00')")
    engine.dispose()
    with open_store(str(path)) as opened:
        assert opened.counts().raws == 1
        assert opened.events.last() is None
