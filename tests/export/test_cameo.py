"""The GDELT-style table, read by duckdb."""

from pathlib import Path

import duckdb

from tests.export.made import dataset
from tocsin.export.cameo import COLUMNS, number_of
from tocsin.export.exports import write


def rows(folder: Path) -> list[dict[str, str | None]]:
    """Every cell as text, under the columns of the header file."""
    table, header, *_ = write("cameo", dataset(), folder)
    columns = header.read_text(encoding="utf-8").rstrip("\n").split("\t")
    with duckdb.connect() as database:
        read = database.execute("SELECT * FROM read_csv(?, delim='\t', header=false, all_varchar=true, quote='', names=?)", [str(table), columns])
        return [dict(zip(columns, row, strict=True)) for row in read.fetchall()]


def test_the_columns_are_gdelts(tmp_path: Path) -> None:
    """61, the first and last as in the code book."""
    assert len(COLUMNS) == 61
    assert (COLUMNS[4], COLUMNS[14], COLUMNS[15], COLUMNS[25], COLUMNS[51], COLUMNS[60]) == (
        "FractionDate",
        "Actor1Type3Code",
        "Actor2Code",
        "IsRootEvent",
        "ActionGeo_Type",
        "SOURCEURL",
    )
    assert all(list(row) == COLUMNS for row in rows(tmp_path))


def test_codes_are_strings_with_their_roots(tmp_path: Path) -> None:
    """Code, base and root, quad class and Goldstein's value."""
    made = [(row["EventCode"], row["EventBaseCode"], row["EventRootCode"], row["QuadClass"], row["GoldsteinScale"]) for row in rows(tmp_path)]

    assert made == [
        ("141", "141", "14", "4", "-6.5"),
        ("173", "173", "17", "4", "-5.0"),
        ("183", "183", "18", "4", "-10.0"),
        ("143", "143", "14", "4", "-6.5"),
    ]


def test_actors_and_places(tmp_path: Path) -> None:
    """The country of a place in FIPS, that of an actor in three letters; no point for a country."""
    march, arrests, _, strike = rows(tmp_path)

    assert (arrests["Actor1Code"], arrests["Actor1Name"], arrests["Actor2Code"]) == ("NAMCOP", "POLICE", None)
    assert (march["Actor2Name"], march["ActionGeo_CountryCode"], march["ActionGeo_Lat"], march["ActionGeo_Long"]) == (
        "A WOMAN",
        "WA",
        "-22.4167",
        "14.9667",
    )
    assert (strike["ActionGeo_Type"], strike["ActionGeo_Lat"]) == ("1", None)
    assert (march["SQLDATE"], march["MonthYear"], march["FractionDate"], march["DATEADDED"]) == ("20240514", "202405", "2024.4493", "20240520000000")


def test_numbers_stand_for_ids() -> None:
    """The same for the same id, and small enough for a 64-bit column."""
    assert number_of("e1a") == number_of("e1a") != number_of("e1b")
    assert 0 <= number_of("e1a") < 2**63
