"""Every record of an input is in exactly one partition, however it is cut, and at the same address."""

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.batch.archives import packed, page, record, stories, story, write_lines
from tocsin.batch.inputs import cut, find_inputs
from tocsin.batch.manifest import Kind
from tocsin.batch.outcomes import Given
from tocsin.batch.records import read_partition
from tocsin.errors import BatchError
from tocsin.intake.items import Item


def read(path: str | Path, piece: int) -> list[Given]:
    """All records, partition by partition."""
    inputs = find_inputs([str(path)])
    return [given for partition in cut(inputs, piece) for given in read_partition(partition, inputs, None)]


def make(kind: str, folder: Path) -> Path:
    """Forty reports as that kind of input."""
    path = folder / f"reports{kind}"
    match kind:
        case ".jsonl":
            write_lines(path, 40)
        case ".jsonl.gz":
            path.write_bytes(gzip.compress(write_lines(folder / "x", 40).read_bytes()))
            (folder / "x").unlink()
        case ".parquet":
            table = pa.table({"text": [story(i + 10) for i in range(40)], "id": list(range(40))})
            pq.write_table(table, path, row_group_size=7)
        case ".warc":
            path.write_bytes(b"".join(stories(40)))
        case ".warc.gz":
            path.write_bytes(packed(stories(40)))
        case _:
            path.mkdir()
            for i in range(40):
                (path / f"{i:02}.txt").write_text(story(i + 10), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", [".jsonl", ".jsonl.gz", ".parquet", ".warc", ".warc.gz", ""])
def test_every_record_is_in_one_partition(tmp_path: Path, kind: str) -> None:
    """Cut at any size the records are the same, with the same addresses, in the same order."""
    path = make(kind, tmp_path)
    whole = read(path, 10**9)

    assert len(whole) == 40
    assert all([isinstance(given.found, Item) for given in whole])
    assert len({given.address for given in whole}) == 40
    for piece in (1, 100, 333, 1_000, 2_777, 9_999):
        assert read(path, piece) == whole


@pytest.mark.parametrize("kind", [".jsonl", ".parquet", ".warc", ".warc.gz", ""])
def test_large_inputs_are_cut(tmp_path: Path, kind: str) -> None:
    """There are several partitions, numbered from 0."""
    partitions = cut(find_inputs([str(make(kind, tmp_path))]), 900)

    assert len(partitions) > 2
    assert [one.number for one in partitions] == list(range(len(partitions)))


def test_a_folder_of_all_kinds(tmp_path: Path) -> None:
    """Files of one report lie together in partitions; archives and lines have their own; hidden files are left out."""
    write_lines(tmp_path / "b.jsonl", 3)
    for name in ("a1.txt", "a2.txt", "c.txt", ".hidden.txt"):
        (tmp_path / name).write_text(story(12), encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "d.warc.gz").write_bytes(packed(stories(2)))
    inputs = find_inputs([str(tmp_path)])

    assert [(one.kind, one.first, one.last) for one in cut(inputs)][:3] == [(Kind.FILES, 0, 2), (Kind.LINES, 0, inputs[2].size), (Kind.FILES, 3, 4)]
    assert len(read(tmp_path, 10**9)) == 8


def test_what_the_user_says_of_a_line_is_kept(tmp_path: Path) -> None:
    """Publisher, day, address and id come with the text, from lines and from tables."""
    row = {"text": story(12), "published": "2024-05-08", "publisher": "Dalem Courier", "url": "https://dalem.example/1", "title": "A bus", "id": "7"}
    lines = tmp_path / "a.jsonl"
    lines.write_text(json.dumps(row) + "\n", encoding="utf-8")
    pq.write_table(pa.table({name: [value] for name, value in row.items()}), tmp_path / "b.parquet")
    found = [given.found for given in read(tmp_path, 10**9)]

    for item in found:
        assert isinstance(item, Item)
        assert (item.publisher, str(item.published), item.url, item.title, item.id) == ("Dalem Courier", "2024-05-08", row["url"], "A bus", "7")


def test_a_line_that_holds_a_list_is_no_report(tmp_path: Path) -> None:
    """It is one record, in quarantine, and the next line is read."""
    (tmp_path / "a.jsonl").write_text(json.dumps([{"text": "x"}]) + "\n" + json.dumps({"text": story(12)}) + "\n", encoding="utf-8")
    first, second = read(tmp_path, 10**9)

    assert not isinstance(first.found, Item)
    assert isinstance(second.found, Item)


def test_pages_of_an_archive(tmp_path: Path) -> None:
    """What was not served, is no page or only asks for one is passed over with its reason; a page has its address and character set."""
    (tmp_path / "a.warc").write_bytes(
        record(b"software: x", kind="warcinfo")
        + record(b"GET / HTTP/1.1\r\n\r\n", kind="request")
        + record(page(story(12)), status=404)
        + record(b"\x89PNG", media="image/png")
        + record(page(story(12)), url="https://dalem.example/a")
    )
    *passed, last = [given.found for given in read(tmp_path, 10**9)]

    assert [one.reason for one in passed if not isinstance(one, Item)] == ["no page", "no page", "not served", "other media type"]
    assert isinstance(last, Item)
    assert (last.url, last.media_type) == ("https://dalem.example/a", "text/html; charset=utf-8")


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    """No such path, an empty folder, an address."""
    for path in (tmp_path / "none", tmp_path, "https://dalem.example/"):
        with pytest.raises(BatchError):
            find_inputs([str(path)])
