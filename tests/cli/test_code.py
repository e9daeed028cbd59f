"""`tocsin code` as a user runs it: a real process, its output, its messages and its exit code."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.scans import scanned

ROOT = Path(__file__).parent.parent.parent
TOCSIN = Path(sys.executable).with_name("tocsin")
EXAMPLES = ROOT / "examples" / "reports"
SCHEMA = Draft202012Validator(json.loads((ROOT / "docs" / "schema" / "lines.schema.json").read_text(encoding="utf-8")))

GOOD = "Police in Oran arrested 14 students on Monday, the interior ministry said."
CYRILLIC = "Полиция задержала трёх человек во вторник после марша к зданию мэрии, сообщили организаторы акции протеста."


def run(*arguments: str | Path, given: bytes = b"", code: int = 0) -> tuple[str, str]:
    """Run `tocsin` with `arguments`, `given` on standard input; its output and its messages. The exit code must be `code`."""
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run([TOCSIN, *map(str, arguments)], input=given, capture_output=True, timeout=120, check=False, env=environment)
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert done.returncode == code, f"exit code {done.returncode}: {err}"
    return out, err


def read_lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def documents(out: str) -> list[str]:
    return [str(line["text"]) for line in read_lines(out) if line["line"] == "document"]


def test_a_table_for_people() -> None:
    """Standard input, as a table: the event, who, whom, where, when, how many, according to whom, how sure, the words."""
    out, err = run("code", "-", "--no-model", "--published", "2024-06-12", given=GOOD.encode())

    assert err == ""
    for words in ("arrest", "Police", "students", "Oran, DZ", "10 Jun 2024", "14 arrested", "interior ministry", "as fact", "14 students"):
        assert words in out


def test_lines_for_programs() -> None:
    """Every line is JSON that fits the published schema; the document comes first, and the spans are its characters."""
    out, _ = run("code", "-", "--no-model", "--format", "jsonl", "--published", "2024-06-12", given=GOOD.encode())
    first, *rest = read_lines(out)

    assert first["line"] == "document"
    assert first["text"] == GOOD
    assert [claim["quote"] for claim in rest if claim.get("role") == "arrested"] == ["14 students"]
    for line in rest:
        start, end = line["span"]
        assert GOOD[start:end] == line["quote"]


def test_the_examples_fit_the_schema() -> None:
    """A whole folder of text, HTML and JSONL, read in the order of names; every line fits the schema."""
    out, err = run("code", EXAMPLES, "--no-model", "--format", "jsonl")
    found = read_lines(out)

    assert err == ""
    assert [line["line"] for line in found].count("document") == 11
    assert [line["line"] for line in found].count("claim") > 100
    assert [error.message for line in found for error in SCHEMA.iter_errors(line)] == []


@pytest.mark.model
def test_the_trained_reader_fits_the_schema() -> None:
    """The same with the model, on one report."""
    out, _ = run("code", EXAMPLES / "2024-05-14-meridian-wire.txt", "--format", "jsonl")

    assert [error.message for line in read_lines(out) for error in SCHEMA.iter_errors(line)] == []
    assert len(documents(out)) == 1


def test_the_published_schema_is_what_the_command_prints() -> None:
    """docs/schema/lines.schema.json is written by `tocsin schema`."""
    out, _ = run("schema")

    assert out == (ROOT / "docs" / "schema" / "lines.schema.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(out))


def test_the_flag_wins_over_what_the_report_says(tmp_path: Path) -> None:
    """--published counts weekdays from the day the user gave."""
    file = tmp_path / "a.txt"
    file.write_text(f"Published: 2024-06-12\n\n{GOOD}")

    own, _ = run("code", file, "--no-model", "--format", "jsonl")
    given, _ = run("code", file, "--no-model", "--format", "jsonl", "--published", "2023-06-14")
    days = [[line["value"]["start"] for line in read_lines(out) if line.get("role") == "date"] for out in (own, given)]

    assert days == [["2024-06-10"], ["2023-06-12"]]


def test_without_a_published_day_it_says_so(tmp_path: Path) -> None:
    """Monday stays unresolved, and the table tells what would help. Nothing failed, so the exit code is 0."""
    file = tmp_path / "a.txt"
    file.write_text(GOOD)

    out, err = run("code", file, "--no-model")

    assert "--published" in out
    assert "Monday ?" in out
    assert err == ""


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, str], Path]:
    """A folder with good and bad reports, coded once: the output, the message about each bad file, and the folder."""
    folder = tmp_path_factory.mktemp("inbox")
    (folder / "a-good.txt").write_text(GOOD)
    (folder / "b-empty.txt").write_bytes(b"")
    (folder / "c-binary.txt").write_bytes(bytes(range(256)) * 8)
    with (folder / "d-big.txt").open("wb") as file:
        file.truncate(200_000_000)
    (folder / "e-wrong-date.txt").write_text(f"Published: 2024-02-31\n\n{GOOD}")
    (folder / "f-cyrillic.txt").write_text(CYRILLIC, encoding="utf-8")
    (folder / "g-scan.pdf").write_bytes(scanned())
    (folder / "h-lines.jsonl").write_text(
        "\n".join([json.dumps({"text": GOOD}), "{broken", json.dumps({"title": "no text"}), json.dumps({"text": GOOD, "id": "x"})])
    )
    (folder / "z-good.txt").write_text(GOOD)
    out, err = run("code", folder, "--no-model", "--format", "jsonl", code=2)
    messages = dict(line.removeprefix(f"not read {folder}/").split(": ", 1) for line in err.splitlines() if line.startswith("not read"))
    assert err.splitlines()[-1] == "8 not read, 4 read"
    return out, messages, folder


@pytest.mark.parametrize(
    ("file", "what", "remedy"),
    [
        ("b-empty.txt", "empty", "nothing to read"),
        ("c-binary.txt", "binary", ""),
        ("d-big.txt", "20 MB", ".jsonl"),
        ("e-wrong-date.txt", "2024-02-31", "2024-"),
        ("f-cyrillic.txt", "Russian", "English"),
        ("g-scan.pdf", "no text", "OCR"),
        ("h-lines.jsonl line 2", "JSON", ""),
        ("h-lines.jsonl line 3", "text", ""),
    ],
)
def test_each_bad_report_is_named_with_what_to_do(inbox: tuple[str, dict[str, str], Path], file: str, what: str, remedy: str) -> None:
    """One message each on standard error, and exit code 2."""
    _, messages, _ = inbox

    assert what in messages[file]
    assert remedy in messages[file]


def test_good_reports_among_bad_ones_are_coded(inbox: tuple[str, dict[str, str], Path]) -> None:
    """Nothing is lost for what stands beside it."""
    out, messages, _ = inbox

    assert documents(out) == [GOOD] * 4
    assert len(messages) == 8
    assert [line["quote"] for line in read_lines(out) if line.get("role") == "arrested"] == ["14 students"] * 4


UNREADABLE = {
    "no-such-folder/": "no such file or folder",
    "http://127.0.0.1/": "not on the open internet",
    "http://10.0.0.8/admin": "not on the open internet",
    "http://[::1]/": "not on the open internet",
    # .invalid never resolves (RFC 2606)
    "http://lantern.invalid/a": "check the address",
}


def test_places_that_cannot_be_read() -> None:
    """Missing folders, unreachable and private addresses: a message each, exit code 2, and what was given beside them still coded."""
    out, err = run("code", *UNREADABLE, "-", "--no-model", "--format", "jsonl", given=GOOD.encode(), code=2)
    messages = [line for line in err.splitlines() if line.startswith("not read ")]

    assert documents(out) == [GOOD]
    assert len(messages) == len(UNREADABLE)
    assert [
        path for message, (path, words) in zip(messages, UNREADABLE.items(), strict=True) if path.rstrip("/") not in message or words not in message
    ] == []


@pytest.mark.parametrize("day", ["2024-02-31", "yesterday", "14.5.2024"])
def test_a_wrong_day_is_refused_before_anything_is_read(day: str) -> None:
    """The message shows how a day is written."""
    out, err = run("code", "-", "--published", day, given=GOOD.encode(), code=2)

    assert out == ""
    assert day in err
    assert "2024-05-14" in err


def test_nothing_to_read_is_a_usage_error() -> None:
    """Without a path the command says what it wants."""
    _, err = run("code", code=2)

    assert "PATH" in err


def test_storing_twice_adds_nothing(tmp_path: Path) -> None:
    """The second run reads the same reports and finds them all there."""
    store, report = tmp_path / "unrest.db", EXAMPLES / "2024-05-15-port-radio.jsonl"

    _, first = run("code", report, "--no-model", "--store", store)
    kept = _rows(store)
    _, second = run("code", report, "--no-model", "--store", store)

    assert "2 reports read, 2 new" in first
    assert "2 reports read, 0 new" in second
    assert _rows(store) == kept
    assert sum(kept.values()) > 4


def _rows(store: Path) -> dict[str, int]:
    """Rows of every table in the store."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%' ORDER BY name")
        ]
        return {table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}  # noqa: S608 - names come from the schema


def test_a_store_that_is_none_is_refused(tmp_path: Path) -> None:
    """A file that is no store is left as it is; one line says so."""
    file = tmp_path / "letter.txt"
    file.write_text("Dear editor, this is no data base.")

    _, err = run("code", "-", "--no-model", "--store", file, given=GOOD.encode(), code=2)

    assert str(file) in err
    assert "Traceback" not in err
    assert file.read_text() == "Dear editor, this is no data base."


def test_help_and_version() -> None:
    """Both answer without reading anything."""
    from tocsin import __version__

    version, _ = run("--version")
    overview, _ = run("--help")
    about_code, _ = run("code", "--help")

    assert version.strip() == f"tocsin {__version__}"
    assert {"code", "schema"} <= set(overview.split())
    assert {"--published", "--format", "--store", "--no-model"} <= set(about_code.split())


@pytest.mark.parametrize("module", ["tocsin", "tocsin.cli"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    """No numbers, no model, no data base, no HTML: --help answers at once."""
    heavy = ["numpy", "onnxruntime", "sqlite3", "sqlalchemy", "trafilatura", "lxml", "msgspec", "pypdf", "tocsin_gazetteer", "tocsin.pipeline"]
    script = f"import sys, {module}; print(*[name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.strip() == ""
