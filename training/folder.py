"""The data folder, and what is said when something is not in it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class MissingDataError(Exception):
    """A folder or file that a corpus needs is not in the data folder."""


def need(data: Path, relative: str) -> Path:
    """A file or folder of the data folder. Raises MissingDataError."""
    path = data / relative
    if not path.exists():
        raise MissingDataError(f"{relative} is not in the data folder {data}: training needs it (see training/README.md for what goes where)")
    return path


def rows(path: Path) -> Iterator[Any]:
    """The records of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
