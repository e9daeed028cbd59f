"""`tocsin backup`, `restore` and `forget`, as a user runs them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOCSIN = Path(sys.executable).with_name("tocsin")
EXAMPLES = Path(__file__).parents[2] / "examples" / "story"


def tocsin(*arguments: str, cwd: Path, code: int = 0) -> str:
    done = subprocess.run(
        [TOCSIN, *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=120, env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("keeping")
    tocsin("code", str(EXAMPLES), "--store", "unrest.db", "--no-model", cwd=where)
    tocsin("reconcile", "--store", "unrest.db", cwd=where)
    return where


def test_a_backup_and_what_is_restored_of_it(folder: Path) -> None:
    """The same events; the second time, over a store that is there, only when told."""
    said = tocsin("backup", "one.zip", "--store", "unrest.db", cwd=folder)
    assert "reports" in said
    assert "keep it as safe as the store" in said
    assert "the hashes hold" in tocsin("restore", "one.zip", "--store", "back.db", cwd=folder)
    shown = tocsin("show", "--store", "unrest.db", cwd=folder)
    assert tocsin("show", "--store", "back.db", cwd=folder) == shown.replace("unrest.db", "back.db")
    assert "--overwrite" in tocsin("restore", "one.zip", "--store", "back.db", cwd=folder, code=2)
    assert "the hashes hold" in tocsin("restore", "one.zip", "--store", "back.db", "--overwrite", cwd=folder)


def test_forgetting_is_shown_first_and_then_done(folder: Path) -> None:
    """A dry run changes nothing; afterwards the events are made again of what is left."""
    tocsin("backup", "two.zip", "--store", "unrest.db", cwd=folder)
    tocsin("restore", "two.zip", "--store", "old.db", cwd=folder)
    before = (folder / "old.db").read_bytes()
    said = tocsin("forget", "--before", "2100-01-01", "--dry-run", "--store", "old.db", cwd=folder)
    assert "would lose the words; nothing has changed" in said
    assert (folder / "old.db").read_bytes() == before
    assert "--because" in tocsin("forget", "--before", "2100-01-01", "--store", "old.db", cwd=folder, code=2)
    assert "name one report" in tocsin("forget", "--because", "x", "--store", "old.db", cwd=folder, code=2)
    said = tocsin("forget", "--before", "2100-01-01", "--because", "kept for a year", "--by", "Ada", "--store", "old.db", cwd=folder)
    assert "delete them too" in said
    tocsin("reconcile", "--store", "old.db", cwd=folder)
    assert "2024" in tocsin("show", "--store", "old.db", cwd=folder)
    assert "0 reports would lose" in tocsin("forget", "--before", "2100-01-01", "--dry-run", "--store", "old.db", cwd=folder)
