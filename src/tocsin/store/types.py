"""Column types that STRICT tables of SQLite accept and that become the proper types on PostgreSQL.

STRICT knows only INTEGER, REAL, TEXT and BLOB, so days, moments, flags and JSON are kept there as text and numbers in one fixed form.
"""

# ruff: noqa: ANN401 - drivers give and take anything

import datetime as dt
from typing import Any

from sqlalchemy import JSON, REAL, BigInteger, Boolean, Date, DateTime, Dialect, Float, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine


def _on_postgresql(dialect: Dialect) -> bool:
    return dialect.name == "postgresql"


class Day(TypeDecorator[dt.date]):
    """A calendar day: DATE, or text as 2022-01-05."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type there."""
        return dialect.type_descriptor(Date() if _on_postgresql(dialect) else Text())

    def process_bind_param(self, value: dt.date | None, dialect: Dialect) -> Any:
        """A day on its way in."""
        return value if value is None or _on_postgresql(dialect) else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.date | None:
        """A day on its way out."""
        return value if value is None or _on_postgresql(dialect) else dt.date.fromisoformat(value)


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC: TIMESTAMP WITH TIME ZONE, or text as 2022-01-05T12:00:00.000000+00:00."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type there."""
        return dialect.type_descriptor(DateTime(timezone=True) if _on_postgresql(dialect) else Text())

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """A moment on its way in."""
        if value is None or _on_postgresql(dialect):
            return value
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """A moment on its way out."""
        if value is None:
            return None
        return value.astimezone(dt.UTC) if _on_postgresql(dialect) else dt.datetime.fromisoformat(value)


class Flag(TypeDecorator[bool]):
    """Yes or no: BOOLEAN, or 1 and 0."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type there."""
        return dialect.type_descriptor(Boolean() if _on_postgresql(dialect) else Integer())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        """A flag on its way in."""
        return value if value is None or _on_postgresql(dialect) else int(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> bool | None:
        """A flag on its way out."""
        return None if value is None else bool(value)


Json = Text().with_variant(JSON(none_as_null=True), "postgresql")
"""JSON text, as msgspec writes it: JSON on PostgreSQL, which unlike JSONB keeps the very bytes, whose hash stands beside some; text on SQLite."""
Real = Float().with_variant(REAL(), "sqlite")
"""A number with a fraction; STRICT has no FLOAT."""
Big = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number of 64 bits."""
