"""Rows by the thousand: written in batches, and looked up by many keys at once."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, Table, delete, insert

BATCH = 500
"""Rows written, and keys asked for, at once."""


def add_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert these rows."""
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(table), rows[start : start + BATCH])


def rows_of(connection: Connection, query: Select[Any], column: Column[Any], keys: Collection[Any]) -> Iterator[Row[Any]]:
    """The rows whose column holds one of these keys."""
    for some in _some(keys):
        yield from connection.execute(query.where(column.in_(some)))


def drop_rows(connection: Connection, column: Column[Any], keys: Collection[Any]) -> None:
    """Delete the rows whose column holds one of these keys."""
    for some in _some(keys):
        connection.execute(delete(column.table).where(column.in_(some)))


def _some(keys: Collection[Any]) -> Iterator[list[Any]]:
    listed = sorted(keys)
    for start in range(0, len(listed), BATCH):
        yield listed[start : start + BATCH]
