"""Cells a spreadsheet cannot mistake for formulas, tables any reader of RFC 4180 reads back."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.export.writing import safe, write_csv, write_tsv

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@pytest.mark.parametrize("start", list("=+-@\t\r＝＋－＠"))
def test_a_cell_never_begins_a_formula(start: str) -> None:
    """An apostrophe goes before."""
    assert safe(start + "1+1") == "'" + start + "1+1"


@given(TEXT)
def test_text_is_never_taken_for_a_formula_and_never_lost(text: str) -> None:
    """What is written is the text, or the text behind an apostrophe."""
    written = safe(text)

    assert not written or written[0] not in "=+-@\t\r＝＋－＠"
    assert written in (text, "'" + text)


@pytest.mark.parametrize(
    ("value", "cell"), [(-22.4167, "-22.4167"), (-3, "-3"), (0, "0"), (None, ""), (True, "true"), (False, "false"), ("-22", "'-22")]
)
def test_numbers_stay_numbers(value: object, cell: str) -> None:
    """Only text is escaped: a coordinate south of the equator is a number."""
    assert safe(value) == cell


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(TEXT, TEXT, st.integers() | st.none()), max_size=5))
def test_a_table_comes_back_cell_for_cell(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, int | None]]) -> None:
    """With commas, quotes and line breaks in the cells."""
    columns = ["first", "second", "number"]
    path = write_csv(tmp_path_factory.mktemp("csv") / "t.csv", columns, [dict(zip(columns, row, strict=True)) for row in rows])

    with path.open(encoding="utf-8", newline="") as file:
        read = list(csv.reader(file, strict=True))
    assert read == [columns, *[[safe(value) for value in row] for row in rows]]


def test_lines_end_as_rfc_4180_says(tmp_path: Path) -> None:
    """CRLF, UTF-8, no byte order mark."""
    assert write_csv(tmp_path / "t.csv", ["a"], [{"a": "é,"}]).read_bytes() == 'a\r\n"é,"\r\n'.encode()


def test_a_row_with_other_columns_is_refused(tmp_path: Path) -> None:
    """Neither filled up nor cut."""
    with pytest.raises(ValueError, match=r"lacks or adds \['b'\]"):
        write_csv(tmp_path / "t.csv", ["a"], [{"a": 1, "b": 2}])


@settings(deadline=None, max_examples=40)
@given(st.lists(TEXT, min_size=3, max_size=3))
def test_a_tab_separated_line_has_its_cells(tmp_path_factory: pytest.TempPathFactory, cells: list[str]) -> None:
    """No cell can end a line or a column."""
    [line] = write_tsv(tmp_path_factory.mktemp("tsv") / "t.tsv", [cells]).read_text(encoding="utf-8").split("\n")[:-1]

    assert len(line.split("\t")) == 3
