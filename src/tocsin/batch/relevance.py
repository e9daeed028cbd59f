"""Is there unrest or political violence in a text, to speak of? A small linear model (training/relevance.py), before the reader is asked.

It sees words and pairs of words, hashed; those of the opening a second time, for that is where news says what it is about; and which types of acts
the words may tell, so that what it learnt of one country's unrest holds for another's. It looks for words, not acts: this has to be a hundred times
faster than reading.
"""

import hashlib
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.core.record import Record
from tocsin.errors import ResourceError
from tocsin.find.triggers import TriggerEntry, TriggerOdds
from tocsin.resources.codebook import Codebook
from tocsin.resources.lexicons import Lexicons

MANIFEST, WEIGHTS = "manifest.json", "weights.npy"
SHIPPED = Path(str(files("tocsin.data").joinpath("relevance")))
_BITS = 16
"""So many weights, as a power of two. Two words in one place hardly harm: most weights are next to nothing."""
BUCKETS = 1 << _BITS
_LEAST = 0.1
"""Words that tell an act less often than that stand for no type."""
_MOST = 600
"""Words looked at: who has read so far knows what it is about, and what is told in passing comes later."""
_OPENING = 60
_BRIEF = 100
"""A text of fewer words gives the model too little to go by: one word that often tells an act is enough for it."""
_OFTEN = 0.3
"""Below it stand words like "died", "injured" and "fight", which tell of accidents and sport as a rule; above it "killed" and "attack"."""
_OF_TYPES = 0.6
"""What the types weigh beside the words, whose squares sum to one."""
_POLITICS = "politics"
"""The one family that is no unrest: visits, demands, resignations."""
_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*")


class Manifest(Record, frozen=True, kw_only=True):
    """What the weights are: their sha256, their unit, what is added to a score, from which score on a text passes, and what they were made of."""

    sha256: str
    unit: float
    bias: float
    passes: float
    about: str
    data: Mapping[str, str]


def words_of(text: str) -> list[str]:
    """The words that are looked at, in lower case."""
    return _WORD.findall(text.lower().replace("’", "'"))[:_MOST]


class Features:
    """What the model sees of a text. Made once from the lexicons."""

    def __init__(self, lexicons: Lexicons) -> None:
        """Collect the words that may tell an act, with its type and how often they do."""
        ordinary = {row.code for row in Codebook(lexicons).families()[_POLITICS]}
        types = {f"trigger:{entry.id or entry.type}": entry.type for entry in lexicons.entries("triggers", TriggerEntry)}
        self._told: dict[str, list[tuple[str, float]]] = {}
        for row in lexicons.entries("trigger_odds", TriggerOdds):
            if row.rule in types and types[row.rule] not in ordinary:
                for words, odds in row.words.items():
                    if odds >= _LEAST:
                        self._told.setdefault(words, []).append((types[row.rule], odds))

    def tells(self, words: list[str]) -> bool:
        """Whether one of `words` often tells an act."""
        return any([odds >= _OFTEN for word in words for _, odds in self._told.get(word, ())])

    def of(self, words: list[str]) -> dict[int, float]:
        """Places among the weights, and how much stands there."""
        opening = words[:_OPENING]
        found: dict[int, float] = {}
        for mark, some in (("", words), ("^", opening)):
            counted = Counter([*some, *[f"{one} {other}" for one, other in pairwise(some)]])
            much = {mark + name: 1 + math.log(number) for name, number in counted.items()}
            length = math.sqrt(sum([value * value for value in much.values()])) or 1.0
            _add(found, {name: value / length for name, value in much.items()})
        _add(found, {f"={name}": _OF_TYPES * min(3.0, math.log1p(odds)) for name, odds in self._types(words, opening)})
        return found

    def _types(self, words: list[str], opening: list[str]) -> Iterator[tuple[str, float]]:
        """The types that the words may tell and how many times by their odds, in all and in the opening; the empty name is for any type."""
        for mark, some in (("", words), ("^", opening)):
            told: dict[str, float] = {}
            for word in some:
                for name, odds in self._told.get(word, ()):
                    told[mark + name] = told.get(mark + name, 0.0) + odds
                    told[mark] = told.get(mark, 0.0) + odds
            yield from told.items()


def _add(found: dict[int, float], much: Mapping[str, float]) -> None:
    for name, value in much.items():
        place = zlib.crc32(name.encode()) >> (32 - _BITS)
        found[place] = found.get(place, 0.0) + value


class Gate:
    """The trained gate."""

    def __init__(self, lexicons: Lexicons, folder: Path = SHIPPED) -> None:
        """Load it. Raises ResourceError when a file is missing or is not what the manifest says."""
        self.manifest, weights = _load(folder)
        self._features = Features(lexicons)
        self._weights = [self.manifest.unit * int(weight) for weight in weights]

    @property
    def fingerprint(self) -> str:
        """A hash of the weights and of what they are used with."""
        return hashlib.sha256(msgspec.json.encode(self.manifest)).hexdigest()

    def score(self, text: str) -> float:
        """How much `text` tells of unrest or political violence: log odds, by the texts it was trained on."""
        return self._score(words_of(text))

    def passes(self, text: str) -> bool:
        """Whether `text` is worth its full reading."""
        words = words_of(text)
        return (len(words) < _BRIEF and self._features.tells(words)) or self._score(words) >= self.manifest.passes

    def _score(self, words: list[str]) -> float:
        return self.manifest.bias + sum([value * self._weights[place] for place, value in self._features.of(words).items()])


def save(folder: Path, weights: NDArray[np.int8], manifest: Manifest) -> None:
    """Write a gate's files; the manifest gets the weights' hash."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / WEIGHTS, weights)
    named = msgspec.structs.replace(manifest, sha256=hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest())
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(named), indent=1) + b"\n")


def _load(folder: Path) -> tuple[Manifest, NDArray[np.int8]]:
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
        data = (folder / WEIGHTS).read_bytes()
    except (OSError, msgspec.MsgspecError) as error:
        raise ResourceError(f"the relevance model in {folder} cannot be read ({error}); run: pip install --force-reinstall tocsin") from error
    if hashlib.sha256(data).hexdigest() != manifest.sha256:
        raise ResourceError(f"{folder / WEIGHTS} is not the file its manifest names (sha256 differs); run: pip install --force-reinstall tocsin")
    weights: NDArray[np.int8] = np.load(folder / WEIGHTS, allow_pickle=False)
    if weights.shape != (BUCKETS,) or weights.dtype != np.int8:
        raise ResourceError(f"{folder / WEIGHTS} is of another version of Tocsin; run: pip install --force-reinstall tocsin")
    return manifest, weights
