"""Killed with SIGKILL at any write, and begun again: the same result as without."""

import datetime as dt
import shutil
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.faults.conftest import code, reconcile, told
from tests.faults.dying import killed_at, outcome
from tocsin.pipeline import Reader
from tocsin.store import open_store
from tocsin.store.backup import back_up, restore
from tocsin.store.forgetting import forget, older


@pytest.mark.parametrize("write", [1, 2, 5, 9, 20, 43])
def test_while_coding(write: int, empty: Path, coded: Path, rules: Reader, tmp_path: Path) -> None:
    """What was begun is whole or not there; the same command again brings the rest, and nothing twice."""
    path = str(shutil.copy(empty, tmp_path / "a.db"))
    assert outcome(lambda: code(rules, path), killed_at(write)) == -signal.SIGKILL
    documents, claims, *_ = told(path)
    assert [claim for claim in told(str(coded))[1] if claim.document in {one.id for one in documents}] == claims
    code(rules, path)
    assert told(path) == told(str(coded))


@pytest.mark.parametrize("write", [1, 3, 8, 20, 30])
def test_while_reconciling(write: int, coded: Path, reconciled: Path, tmp_path: Path) -> None:
    """The claims are all there, and reconciling again makes the same events and stories."""
    path = str(shutil.copy(coded, tmp_path / "a.db"))
    assert outcome(lambda: reconcile(path), killed_at(write)) == -signal.SIGKILL
    assert told(path)[:2] == told(str(coded))[:2]
    reconcile(path)
    assert told(path) == told(str(reconciled))


@pytest.mark.parametrize("write", [1, 2, 3])
def test_while_restoring(write: int, store: Path, tmp_path: Path) -> None:
    """The store that was there is there, or else the restored one; never half of one."""
    before = told(str(store))
    with open_store(str(store)) as kept:
        back_up(kept, tmp_path / "b.zip", lambda *_: None)
    for target, overwrite in ((str(tmp_path / "new.db"), False), (str(store), True)):

        def again(target: str = target, overwrite: bool = overwrite) -> None:
            restore(tmp_path / "b.zip", target, overwrite=overwrite, watching=lambda *_: None)

        assert outcome(again, killed_at(write)) == -signal.SIGKILL
    assert not (tmp_path / "new.db").exists()
    assert told(str(store)) == before


@pytest.mark.parametrize("write", [1, 6, 12, 20])
def test_while_forgetting(write: int, store: Path) -> None:
    """The words are all there or all gone, and forgetting again ends it; what forbids changes is never left out."""
    path, day = str(store), dt.date(2100, 1, 1)

    def work() -> None:
        with open_store(path) as kept:
            forget(kept, older(kept, day), by="Ada", because="old", watching=lambda *_: None)

    before = told(path)
    assert outcome(work, killed_at(write)) == -signal.SIGKILL
    assert told(path) == before
    work()
    with open_store(path) as kept:
        assert older(kept, day) == []
        assert kept.check() == ()
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        sqlite3.connect(path).execute("DELETE FROM claims")
