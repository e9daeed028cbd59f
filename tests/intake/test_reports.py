"""From paths to items."""

import datetime as dt
import io
import json
import os
from pathlib import Path

import pytest

from tocsin.errors import FetchError
from tocsin.intake import IntakeFailure, Item, read_items, reports
from tocsin.intake import items as limits
from tocsin.intake.fetch import Fetched

TEXT = b"Police detained three people in Harwell."
PAGE = b"<!doctype html><html><body><p>Police detained three people.</p></body></html>"
LINE = json.dumps({"text": TEXT.decode()}).encode()


def kinds_of(*paths: str | Path, **options: object) -> list[tuple[str, str]]:
    found = read_items([str(path) for path in paths], **options)
    return [(Path(one.place).name, one.code if isinstance(one, IntakeFailure) else one.media_type) for one in found]


def test_folder(tmp_path: Path) -> None:
    """Files of a folder and those in it, by name; hidden ones are skipped, and what is no report is named."""
    (tmp_path / "b.txt").write_bytes(TEXT)
    (tmp_path / "A.HTML").write_bytes(PAGE)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "c.md").write_bytes(TEXT)
    (tmp_path / "inner" / "d").write_bytes(PAGE)
    (tmp_path / "e.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "f.jsonl").write_bytes(LINE + b"\nbroken\n" + LINE)
    (tmp_path / "g.csv").write_bytes(b"id,text\n1,x")
    (tmp_path / "h.docx").write_bytes(b"PK\x03\x04" + bytes(30))
    (tmp_path / "i.txt").write_bytes(b"")
    (tmp_path / ".hidden.txt").write_bytes(TEXT)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_bytes(TEXT)

    assert kinds_of(tmp_path) == [
        ("A.HTML", "text/html"),
        ("b.txt", "text/plain"),
        ("e.pdf", "application/pdf"),
        ("f.jsonl line 1", "application/json"),
        ("f.jsonl line 2", "broken-line"),
        ("f.jsonl line 3", "application/json"),
        ("g.csv", "unreadable"),
        ("h.docx", "unreadable"),
        ("i.txt", "unreadable"),
        ("c.md", "text/plain"),
        ("d", "text/html"),
    ]


def test_links(tmp_path: Path) -> None:
    """A link to a file is read; a link to a folder, which may lead in a circle, is not followed; a dangling one is named."""
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "c").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "d.txt").symlink_to(tmp_path / "nowhere")

    assert kinds_of(tmp_path) == [("a.txt", "text/plain"), ("b.txt", "text/plain"), ("d.txt", "not-found")]


def test_empty_folder_and_missing_paths(tmp_path: Path) -> None:
    """Nothing there is said, in the place where it was looked for, and the rest is still read."""
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "empty").mkdir()

    assert kinds_of(tmp_path / "empty", tmp_path / "none", "", "bad\0name", tmp_path / "a.txt") == [
        ("empty", "no-reports"),
        ("none", "not-found"),
        ("(empty name)", "not-found"),
        ("'bad\\x00name'", "not-found"),
        ("a.txt", "text/plain"),
    ]


def test_pipe() -> None:
    """A named pipe, which a shell's <(...) gives, is read to its end."""
    reader, writer = os.pipe()
    os.write(writer, TEXT)
    os.close(writer)
    try:
        [item] = read_items([f"/dev/fd/{reader}"])
    finally:
        os.close(reader)

    assert isinstance(item, Item)
    assert item.raw == TEXT


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (TEXT, ["text/plain"]),
        (PAGE, ["text/html"]),
        (b"\n <!-- saved -->\n<HTML lang=en><body>x", ["text/html"]),
        (b"%PDF-1.4\n", ["application/pdf"]),
        (LINE, ["application/json"]),
        (LINE + b"\n" + LINE, ["application/json", "application/json"]),
        (b"[" + LINE + b"," + LINE + b"]", ["application/json", "application/json"]),
        (json.dumps({"text": "x", "id": 1}, indent=1).encode(), ["application/json"]),
        (b"[Agency] Police detained three people.", ["text/plain"]),
        (b"\x1f\x8b\x08\x00", ["unreadable"]),
        (b"", ["unreadable"]),
    ],
)
def test_standard_input_is_told_by_its_bytes(raw: bytes, expected: list[str]) -> None:
    """Text, page, PDF, JSON lines or a JSON file."""
    assert [kind for _, kind in kinds_of("-", stdin=io.BytesIO(raw))] == expected


def test_json_file_of_lines(tmp_path: Path) -> None:
    """A .json file that holds JSON lines after all is read as such."""
    (tmp_path / "a.json").write_bytes(LINE + b"\n" + LINE)

    assert [name for name, _ in kinds_of(tmp_path / "a.json")] == ["a.json line 1", "a.json line 2"]


class Counting(io.BytesIO):
    """A stream that knows how much was read of it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        got = super().read(size)
        self.taken += len(got)
        return got


def test_large_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of 200 MB is refused by its size, without being opened."""
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))

    [failure] = read_items([str(big)])

    assert isinstance(failure, IntakeFailure)
    assert failure.code == "too-large"
    assert "200 MB" in failure.message
    assert "20 MB" in failure.message


def test_endless_input_is_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a stream no more is taken than the limit and a byte."""
    monkeypatch.setattr(reports, "MAX_REPORT_BYTES", 100_000)
    stream = Counting(b"a" * 1_000_000)

    [failure] = read_items(["-"], stdin=stream)

    assert isinstance(failure, IntakeFailure)
    assert failure.code == "too-large"
    assert stream.taken == 100_001


def test_json_lines_may_be_of_any_size(tmp_path: Path) -> None:
    """A file larger than a report may be is streamed: the first report comes before the rest is read."""
    big = tmp_path / "big.jsonl"
    with big.open("wb") as file:
        file.write((LINE + b"\n") * 3)
        file.truncate(limits.MAX_REPORT_BYTES * 2)

    items = read_items([str(big)])

    assert isinstance(next(items), Item)


def test_lines_across_the_first_block() -> None:
    """Lines that lie across the block read to recognise the stream are whole, and none is lost."""
    stream = io.BytesIO(b"\n".join([json.dumps({"text": "x" * (40_000 + i)}).encode() for i in range(5)]))

    assert [len(item.text or "") for item in read_items(["-"], stdin=stream) if isinstance(item, Item)] == [40_000 + i for i in range(5)]


def test_users_date_reaches_every_item(tmp_path: Path) -> None:
    """The flag holds for all that is read."""
    day = dt.date(2024, 3, 7)
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "b.jsonl").write_bytes(LINE)

    assert [item.published for item in read_items([str(tmp_path)], published=day) if isinstance(item, Item)] == [day, day]


def test_url() -> None:
    """What came from a URL is read by its media type, or else by its bytes, and remembers the address it came from."""
    answers = {
        "https://a.example/": Fetched(url="https://a.example/last", body=PAGE, media_type="text/html; charset=utf-8"),
        "HTTP://b.example/": Fetched(url="http://b.example/", body=b"%PDF-1.4", media_type=None),
        "http://c.example/": Fetched(url="http://c.example/", body=LINE + b"\n" + LINE, media_type="application/x-ndjson"),
    }

    items = [item for item in read_items([*answers], get=answers.__getitem__) if isinstance(item, Item)]

    assert [(item.place, item.url, item.media_type) for item in items] == [
        ("https://a.example/", "https://a.example/last", "text/html; charset=utf-8"),
        ("HTTP://b.example/", "http://b.example/", "application/pdf"),
        ("http://c.example/ line 1", None, "application/json"),
        ("http://c.example/ line 2", None, "application/json"),
    ]


def test_url_that_fails(tmp_path: Path) -> None:
    """It is a failure in its place, and the rest is still read."""
    (tmp_path / "a.txt").write_bytes(TEXT)

    def refuse(_url: str) -> Fetched:
        raise FetchError("no")

    assert kinds_of("https://a.example", tmp_path / "a.txt", get=refuse) == [("a.example", "fetch"), ("a.txt", "text/plain")]
