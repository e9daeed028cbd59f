"""All exports together: what they are, that they keep the house rules, and that a damaged data set is refused."""

import csv
import json
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export.made import dataset
from tocsin.core.claims import Role
from tocsin.errors import ExportError
from tocsin.export.crosswalk import cameo_scores, countries, plover_types, sectors
from tocsin.export.dataset import Dataset
from tocsin.export.exports import EXPORTS, write
from tocsin.resources.codebook import shipped_codebook

DOCS = Path(__file__).parent.parent.parent / "docs" / "exports.md"
WITH_REPORTS = [name for name, export in EXPORTS.items() if any("provenance.csv" in file for file in export.files)]


def damaged() -> Dataset:
    """A claim quotes words that its document does not have."""
    data = dataset()
    key, claim = next((key, claim) for key, claim in data.claims.items() if claim.role is Role.DATE)
    return msgspec.structs.replace(data, claims={**data.claims, key: msgspec.structs.replace(claim, quote="Twosday")})


@pytest.mark.parametrize("name", EXPORTS)
def test_it_writes_what_it_says(tmp_path: Path, name: str) -> None:
    """The files named, all of them and no others, in a folder that need not exist."""
    paths = write(name, dataset(), tmp_path / "new" / "folder")

    assert tuple(path.name for path in paths) == EXPORTS[name].files
    assert sorted(paths) == sorted((tmp_path / "new" / "folder").iterdir())


@pytest.mark.parametrize("name", EXPORTS)
def test_it_is_documented(name: str) -> None:
    """docs/exports.md has its section and its files."""
    page = DOCS.read_text(encoding="utf-8")

    assert f"`{name}`" in page
    assert [file for file in EXPORTS[name].files if "provenance.csv" not in file and "loss.csv" not in file and f"`{file}`" not in page] == []


@pytest.mark.parametrize("name", EXPORTS)
def test_the_same_data_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    """No clock, no order of a dictionary's claims."""
    data = dataset()
    turned = msgspec.structs.replace(data, claims=dict(reversed(list(data.claims.items()))))

    first = [path.read_bytes() for path in write(name, data, tmp_path / "1")]
    assert first == [path.read_bytes() for path in write(name, turned, tmp_path / "2")]


@pytest.mark.parametrize("name", EXPORTS)
def test_no_contact_detail_and_no_private_name_gets_out(tmp_path: Path, name: str) -> None:
    """The nurse stays unnamed in every byte of every file; so do her number and mail."""
    files = b"".join([path.read_bytes() for path in write(name, dataset(), tmp_path)])

    assert [secret for secret in (b"Shikongo", b"SHIKONGO", b"123 4567", b"mail.example", b"@desk") if secret in files] == []


@pytest.mark.parametrize("name", EXPORTS)
def test_people_are_named_when_asked_for(tmp_path: Path, name: str) -> None:
    """And contact details still are not."""
    files = b"".join([path.read_bytes() for path in write(name, dataset(), tmp_path, people=True)])

    assert (b"Ada Shikongo" in files) is (name != "ucdp")
    assert b"123 4567" not in files


@pytest.mark.parametrize("name", EXPORTS)
def test_words_that_are_not_the_documents_are_refused(tmp_path: Path, name: str) -> None:
    """Nothing is written about them."""
    with pytest.raises(ExportError, match="quotes 'Twosday'"):
        write(name, damaged(), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", WITH_REPORTS)
def test_provenance_is_the_words_of_the_documents(tmp_path: Path, name: str) -> None:
    """Each line's span holds its words; every row and column it names is in the table."""
    data = dataset()
    provenance = next(path for path in write(name, data, tmp_path, people=True) if "provenance" in path.name)
    with provenance.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))

    assert lines
    for line in lines:
        words = data.documents[line["document"]].text[int(line["start"]) : int(line["end"])]
        assert line["words"] in (words, "'" + words)
        assert line["claim"] in data.claims
        assert line["stance"] in ("supports", "opposes")
        assert line["said_by"]


@pytest.mark.parametrize("name", WITH_REPORTS)
def test_every_event_is_in_the_table_or_in_the_losses(tmp_path: Path, name: str) -> None:
    """Nothing disappears without a word."""
    data = dataset()
    table, *_, loss = write(name, data, tmp_path)
    with loss.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    left_out = {line["event"] for line in lines if line["field"] == "event"}
    with next(tmp_path.glob("*.provenance.csv")).open(encoding="utf-8", newline="") as file:
        rows = {line["row"] for line in csv.DictReader(file)}

    assert all(line["why"] for line in lines)
    assert left_out <= {event.id for event in data.events}
    assert table.stat().st_size > 0
    assert len(rows) == len(data.events) - len(left_out)


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    """With the names there are."""
    with pytest.raises(ExportError, match="no export is named excel; there are: acled, plover"):
        write("excel", dataset(), tmp_path)


@pytest.mark.parametrize("name", ["parquet", "geoparquet"])
def test_a_missing_library_is_named(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(ExportError, match=r"pip install 'tocsin\[parquet\]'"):
        write(name, dataset(), tmp_path)


@pytest.mark.parametrize("part", ["documents", "mentions", "claims"])
def test_a_data_set_with_holes_is_refused(tmp_path: Path, part: str) -> None:
    """What an event needs must be there."""
    with pytest.raises(ExportError, match="the data set has no"):
        write("acled", msgspec.structs.replace(dataset(), **{part: {}}), tmp_path)


@settings(max_examples=15, deadline=None)
@given(words=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=15))
def test_any_words_can_be_a_name(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    """Every text format is still read back when a document, a publisher and a sentence hold odd words."""
    data = dataset()
    events = tuple(
        [
            msgspec.structs.replace(event, findings=tuple([msgspec.structs.replace(finding, sentence=words) for finding in event.findings]))
            for event in data.events
        ]
    )
    odd = msgspec.structs.replace(data, events=events)
    folder = tmp_path_factory.mktemp("odd")
    for name in ("acled", "ucdp", "hxl"):
        with write(name, odd, folder)[0].open(encoding="utf-8", newline="") as file:
            assert len({len(row) for row in csv.reader(file, strict=True)}) == 1
    for name in ("plover", "ftm"):
        assert all(json.loads(line) for line in write(name, odd, folder)[0].read_text(encoding="utf-8").split("\n") if line)


def test_the_tables_cover_the_code_book() -> None:
    """Every PLOVER type and CAMEO code that a row names has its scores; every sector has its row."""
    assert {row.plover.type for row in shipped_codebook() if row.plover.none is None} <= set(plover_types())
    assert {row.cameo.code for row in shipped_codebook() if row.cameo.none is None} == set(cameo_scores())
    assert all(len(country.alpha3) == 3 and country.region for country in countries().values())
    assert countries()["NA"].name == "Namibia"
    assert "UNK" in sectors()
