"""`tocsin doctor`: what is in order is said, what is not is named with what to do, and the exit code tells which."""

import base64
import hashlib
import importlib.metadata
import json
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from tocsin.cli import doctor
from tocsin.cli.doctor import Row, State
from tocsin.store import open_store
from tocsin.text.encoder import read_manifest

SHIPPED = Path(doctor.__file__).parents[1]


def the(what: str, rows: Sequence[Row]) -> Row:
    [found] = [row for row in rows if row.what == what]
    return found


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with open_store(str(path)) as kept:
        kept.audit.add(by="test", action="looked", subject="x")
    return path


def test_all_is_well_here(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is broken where the tests run; every row has its place in the table."""
    assert doctor.doctor(str(store)) == 0
    told = capsys.readouterr().out
    for what in ("gazetteer", "trained reader", "browser files", "SQLite", "integrity", "schema s0", "clock"):
        assert what in told
    assert "broken" not in told


def test_whatever_is_wrong_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the command ends with 1."""
    assert doctor.doctor(str(tmp_path / "none.db")) == 1
    assert "check the path" in capsys.readouterr().out


def test_a_damaged_store_is_not_opened(store: Path) -> None:
    """A page that was overwritten is found, and a backup is what helps; an empty and a cut-off file, and a text, are told too."""
    data = bytearray(store.read_bytes())
    data[8192:8292] = b"x" * 100
    store.write_bytes(data)
    rows = list(doctor.of_store(str(store)))
    assert the("integrity", rows).state is State.BROKEN
    assert "tocsin restore" in the("integrity", rows).do
    assert "store" not in [row.what for row in rows]
    assert store.read_bytes() == data
    for content in (bytes(data[:6000]), b"Dear Sir, this is no database."):
        store.write_bytes(content)
        assert [row for row in doctor.of_store(str(store)) if row.state is State.BROKEN and row.do]


def test_a_store_without_its_log_and_one_from_the_future(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are warnings."""
    with open_store(str(store)) as kept:
        kept.counts()
    connection = sqlite3.connect(store)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    monkeypatch.setattr("time.time", lambda: 1_000_000_000.0)
    rows = list(doctor.of_store(str(store)))
    assert "WAL" in the("journal", rows).do
    assert "clock" in the("clock", rows).do
    assert {row.state for row in rows} == {State.GOOD, State.WARNING}


def test_a_network_file_system_is_a_warning(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The innermost mount counts."""
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {store.parent} nfs4 rw 0 0\n")
    assert doctor.file_system(store, mounts) == "nfs4"
    assert doctor.file_system(Path("/elsewhere"), mounts) == "ext4"
    assert doctor.file_system(store, tmp_path / "no") is None
    monkeypatch.setattr(doctor, "file_system", lambda _path: "nfs4")
    assert "PostgreSQL" in the("file system", list(doctor.of_store(str(store)))).do


def test_a_full_disk_is_a_warning(tmp_path: Path) -> None:
    """Before it is too late."""
    assert doctor._space("disk", tmp_path).state is State.GOOD
    assert "free some" in doctor._space("disk", tmp_path, 10**18).do


def test_a_changed_browser_file_is_named(tmp_path: Path) -> None:
    """One flipped byte, a file that is gone, a manifest that cannot be read."""
    vendor = shutil.copytree(SHIPPED / "web" / "static" / "vendor", tmp_path / "vendor")
    assert doctor._browser_files(vendor).state is State.GOOD
    script = vendor / "htmx" / "htmx.min.js"
    script.write_bytes(bytes([script.read_bytes()[0] ^ 1]) + script.read_bytes()[1:])
    (vendor / "uplot" / "LICENSE").unlink()
    row = doctor._browser_files(vendor)
    assert (row.found, row.state) == ("missing or changed: htmx.min.js, LICENSE", State.BROKEN)
    assert "pip install --force-reinstall" in row.do
    (vendor / "manifest.json").write_text("{")
    assert "manifest.json" in doctor._browser_files(vendor).found


def test_every_installed_file_is_held_against_pip_s_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel's list of hashes; the file that is not as installed is named."""
    info = tmp_path / "tocsin-9.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tocsin\nVersion: 9\n")
    module = tmp_path / "tocsin.py"
    module.write_text("x = 1\n")
    digest = base64.urlsafe_b64encode(hashlib.sha256(module.read_bytes()).digest()).rstrip(b"=").decode()
    (info / "RECORD").write_text(f"tocsin.py,sha256={digest},6\ntocsin-9.dist-info/RECORD,,\n")
    monkeypatch.setattr(importlib.metadata, "distribution", lambda _name: importlib.metadata.PathDistribution(info))
    assert doctor._installed_files().state is State.GOOD
    module.write_text("x = 2\n")
    assert doctor._installed_files().found == "not as installed: tocsin.py"
    module.unlink()
    assert doctor._installed_files().state is State.BROKEN


def test_a_flipped_byte_in_the_reader_is_named(tmp_path: Path) -> None:
    """By its file, with what to do."""
    shipped = SHIPPED / "data" / "reader"
    for name in ("manifest.json", *json.loads((shipped / "manifest.json").read_text())["files"]):
        (tmp_path / name).symlink_to(shipped / name)
    words = bytearray((tmp_path / "vocab.txt").read_bytes())
    words[len(words) // 2] ^= 1
    (tmp_path / "vocab.txt").unlink()
    (tmp_path / "vocab.txt").write_bytes(words)

    def look() -> str:
        read_manifest(tmp_path)
        return "well"

    row = doctor._read("trained reader", look)
    assert row.state is State.BROKEN
    assert "vocab.txt" in row.found
    assert "pip install --force-reinstall tocsin" in row.do


def test_a_missing_package_and_another_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is needed is broken, one that is optional is not, an encoding is a warning."""
    monkeypatch.setattr(doctor, "_version", lambda name: None if name in {"msgspec", "psycopg"} else "1")
    rows = list(doctor._packages())
    assert (the("packages", rows).found, the("packages", rows).state) == ("not installed: msgspec", State.BROKEN)
    assert the("optional: postgresql", rows).state is State.GOOD
    assert the("optional: postgresql", rows).do == "if you need it: pip install 'tocsin[postgresql]'"
    monkeypatch.setattr("locale.getencoding", lambda: "cp1252")
    assert "PYTHONUTF8" in doctor._encoding().do
