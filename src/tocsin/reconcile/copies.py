"""Syndicated and lightly rewritten copies: one agency text printed by many papers is one witness, however many print it.

Reports are copies when at least half of their distinct runs of four words are the same (Broder 1997). MinHash with locality-sensitive hashing finds
the candidates in linear time; the share itself is then counted exactly.
"""

import datetime as dt
import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.core.document import Document
from tocsin.reconcile.agglomerate import Union

COPIED = 0.5
"""Share of common word runs from which two reports are one text (Jaccard). Measured: see tests/reconcile/test_copies.py and docs."""
_RUN = 4
_HASHES, _ROWS = 120, 4
"""30 bands of 4: texts that share half are candidates with a chance of 86 in 100, those that share 0.7 with 99.98."""
_LEAST_RUNS = 10
"""A shorter text (a headline, a log-in page) is a copy of nothing: it says too little."""


class Sketch(msgspec.Struct, frozen=True):
    """The word runs of one report, and the bands of their MinHash signature: reports that share a band are candidates, a short text has none."""

    runs: NDArray[np.uint64]
    bands: tuple[int, ...]


def sketch(text: str) -> Sketch:
    """The sketch of a text."""
    runs = word_runs(text)
    return Sketch(runs, _bands(runs) if len(runs) >= _LEAST_RUNS else ())


def copies(documents: Iterable[Document], sketches: Mapping[str, Sketch] | None = None) -> dict[str, str]:
    """For each document that copies another, or is copied: the id of the original, the earliest published, then of the smallest id.

    `sketches` are those of the documents, where they are made already. Reports that share no band, nor bands with a third, do not change one another.
    """
    by_id = {document.id: document for document in documents}
    made = {document: sketches[document] if sketches else sketch(by_id[document].text) for document in by_id}
    union = Union(by_id)
    for left, right in _candidates(made):
        if likeness(made[left].runs, made[right].runs) >= COPIED:
            union.join(left, right)
    return {copy: min(group, key=lambda one: _first(by_id[one])) for group in union.sets() for copy in group}


def _first(document: Document) -> tuple[dt.date, str]:
    return document.report.published or dt.date.max, document.id


def word_runs(text: str) -> NDArray[np.uint64]:
    """The distinct runs of four words, hashed; case and punctuation do not count."""
    codes = np.array([zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in re.findall(r"\w+", text.lower())], dtype=np.uint64)
    if len(codes) < _RUN:
        return np.empty(0, dtype=np.uint64)
    runs = np.zeros(len(codes) - _RUN + 1, dtype=np.uint64)
    for shift in range(_RUN):  # wraps around at 64 bits, as a polynomial hash does
        runs = runs * np.uint64(0x9E3779B97F4A7C15) + codes[shift : len(codes) - _RUN + 1 + shift]
    return np.unique(runs)


def likeness(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> float:
    """Jaccard: runs in both over runs in either."""
    shared = len(np.intersect1d(left, right, assume_unique=True))
    return shared / (len(left) + len(right) - shared)


def _bands(runs: NDArray[np.uint64]) -> tuple[int, ...]:
    factors, shifts = _mixers()
    mixed = runs[:, None] * factors + shifts
    signature = (mixed ^ (mixed >> np.uint64(29))).min(axis=0)
    rows = [band.to_bytes(1) + signature[band : band + _ROWS].tobytes() for band in range(0, _HASHES, _ROWS)]
    return tuple([int.from_bytes(hashlib.blake2b(row, digest_size=8).digest(), signed=True) for row in rows])


@cache
def _mixers() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    chance = np.random.Generator(np.random.PCG64(20240501))
    factors = chance.integers(1, 1 << 63, size=_HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    return factors, chance.integers(0, 1 << 63, size=_HASHES, dtype=np.uint64)


def _candidates(sketches: dict[str, Sketch]) -> list[tuple[str, str]]:
    """Pairs of reports that share a band: each with the one before it and the first there, so that the cost stays linear."""
    buckets: dict[int, list[str]] = {}
    for document in sorted(sketches):
        for band in sketches[document].bands:
            buckets.setdefault(band, []).append(document)
    pairs = {pair for bucket in buckets.values() for i, one in enumerate(bucket[1:]) for pair in ((bucket[0], one), (bucket[i], one))}
    return sorted(pairs)
