"""From reports to events and out again, by the command line, as a user would."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.store import open_store

TOCSIN = Path(sys.executable).with_name("tocsin")
REPORTS = {
    "a.txt": """Bus depot burned in Windhoek; two dead, police say

WINDHOEK, May 14 (Meridian Wire) - Two people were killed and 14 injured when rioters set fire to a bus depot in Windhoek on Tuesday, police said.
""",
    "b.txt": """Opposition: five killed at depot

WINDHOEK, May 15 (Free Harbour) - Five people were killed in the fire that rioters set at the bus depot in Windhoek on Tuesday, the opposition said.
""",
    "c.txt": """Teachers march in Gobabis

GOBABIS, May 15 (Port Radio) - About 300 teachers marched in Gobabis on Wednesday over unpaid wages, the union said.
""",
}


def tocsin(*arguments: str | Path, cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([TOCSIN, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store in which three reports are read and reconciled."""
    where = tmp_path_factory.mktemp("unrest")
    (where / "reports").mkdir()
    for name, text in REPORTS.items():
        (where / "reports" / name).write_text(text, encoding="utf-8")
    for arguments in (["code", "reports", "--store", "unrest.db", "--no-model", "--published", "2024-05-15"], ["reconcile", "--store", "unrest.db"]):
        done = tocsin(*arguments, cwd=where)
        assert done.returncode == 0, done.stderr
    return where


def event_of(folder: Path, kind: str) -> str:
    with open_store(str(folder / "unrest.db")) as store:
        return next(event.id for event in store.events.all() if event.type == kind)


def test_two_reports_of_the_same_deaths_are_one_event_and_the_march_is_another(folder: Path) -> None:
    with open_store(str(folder / "unrest.db")) as store:
        events = {event.type: event for event in store.events.all()}
        assert len(store.events.documents_of(events["killing"].id)) == 2
        assert len(store.events.documents_of(events["march"].id)) == 1


def test_show_lists_the_events_and_then_one_of_them_with_both_figures(folder: Path) -> None:
    listed = tocsin("show", "--store", "unrest.db", cwd=folder)
    assert listed.returncode == 0, listed.stderr
    assert re.search(r"killing\s+Windhoek, NA\s+14 May 2024\s+2\s+2–5", listed.stdout)
    shown = tocsin("show", event_of(folder, "killing")[:8], "--store", "unrest.db", cwd=folder)
    assert shown.returncode == 0, shown.stderr
    assert "2–5" in shown.stdout
    assert "police" in shown.stdout
    assert "Opposition" in shown.stdout


def test_an_export_names_the_words_behind_every_value(folder: Path) -> None:
    done = tocsin("export", "--as", "acled", "--store", "unrest.db", "--out", "out", cwd=folder)
    assert done.returncode == 0, done.stderr
    with (folder / "out" / "acled-style.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert any(row["location"] == "Gobabis" and row["event_type"] == "Protests" for row in rows)
    with (folder / "out" / "acled-style.provenance.csv").open(encoding="utf-8", newline="") as lines:
        assert any(row["column"] == "fatalities" and "two" in row["words"].lower() for row in csv.DictReader(lines))


def test_as_of_leaves_out_what_was_not_known(folder: Path) -> None:
    done = tocsin("reconcile", "--store", "unrest.db", "--as-of", "2024-05-01", cwd=folder)
    assert "0 events" in done.stderr
    assert tocsin("reconcile", "--store", "unrest.db", cwd=folder).returncode == 0


def test_a_person_parts_two_reports_and_takes_it_back(folder: Path) -> None:
    with open_store(str(folder / "unrest.db")) as store:
        deaths = next(event for event in store.events.all() if event.type == "killing")
        one, other = deaths.mentions
    done = tocsin("judge", one, other, "--is", "different", "--by", "Ada", "--because", "two depots", "--store", "unrest.db", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert tocsin("reconcile", "--store", "unrest.db", cwd=folder).returncode == 0
    with open_store(str(folder / "unrest.db")) as store:
        assert not any({one, other} <= set(event.mentions) for event in store.events.all())
        said = next(judgement.id for judgement in store.events.judgements() if judgement.by == "Ada")
    assert tocsin("judge", said, "--undo", "--by", "Ada", "--store", "unrest.db", cwd=folder).returncode == 0
    assert tocsin("reconcile", "--store", "unrest.db", cwd=folder).returncode == 0
    with open_store(str(folder / "unrest.db")) as store:
        assert any({one, other} <= set(event.mentions) for event in store.events.all())


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["reconcile", "--store", "none.db"], "there is no store at none.db"),
        (["reconcile", "--store", "unrest.db", "--rule", "loudest"], "choose one of: range"),
        (["reconcile", "--store", "unrest.db", "--rule", "hierarchy", "--hierarchy", "medical,gossip"], "no kind of speaker gossip"),
        (["reconcile", "--store", "unrest.db", "--as-of", "yesterday"], "--as-of yesterday: not a day"),
        (["show", "e9", "--store", "unrest.db"], "no event e9"),
        (["export", "--as", "excel", "--store", "unrest.db"], "no export is named excel"),
        (["judge", "e1", "--store", "unrest.db"], "name two events"),
    ],
)
def test_mistakes_are_answered_with_what_to_do(folder: Path, arguments: list[str], advice: str) -> None:
    done = tocsin(*arguments, cwd=folder)
    assert done.returncode == 2
    assert advice in done.stderr
    assert "Traceback" not in done.stderr


def test_a_store_without_events_says_how_to_make_them(tmp_path: Path) -> None:
    open_store(str(tmp_path / "empty.db")).close()
    for arguments in (["show"], ["export", "--as", "acled"]):
        assert "tocsin reconcile --store" in tocsin(*arguments, "--store", "empty.db", cwd=tmp_path).stderr
    assert "tocsin code reports/" in tocsin("reconcile", "--store", "empty.db", cwd=tmp_path).stderr
