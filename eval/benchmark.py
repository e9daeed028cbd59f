"""What a benchmark is, what it needs from the system, and what it gives back."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from eval.score import PRF, Classes, Errors, Share
from tocsin.core.claims import Extraction
from tocsin.core.document import Document, Segmented
from tocsin.core.hints import Hints
from tocsin.core.mentions import Mention, Stance, Statement
from tocsin.core.spans import Span
from tocsin.core.values import DateInterval, Unresolved

Score = PRF | Share | Errors | Classes
Offsets = tuple[int, int]


class MissingDataError(Exception):
    """A folder or file that a benchmark needs is not in the data folder: it is not run, which is not a pass."""


class NeedsModelError(Exception):
    """The benchmark measures the trained reader, and the run is without it."""


class System(Protocol):
    """What is measured. eval/system.py connects Tocsin; tests put a stub here."""

    model: bool

    def extract(self, document: Document) -> Extraction:
        """All claims of one document."""

    def segment(self, document: Document) -> Segmented:
        """Sentences and tokens, as the reader cuts them."""

    def hints(self, document: Document) -> Hints:
        """What the trained heads propose. Raises NeedsModelError without the model."""

    def statements(self, document: Document) -> Sequence[Statement]:
        """The reported statements (PARC / PolNeAR) that the attribution finder settles on."""

    def find_places(self, document: Document) -> Sequence[Mention]:
        """The place names of a document."""

    def resolve_places(self, segmented: Segmented, mentions: tuple[Mention, ...]) -> Sequence[Any]:
        """The place that each of these names stands for: records with a `value`."""

    def dates(self, document: Document) -> Sequence[tuple[Span, DateInterval | Unresolved]]:
        """The date phrases of a document with their intervals."""

    def offered_places(self, text: str, start: int, end: int) -> Sequence[Any]:
        """The places that the gazetteer has under the words there, each with latitude and longitude."""

    def stances(self, document: Document, targets: Sequence[Span]) -> Sequence[Stance]:
        """How surely the words at each of `targets` are said to have happened."""


@dataclass(frozen=True)
class Split:
    """Which part of each set is read. "dev" is for development, "test" for acceptance: same files, same formats, other names.

    "train" is a training part: rules are read and chosen there, so that the figures of "dev" are of data nobody chose them on.
    `name` stands in file names (polnear/dev, wikievents_dev.jsonl); residues pick documents by md5 where a set has no files of its own per split
    (data/README.md, training/splits.py). `incidents` are the residues of 10 that sample GVA; None reads all.
    """

    name: str = "dev"
    muc: tuple[str, ...] = ("tst1", "tst2")
    newswire: int = 1
    labels: int = 0
    m2e2: int = 0
    plover: str = "PLV_train.tsv"
    incidents: tuple[int, ...] | None = (0,)


SPLITS = {
    "dev": Split(),
    "train": Split(name="train", muc=("dev",), newswire=2, labels=1, m2e2=1, incidents=(1, 2, 3)),
    "test": Split(name="test", muc=("tst3", "tst4"), newswire=0, plover="PLV_test.tsv", incidents=None),
}


@dataclass(frozen=True)
class Case:
    """One document's part in one metric. `missed` and `wrong` show words on the screen and are never written to a file."""

    metric: str
    case: str
    score: Score
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Metric:
    """One line of the table: a sum over cases.

    `published` is the number printed beside it, with who reached it; `about` says what is counted where the name does not. `floor` says whether a
    floor is put under it; `pearson` asks for r instead of the mean error.
    """

    name: str
    published: str = ""
    about: str = ""
    floor: bool = True
    pearson: bool = False


@dataclass(frozen=True)
class Task:
    """What one run gives every benchmark."""

    data: Path
    system: System
    split: Split = Split()

    def need(self, relative: str) -> Path:
        """The path of a file or folder of the data folder. Raises MissingDataError when it is not there."""
        return need(self.data, relative)


@dataclass(frozen=True)
class Benchmark:
    """A named set of metrics over one data set.

    `inputs` lists the files whose bytes are the gold and the texts, relative to the data folder; their hash is the fingerprint beside the floor.
    `load` reads the documents of the split with their gold; `score` reads one with the system and says how it went, in every metric.
    """

    name: str
    about: str
    metrics: tuple[Metric, ...]
    inputs: Callable[[Split], tuple[str, ...]]
    load: Callable[[Task], Sequence[Any]]
    score: Callable[[Task, Any], Iterable[Case]]


def need(data: Path, relative: str) -> Path:
    """The path of a file or folder of the data folder. Raises MissingDataError when it is not there."""
    path = data / relative
    if not path.exists():
        raise MissingDataError(f"{relative} is not in the data folder")
    return path


def residue(name: str, modulus: int) -> int:
    """md5 of the name modulo `modulus`: how sets without a split of their own are split."""
    return int(hashlib.md5(name.encode("utf-8"), usedforsecurity=False).hexdigest(), 16) % modulus


def fingerprint(data: Path, inputs: Iterable[str]) -> str:
    """sha256 over names and bytes of the input files; folders count with every file in them. Raises MissingDataError.

    Files of our own are given by absolute path; only their name counts.
    """
    digest = hashlib.sha256()
    for relative in sorted(inputs):
        path = need(data, relative)
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                name = file.relative_to(path.parent).as_posix()
                digest.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
