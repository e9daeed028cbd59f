"""Blocks whose members stand in a row, each beside those up to `reach` places from it: what stands around some places, without reading the block."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Row, TextClause, text

Place = tuple[Any, ...]
"""Where a member stands in its block: what it is sorted by, then its id."""


class Walk(msgspec.Struct, frozen=True, dict=True):
    """How one table is walked: the column that names the block, the columns of the place in it, and what else is wanted of a member."""

    block: Column[Any]
    place: tuple[Column[Any], ...]
    reach: int
    wanted: tuple[Column[Any], ...] = ()

    def around(self, connection: Connection, block: int | str, places: Sequence[Place]) -> Sequence[Row[Any]]:
        """The members from `reach` before the first of these places to `reach` after the last, whether somebody stands there now or not."""
        found = connection.execute(self._around, {"block": block} | _named(min(places), max(places))).all()
        return sorted(found, key=self._place)

    def are_beside(self, connection: Connection, block: int | str, lower: Place, upper: Place) -> bool:
        """Whether fewer than `reach` members stand between two of them."""
        return len(connection.execute(self._between, {"block": block} | _named(lower, upper)).all()) < self.reach

    def _place(self, row: Row[Any]) -> Place:
        return tuple(row[: len(self.place)])

    @cached_property
    def _around(self) -> TextClause:
        low, high = self._bounds
        start = f"{self._select} AND ({self._names})"
        down = ", ".join([f"{column.name} DESC" for column in self.place])
        return text(
            f"SELECT * FROM ({start} < {low} ORDER BY {down} LIMIT {self.reach}) AS before "  # noqa: S608 - our own names
            f"UNION ALL {start} >= {low} AND ({self._names}) <= {high} "
            f"UNION ALL SELECT * FROM ({start} > {high} ORDER BY {self._names} LIMIT {self.reach}) AS beyond"
        )

    @cached_property
    def _between(self) -> TextClause:
        low, high = self._bounds
        return text(f"{self._select} AND ({self._names}) > {low} AND ({self._names}) < {high} LIMIT {self.reach}")

    @property
    def _names(self) -> str:
        return ", ".join([column.name for column in self.place])

    @property
    def _select(self) -> str:
        names = ", ".join([column.name for column in (*self.place, *self.wanted)])
        return f"SELECT {names} FROM {self.block.table.name} WHERE {self.block.name} = :block"  # noqa: S608 - our own names

    @property
    def _bounds(self) -> tuple[str, str]:
        low, high = ([f":{side}{i}" for i in range(len(self.place))] for side in ("low", "high"))
        return f"({', '.join(low)})", f"({', '.join(high)})"


def _named(lower: Place, upper: Place) -> dict[str, Any]:
    return {f"low{i}": part for i, part in enumerate(lower)} | {f"high{i}": part for i, part in enumerate(upper)}
