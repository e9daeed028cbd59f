"""Inputs and parts on S3: the same records and the same rows as on a disk, whatever is killed on the way, and from there into a store."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.archives import Mended, Plain, Touchy, story, write_lines
from tests.batch.runner import PIECE
from tests.batch.test_loading import tocsin
from tests.batch.test_partitions import make, read
from tests.batch.test_running import RECORDS, ROOT, moved, rows
from tests.s3 import S3
from tocsin.batch.folders import folder_at
from tocsin.batch.inputs import find_inputs
from tocsin.batch.manifest import Settings, read_manifest
from tocsin.batch.parts import parts
from tocsin.batch.running import replay, run
from tocsin.errors import BatchError
from tocsin.store import open_store


@pytest.mark.parametrize("kind", [".jsonl", ".jsonl.gz", ".parquet", ".warc", ".warc.gz", ""])
def test_inputs_of_every_kind(tmp_path: Path, s3: S3, kind: str) -> None:
    """The records are those of the same files on a disk, however they are cut; only their places begin with s3://."""
    path = make(kind, tmp_path)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    for file in files:
        s3.send(file.read_bytes(), f"kinds/{file.relative_to(tmp_path)}")
    s3.send(b"junk", f"kinds/{path.name}/.hidden/a.txt")
    there = f"s3://archive/kinds/{path.name}"
    whole = read(path, 10**9)

    for piece in (333, 2_777, 10**9):
        found = read(there, piece)
        assert [(one.address, one.place.replace(there, str(path))) for one in found] == [(one.address, one.place) for one in whole]
        assert [one.found.text or one.found.raw for one in found] == [one.found.text or one.found.raw for one in whole]


def test_a_run_is_killed_at_random(tmp_path: Path, s3: S3) -> None:
    """Kill -9 of the parent, its workers with it, with input and parts on S3; the last run goes on, and every row is there once."""
    dice = random.Random(5)
    path = write_lines(tmp_path / "in.jsonl", RECORDS)
    address, out = s3.send(path.read_bytes(), "killed/in.jsonl"), "s3://archive/killed/out"
    run([str(path)], tmp_path / "undisturbed", Settings(), workers=1, prepare=Plain, piece=PIECE)
    command = [sys.executable, "-m", "tests.batch.runner", address, out]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    progress = []
    for _ in range(2):
        runner = subprocess.Popen(command, cwd=ROOT, env=environment)
        before, patience = len(parts(out)), time.monotonic() + 60
        while runner.poll() is None and len(parts(out)) == before and time.monotonic() < patience:
            time.sleep(0.02)
        time.sleep(dice.uniform(0, 0.3))
        runner.send_signal(signal.SIGKILL)
        runner.wait()
        progress.append(len(parts(out)))
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False)

    assert done.returncode == 0, done.stderr
    assert 0 < progress[0] < len(parts(out))
    assert rows(out) == moved(rows(tmp_path / "undisturbed"), address)
    assert b'"ended"' in folder_at(out).read("log.jsonl")


def test_tables_without_their_mark_are_no_part(tmp_path: Path, s3: S3) -> None:
    """What a kill left of a part that was being sent is not seen, and the next run makes the part."""
    path, out = write_lines(tmp_path / "in.jsonl", RECORDS), "s3://archive/marks/out"
    first = run([str(path)], out, Settings(), workers=1, prepare=Plain, piece=PIECE)
    before = rows(out)
    s3.client.delete_file("archive/marks/out/parts/000002/part.json")
    s3.send(b"half", "marks/out/parts/000002/claims.parquet")
    seen = set(parts(out))
    again = run([str(path)], out, Settings(), workers=1, prepare=Plain, piece=PIECE)

    assert seen == set(range(first.partitions)) - {2}
    assert again.made == 1
    assert rows(out) == before


def test_poison_and_another_try(tmp_path: Path, s3: S3) -> None:  # noqa: ARG001 - the server is there
    """A record that kills its worker is in quarantine; with a mended reader its part is replaced; --fresh begins anew."""
    path, out = tmp_path / "in.jsonl", "s3://archive/poison/out"
    path.write_text("".join([f'{{"text": "{story(i + 10)}{" DIES" * (i == 20)}"}}\n' for i in range(30)]), encoding="utf-8")
    first = run([str(path)], out, Settings(), workers=1, prepare=Touchy, piece=PIECE)
    again = replay(out, workers=1, prepare=Mended)

    assert (first.sums.coded, first.sums.quarantined, first.lost) == (29, {"killed": 1}, 3)
    assert (again.sums.coded, again.sums.quarantined, again.made) == (30, {}, 1)
    with pytest.raises(BatchError, match="the reader"):
        run([str(path)], out, Settings(), workers=1, prepare=Mended, piece=PIECE)
    assert run([str(path)], out, Settings(), workers=1, prepare=Mended, piece=PIECE, fresh=True).made == first.partitions


def test_from_s3_into_a_store(tmp_path: Path, s3: S3) -> None:
    """By the command: batch and load, twice; the second load adds nothing."""
    address, out, store = s3.send(story(12).encode(), "texts/a.txt"), "s3://archive/texts-out", tmp_path / "x.db"
    said = tocsin("batch", address, "--out", out, "--workers", 1, "--no-model", "--published", "2024-05-08")

    assert "1 records read: 1 coded" in said
    for new in (1, 0):
        assert f"{new} new documents" in tocsin("load", out, "--store", store)
    with open_store(str(store)) as kept:
        assert kept.check() == ()


def test_what_is_not_there(tmp_path: Path, s3: S3) -> None:  # noqa: ARG001 - the server is there
    """No object, no bucket, no run: each is said in words."""
    with pytest.raises(BatchError, match="nothing to read"):
        find_inputs(["s3://archive/nothing"])
    with pytest.raises(BatchError, match="names no bucket"):
        find_inputs(["s3://"])
    assert read_manifest("s3://archive/nothing") is None
    with pytest.raises(BatchError, match="cannot be written"):
        run([str(write_lines(tmp_path / "in.jsonl", 3))], "s3://no-such-bucket/out", Settings(), workers=1, prepare=Plain)
