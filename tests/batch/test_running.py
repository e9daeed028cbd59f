"""A run is planned, done, stopped, killed and taken up again; its rows are the same whatever happens to it on the way."""

import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from tests.batch.archives import Mended, Narrow, Plain, Slow, Touchy, packed, stories, story, write_lines
from tests.batch.runner import PIECE
from tocsin.batch import pool
from tocsin.batch.inputs import cut, find_inputs
from tocsin.batch.manifest import Settings, read_manifest
from tocsin.batch.parts import TABLES, parts, read_part, read_rows
from tocsin.batch.running import replay, run
from tocsin.batch.worker import Job
from tocsin.errors import BatchError

ROOT = Path(__file__).parents[2]
RECORDS = 120


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Many reports, and one that is none."""
    path = write_lines(tmp_path / "in.jsonl", RECORDS)
    with path.open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    return path


def rows(folder: str | Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of all parts."""
    return {name: [row for path in parts(folder).values() for row in read_rows(path, name)] for name in TABLES}


def plain(path: Path, folder: Path, **settings: Any) -> Any:
    return run([str(path)], folder, Settings(**settings), workers=1, prepare=Plain, piece=PIECE)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What a run that nothing happens to makes, but for the places in its input."""
    folder = tmp_path_factory.mktemp("undisturbed")
    path = write_lines(folder / "in.jsonl", RECORDS)
    plain(path, folder / "out")
    return rows(folder / "out")


def test_a_run(tmp_path: Path, lines: Path) -> None:
    """Plan, parts, log and sums are there, and agree."""
    metrics = plain(lines, tmp_path / "out")
    made = rows(tmp_path / "out")
    log = [json.loads(line) for line in (tmp_path / "out" / "log.jsonl").read_text().splitlines()]

    assert metrics.sums.whole
    assert (metrics.sums.read, metrics.sums.coded, metrics.sums.quarantined) == (RECORDS + 1, RECORDS, {"broken-line": 1})
    assert {name: len(found) for name, found in made.items()} == {
        "documents": RECORDS, "claims": RECORDS, "problems": RECORDS, "skipped": 0, "quarantined": 1
    }  # fmt: skip
    assert metrics.partitions == len(parts(tmp_path / "out")) > 5
    assert json.loads((tmp_path / "out" / "metrics.json").read_text())["sums"]["read"] == RECORDS + 1
    assert [entry["event"] for entry in log] == ["begun", *["part"] * metrics.partitions, "ended"]
    assert metrics.steps["coding"].records == RECORDS


def test_running_again_reads_nothing_again(tmp_path: Path, lines: Path) -> None:
    """The second run makes no part; where one is missing, it makes that."""
    out = tmp_path / "out"
    first = plain(lines, out)
    before = rows(out)
    again = plain(lines, out)
    missing = parts(out)[2]
    shutil.rmtree(missing.address)
    (out / "parts" / ".000001.77.half").mkdir()
    third = plain(lines, out)

    assert (first.made, again.made, third.made) == (first.partitions, 0, 1)
    assert rows(out) == before
    assert first.sums.read == again.sums.read == third.sums.read
    assert [path.name for path in (out / "parts").iterdir() if path.name.startswith(".")] == []


def test_another_run_is_refused(tmp_path: Path, lines: Path) -> None:
    """Other input, settings or reader: the message says which; --fresh takes the old run away, and nothing else."""
    out = tmp_path / "out"
    plain(lines, out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(BatchError, match=r"settings \(seconds\)"):
        plain(lines, out, seconds=5)
    with pytest.raises(BatchError, match="the reader"):
        run([str(lines)], out, Settings(), workers=1, prepare=Mended, piece=PIECE)
    with pytest.raises(BatchError, match="the gate"):
        run([str(lines)], out, Settings(), workers=1, prepare=Narrow, piece=PIECE)
    write_lines(lines, 3)
    with pytest.raises(BatchError, match=r"in\.jsonl"):
        plain(lines, out)
    fresh = run([str(lines)], out, Settings(), workers=1, prepare=Plain, piece=PIECE, fresh=True)

    assert fresh.sums.read == 3
    assert (out / "notes.txt").exists()


def test_workers_are_killed_at_random(tmp_path: Path, undisturbed: dict[str, list[dict[str, Any]]]) -> None:
    """Kill -9 of a worker, again and again: others take over, and every row is there once."""
    dice = random.Random(11)
    path = write_lines(tmp_path / "in.jsonl", RECORDS)
    killed: list[float] = []

    def watch(*_happening: object) -> None:
        if len(killed) < 4 and (not killed or time.monotonic() - killed[-1] > 1) and dice.random() < 0.4:
            child = dice.choice([one for one in multiprocessing.active_children() if one.name.startswith("SpawnProcess")])
            child.kill()
            killed.append(time.monotonic())

    metrics = run([str(path)], tmp_path / "out", Settings(), workers=2, prepare=Slow, watch=watch, piece=PIECE)

    assert killed
    assert rows(tmp_path / "out") == moved(undisturbed, path)
    assert metrics.sums.read == RECORDS


def test_a_worker_dies_with_nothing_to_do(tmp_path: Path, lines: Path) -> None:
    """What it was to be given next waits for another."""
    inputs = find_inputs([str(lines)])
    one = pool._Worker(Job(folder=str(tmp_path / "out"), reader=Plain.reader, settings=Settings(), inputs=inputs, prepare=Plain))
    while not one.ready:
        assert not list(pool._heard(one))
    one.process.kill()
    one.process.join()
    waiting = deque(cut(inputs))
    one.give(waiting, {})
    one.end()

    assert one.partition is None
    assert list(waiting) == list(cut(inputs))


def test_the_run_is_killed_at_random(tmp_path: Path, undisturbed: dict[str, list[dict[str, Any]]]) -> None:
    """Kill -9 of the parent, again and again: its workers go with it, the next run goes on, and every row is there once."""
    dice = random.Random(7)
    path, out = write_lines(tmp_path / "in.jsonl", RECORDS), tmp_path / "out"
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "tests.batch.runner", str(path), str(out)]
    progress = []
    for _ in range(4):
        runner = subprocess.Popen(command, cwd=ROOT, env=environment)
        before = len(parts(out))
        patience = time.monotonic() + 60
        while runner.poll() is None and len(parts(out)) == before and time.monotonic() < patience:
            time.sleep(0.02)
        time.sleep(dice.uniform(0, 0.3))
        runner.send_signal(signal.SIGKILL)
        runner.wait()
        progress.append(len(parts(out)))
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False)

    assert done.returncode == 0, done.stderr
    assert progress[0] > 0
    assert rows(out) == moved(undisturbed, path)


def moved(made: dict[str, list[dict[str, Any]]], path: str | Path) -> dict[str, list[dict[str, Any]]]:
    """The rows as they are when the input lies elsewhere: only a document's report names the place."""
    before = str(next(iter(made["documents"]))["report"]).split('"place":"')[1].split(" at byte")[0]
    return {
        name: [row | ({"report": row["report"].replace(before, str(path))} if "report" in row else {}) for row in found]
        for name, found in made.items()
    }


def test_two_runs_in_one_folder(tmp_path: Path, lines: Path) -> None:
    """The second is refused while the first is under way."""

    def watch(*_happening: object) -> None:
        with pytest.raises(BatchError, match="under way"):
            plain(lines, tmp_path / "out")

    run([str(lines)], tmp_path / "out", Settings(), workers=1, prepare=Plain, watch=watch)


def test_what_is_in_quarantine_is_tried_again(tmp_path: Path) -> None:
    """With a reader that was mended, the record is coded; its part says which reader made it, and the others stay as they are."""
    path, out = tmp_path / "in.jsonl", tmp_path / "out"
    path.write_text("".join([json.dumps({"text": story(i + 10) + " FAILS" * (i == 50)}) + "\n" for i in range(60)]), encoding="utf-8")
    first = run([str(path)], out, Settings(), workers=1, prepare=Touchy, piece=PIECE)
    again = replay(out, workers=1, prepare=Mended)

    assert (first.sums.read, first.sums.coded, first.sums.quarantined) == (60, 59, {"error": 1})
    assert (again.sums.read, again.sums.coded, again.sums.quarantined, again.made) == (60, 60, {}, 1)
    assert sorted([read_part(part).reader for part in parts(out).values()]) == ["plain-1"] * (first.partitions - 1) + ["plain-2"]
    with pytest.raises(BatchError, match="no batch run"):
        replay(tmp_path / "nothing", workers=1)


def test_the_plan_is_written_first(tmp_path: Path) -> None:
    """It names every input with its size, and partitions that reach from its first byte to its last."""
    path = tmp_path / "a.warc.gz"
    path.write_bytes(packed(stories(30)))
    run([str(path)], tmp_path / "out", Settings(), workers=1, prepare=Plain, piece=2_000)
    manifest = read_manifest(tmp_path / "out")

    assert manifest is not None
    assert [(one.path, one.size) for one in manifest.inputs] == [(str(path), path.stat().st_size)]
    assert manifest.partitions[0].first == 0
    assert manifest.partitions[-1].last == path.stat().st_size
    assert all([one.last == other.first for one, other in zip(manifest.partitions, manifest.partitions[1:], strict=False)])


def test_what_a_kill_leaves_of_a_line(tmp_path: Path) -> None:
    """Half a line of what is poison: the run goes on, notes its own poison on lines of its own, and the next one knows all of it that is whole."""
    path, out = tmp_path / "in.jsonl", tmp_path / "out"
    path.write_text("".join([f'{{"text": "{story(i + 10)}{" DIES" * (i in (9, 20))}"}}\n' for i in range(30)]), encoding="utf-8")
    out.mkdir()
    (out / "poison.jsonl").write_bytes(b'{"partition":0,"at":{"off')
    first = run([str(path)], out, Settings(), workers=1, prepare=Touchy, piece=PIECE)
    for part in parts(out).values():
        shutil.rmtree(part.address)
    again = run([str(path)], out, Settings(), workers=1, prepare=Touchy, piece=PIECE)

    assert (first.sums.quarantined, first.lost) == ({"killed": 2}, 6)
    assert (again.sums.quarantined, again.lost) == ({"killed": 2}, 0)
