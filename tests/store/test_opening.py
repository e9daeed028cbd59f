"""What can be wrong with a path, and what is said about it; and the way from nothing to the current schema."""

import io
import os
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, create_engine, make_url

import tocsin.store
from tests.store.databases import Databases
from tests.store.extractions import RAW, extraction
from tocsin.errors import StoreError
from tocsin.store import open_store
from tocsin.store.opening import CURRENT, KNOWN
from tocsin.store.sqlite import APPLICATION_ID
from tocsin.store.tables import metadata

MIGRATIONS = Path(tocsin.store.__file__).with_name("migrations")


def _refusal(path: Path | str, **options: object) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(str(path), **options)  # type: ignore[arg-type]
    return str(caught.value)


def test_nothing_there(tmp_path: Path) -> None:
    """Only made when asked for, and not inside a folder that does not exist; a refusal leaves nothing behind."""
    assert "there is no store at" in _refusal(tmp_path / "a.db", create=False)
    assert "does not exist" in _refusal(tmp_path / "no" / "a.db")
    assert "is a folder" in _refusal(tmp_path)
    assert "needs a file" in _refusal(":memory:")
    assert "not a database URL" in _refusal("nonsense://x://")
    assert "cannot hold a store" in _refusal("mysql://localhost/x")
    assert list(tmp_path.iterdir()) == []


def test_something_else_there(tmp_path: Path) -> None:
    """A text, and another program's database, are refused and left as they are."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir, this is no database at all.", encoding="utf-8")
    assert "is no SQLite database" in _refusal(letter)
    assert letter.read_text(encoding="utf-8").startswith("Dear Sir")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as raw:
        raw.execute("CREATE TABLE recipes (name TEXT)")
    before = other.read_bytes()
    assert "not a Tocsin store" in _refusal(other)
    assert other.read_bytes() == before


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    """As a shell or a temporary-file function makes it."""
    path = tmp_path / "a.db"
    path.touch()
    with open_store(str(path)) as store:
        assert store.counts().documents == 0


def test_a_url_is_a_path_too(tmp_path: Path) -> None:
    """SQLAlchemy's form of it."""
    with open_store(f"sqlite:///{tmp_path / 'a.db'}") as store:
        store.add(extraction(), RAW, "reader-1")
    with open_store(str(tmp_path / "a.db"), create=False) as store:
        assert store.counts().documents == 1


def test_a_newer_schema_is_refused(databases: Databases, address: str) -> None:
    """An old Tocsin does not write into what it does not know."""
    databases.sql(address, "UPDATE alembic_version SET version_num = 's9999'")
    assert "newer Tocsin" in _refusal(address)
    assert "pip install -U" in _refusal(address)


def test_damage_is_named(tmp_path: Path) -> None:
    """Overwritten pages: an error of ours with advice, at opening or at reading, never a traceback of the driver's."""
    path = tmp_path / "a.db"
    with open_store(str(path)) as store:
        store.add(extraction(), RAW, "reader-1")
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"damaged.*restore a copy"), open_store(str(path)) as store:
        list(store.documents())


def test_a_locked_store_says_so(tmp_path: Path) -> None:
    """After waiting as long as was asked for; reading goes on meanwhile."""
    path = tmp_path / "a.db"
    open_store(str(path)).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_store(str(path), wait_seconds=0.1) as store:
        assert store.counts().documents == 0
        with pytest.raises(StoreError, match=r"locked.*another process"):
            store.add(extraction(), RAW, "reader-1")
        other.execute("ROLLBACK")
        assert store.add(extraction(), RAW, "reader-1").new_document
    other.close()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder without write permission, or, for root, one where nobody may write."""
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o500)
    target = Path("/proc/tocsin.db") if os.geteuid() == 0 else folder / "a.db"
    assert "permissions" in _refusal(target)


def test_migrations_lead_to_the_tables(databases: Databases, address: str) -> None:
    """What the migrations make is what the queries are written for."""
    url = make_url(address) if "://" in address else URL.create("sqlite", database=address)
    engine = create_engine(url if databases.kind == "sqlite" else url.set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
    if databases.kind == "sqlite":
        assert databases.sql(address, "PRAGMA application_id") == [(APPLICATION_ID,)]
        assert databases.sql(address, "PRAGMA journal_mode") == [("wal",)]


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not str(name).startswith("documents_text")


def test_the_newest_migration_is_the_current_version() -> None:
    """CURRENT is looked at without loading Alembic, so it must be kept in step."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_current_head() == CURRENT
    assert {script.revision for script in scripts.walk_revisions()} == KNOWN


def test_the_same_migrations_serve_postgresql() -> None:
    """Their SQL can be written for it, with its own types; no server is asked."""
    written = io.StringIO()
    config = Config(output_buffer=written)
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", "postgresql://")
    command.upgrade(config, "head", sql=True)
    sql = written.getvalue()
    assert "record JSON NOT NULL" in sql
    assert "published DATE" in sql
    assert "added TIMESTAMP WITH TIME ZONE" in sql
    assert "low BIGINT" in sql
    assert "score FLOAT" in sql
    assert "BEFORE UPDATE OR DELETE OR TRUNCATE ON claims" in sql
    assert "words TSVECTOR NOT NULL" in sql
    assert 'COLLATE "C"' in sql
    assert "STRICT" not in sql
