"""The event types code book: what each type means, and its row in every scheme Tocsin exports to.

A row in a scheme is either a category of that scheme or a stated reason why there is none; a gap is never filled with a default
(docs/adr/0012-code-books-as-data.md). "ACLED-style" is our reading of public category names; no ACLED data is used.
"""

import enum
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec

from tocsin.errors import CodebookError
from tocsin.resources.lexicons import Lexicons, shipped_lexicons


class EffectOn(enum.Enum):
    """What an act of the type harms when it succeeds."""

    PEOPLE = "people"
    PROPERTY = "property"
    NONE = "none"


class SchemeRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the rows: `none` is the reason why the scheme has no category for the type, and excludes all other fields."""

    none: str | None = None

    def __post_init__(self) -> None:
        """Refuse a row that says both something and nothing, or neither. Raises ValueError, which msgspec turns into a decoding error."""
        named = [name for name in self.__struct_fields__ if name not in ("none", "mode") and getattr(self, name) not in (None, ())]
        if bool(named) == bool(self.none):
            raise ValueError("a row names a category or gives the reason for none, and not both")


class AcledRow(SchemeRow, frozen=True, kw_only=True):
    """ACLED-style event type and sub-event type."""

    event_type: str | None = None
    sub_event_type: str | None = None


class PloverRow(SchemeRow, frozen=True, kw_only=True):
    """PLOVER 2.0 event type, and the mode where the type has modes and the event type settles it."""

    type: str | None = None
    mode: str | None = None


class CameoRow(SchemeRow, frozen=True, kw_only=True):
    """CAMEO code, a string with its leading zero."""

    code: str | None = None


class UcdpRow(SchemeRow, frozen=True, kw_only=True):
    """UCDP types of violence (1 state-based, 2 non-state, 3 one-sided) the event may be, given an organised actor and at least one death."""

    types: tuple[int, ...] = ()


class EventTypeRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One event type: its code, the rule that defines it, and its rows."""

    code: str
    label: str
    family: str
    definition: str
    include: str
    exclude: str
    effect_on: EffectOn
    acled: AcledRow
    plover: PloverRow
    cameo: CameoRow
    ucdp: UcdpRow


class Explained(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the book says of a type for people: sentences with the trigger between <trigger> and </>, sentences that are not of the type, a note."""

    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()
    note: str | None = None


class Codebook:
    """The closed list of event types, in the order of the book."""

    name = "event_types"

    def __init__(self, lexicons: Lexicons) -> None:
        """Read the book. Raises ResourceError when a row does not fit, CodebookError when a code stands twice."""
        rows = lexicons.entries(self.name, EventTypeRow)
        self._rows = {row.code: row for row in rows}
        if len(self._rows) != len(rows):
            raise CodebookError(f"{self.name} has a code twice")

    def __iter__(self) -> Iterator[EventTypeRow]:
        return iter(self._rows.values())

    def __contains__(self, code: object) -> bool:
        return code in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, code: str) -> EventTypeRow:
        """The row of `code`. Raises CodebookError when the book has none."""
        row = self._rows.get(code)
        if row is None:
            raise CodebookError(f"{self.name} has no row for {code}")
        return row

    def families(self) -> dict[str, tuple[EventTypeRow, ...]]:
        """The rows by family, both in the order of the book."""
        families: dict[str, list[EventTypeRow]] = {}
        for row in self:
            families.setdefault(row.family, []).append(row)
        return {family: tuple(rows) for family, rows in families.items()}


@cache
def shipped_explanations() -> dict[str, Explained]:
    """What is said for people of each type, by its code."""
    return msgspec.json.decode(files("tocsin.data").joinpath("codebook_examples.json").read_bytes(), type=dict[str, Explained])


@cache
def shipped_codebook() -> Codebook:
    """The book inside the package."""
    return Codebook(shipped_lexicons())
