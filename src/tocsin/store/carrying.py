"""All rows of one store into an empty other, whichever database each is in; and whether two stores hold the same."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, func, insert, select, text

from tocsin.errors import StoreError
from tocsin.store import fulltext
from tocsin.store.tables import documents, metadata

Watching = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""

_STREAMED = {"yield_per": 500}


def rows_in(connection: Connection) -> Mapping[str, int]:
    """How many rows each table has."""
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables}


def carry(source: Connection, target: Connection, watching: Watching) -> None:
    """Copy all rows, in the target's transaction, and compare every table afterwards. Raises StoreError when one differs."""
    every = rows_in(source)
    done, of = 0, sum(every.values())
    for table in metadata.sorted_tables:
        for batch in source.execute(select(table), execution_options=_STREAMED).mappings().partitions():
            target.execute(insert(table), [dict(row) for row in batch])
            if table is documents:
                for row in batch:
                    fulltext.index(target, row["number"], row["title"], row["text"])
            done += len(batch)
            watching("copying", done, of)
        _count_on(target, table)
    for number, table in enumerate(metadata.sorted_tables):
        watching("comparing", number, len(metadata.sorted_tables))
        if _content(source, table) != _content(target, table):
            raise StoreError(f"what arrived in the table {table.name} is not what was sent; nothing is kept, try again")


def _count_on(target: Connection, table: Table) -> None:
    """Let new rows get the numbers after those that came with theirs; SQLite looks at the rows itself."""
    column = table.autoincrement_column
    if target.dialect.name == "postgresql" and column is not None:
        query = f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), max({column.name})) FROM {table.name}"  # noqa: S608 - our own names
        target.execute(text(query))


def _content(connection: Connection, table: Table) -> str:
    """The hash of a table's rows."""
    query: Any = select(table).order_by(*table.primary_key)
    found = hashlib.sha256()
    for row in connection.execute(query, execution_options=_STREAMED):
        found.update(msgspec.json.encode(tuple(row)))
    return found.hexdigest()
