"""Labels of our own over texts of the data folder: offsets and labels in training/labels, never a word of the texts.

A row names its text by `place` (a file of the data folder; after # a member of a collection) and by `start` and `end` in it, with the text's sha256.
"""

import hashlib
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from training.folder import MissingDataError, need, rows

LABELS = Path(__file__).parent / "labels"


def texts(data: Path, name: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The rows of a file of training/labels, each with its text. Raises MissingDataError when a text is not the one that was read."""
    for row in rows(LABELS / name):
        text = _whole(data, row["place"])[row["start"] : row["end"]]
        check(row, text)
        yield row, text


def corrections() -> dict[str, dict[str, Any]]:
    """Labels that stand for those of the data folder, by id of the text; `check` them against it."""
    return {row["id"]: row for row in rows(LABELS / "corrections.jsonl")}


def check(row: dict[str, Any], text: str) -> None:
    """Refuse a text that is not the one that was read. Raises MissingDataError."""
    if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
        raise MissingDataError(f"{row['place']} is not the text that {row['id']} of training/labels was read from")


@cache
def _whole(data: Path, place: str) -> str:
    file, _, member = place.partition("#")
    path = need(data, file)
    if path.suffix in {".json", ".jsonl"}:
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
    """Texts by name; of incidents (GVA) each article, as incident/number; of single sentences (M2E2) each document, a sentence a paragraph."""
    found: dict[str, str] = {}
    sentences = defaultdict[str, list[str]](list)
    for row in rows(path):
        if "docs" in row:
            found |= {f"{row['incident']}/{k}": article["text"] for k, article in enumerate(row["docs"])}
        elif "sentence_id" in row:
            sentences[row["sentence_id"].rpartition("_")[0]].append(row["sentence"])
        else:
            found[row["id"]] = row["text"]
    return found | {name: "\n\n".join(told) for name, told in sentences.items()}
