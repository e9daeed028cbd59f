"""Parts into a store: the same rows as one by one, once, and nothing that does not fit."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from tests.batch.archives import Plain, packed, page, record, story, write_lines
from tests.store.extractions import extraction
from tocsin.batch.manifest import Settings
from tocsin.batch.running import run
from tocsin.core.claims import Extraction
from tocsin.core.spans import Span
from tocsin.errors import StoreError
from tocsin.store import Store, open_store
from tocsin.store.loading import load_readings

TOCSIN = Path(sys.executable).with_name("tocsin")
GIVEN = [extraction(f"Police said at least {n} people were hurt in Dalem on Tuesday.", low=n) for n in range(10, 40)]


def tocsin(*arguments: str | Path, code: int = 0) -> str:
    """Run the command; its messages."""
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run([TOCSIN, *map(str, arguments)], capture_output=True, text=True, timeout=200, check=False, env=environment)
    assert done.returncode == code, done.stderr
    return done.stderr


def held(store: Store) -> tuple[object, ...]:
    """What a store says it holds."""
    return list(store.documents()), list(store.claims()), list(store.problems()), store.counts()


def test_the_same_as_one_by_one(tmp_path: Path) -> None:
    """Documents, claims, problems, their order and their numbers; every hash and link holds."""
    with open_store(str(tmp_path / "one.db")) as one, open_store(str(tmp_path / "many.db")) as many:
        for each in GIVEN:
            one.add(each, None, "reader-1")
        loaded = load_readings(many, GIVEN, "reader-1")

        assert (loaded.documents, loaded.readings, loaded.claims) == (30, 30, 30)
        assert held(many) == held(one)
        assert many.check() == ()


def test_loading_again_adds_nothing(tmp_path: Path) -> None:
    """Not even what was added one by one before, or comes twice; another reader's reading is added beside."""
    with open_store(str(tmp_path / "x.db")) as store:
        store.add(GIVEN[3], None, "reader-1")
        first = load_readings(store, [*GIVEN, GIVEN[5]], "reader-1")
        again = load_readings(store, GIVEN, "reader-1")
        other = load_readings(store, GIVEN[:2], "reader-2")

        assert (first.documents, again.documents, again.readings, again.claims) == (29, 0, 0, 0)
        assert (other.documents, other.readings, other.claims) == (0, 2, 0)
        assert store.counts().documents == 30
        assert store.check() == ()


def test_a_claim_that_does_not_fit_stops_all(tmp_path: Path) -> None:
    """Nothing of the batch is kept."""
    claim = msgspec.structs.replace(GIVEN[1].claims[0], span=Span(0, 3))
    bad = Extraction(document=GIVEN[1].document, claims=(claim,))
    with open_store(str(tmp_path / "x.db")) as store:
        with pytest.raises(StoreError, match="does not fit"):
            load_readings(store, [GIVEN[0], bad], "reader-1")

        assert store.counts().documents == 0


def test_from_an_archive_to_events(tmp_path: Path) -> None:
    """`tocsin batch`, `load` and `reconcile`, by rules: messages, exit codes, and the same store when all is done twice."""
    archive, out, store = tmp_path / "a.warc.gz", tmp_path / "out", tmp_path / "x.db"
    pages = [record(page(story(n)), url=f"https://dalem.example/{n}") for n in (12, 14)]
    archive.write_bytes(packed([*pages, record(b"", status=404)]) + b"broken")
    said = tocsin("batch", archive, "--out", out, "--workers", 1, "--no-model", "--published", "2024-05-08", code=2)

    assert "4 records read: 2 coded" in said
    assert "1 skipped, 1 in quarantine" in said
    assert "skipped, record: not served" in said
    for new in (2, 0):
        assert f"{new} new documents" in tocsin("load", out, "--store", store)
    assert "events" in tocsin("reconcile", "--store", store)
    with open_store(str(store)) as kept:
        assert kept.check() == ()
        assert {str(document.report.published) for document in kept.documents()} == {"2024-05-08"}
    assert "settings (model)" in tocsin("batch", archive, "--out", out, "--workers", 1, "--published", "2024-05-08", code=2)


def test_loading_is_killed_and_begun_again(tmp_path: Path) -> None:
    """Kill -9 in the middle, twice: the next load adds what is missing, and the store is the one of a load that nothing happened to."""
    path, out, store, whole = write_lines(tmp_path / "in.jsonl", 120), tmp_path / "out", tmp_path / "x.db", tmp_path / "whole.db"
    run([str(path)], out, Settings(), workers=1, prepare=Plain, piece=1_000)
    tocsin("load", out, "--store", whole)
    open_store(str(store)).close()
    there = [0]
    for _ in range(2):
        loader = subprocess.Popen([TOCSIN, "load", out, "--store", store], stderr=subprocess.DEVNULL)
        with sqlite3.connect(store) as look:
            while loader.poll() is None and look.execute("SELECT count(*) FROM documents").fetchone()[0] <= there[-1]:
                time.sleep(0.005)
            loader.kill()
            loader.wait()
            there.append(look.execute("SELECT count(*) FROM documents").fetchone()[0])
    tocsin("load", out, "--store", store)

    assert 0 < there[1] < there[2] < 120
    with open_store(str(store)) as one, open_store(str(whole)) as other:
        assert held(one) == held(other)
        assert one.check() == ()


def test_what_is_asked_for_wrongly(tmp_path: Path) -> None:
    """One line that says what to do, and exit code 2."""
    assert "name what is to be read" in tocsin("batch", code=2)
    assert "--replay takes the run as it was begun" in tocsin("batch", tmp_path, "--replay", tmp_path, code=2)
    assert "no batch run" in tocsin("load", tmp_path, "--store", tmp_path / "x.db", code=2)
