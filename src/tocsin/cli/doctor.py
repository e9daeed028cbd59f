"""`tocsin doctor`: is everything in order here? A row for each thing looked at; what is not in order says what to do."""

import base64
import enum
import hashlib
import importlib.metadata
import json
import locale
import platform
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table

from tocsin import __version__
from tocsin.cli.screen import Screen
from tocsin.core.record import Record
from tocsin.errors import StoreError, TocsinError
from tocsin.reconcile.compare import shipped_weights
from tocsin.reconcile.wording import shipped_counts
from tocsin.resources.gazetteer import Gazetteer
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.resources.shipped import load_resources
from tocsin.store import open_store
from tocsin.store.opening import CURRENT, file_of, shown, telling
from tocsin.text.encoder import read_manifest

_EXTRAS = {"parquet": ("pyarrow",), "postgresql": ("psycopg",), "batch": ("fastwarc", "pyarrow", "resiliparse")}
"""What is optional, and the distributions it needs."""
_REINSTALL = "run: pip install --force-reinstall tocsin"
_SQLITE = (3, 37)
"""The first with STRICT tables."""
_LITTLE_SPACE = 500_000_000
_NETWORKS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs"}
"""File systems that several machines share: SQLite's log needs memory that all who have the file open share."""


class State(enum.Enum):
    """How something is."""

    GOOD = "ok"
    WARNING = "warning"
    BROKEN = "broken"


class Row(Record, frozen=True, kw_only=True):
    """Something looked at, how it is, and what to do about it."""

    what: str
    found: str
    state: State = State.GOOD
    do: str = ""


def doctor(store: str | None) -> int:
    """Look at everything and print it; 1 when something is broken."""
    rows = [*here(), *(of_store(store) if store is not None else ())]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("what", "state", "found", "what to do"):
        table.add_column(heading, overflow="fold")
    colour = {State.GOOD: "green", State.WARNING: "yellow", State.BROKEN: "bold red"}
    for row in rows:
        table.add_row(row.what, f"[{colour[row.state]}]{row.state.value}[/]", row.found.replace("[", r"\["), row.do.replace("[", r"\["))
    Screen().print(table)
    return 1 if any([row.state is State.BROKEN for row in rows]) else 0


def here() -> Iterator[Row]:
    """This machine and what is installed on it."""
    yield Row(what="Tocsin", found=f"{__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    yield from _packages()
    yield _installed_files()
    yield _read("gazetteer", _gazetteer)
    yield _read("trained reader", _reader)
    yield _read("lexicons", lambda: f"sha256 {shipped_lexicons().sha256[:12]}")
    yield _read("reconciling data", _reconciling)
    yield _browser_files(Path(str(files("tocsin.web").joinpath("static", "vendor"))))
    yield _sqlite()
    yield _encoding()
    yield _space("temporary folder", Path(tempfile.gettempdir()))


def of_store(store: str) -> Iterator[Row]:
    """One store. A damaged file is not opened any further."""
    try:
        path = file_of(store)
        if path is not None and path.is_file():
            yield from _place(path)
            with telling(str(path)):
                faults = integrity(path)
            if faults:
                yield Row(what="integrity", found=faults[0], state=State.BROKEN, do="restore a backup: tocsin restore FILE --store STORE --overwrite")
                return
            yield Row(what="integrity", found="every page of the file holds together")
        with open_store(store, create=False) as kept:
            counts = kept.counts()
            yield Row(what="store", found=f"{shown(store)}: schema {CURRENT}, {counts.documents:,} reports, {counts.claims:,} claims")
            last = kept.audit.entries(limit=1)
        yield _clock([one.at.timestamp() for one in last])
    except StoreError as error:
        yield Row(what="store", found=str(error).partition(";")[0], state=State.BROKEN, do=str(error).partition(";")[2].strip())


def integrity(path: Path) -> tuple[str, ...]:
    """What SQLite itself finds wrong with a file; it is not changed. Raises sqlite3.Error when it cannot be read at all."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return tuple([answer for (answer,) in connection.execute("PRAGMA quick_check(5)") if answer != "ok"])


def _packages() -> Iterator[Row]:
    needed = [re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in importlib.metadata.requires("tocsin") or () if "extra ==" not in one]
    versions = {name: _version(name) for name in needed}
    missing = [name for name, version in versions.items() if version is None]
    if missing:
        yield Row(what="packages", found=f"not installed: {', '.join(missing)}", state=State.BROKEN, do=_REINSTALL)
    else:
        yield Row(what="packages", found=", ".join([f"{name} {version}" for name, version in versions.items()]))
    for extra, distributions in _EXTRAS.items():
        lacking = [name for name in distributions if _version(name) is None]
        found = f"not installed ({', '.join(lacking)})" if lacking else "installed"
        yield Row(what=f"optional: {extra}", found=found, do=f"if you need it: pip install 'tocsin[{extra}]'" if lacking else "")


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _installed_files() -> Row:
    """Every installed file against the hash that pip wrote down."""
    distribution = importlib.metadata.distribution("tocsin")
    if '"editable": true' in (distribution.read_text("direct_url.json") or ""):
        return Row(what="files", found="used from a working copy (pip install -e): there are no hashes to compare with")
    recorded = [file for file in distribution.files or () if file.hash is not None]
    wrong = [str(file) for file in recorded if file.hash is not None and _hash_like_pip(Path(str(file.locate())), file.hash.mode) != file.hash.value]
    if wrong or not recorded:
        return Row(what="files", found=f"not as installed: {', '.join(wrong[:5]) or 'all'}", state=State.BROKEN, do=_REINSTALL)
    return Row(what="files", found=f"{len(recorded):,} files are as installed")


def _hash_like_pip(path: Path, mode: str) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return base64.urlsafe_b64encode(hashlib.file_digest(file, mode).digest()).rstrip(b"=").decode()


def _read(what: str, look: Callable[[], str]) -> Row:
    """What `look` says of something shipped, or what is wrong with it."""
    try:
        return Row(what=what, found=look())
    except TocsinError as error:
        found, _, do = str(error).partition("; ")
        return Row(what=what, found=found, state=State.BROKEN, do=do or _REINSTALL)


def _gazetteer() -> str:
    gazetteer = Gazetteer()
    return f"sha256 {gazetteer.verify()[:12]}, {_version('tocsin-gazetteer')}"


def _reader() -> str:
    resources = load_resources()
    if resources.model is not None:
        read_manifest(resources.model)
    return f"manifest {str(resources.model_sha256)[:12]}, its files are what it names"


def _reconciling() -> str:
    shipped_weights()
    shipped_counts()
    return "weights and word counts can be read"


def _browser_files(folder: Path) -> Row:
    """The libraries that pages load, against the hashes they were taken in with."""
    try:
        recorded = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return Row(what="browser files", found=f"manifest.json cannot be read ({error})", state=State.BROKEN, do=_REINSTALL)
    wanted: Mapping[Path, str] = {folder / one["folder"] / name: sha256 for one in recorded for name, sha256 in one["files"].items()}
    wrong = [path.name for path, sha256 in wanted.items() if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256]
    if wrong:
        return Row(what="browser files", found=f"missing or changed: {', '.join(wrong)}", state=State.BROKEN, do=_REINSTALL)
    return Row(what="browser files", found=", ".join([f"{one['name']} {one['version']}" for one in recorded]))


def _sqlite() -> Row:
    with closing(sqlite3.connect(":memory:")) as connection:
        full_text = ("ENABLE_FTS5",) in connection.execute("PRAGMA compile_options").fetchall()
    if sqlite3.sqlite_version_info < _SQLITE or not full_text:
        lacking = "" if full_text else ", without full text search (FTS5)"
        return Row(
            what="SQLite", found=f"{sqlite3.sqlite_version}{lacking}", state=State.BROKEN, do="use a Python with SQLite 3.37 or newer and FTS5"
        )
    return Row(what="SQLite", found=sqlite3.sqlite_version)


def _encoding() -> Row:
    used = {"locale": locale.getencoding(), "files": sys.getfilesystemencoding(), "output": sys.stdout.encoding or "none"}
    found = ", ".join([f"{what} {name}" for what, name in used.items()])
    if any([name.lower().replace("-", "") != "utf8" for name in used.values()]):
        return Row(what="encoding", found=found, state=State.WARNING, do="names may be shown wrongly; set PYTHONUTF8=1")
    return Row(what="encoding", found=found)


def _space(what: str, folder: Path, wanted: int = _LITTLE_SPACE) -> Row:
    free = shutil.disk_usage(folder).free
    found = f"{folder}: {free / 1e9:,.1f} GB free"
    if free < wanted:
        return Row(what=what, found=found, state=State.WARNING, do=f"free some: {wanted / 1e9:,.1f} GB or more are wanted")
    return Row(what=what, found=found)


def _place(path: Path) -> Iterator[Row]:
    """Where a store's file lies: is there room for it and a backup, is it this machine's own disk, how is its log kept."""
    yield _space("disk of the store", path.resolve().parent, max(_LITTLE_SPACE, 2 * path.stat().st_size))
    system = file_system(path.resolve())
    if system in _NETWORKS:
        do = "keep it on a disk of this machine, or use PostgreSQL: two machines that write damage it"
        yield Row(what="file system", found=f"{system}: shared by machines", state=State.WARNING, do=do)
    elif system is not None:
        yield Row(what="file system", found=system)
    # bytes 18 and 19 of the header: 2 with a write-ahead log
    if path.open("rb").read(20)[18:] == b"\x01\x01":
        do = f'who reads waits for who writes; stop all others, then: sqlite3 {path} "PRAGMA journal_mode = WAL"'
        yield Row(what="journal", found="without a write-ahead log", state=State.WARNING, do=do)


def file_system(path: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """The kind of file system a path is on; None where the system does not say."""
    if not mounts.is_file():
        return None
    kinds = {Path(fields[1]): fields[2] for fields in map(str.split, mounts.read_text(encoding="utf-8", errors="replace").splitlines())}
    return next((kinds[parent] for parent in (path, *path.parents) if parent in kinds), None)


def _clock(written: list[float]) -> Row:
    """A clock behind what was written: days and log-ins would be wrong."""
    if written and written[0] > time.time() + 60:
        do = "set this machine's clock; what is written until then has the wrong time, in the right order"
        return Row(what="clock", found="behind the last entry of the audit log", state=State.WARNING, do=do)
    return Row(what="clock", found="after all that is in the audit log")
