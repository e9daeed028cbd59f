"""A disk that is full, a folder or a file that may not be written: said plainly, nothing lost, and afterwards it goes on."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import EXAMPLES, code, reconcile, told
from tests.faults.dying import outcome
from tocsin.pipeline import Reader
from tocsin.store import open_store
from tocsin.store.backup import back_up, restore

TOCSIN = Path(sys.executable).with_name("tocsin")


def _nothing() -> None:
    """As it is."""


def _no_file_over(size: int) -> None:
    """What a full disk does to a file that grows."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False, capture_output=True).returncode:
        pytest.skip("a disk can only be mounted by root")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_fills_up(small_disk: Path, empty: Path, coded: Path, rules: Reader) -> None:
    """Coding and reconciling stop with advice; what was stored is whole; with room again, the same command goes on."""
    path = str(shutil.copy(empty, small_disk / "a.db"))
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 200_000))
    said = outcome(lambda: code(rules, path), _nothing)
    assert "StoreError" in str(said)
    assert "space on the disk" in str(said)
    ballast.unlink()
    assert set(told(path)[1]) < set(told(str(coded))[1])
    shutil.copy(coded, path)
    ballast.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 40_000))
    assert "space on the disk" in str(outcome(lambda: reconcile(path), _nothing))
    ballast.unlink()
    assert told(path)[:2] == told(str(coded))[:2]


def test_no_room_for_a_backup_or_what_is_restored(small_disk: Path, store: Path) -> None:
    """Nothing half-made is left."""
    with open_store(str(store)) as kept:
        said = outcome(lambda: back_up(kept, small_disk / "b.zip", lambda *_: None), _nothing)
        assert "space" in str(said)
        back_up(kept, store.with_name("b.zip"), lambda *_: None)
    (small_disk / "ballast").write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 50_000))
    with pytest.raises(Exception, match="not enough room"):
        restore(store.with_name("b.zip"), str(small_disk / "a.db"), overwrite=False, watching=lambda *_: None)
    assert [path.name for path in small_disk.iterdir()] == ["ballast"]


def test_a_file_that_may_not_grow(empty: Path, coded: Path, rules: Reader, tmp_path: Path) -> None:
    """A quota, for those who cannot mount a disk."""
    path = shutil.copy(empty, tmp_path / "a.db")
    said = outcome(lambda: code(rules, str(path)), lambda: _no_file_over(path.stat().st_size + 50_000))
    assert "space on the disk" in str(said)
    told(str(path))
    code(rules, str(path))
    assert told(str(path)) == told(str(coded))


def _as_nobody() -> None:
    """Root may write anywhere; nobody may not."""
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)


@pytest.fixture
def shared(store: Path) -> Iterator[Path]:
    """A store where somebody else may go, in a folder of its own."""
    for folder in store.parents:
        if Path(tempfile.gettempdir()) in folder.parents:
            folder.chmod(0o755)
    own = store.parent / "own"
    own.mkdir()
    yield store.rename(own / "a.db")
    own.chmod(0o755)


def _write(store: Path) -> None:
    with open_store(str(store)) as kept:
        kept.audit.add(by="Ada", action="looked", subject="x")


@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o444), (0o777, 0o444), (0o555, 0o666)])
def test_a_store_that_may_not_be_written(folder: int, file: int, shared: Path) -> None:
    """Folder and file read-only, or one of them: the permissions are named, and nothing has changed."""
    before = shared.read_bytes()
    shared.chmod(file)
    shared.parent.chmod(folder)
    said = outcome(lambda: _write(shared), _as_nobody)
    assert "StoreError" in str(said)
    assert "permissions" in str(said)
    assert shared.read_bytes() == before
    assert told(str(shared))


def test_a_store_that_may_not_be_read(shared: Path) -> None:
    """Said as what it is."""
    shared.chmod(0)
    assert "cannot be read (Permission denied); check its permissions" in str(outcome(lambda: told(str(shared)), _as_nobody))


@pytest.mark.parametrize(
    "arguments",
    [
        ["code", str(EXAMPLES), "--no-model", "--store", "/proc/x/a.db"],
        ["backup", "/proc/b.zip", "--store", "STORE"],
        ["export", "--as", "acled", "--store", "STORE", "--out", "/proc/out"],
        ["batch", str(EXAMPLES), "--no-model", "--out", "/proc/out"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_disk_that_only_lets_itself_be_read(arguments: list[str], store: Path) -> None:
    """Each command that writes ends with 2 and one line that says what to do; no traceback."""
    command = [str(store) if one == "STORE" else one for one in arguments]
    done = subprocess.run([TOCSIN, *command], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("tocsin: ")
    assert done.stderr.count("\n") == 1
    assert ";" in done.stderr
