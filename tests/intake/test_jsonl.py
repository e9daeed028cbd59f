"""Reports in JSON."""

import datetime as dt
import io
import json

import pytest

from tocsin.intake import IntakeFailure, Item, jsonl
from tocsin.intake.jsonl import holds_lines, read_json, read_lines

TEXT = "Police detained three people in Harwell."


def lines(*values: object, published: dt.date | None = None) -> list[Item | IntakeFailure]:
    raw = b"\n".join([value if isinstance(value, bytes) else json.dumps(value).encode() for value in values])
    return list(read_lines(io.BytesIO(raw), "x.jsonl", published=published))


def test_fields() -> None:
    """Every field arrives; the raw bytes are the line's; fields of the user's own are passed over."""
    line = {
        "id": 7,
        "text": TEXT,
        "published": "2024-03-05T10:00:00Z",
        "publisher": "The Lantern",
        "url": "https://l.example/",
        "title": "T",
        "tags": [1],
    }

    [item] = lines(line)

    assert item == Item(
        place="x.jsonl line 1",
        raw=json.dumps(line).encode(),
        media_type="application/json",
        text=TEXT,
        id="7",
        publisher="The Lantern",
        published=dt.date(2024, 3, 5),
        url="https://l.example/",
        title="T",
    )


def test_broken_lines_are_named_and_the_others_come() -> None:
    """Each failure carries its line's number; nothing good is lost."""
    found = lines(
        {"text": TEXT},
        b'{"text": "cut',
        b"",
        b"[1]",
        {"txt": TEXT},
        {"text": 12},
        {"text": TEXT, "published": "soon"},
        b'{"text": "\xff"}',
        {"text": TEXT},
    )

    assert [(one.place.removeprefix("x.jsonl line "), getattr(one, "code", "item")) for one in found] == [
        ("1", "item"),
        ("2", "broken-line"),
        ("4", "wrong-field"),
        ("5", "wrong-field"),
        ("6", "wrong-field"),
        ("7", "wrong-field"),
        ("8", "broken-line"),
        ("9", "item"),
    ]
    assert isinstance(found[3], IntakeFailure)
    assert "text" in found[3].message
    assert isinstance(found[5], IntakeFailure)
    assert "soon" in found[5].message


def test_the_users_date_wins_over_the_field() -> None:
    """Even over a wrong one."""
    flag = dt.date(2024, 3, 7)

    assert [item.published for item in lines({"text": TEXT, "published": "2024-03-05"}, {"text": TEXT, "published": "soon"}, published=flag)] == [
        flag,
        flag,
    ]


def test_a_line_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused, skipped to its end, and counted as one line."""
    monkeypatch.setattr(jsonl, "MAX_REPORT_BYTES", 100)

    found = lines({"text": "a" * 350}, {"text": TEXT}, {"text": "b" * 450})

    assert [(one.place, getattr(one, "code", "item")) for one in found] == [
        ("x.jsonl line 1", "too-large"),
        ("x.jsonl line 2", "item"),
        ("x.jsonl line 3", "too-large"),
    ]


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_line_ends_and_mark(newline: bytes) -> None:
    """Windows files begin with a mark and end lines with two characters."""
    raw = b"\xef\xbb\xbf" + newline.join([json.dumps({"text": TEXT}).encode()] * 2) + newline

    assert [one.raw for one in read_lines(io.BytesIO(raw), "x", published=None) if isinstance(one, Item)] == [json.dumps({"text": TEXT}).encode()] * 2


def test_json_file() -> None:
    """One object, or a list of them, each with its place; a broken element does not lose the others."""
    one = json.dumps({"text": TEXT}, indent=2).encode()
    many = b'[{"text": "A."}, 12, {"text": "B."}]'

    assert [item.place for item in read_json(one, "x.json", published=None)] == ["x.json"]
    found = list(read_json(many, "x.json", published=None))
    assert [(item.place, getattr(item, "text", None)) for item in found] == [
        ("x.json item 1", "A."),
        ("x.json item 2", None),
        ("x.json item 3", "B."),
    ]
    [failure] = read_json(b'[{"text": "A."}, {', "x.json", published=None)
    assert isinstance(failure, IntakeFailure)
    assert failure.code == "broken-line"


@pytest.mark.parametrize(
    ("start", "expected"),
    [(b'{"a": 1}\n{"a', True), (b'{"a": 1}', False), (b'{\n "a": 1}', False), (b"[1]\n", False), (b'{"a": \n', False), (b"", False)],
)
def test_one_value_or_one_a_line(start: bytes, *, expected: bool) -> None:
    """JSON lines are told from a JSON file by a whole object on the first line."""
    assert holds_lines(start) is expected


def test_deep_nesting() -> None:
    """A line nested without end is a broken line, not a crash."""
    [failure] = lines(b'{"text": ' + b"[" * 100_000)

    assert isinstance(failure, IntakeFailure)
