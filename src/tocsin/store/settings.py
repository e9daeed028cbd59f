"""What the people of a store chose, each choice with who made it and when; the last of a name counts."""

import datetime as dt
from typing import TypeVar

import msgspec
from sqlalchemy import Engine, insert, select

from tocsin.core.record import Record
from tocsin.store.audit import note
from tocsin.store.opening import reading, writing
from tocsin.store.rows import encoded
from tocsin.store.tables import settings

One = TypeVar("One", bound=Record)


class FindingSettings(Record, frozen=True, kw_only=True):
    """The rule findings follow, and for the rule "hierarchy" its kinds of speakers, the first believed first."""

    rule: str = "range"
    hierarchy: tuple[str, ...] = ()


class MaskingSettings(Record, frozen=True, kw_only=True):
    """Whether exports and pages show the names of private persons. Contact details are masked always."""

    people: bool = False


_NAMES: dict[type[Record], str] = {FindingSettings: "findings", MaskingSettings: "masking"}


class SettingsStore:
    """The part of an open store that knows what was chosen (`Store.settings`)."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Take the store's engine and its name in messages."""
        self._engine = engine
        self._where = where

    def get(self, kind: type[One]) -> One:
        """What was chosen last; the defaults when nothing was."""
        query = select(settings.c.value).where(settings.c.name == _NAMES[kind]).order_by(settings.c.number.desc()).limit(1)
        with reading(self._engine, self._where) as connection:
            found = connection.execute(query).scalar_one_or_none()
        return kind() if found is None else msgspec.json.decode(found, type=kind)

    def put(self, chosen: Record, *, by: str) -> None:
        """Choose; noted in the audit log."""
        name, value = _NAMES[type(chosen)], encoded(chosen)
        with writing(self._engine, self._where) as connection:
            connection.execute(insert(settings).values(name=name, value=value, by=by, at=dt.datetime.now(dt.UTC)))
            note(connection, by=by, action="settings changed", subject=name, details={"value": value})
