"""Reports in Parquet: a row each, with the columns that JSON lines have as fields."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec

from tocsin.batch.objects import library, source
from tocsin.batch.outcomes import Quarantined
from tocsin.intake.items import IntakeFailure, Item
from tocsin.intake.jsonl import read_json

FIELDS = ("text", "id", "published", "publisher", "url", "title")
_ROWS = 64
"""Rows held at once."""


def groups(path: str, piece: int) -> Iterator[tuple[int, int]]:
    """Row groups that lie together, as many as make about `piece` bytes; one range for a file that cannot be opened, whose worker will say why."""
    try:
        with library("pyarrow.parquet").ParquetFile(source(path)) as file:
            sizes = [file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups)]
    except (OSError, ValueError):
        yield 0, 1
        return
    first = size = 0
    for i, one in enumerate(sizes):
        size += one
        if size >= piece or i + 1 == len(sizes):
            yield first, i + 1
            first, size = i + 1, 0


def rows(path: str, first: int, last: int, published: dt.date | None) -> Iterator[tuple[int, Item | IntakeFailure | Quarantined]]:
    """The number of each row of these row groups, and the report in it."""
    number = 0
    try:
        with library("pyarrow.parquet").ParquetFile(source(path)) as file:
            number = sum(file.metadata.row_group(i).num_rows for i in range(min(first, file.metadata.num_row_groups)))
            columns = [name for name in FIELDS if name in file.schema_arrow.names]
            wanted = list(range(first, min(last, file.metadata.num_row_groups)))
            for batch in file.iter_batches(batch_size=_ROWS, row_groups=wanted, columns=columns):
                for row in batch.to_pylist():
                    yield number, _item(row, f"{path} row {number + 1}", published)
                    number += 1
    except (OSError, ValueError) as error:  # what pyarrow's own errors are kinds of
        yield number, Quarantined.of("damaged", f"the table cannot be read from row {number + 1} on: {str(error)[:300]}")


def _item(row: dict[str, Any], place: str, published: dt.date | None) -> Item | IntakeFailure:
    """The row as the JSON line it could have been: one way to read fields, with one set of messages."""
    day = row.get("published")
    if isinstance(day, dt.datetime):
        day = day.date()
    fields = {**row, "published": day.isoformat() if isinstance(day, dt.date) else day}
    raw = msgspec.json.encode({name: value for name, value in fields.items() if value is not None})
    return next(iter(read_json(raw, place, published=published)))
