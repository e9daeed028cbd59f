"""The tables that turn Tocsin's countries, sectors and code book rows into the codes of other schemes: data in `tables/`, read once."""

import csv
from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

from tocsin.errors import ResourceError


class Country(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """ISO 3166-1 alpha-2, alpha-3 and numeric, FIPS 10-4 (which GDELT's places use), English name (GeoNames), region.

    The regions are our reading of ACLED's public region names, drawn along the UN M49 regions.
    """

    code: str
    alpha3: str
    numeric: str
    fips: str
    name: str
    region: str


class SectorRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of PLOVER's sectors: a label, CAMEO's type code ("" for none), whether it is part of the state, and whether it bears arms."""

    code: str
    label: str
    cameo: str
    state: bool
    armed: bool


class PloverType(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of PLOVER 2.0's event types: quad code, score, and whether the scheme asks for a recipient (manual of 2024-02-04).

    The manual puts SANCTION into quad 3 in one table and 4 in its own section; 4 is also where GDELT has CAMEO's root 16.
    """

    code: str
    quad: int
    score: float | None
    recipient: bool


class CameoScore(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A CAMEO code and its value on Goldstein's scale, as GDELT publishes it."""

    code: str
    goldstein: float


Row = TypeVar("Row", Country, SectorRow, PloverType, CameoScore)


def _rows(name: str, kind: type[Row]) -> dict[str, Row]:
    """The rows of a table by code. Raises ResourceError when the table is missing or a row does not fit."""
    path = files("tocsin.export").joinpath("tables", f"{name}.csv")
    if not path.is_file():
        raise ResourceError(f"the table {name}.csv is missing from the installed package; reinstall tocsin")
    raw = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    try:
        rows: list[Row] = msgspec.convert(raw, list[kind], strict=False)  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        raise ResourceError(f"the table {name}.csv does not fit {kind.__name__}: {error}") from error
    return {row.code: row for row in rows}


@cache
def countries() -> dict[str, Country]:
    """By ISO 3166-1 alpha-2."""
    return _rows("countries", Country)


@cache
def sectors() -> dict[str, SectorRow]:
    """By PLOVER's sector code: every one there is."""
    return _rows("sectors", SectorRow)


@cache
def plover_types() -> dict[str, PloverType]:
    """By PLOVER's event type."""
    return _rows("plover_types", PloverType)


@cache
def cameo_scores() -> dict[str, CameoScore]:
    """By CAMEO code, for the codes the event types code book names."""
    return _rows("cameo_scores", CameoScore)
