"""`Store.faults` and `tocsin store check`: each kind of damage is found, named by its part, and told what to do about."""

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.databases import Databases
from tests.store.test_cards import KASSALA, told
from tocsin.core.claims import Role
from tocsin.core.reviews import Decision, Review
from tocsin.core.values import Count
from tocsin.reconcile.rules import RULES
from tocsin.store import open_store
from tocsin.store.loading import load_readings
from tocsin.store.reconcile import refresh

TOCSIN = Path(sys.executable).with_name("tocsin")
ONE = told("Clash leaves twelve dead.", "clash", KASSALA, dt.date(2024, 5, 30), (Role.KILLED, Count(low=12)))
CLAIM = ONE.claims[0].key


@pytest.fixture(scope="module")
def whole(databases: Databases, blank: str) -> str:
    """A store with an event, two reviews and their lines in the log. Not to be changed."""
    address = databases.new(blank)
    with open_store(address) as store:
        store.add(ONE, None, "reader-1")
        refresh(store, RULES["range"])
        begun = dt.datetime(2024, 6, 2, tzinfo=dt.UTC)
        first = Review(document=ONE.document.id, claim=CLAIM, decision=Decision.ACCEPT, by="ana", at=begun)
        store.reviews.add(first)
        again = Review(document=ONE.document.id, claim=CLAIM, decision=Decision.ACCEPT, by="ana", at=begun + dt.timedelta(1), undoes=first.id)
        store.reviews.add(again)
    return address


@pytest.fixture
def damaged(databases: Databases, whole: str) -> Iterator[str]:
    """A copy to damage."""
    address = databases.new(whole)
    yield address
    databases.drop(address)


def damage(databases: Databases, address: str, *statements: str) -> None:
    """Change it past every lock."""
    if databases.kind == "sqlite":
        triggers = databases.sql(address, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
        databases.sql(address, *[f"DROP TRIGGER {name}" for (name,) in triggers], *statements)
    else:
        # a column of JSON is text to SQLite and a type to PostgreSQL
        written = [re.sub(r"replace\((\w+), ([^()]*)\)$", r"replace(\1::text, \2)::json", one) for one in statements]
        databases.sql(address, "SET session_replication_role = replica", *written)


def test_a_whole_store_has_no_faults(whole: str) -> None:
    """And every part of it was looked at to the end of its rows."""
    seen: dict[str, int] = {}
    with open_store(whole) as store:
        assert list(store.faults(lambda part, _done, of: seen.update({part: of}))) == []
    assert list(seen) == [
        "file",
        "links",
        "bytes received",
        "reports",
        "search",
        "claims",
        "problems",
        "reviews",
        "audit log",
        "judgements",
        "events",
    ]
    assert (seen["reports"], seen["claims"], seen["reviews"], seen["audit log"]) == (1, 4, 2, 2)


@pytest.mark.parametrize(
    ("statement", "part", "said"),
    [
        ("UPDATE documents SET text = 'Clash leaves thirteen dead.'", "reports", "not what its hash says"),
        ("UPDATE claims SET digest = 'x'", "claims", "not what its hash says"),
        ("UPDATE claims SET span_end = 4", "claims", "columns are not those of its record"),
        ("DELETE FROM claims WHERE role = 'type'", "links", "row of claims that is not there"),
        ("UPDATE reviews SET decision = 'reject'", "reviews", "not what its id says"),
        ("UPDATE reviews SET record = replace(record, 'ana', 'eva')", "reviews", "not what its id says"),
        ("DELETE FROM reviews WHERE number = 1", "reviews", "which was not made before it"),
        ("UPDATE reviews SET claim = 'c1'", "reviews", "about claim c1, which is not there"),
        ("DELETE FROM audit WHERE number = 2", "audit log", "no line for review"),
        ("UPDATE audit SET details = '[]'", "audit log", "cannot be read"),
        ("DELETE FROM event_cards", "events", "has no card"),
        ("DELETE FROM events", "events", "has a card and is not there"),
        ("UPDATE event_cards SET reports = 3", "events", "says 3 reports, and there are 1"),
        ("UPDATE events SET mentions = 2", "events", "says it is told 2 times, and is told 1 times"),
        ("UPDATE events SET story = 's1'", "events", "story s1, which is not there"),
    ],
)
def test_damage_is_found(databases: Databases, damaged: str, statement: str, part: str, said: str) -> None:
    """In the part it is in, whatever else follows from it."""
    damage(databases, damaged, statement)
    with open_store(damaged) as store:
        faults = list(store.faults(lambda _part, _done, _of: None))
    assert [one for one in faults if one.part == part and said in one.said], faults


def test_words_that_do_not_stand_in_the_report(databases: Databases, damaged: str) -> None:
    """A span is compared with the frozen text, even where every hash was made to fit."""
    damage(databases, damaged, "UPDATE documents SET text = 'Cl'")
    with open_store(damaged) as store:
        said = [one.said for one in store.faults(lambda _part, _done, _of: None) if one.part == "claims"]
    assert len(said) == len(ONE.claims)
    assert all("cannot be read" in one or "its words are not those" in one for one in said)


def test_what_is_loaded_is_found_by_its_words(databases: Databases, address: str) -> None:
    """Also where the store itself has to see to it; what is not found is a fault."""
    with open_store(address) as store:
        load_readings(store, [ONE], "reader-1")
        assert list(store.search("twelve dead")) == [ONE.document.id]
        assert store.check() == ()
    if databases.kind == "postgresql":
        damage(databases, address, "DELETE FROM documents_text")
        with open_store(address) as store:
            assert store.check() == (f"document {ONE.document.id} is not found by its words",)


def test_the_command(databases: Databases, damaged: str) -> None:
    """Says that all holds and ends with 0; or lists what does not, with what to do, and ends with 1."""
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    command = [TOCSIN, "store", "check", "--store", damaged]
    good = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)
    assert (good.returncode, good.stderr) == (0, "")
    assert "everything holds: 1 reports and 4 claims" in good.stdout
    damage(databases, damaged, "UPDATE claims SET digest = 'x'", "DELETE FROM event_cards")
    bad = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)
    assert bad.returncode == 1
    for words in ("tocsin restore", "tocsin reconcile", "has no card", "5 things are wrong"):
        assert words in bad.stdout
