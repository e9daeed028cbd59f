"""A backup holds one whole state of a store; a restore makes all of it or nothing."""

import datetime as dt
import sqlite3
import threading
import zipfile
from pathlib import Path

import pytest

from tests.store.databases import Databases
from tests.store.extractions import RAW, extraction, raw_of
from tocsin.errors import StoreError
from tocsin.store import open_store
from tocsin.store.backup import back_up, manifest_of, restore, store_rows

DAY = dt.timedelta(days=1)


def quietly(_what: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def _filled(address: str) -> None:
    with open_store(address) as store:
        store.add(extraction(), RAW, "reader-1")
        store.add(extraction("Police said at least 40 people were hurt in Ostrel.", low=40), None, "reader-1")
        store.accounts.add("Ada Boe", role="admin", password="its Argon2id", by="test")  # noqa: S106 - nobody's
        store.accounts.open_session("Ada Boe", "cookie", expires=dt.datetime.now(dt.UTC) + DAY, agent="test", address="here")


def _holds(address: str) -> tuple[list[object], list[str], list[str]]:
    """What there is to read in a store, by any way of reading."""
    with open_store(address, create=False) as store:
        assert store.check() == ()
        return [*store.documents(), *store.claims()], sorted(store.search("Ostrel")), [one.name for one in store.accounts.all()]


def test_a_store_comes_back_in_either_kind_of_database(databases: Databases, address: str, nothing: str, tmp_path: Path) -> None:
    """From this kind of store to a file and to this kind again: the same documents, claims, search and accounts; and what is added counts on."""
    _filled(address)
    with open_store(address) as store:
        made = back_up(store, tmp_path / "b.zip", quietly)
    assert made == manifest_of(tmp_path / "b.zip")
    for target in (str(tmp_path / "file.db"), nothing):
        assert restore(tmp_path / "b.zip", target, overwrite=False, watching=quietly) == made
        assert _holds(target) == _holds(address)
        with open_store(target) as store:
            assert store.add(extraction("Police said at least 50 people were hurt in Dalem."), None, "reader-1").new_document
            assert [one.action for one in store.audit.entries(action="restore")] == ["restore"]
    assert databases.kind in {"sqlite", "postgresql"}


def test_log_ins_end_with_a_restore(address: str, tmp_path: Path) -> None:
    """One that was ended after the backup must not come back."""
    _filled(address)
    with open_store(address) as store:
        assert store.accounts.session("cookie", idle=DAY, longest=DAY) is not None
        back_up(store, tmp_path / "b.zip", quietly)
    restore(tmp_path / "b.zip", str(tmp_path / "a.db"), overwrite=False, watching=quietly)
    with open_store(str(tmp_path / "a.db")) as store:
        assert store.accounts.session("cookie", idle=DAY, longest=DAY) is None


def test_a_backup_of_one_moment_while_others_write(tmp_path: Path) -> None:
    """The writer is not held up, and every document in the backup has its claim, reading and bytes."""
    address = str(tmp_path / "a.db")
    _filled(address)
    stop = threading.Event()

    def write() -> None:
        with open_store(address) as mine:
            number = 100
            while not stop.is_set():
                number += 1
                one = extraction(f"Police said at least {number} people were hurt in Dalem.", low=number)
                mine.add(one, raw_of(one), "reader-1")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with open_store(address) as store:
            for name in ("one.zip", "two.zip"):
                back_up(store, tmp_path / name, quietly)
    finally:
        stop.set()
        writer.join()
    for name in ("one", "two"):
        restore(tmp_path / f"{name}.zip", str(tmp_path / f"{name}.db"), overwrite=False, watching=quietly)
        with open_store(str(tmp_path / f"{name}.db")) as back:
            counts = back.counts()
            assert back.check() == ()
            assert counts.documents == counts.readings == counts.claims >= 2


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    """Neither an older backup nor a store; with the word for it the store is, and what was written after the backup is gone."""
    address, backup = str(tmp_path / "a.db"), tmp_path / "b.zip"
    _filled(address)
    with open_store(address) as store:
        back_up(store, backup, quietly)
        with pytest.raises(StoreError, match="is there already"):
            back_up(store, backup, quietly)
        store.add(extraction("Police said at least 60 people were hurt in Dalem."), None, "reader-1")
    with pytest.raises(StoreError, match="--overwrite"):
        restore(backup, address, overwrite=False, watching=quietly)
    with open_store(address) as store:
        store.counts()
        with pytest.raises(StoreError, match=r"open; stop it first"):
            restore(backup, address, overwrite=True, watching=quietly)
    assert len(_holds(address)[0]) == 6
    restore(backup, address, overwrite=True, watching=quietly)
    assert len(_holds(address)[0]) == 4


def test_a_store_in_a_server_is_not_overwritten(address: str, databases: Databases, tmp_path: Path) -> None:
    """There is another database for that."""
    if databases.kind == "sqlite":
        pytest.skip("a file is, when asked for")
    _filled(address)
    with open_store(address) as store:
        back_up(store, tmp_path / "b.zip", quietly)
    with pytest.raises(StoreError, match="createdb"):
        restore(tmp_path / "b.zip", address, overwrite=True, watching=quietly)


def test_a_damaged_store_is_replaced_by_its_backup(tmp_path: Path) -> None:
    """That is what backups are for; the log of what was there is not applied to what comes."""
    address, backup = tmp_path / "a.db", tmp_path / "b.zip"
    _filled(str(address))
    with open_store(str(address)) as store:
        back_up(store, backup, quietly)
    before = _holds(str(address))
    address.write_bytes(b"SQLite format 3\x00" + b"\xff" * 50_000)
    address.with_name("a.db-wal").write_bytes(b"\xff" * 50_000)
    restore(backup, str(address), overwrite=True, watching=quietly)
    assert _holds(str(address)) == before
    assert sorted([path.name for path in tmp_path.iterdir()]) == ["a.db", "b.zip"]


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_one_flipped_byte_and_nothing_is_restored(place: float, tmp_path: Path) -> None:
    """Wherever it is, it is found, and nothing is left behind; a store that is there stays as it is."""
    address, backup = str(tmp_path / "a.db"), tmp_path / "b.zip"
    _filled(address)
    with open_store(address) as store:
        back_up(store, backup, quietly)
    before = _holds(address)
    data = bytearray(backup.read_bytes())
    data[int(len(data) * place)] ^= 0x10
    backup.write_bytes(data)
    for target, overwrite in ((str(tmp_path / "new.db"), False), (address, True)):
        with pytest.raises(StoreError, match=r"damaged|is not a backup"):
            restore(backup, target, overwrite=overwrite, watching=quietly)
    assert _holds(address) == before
    assert sorted([path.name for path in tmp_path.iterdir()]) == ["a.db", "b.zip"]


def _with(backup: Path, **changes: object) -> None:
    """The same backup with another manifest."""
    import msgspec

    with zipfile.ZipFile(backup) as archive:
        manifest, store = msgspec.json.decode(archive.read("manifest.json")), archive.read("store.db")
    with zipfile.ZipFile(backup, "w") as archive:
        archive.writestr("manifest.json", msgspec.json.encode(manifest | changes))
        archive.writestr("store.db", store)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"schema": "s9999"}, "pip install -U tocsin"),
        ({"format": 2}, "pip install -U tocsin"),
        ({"sha256": "0" * 64}, "not what its hash says"),
        ({"size": 100_000}, "not what its hash says"),
        ({"rows": {"documents": 3}}, "rows its manifest names"),
        ({"size": 10**18}, "not enough room"),
    ],
)
def test_a_manifest_that_does_not_fit(changes: dict[str, object], words: str, tmp_path: Path) -> None:
    """A newer format, another store, more in it than was promised: refused, and nothing is there afterwards."""
    address, backup = str(tmp_path / "a.db"), tmp_path / "b.zip"
    open_store(address).close()
    with open_store(address) as store:
        back_up(store, backup, quietly)
    _with(backup, **changes)
    with pytest.raises(StoreError, match=words):
        restore(backup, str(tmp_path / "new.db"), overwrite=False, watching=quietly)
    assert not (tmp_path / "new.db").exists()


def test_what_is_no_backup(tmp_path: Path) -> None:
    """A missing file, a text, another zip, a place that cannot be written: each has its message."""
    letter, other = tmp_path / "letter.txt", tmp_path / "other.zip"
    letter.write_text("Dear Sir")
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "Dear Sir")
    for path, words in (
        (tmp_path / "no.zip", "there is no backup"),
        (letter, "is not a backup"),
        (other, "is not a backup"),
        (tmp_path, "cannot be read"),
    ):
        with pytest.raises(StoreError, match=words):
            restore(path, str(tmp_path / "a.db"), overwrite=False, watching=quietly)
    with open_store(str(tmp_path / "a.db")) as store, pytest.raises(StoreError, match="check that its folder exists"):
        back_up(store, tmp_path / "no" / "b.zip", quietly)


def test_a_backup_is_an_sqlite_file_that_anybody_can_unpack(tmp_path: Path) -> None:
    """No Tocsin is needed to get at one's data; nobody else may read the file."""
    _filled(str(tmp_path / "a.db"))
    with open_store(str(tmp_path / "a.db")) as store:
        made = back_up(store, tmp_path / "b.zip", quietly)
        assert made.rows == store_rows(store)
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        archive.extract("store.db", tmp_path)
    connection = sqlite3.connect(tmp_path / "store.db")
    assert connection.execute("SELECT count(*) FROM documents").fetchone() == (2,)
    connection.close()
