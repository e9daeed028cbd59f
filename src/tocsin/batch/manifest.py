"""What a run is about to do, written down before it starts: inputs, partitions, settings. A run is resumed only under the same manifest."""

import datetime as dt
import enum
from pathlib import Path

import msgspec

from tocsin.batch.folders import Folder, folder_at
from tocsin.core.record import Record
from tocsin.errors import BatchError

NAME = "manifest.json"


class Kind(enum.Enum):
    """How an input is read."""

    FILES = "files"
    """Each input is one file of reports (text, HTML, PDF, JSON); a partition is several of them."""
    LINES = "lines"
    LINES_GZ = "lines-gz"
    PARQUET = "parquet"
    WARC = "warc"
    WARC_GZ = "warc-gz"


class Input(Record, frozen=True, kw_only=True):
    """One file. `print` is the hash of its first and last bytes: with the size it tells another file, or one that has grown."""

    path: str
    kind: Kind
    size: int
    print: str


class Partition(Record, frozen=True, kw_only=True):
    """What one worker reads in one go. `first` and `last` (excluded) count bytes of `input`; row groups of a Parquet file; inputs, for FILES."""

    number: int
    kind: Kind
    input: int
    first: int
    last: int

    @property
    def name(self) -> str:
        """The name of its part."""
        return f"{self.number:06d}"


class Settings(Record, frozen=True, kw_only=True):
    """What decides what a record becomes. `seconds` is the processor time, and `megabytes` the memory, that one record may take."""

    model: bool = True
    published: dt.date | None = None
    seconds: float = 30.0
    megabytes: int = 2_000


class Manifest(Record, frozen=True, kw_only=True):
    """The whole plan. `reader` is the reader's fingerprint, `gate` that of what says what is worth reading."""

    format: int = 1
    reader: str
    gate: str = ""
    settings: Settings
    inputs: tuple[Input, ...]
    partitions: tuple[Partition, ...]


def read_manifest(address: str | Path) -> Manifest | None:
    """The manifest in a run's folder; None where there is none. Raises BatchError when it cannot be read."""
    folder = folder_at(address)
    try:
        return msgspec.json.decode(folder.read(NAME), type=Manifest)
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError as error:
        raise BatchError(f"{folder.address}/{NAME} is damaged ({error}); start again with --fresh, or choose another --out") from error
    except OSError as error:
        raise BatchError(f"{folder.address} cannot be read: {error.strerror or error}") from error


def write_manifest(folder: Folder, manifest: Manifest) -> None:
    """Put it there, whole or not at all. Raises BatchError."""
    folder.put(NAME, msgspec.json.format(msgspec.json.encode(manifest), indent=1))


def require_same(known: Manifest, wanted: Manifest) -> None:
    """Raises BatchError, saying what differs, when a run cannot go on under another manifest."""
    if known == wanted:
        return
    differences = []
    if known.settings != wanted.settings:
        names = [name for name in Settings.__struct_fields__ if getattr(known.settings, name) != getattr(wanted.settings, name)]
        differences.append(f"the settings ({', '.join(names)})")
    if known.reader != wanted.reader:
        differences.append("the reader (another version, lexicon, gazetteer or model)")
    if known.gate != wanted.gate:
        differences.append("the gate (what is worth reading)")
    if known.inputs != wanted.inputs:
        before, now = ({one.path: one for one in manifest.inputs} for manifest in (known, wanted))
        changed = [path for path in [*before, *[path for path in now if path not in before]] if before.get(path) != now.get(path)]
        differences.append(
            f"the input ({changed[0]}{f' and {len(changed) - 1} more' if changed[1:] else ''})" if changed else "the order of the input"
        )
    what = " and ".join(differences or ["the partitions"])
    raise BatchError(f"the run in this folder was begun with something else: {what} changed; choose another --out, or start again with --fresh")
