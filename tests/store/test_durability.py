"""What was reported as stored is there: after a kill, and with two writers at once."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tocsin.store import open_store

ROOT = Path(__file__).parents[2]
ROUNDS = 6


def _writer(address: str, name: str, first: int, last: int) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "tests.store.writer", address, name, str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT)


def _reported(output: str) -> list[str]:
    """The ids on whole lines: a line cut off by the kill reports nothing."""
    return [line for line in output.split("\n")[:-1] if line.startswith("d1")]


def test_kill_at_any_moment(address: str) -> None:
    """SIGKILL while it writes, again and again on the same store: every report it named is whole, the store opens and checks."""
    dice = random.Random(5)
    reported: list[str] = []
    for round_ in range(ROUNDS):
        writer = _writer(address, f"Dalem-{round_}", 0, 100_000)
        assert writer.stdout is not None
        opened = writer.stdout.readline()
        assert opened == "open\n", writer.stderr.read() if writer.stderr else ""
        time.sleep(dice.uniform(0.02, 0.8))
        writer.kill()
        output, _ = writer.communicate()
        reported += _reported(output)
        with open_store(address, create=False) as store:
            assert store.check() == ()
            kept = {document.id for document in store.documents()}
            assert set(reported) <= kept
            assert store.counts().claims == len(kept) == store.counts().raws
            assert len(kept) <= len(reported) + round_ + 1
    assert reported


@pytest.mark.parametrize("delay", [0.0, 0.2, 0.6, 1.2])
def test_kill_while_it_is_made(nothing: str, delay: float) -> None:
    """Killed at the very start, the file is a store or nothing yet, and the next run makes it good."""
    writer = _writer(nothing, "Dalem", 0, 1)
    time.sleep(delay)
    writer.kill()
    writer.communicate()
    with open_store(nothing) as store:
        assert store.check() == ()


def test_two_writers(nothing: str) -> None:
    """They wait for each other; both also make the store. Nothing is lost, and what both store is stored once."""
    writers = [_writer(nothing, "Dalem", 0, 30), _writer(nothing, "Dalem", 15, 45), _writer(nothing, "Ostrel", 0, 15)]
    reported = []
    for writer in writers:
        output, errors = writer.communicate(timeout=240)
        assert writer.returncode == 0, errors
        reported.append(_reported(output))
    assert [len(ids) for ids in reported] == [30, 30, 15]
    with open_store(nothing, create=False) as store:
        assert {document.id for document in store.documents()} == {one for ids in reported for one in ids}
        assert store.counts().documents == store.counts().readings == store.counts().claims == 60
        assert store.check() == ()
