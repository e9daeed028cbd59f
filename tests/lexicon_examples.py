"""The examples and counter-examples of the hand-edited lexicons, as test parameters."""

from collections.abc import Iterator
from pathlib import Path

from resources.build import read

RESOURCES = Path(__file__).parent.parent / "resources"


def examples(name: str, field: str = "examples") -> Iterator[tuple[dict[str, object], str]]:
    """Each entry of lexicon `name` with each of its examples (or counter-examples)."""
    for entry in read(RESOURCES / "lexicons" / f"{name}.yaml"):
        for sentence in entry.get(field, ()):  # type: ignore[attr-defined]
            yield entry, sentence
