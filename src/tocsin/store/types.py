"""Column types that STRICT tables of SQLite accept and that become the proper types on PostgreSQL.

STRICT knows only INTEGER, REAL, TEXT and BLOB, so days, moments, flags and JSON are kept there as text and numbers in one fixed form.
"""

# ruff: noqa: ANN401 - drivers give and take anything

import datetime as dt
from typing import Any

import msgspec
from sqlalchemy import REAL, BigInteger, Boolean, Date, DateTime, Dialect, Float, Integer, Text
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
        return value if value is None or _on_postgresql(dialect) else dt.datetime.fromisoformat(value)


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


class Json(TypeDecorator[str]):
    """JSON text, as msgspec writes it: JSONB for querying on PostgreSQL (which keeps the content, not the bytes), text on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type there."""
        if not _on_postgresql(dialect):
            return dialect.type_descriptor(Text())
        from sqlalchemy.dialects.postgresql import JSONB  # noqa: PLC0415 - slow to load, and SQLite never needs it

        return dialect.type_descriptor(JSONB())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """JSON on its way in."""
        return msgspec.json.decode(value) if value is not None and _on_postgresql(dialect) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """JSON on its way out."""
        return msgspec.json.encode(value).decode() if value is not None and _on_postgresql(dialect) else value


Real = Float().with_variant(REAL(), "sqlite")
"""A number with a fraction; STRICT has no FLOAT."""
Big = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number of 64 bits."""
