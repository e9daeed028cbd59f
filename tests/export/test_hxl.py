"""The HXL table: a row of hashtags under the header."""

import re
from pathlib import Path

import pandas as pd

from tests.export.made import BOMBING, MARCH, dataset
from tocsin.export.described import FIELDS
from tocsin.export.exports import write
from tocsin.export.hxl import TAGS

_TAG = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")


def test_every_column_has_its_own_hashtag() -> None:
    """Written as the standard says."""
    assert tuple(TAGS) == FIELDS
    assert all(_TAG.fullmatch(tag) for tag in TAGS.values())
    assert len(set(TAGS.values())) == len(TAGS)


def test_an_hxl_reader_finds_its_values(tmp_path: Path) -> None:
    """By hashtag, from the second row on."""
    frame = pd.read_csv(write("hxl", dataset(), tmp_path)[0], header=1, keep_default_na=False).set_index("#event+id")

    killed = frame.loc[BOMBING, [f"#affected+killed+{bound}" for bound in ("min", "best", "max")]]
    assert [int(number) for number in killed] == [9, 12, 12]
    assert frame.loc[MARCH, "#country+code+v_iso2"] == "NA"
    assert float(frame.loc[MARCH, "#geo+lat"]) == -22.4167
    assert frame.loc[MARCH, "#group+name+target"] == "a woman"
