"""The store keeps what was read, once, and gives it back as it went in."""

import datetime as dt
import os
import re
import subprocess
import sys
from itertools import count
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.store.databases import Databases
from tests.store.extractions import RAW, TEXT, extraction, extractions, raw_of
from tocsin.core.claims import Extraction
from tocsin.core.reviews import Decision, Review
from tocsin.core.spans import Span
from tocsin.errors import StoreError
from tocsin.store import Added, Counts, open_store
from tocsin.store.tables import metadata

ROOT = Path(__file__).parents[2]
ONE = extraction()
READERS = count()
REVIEW = Review(document=ONE.document.id, claim=ONE.claims[0].key, decision=Decision.ACCEPT, by="Ada", at=dt.datetime(2024, 6, 1, tzinfo=dt.UTC))


def test_everything_comes_back(address: str) -> None:
    """Document, bytes, claims and problems, also after the store was closed and opened again."""
    one = extraction()
    with open_store(address) as store:
        assert store.add(one, RAW, "reader-1") == Added(new_document=True, new_reading=True, new_claims=1)
    with open_store(address, create=False) as store:
        assert list(store.documents()) == [one.document]
        assert store.document(one.document.id) == one.document
        assert tuple(store.claims()) == tuple(store.claims(one.document.id)) == one.claims
        assert list(store.problems()) == [(one.document.id, one.problems[0])]
        assert store.raw(str(one.document.report.raw_sha256)) == RAW
        assert store.counts() == Counts(raws=1, documents=1, readings=1, claims=1, claims_ever=1, problems=1)
        assert store.check() == ()


def test_the_same_reading_again_adds_nothing(address: str) -> None:
    """Coding the same report twice with the same reader leaves the store as it was."""
    with open_store(address) as store:
        store.add(extraction(), RAW, "reader-1")
        before = store.counts()
        assert store.add(extraction(), RAW, "reader-1") == Added()
        assert store.counts() == before


def test_a_newer_reading_replaces_nothing(address: str) -> None:
    """A claim no longer made stays in the store; current is what the last reader read."""
    first, second = extraction(low=12), extraction(low=13)
    with open_store(address) as store:
        store.add(first, RAW, "reader-1")
        assert store.add(second, RAW, "reader-2") == Added(new_reading=True, new_claims=1)
        assert tuple(store.claims()) == second.claims
        assert store.counts() == Counts(raws=1, documents=1, readings=2, claims=1, claims_ever=2, problems=1)
        store.add(first, RAW, "reader-1")
        assert tuple(store.claims()) == second.claims
        assert store.check() == ()


def test_the_same_claim_read_otherwise_is_kept_beside(address: str) -> None:
    """The key stays when only the speaker is read differently; both records are kept, the newer is current."""
    first, second = extraction(), extraction(speaker="Police said")
    assert first.claims[0].key == second.claims[0].key
    with open_store(address) as store:
        store.add(first, RAW, "reader-1")
        assert store.add(second, RAW, "reader-2") == Added(new_reading=True, changed_claims=1)
        assert tuple(store.claims()) == second.claims
        assert store.counts().claims_ever == 1


def test_one_text_of_two_publishers_is_two_documents(address: str) -> None:
    """The bytes are kept once."""
    with open_store(address) as store:
        store.add(extraction(publisher="Dalem Courier"), RAW, "reader-1")
        assert store.add(extraction(publisher="The Lantern"), RAW, "reader-1").new_document
        assert store.counts().documents == 2
        assert store.counts().raws == 1


def test_search_finds_words_of_text_and_title(address: str) -> None:
    """All words must be there; marks of the query language are words too."""
    one, other = extraction(), extraction("Hospital staff counted at least 3 people hurt in Ostrel.")
    with open_store(address) as store:
        store.add(one, RAW, "reader-1")
        store.add(other, raw_of(other), "reader-1")
        assert list(store.search("people hurt")) == [other.document.id, one.document.id] or set(store.search("people hurt")) == {
            one.document.id,
            other.document.id,
        }
        assert list(store.search("dalem tuesday")) == [one.document.id]
        assert list(store.search('ostrel "OR')) == []
        assert list(store.search(" ")) == list(store.search("-- '")) == []
        assert list(store.search("at-least TÚESDAY")) == [one.document.id]
        assert list(store.search("least-at tuesday")) == []


ODD = [
    "a OR", "OR", "NOT x", "x NEAR/2 y", "NEAR(x y)", '"', '""', '"x', "x*", "*", "title:x", "-x", "^x", "(", ")", "x) OR (y", "{x}", "x + y",
    "\\", "'",
    "x & y", "x | y", "!x", "x <-> y", "x:*", "x:A", "& & &", "\x00", "x\x00y", "; DROP TABLE documents", "%", "_", "\ud800", "a " * 3000,
]  # fmt: skip


@pytest.mark.parametrize("asked", ODD)
def test_what_is_searched_for_is_words_alone(blank: str, asked: str) -> None:
    """No sign means anything to the search, of SQLite's or of PostgreSQL's: it finds nothing here, and breaks nothing."""
    with open_store(blank) as store:
        assert list(store.search(asked)) == []


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(one=extractions())
def test_any_extraction_comes_back(databases: Databases, address: str, one: Extraction) -> None:
    """decode(encode(x)) == x for every type of value, and the check finds nothing to complain about."""
    assume(databases.kind == "sqlite" or b"\\u0000" not in msgspec.json.encode(one))  # PostgreSQL's text has no such character, nor has a report's
    with open_store(address) as store:
        new = store.add(one, None, f"reader {next(READERS)}").new_document
        # one document may come from several places: the first is kept with it
        assert not new or store.document(one.document.id) == one.document
        assert tuple(store.claims(one.document.id)) == one.claims
        assert tuple([problem for _, problem in store.problems(one.document.id)]) == one.problems
        assert store.check() == ()


def test_nothing_is_changed_or_deleted(databases: Databases, address: str) -> None:
    """Triggers forbid it, to other programs too; REPLACE is a deletion in disguise, and so are an upsert and TRUNCATE."""
    with open_store(address) as store:
        store.add(extraction(), RAW, "reader-1")
        store.reviews.add(REVIEW)
    also = {
        "sqlite": ["INSERT OR REPLACE INTO {0} SELECT * FROM {0}"],
        "postgresql": ["TRUNCATE {0} CASCADE", "INSERT INTO {0} SELECT * FROM {0} ON CONFLICT ({1}) DO UPDATE SET {1} = excluded.{1}"],
    }
    for table in ("claims", "documents", "problems", "raws", "reading_claims", "readings", "receipts", "reviews", "audit"):
        key = ", ".join([column.name for column in metadata.tables[table].primary_key])
        for change in ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", *also[databases.kind]):
            if ", " in key and "{1}" in change:
                continue
            with pytest.raises(Exception, match="append-only"):
                databases.sql(address, change.format(table, key))


def test_the_types_of_files_are_strict(databases: Databases, blank: str) -> None:
    """SQLite would otherwise keep text where a number belongs; PostgreSQL never does."""
    if databases.kind == "sqlite":
        strict = databases.sql(blank, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'")
        assert {name for (name,) in strict} == set(metadata.tables)


def test_text_is_compared_by_its_bytes(databases: Databases, blank: str) -> None:
    """SQLite does so by itself; PostgreSQL follows an alphabet where nothing else is said."""
    if databases.kind == "postgresql":
        others = "SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'text' AND table_schema = 'public'"
        assert databases.sql(blank, f"{others} AND collation_name IS DISTINCT FROM 'C'") == []


def test_a_claim_that_does_not_fit_is_refused(address: str) -> None:
    """Wrong words, another document, bytes that are not the report's: nothing of it is kept."""
    one = extraction()
    (claim,) = one.claims
    wrong = [
        msgspec.structs.replace(one, claims=(msgspec.structs.replace(claim, quote="at most 12"),)),
        msgspec.structs.replace(one, claims=(claim, msgspec.structs.replace(claim, document="d1other"))),
        msgspec.structs.replace(one, claims=(msgspec.structs.replace(claim, trigger=Span(0, 1000)),)),
        msgspec.structs.replace(one, document=msgspec.structs.replace(one.document, text=TEXT + "!")),
    ]
    with open_store(address) as store:
        for bad in wrong:
            with pytest.raises(StoreError):
                store.add(bad, RAW, "reader-1")
        with pytest.raises(StoreError, match="bytes"):
            store.add(one, b"other bytes", "reader-1")
        assert store.counts() == Counts(raws=0, documents=0, readings=0, claims=0, claims_ever=0, problems=0)


@pytest.mark.parametrize(
    ("sabotage", "complaint"),
    [
        ("UPDATE documents SET text = replace(text, '12', '13')", "document .* is not what its hash says"),
        ("UPDATE documents SET publisher = 'x'", "columns are not those of its record"),
        ("UPDATE raws SET compressed = x'00'", "cannot be unpacked"),
        ("UPDATE claims SET record = replace(record, '12', '13')", "claim .* is not what its hash says"),
        ("UPDATE claims SET low = 13", "columns are not those of its record"),
        ("DELETE FROM raws", "points to a row of raws that is not there"),
        ("UPDATE problems SET record = '{}'", "problem .* cannot be read"),
    ],
)
def test_check_finds_tampering(databases: Databases, address: str, sabotage: str, complaint: str) -> None:
    """Whoever drops the triggers and edits is found out by hashes, keys, spans and links."""
    with open_store(address) as store:
        store.add(extraction(), RAW, "reader-1")
    if databases.kind == "sqlite":
        triggers = databases.sql(address, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
        databases.sql(address, *[f"DROP TRIGGER {name}" for (name,) in triggers], sabotage)
    else:
        sabotage = sabotage.replace("x'00'", "'\\x00'").replace("replace(record, '12', '13')", "replace(record::text, '12', '13')::json")
        databases.sql(address, "SET session_replication_role = replica", sabotage)
    with open_store(address) as store:
        findings = "\n".join(store.check())
    assert findings
    assert re.search(complaint, findings)


def test_other_programs_can_sort_and_compare_times_and_days(databases: Databases, address: str) -> None:
    """As text in one form on SQLite, in types of their own on PostgreSQL."""
    with open_store(address) as store:
        store.add(extraction(), RAW, "reader-1")
    ((published, added),) = databases.sql(address, "SELECT published, added FROM documents")
    if databases.kind == "sqlite":
        assert published == "2024-05-08"
        assert dt.datetime.fromisoformat(added).utcoffset() == dt.timedelta(0)
    else:
        assert published == dt.date(2024, 5, 8)
        assert added.tzinfo is not None


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    """Synchronous = FULL on every connection, and links between tables enforced; both are SQLite's settings of a connection, not of the file."""
    with open_store(str(tmp_path / "a.db")) as store, store._engine.connect() as one, store._engine.connect() as two:
        for connection in (one, two):
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_loading_the_package_is_cheap() -> None:
    """`import tocsin.store` loads neither SQLAlchemy nor Alembic; opening a current store never loads Alembic."""
    code = "import sys, tocsin.store; print('sqlalchemy' in sys.modules, 'alembic' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=_environment())
    assert run.stdout.split() == ["False", "False"]


def test_opening_a_current_store_does_not_load_alembic(address: str) -> None:
    """It takes a third of a second, and is needed only when there is something to migrate."""
    open_store(address).close()
    code = f"import sys; from tocsin.store import open_store; open_store({address!r}).close(); print('alembic' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=_environment())
    assert run.stdout.strip() == "False"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}
