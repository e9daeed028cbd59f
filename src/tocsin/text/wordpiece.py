"""WordPiece in pure Python, with exact offsets: what the reader's network sees of a word.

Follows BERT's uncased tokenizer: lower case, accents dropped, split at punctuation, then the longest piece of the vocabulary from the left.
It differs on purpose in one thing: a piece never ends inside a character of the text (Hangul decomposes into several), so that offsets always fit.
Characters that print nothing (soft hyphen, byte order mark, combining accents) belong to the piece before them.
"""

import unicodedata
from collections.abc import Iterable
from pathlib import Path

import msgspec

from tocsin.errors import ResourceError

LOWER, TITLE, UPPER, MIXED = range(4)
"""Word shapes, given to the network as token types: an uncased vocabulary loses them otherwise. Whatever has no case is LOWER."""

_LONGEST_RUN = 100
_CACHE = 50_000


class Pieces(msgspec.Struct, frozen=True, gc=False):
    """The pieces of one token: vocabulary ids, shapes, and offsets `starts`..`ends` counted in the token. Never empty.

    `runs` are the stretches the token was cut into before matching ("Nairobi", "-", "based"), as (start, end, number of pieces).
    """

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    runs: tuple[tuple[int, int, int], ...]


def fold(text: str) -> str:
    """What the vocabulary sees of `text`: lower case, without accents and without characters that print nothing. Changes lengths."""
    return "".join([folded for char in text for folded in _fold_char(char)])


def shape(run: str) -> int:
    """LOWER, TITLE, UPPER or MIXED; one capital letter alone is TITLE."""
    if not any(map(str.isupper, run)):
        return LOWER
    if run[0].isupper() and not any(map(str.isupper, run[1:])):
        return TITLE
    return MIXED if any(map(str.islower, run)) else UPPER


class WordPiece:
    """A vocabulary and the way to cut words into it; remembers words it has cut."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """Number the pieces in the order given. Raises ResourceError when BERT's marks are not among them."""
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        missing = {"[UNK]", "[CLS]", "[SEP]", "[PAD]"} - self._ids.keys()
        if missing:
            raise ResourceError(f"the vocabulary lacks {', '.join(sorted(missing))}: it is not a BERT vocabulary")
        self.unknown, self.first, self.last, self.padding = (self._ids[mark] for mark in ("[UNK]", "[CLS]", "[SEP]", "[PAD]"))
        self._cache: dict[str, Pieces] = {}

    @classmethod
    def load(cls, path: Path) -> "WordPiece":
        """Read a vocabulary of one piece a line. Raises ResourceError when there is none."""
        if not path.is_file():
            raise ResourceError(f"{path} is missing: the reader has no vocabulary; reinstall tocsin or export the reader again")
        return cls(path.read_text(encoding="utf-8").splitlines())

    def __call__(self, word: str) -> Pieces:
        """The pieces of `word`."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) >= _CACHE:
                self._cache.clear()
            found = self._cache[word] = self._cut(word)
        return found

    def _cut(self, word: str) -> Pieces:
        known = self._ids.get(word.lower()) if word.isascii() and word.isalnum() else None
        if known is not None:  # most words: one piece
            return Pieces(ids=(known,), shapes=(shape(word),), starts=(0,), ends=(len(word),), runs=((0, len(word), 1),))
        rows: list[tuple[int, int, int, int]] = []
        cut: list[tuple[int, int, int]] = []
        for start, end in runs(word):
            matched = self._match(word, start, end)
            cut.append((start, end, len(matched)))
            rows.extend(matched)
        ids, shapes, starts, ends = zip(*rows, strict=True)
        return Pieces(ids=ids, shapes=shapes, starts=starts, ends=ends, runs=tuple(cut))

    def _match(self, word: str, start: int, end: int) -> list[tuple[int, int, int, int]]:
        """Longest match from the left; a run with a rest that matches nothing is unknown as a whole, as in BERT."""
        run_shape = shape(word[start:end])
        whole = [(self.unknown, run_shape, start, end)]
        if end - start > _LONGEST_RUN:
            return whole
        folded = [fold(char) for char in word[start:end]]
        if not any(folded):
            return whole
        rows: list[tuple[int, int, int, int]] = []
        at = 0
        while at < len(folded):
            prefix = "##" if rows else ""
            stop = next((to for to in range(len(folded), at, -1) if prefix + "".join(folded[at:to]) in self._ids), None)
            if stop is None:
                return whole
            rows.append((self._ids[prefix + "".join(folded[at:stop])], run_shape, start + at, start + stop))
            at = stop
        return rows


def _fold_char(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isprintable() else ""
    decomposed = unicodedata.normalize("NFD", char.lower())
    return "".join([part for part in decomposed if unicodedata.category(part) not in {"Mn", "Cc", "Cf", "Co"}])


def runs(word: str) -> list[tuple[int, int]]:
    """Half-open stretches that are matched as one: letters and digits together, punctuation and ideographs alone; no white space.

    A word that leaves none (only a soft hyphen, say) is one run as it stands: it becomes one unknown piece.
    """
    found: list[tuple[int, int]] = []
    open_run = False
    for at, char in enumerate(word):
        if char.isspace():
            open_run = False
        elif not fold(char):
            if found and found[-1][1] == at:
                found[-1] = (found[-1][0], at + 1)
        elif _stands_alone(char):
            found.append((at, at + 1))
            open_run = False
        elif open_run:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
            open_run = True
    return found or [(0, len(word))]


def _stands_alone(char: str) -> bool:
    if char.isascii():
        return not char.isalnum()
    return unicodedata.category(char)[0] == "P" or any(low <= char <= high for low, high in _IDEOGRAPHS)


_IDEOGRAPHS = (("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0002ceaf"), ("\U0002f800", "\U0002fa1f"))
