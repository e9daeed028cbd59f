"""Bad input: for each kind a clear message, the rest still read, nothing lost (the part that intake answers for)."""

import json
from pathlib import Path

import pytest

from tests.scans import scanned
from tocsin.core.document import Document
from tocsin.errors import IntakeError
from tocsin.intake import IntakeFailure, make_document, read_items

GOOD = "Police detained three people in Harwell on Tuesday after several hundred demonstrators marched on the town hall."
CYRILLIC = "Полиция задержала трёх человек во вторник после марша к зданию мэрии, сообщили организаторы акции протеста."


def outcomes(*paths: str | Path) -> list[Document | IntakeFailure]:
    """What a caller of intake gets: a document or a failure for every report, in order."""
    found: list[Document | IntakeFailure] = []
    for item in read_items([str(path) for path in paths]):
        if isinstance(item, IntakeFailure):
            found.append(item)
            continue
        try:
            found.append(make_document(item))
        except IntakeError as error:
            found.append(IntakeFailure.of(item.place, error))
    return found


@pytest.mark.parametrize(
    ("name", "raw", "code", "words"),
    [
        ("empty.txt", b"", "unreadable", "empty"),
        ("blank.txt", b" \n\n", "unreadable", "no text"),
        ("binary.txt", bytes(range(256)) * 8, "unreadable", "binary"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "unreadable", "PNG picture"),
        ("letter.docx", b"PK\x03\x04\x14\x00\x06\x00", "unreadable", "Office document"),
        ("wrong-date.txt", b"Published: 2024-02-31\n\n" + GOOD.encode(), "invalid", "2024-02-31"),
        ("cyrillic.txt", CYRILLIC.encode(), "language", "Russian"),
        ("cyrillic.html", f"<html><body><article><p>{CYRILLIC}</p><p>{CYRILLIC}</p></article></body></html>".encode("cp1251"), "language", "Russian"),
        ("scan.pdf", scanned(), "unreadable", "OCR"),
        ("damaged.pdf", b"%PDF-1.7\n1 0 obj", "unreadable", "damaged"),
        ("frame.html", b"<html><body></body></html>", "unreadable", "no article"),
    ],
)
def test_one_bad_file_among_good_ones(tmp_path: Path, name: str, raw: bytes, code: str, words: str) -> None:
    """The bad file is named with its reason and a stable code; the good ones on both sides are read."""
    for good in ("a.txt", "z.txt"):
        (tmp_path / good).write_text(GOOD)
    (tmp_path / name).write_bytes(raw)

    first, bad, last = outcomes(tmp_path)

    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(bad, IntakeFailure)
    assert (bad.place, bad.code) == (str(tmp_path / name), code)
    assert words in bad.message


def test_a_file_of_200_megabytes(tmp_path: Path) -> None:
    """It is refused by its size, with the limit and the way out."""
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(200_000_000)

    [bad] = outcomes(big)

    assert isinstance(bad, IntakeFailure)
    assert bad.code == "too-large"
    assert "20 MB" in bad.message
    assert ".jsonl" in bad.message


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("no-such-folder/", "not-found", "no such file or folder"),
        ("http://127.0.0.1:8009/", "fetch", "not on the open internet"),
        ("http://169.254.169.254/latest/meta-data/", "fetch", "not on the open internet"),
        ("http://[::1]/", "fetch", "not on the open internet"),
        ("https://192.168.0.1/admin", "fetch", "not on the open internet"),
        ("ftp://lantern.example/report.txt", "fetch", "http"),
    ],
)
def test_places_that_cannot_be_read(path: str, code: str, words: str) -> None:
    """Missing folders, private addresses and other schemes each have their message (none of these touches a network)."""
    [bad] = outcomes(path)

    assert isinstance(bad, IntakeFailure)
    assert (bad.place.rstrip("/"), bad.code) == (path.rstrip("/"), code)
    assert words in bad.message


def test_broken_lines_among_good_ones(tmp_path: Path) -> None:
    """Broken JSON lines are named by file and number; every good line becomes a document."""
    good = json.dumps({"text": GOOD, "published": "2024-03-05"})
    lines = [good, "{", good, json.dumps({"title": "no text"}), json.dumps({"text": CYRILLIC}), json.dumps({"text": ""}), good]
    file = tmp_path / "x.jsonl"
    file.write_text("\n".join(lines))

    found = outcomes(file)

    assert [one.code if isinstance(one, IntakeFailure) else "read" for one in found] == [
        "read",
        "broken-line",
        "read",
        "wrong-field",
        "language",
        "unreadable",
        "read",
    ]
    assert [one.place for one in found if isinstance(one, IntakeFailure)] == [f"{file} line {number}" for number in (2, 4, 5, 6)]
