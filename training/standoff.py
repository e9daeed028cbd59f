"""Labels of our own over texts of the data folder: offsets and labels in training/labels, never a word of the texts.

A row names its text by `place` (a file of the data folder; after # a member of a collection) and by `start` and `end` in it, with the text's sha256.
"""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from training.folder import MissingDataError, need, rows

LABELS = Path(__file__).parent / "labels"


def texts(data: Path, name: str = "third.jsonl") -> Iterator[tuple[dict[str, Any], str]]:
    """The rows of a file of training/labels, each with its text. Raises MissingDataError when a text is not the one that was read."""
    for line in (LABELS / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = _whole(data, row["place"])[row["start"] : row["end"]]
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            raise MissingDataError(f"{row['place']} is not the text that {row['id']} of training/labels/{name} was read from")
        yield row, text


@cache
def _whole(data: Path, place: str) -> str:
    file, _, member = place.partition("#")
    path = need(data, file)
    if path.suffix == ".jsonl":
        return _articles(path)[member]
    if member:
        with tarfile.open(path) as archive:
            held = archive.extractfile(member)
            if held is None:
                raise MissingDataError(f"{member} is not in {path}")
            return held.read().decode("utf-8", "replace")
    return path.read_text(encoding="utf-8", errors="replace")


@cache
def _articles(path: Path) -> dict[str, str]:
    return {row["id"]: row["text"] for row in rows(path)}
