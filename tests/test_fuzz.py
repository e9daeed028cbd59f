"""What fuzzing found once is found no more, and a short run without guidance finds nothing (`python -m fuzz` is the long one)."""

import random
from pathlib import Path

import pytest

from fuzz.__main__ import FINDINGS, LONGEST, varied
from fuzz.pieces import PIECES, Pieces
from fuzz.targets import TARGETS

FOUND = sorted(FINDINGS.iterdir())
FEW = {"intake": 200, "finders": 60, "reconcile": 40, "store": 3, "exports": 40, "api": 60}


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_a_finding_stays_mended(file: Path) -> None:
    """The bytes that once broke the target pass."""
    TARGETS[file.name.partition("-")[0]](file.read_bytes())


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_random_inputs_break_nothing(name: str) -> None:
    """A few inputs, the same every time."""
    chance = random.Random(name)
    for _ in range(FEW[name]):
        weights = [4] * len(PIECES) + [1] * (256 - len(PIECES))
        TARGETS[name](bytes(chance.choices(range(256), weights, k=chance.randint(1, 60))))


def test_bytes_become_texts_of_words() -> None:
    """Each byte is a piece of a report or a character, and at the end there is nothing more."""
    assert Pieces(bytes([0, 5, 14, 200])).text(4) == f"{PIECES[0]}{PIECES[5]}{PIECES[14]}{chr(200)}"
    assert Pieces(b"").text(4) == ""
    assert Pieces(b"").published() is None


def test_what_was_kept_is_varied() -> None:
    """Inputs without guidance hold pieces of those that reached new code, are no longer than others, and differ."""
    chance = random.Random(1)
    made = [varied([b"a" * 60, b"b" * 80], chance) for _ in range(100)]
    assert max(map(len, made)) <= LONGEST
    assert sum(b"aaaa" in one and b"bbbb" in one for one in made) > 25  # half of the pairs are one input twice
    assert len(set(made)) > 90
    assert len({varied([], chance) for _ in range(100)}) > 90
