"""Several at once, and those who stop listening: two that write, one that holds the lock, a pipe that is closed, Ctrl-C."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.conftest import EXAMPLES, told
from tocsin.errors import StoreError
from tocsin.reconcile.rules import RULES
from tocsin.store import open_store
from tocsin.store.reconcile import refresh

TOCSIN = Path(sys.executable).with_name("tocsin")


def start(*arguments: str | Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([TOCSIN, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_that_code_into_one_store(coded: Path, tmp_path: Path) -> None:
    """The same reports at the same time into a store that neither has made yet: each is there once, as if one had done it."""
    path = tmp_path / "a.db"
    both = [start("code", EXAMPLES, "--no-model", "--store", path) for _ in range(2)]
    for one in both:
        _, said = one.communicate(timeout=120)
        assert one.returncode == 0, said
    documents, claims, *_ = told(str(path))
    expected = told(str(coded))
    assert sorted([one.id for one in documents]) == sorted([one.id for one in expected[0]])
    assert sorted([one.key for one in claims]) == sorted([one.key for one in expected[1]])
    with open_store(str(path)) as kept:
        counts = kept.counts()
    assert counts.documents == counts.readings == counts.raws == len(documents)


def test_reconciling_a_store_that_somebody_writes_to(coded: Path, tmp_path: Path) -> None:
    """After waiting it says so, and nothing has changed; reading goes on all the time."""
    path = shutil.copy(coded, tmp_path / "a.db")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_store(str(path), wait_seconds=0.1) as kept:
        with pytest.raises(StoreError, match=r"locked: another process is writing; try again"):
            refresh(kept, RULES["range"])
        assert kept.counts().documents
        assert kept.events.last() is None
        other.execute("ROLLBACK")
        assert refresh(kept, RULES["range"]).events
    other.close()


@pytest.mark.parametrize("command", ["code", "show", "doctor", "user", "schema"])
def test_a_reader_of_the_output_who_goes_away(command: str, store: Path) -> None:
    """As head and less do: no traceback, and the exit code of success."""
    arguments = {
        "code": ["code", EXAMPLES, "--no-model"],
        "show": ["show", "--store", store],
        "doctor": ["doctor"],
        "user": ["user", "list", "--store", store],
        "schema": ["schema"],
    }[command]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([TOCSIN, *map(str, arguments)], stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=120)
    os.close(writing)
    assert (done.stderr, done.returncode) == ("", 0)


def test_ctrl_c_in_the_middle(empty: Path, coded: Path, tmp_path: Path) -> None:
    """It says that nothing is lost, and the same command goes on."""
    path = shutil.copy(empty, tmp_path / "a.db")
    # where the tests run in the background Ctrl-C is ignored, and what a process ignores its children do too
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    # after the others, a report on standard input that never comes
    running = start("code", EXAMPLES, "-", "--no-model", "--store", path)
    signal.signal(signal.SIGINT, before)
    with open_store(str(path)) as kept:
        until = time.monotonic() + 60
        while kept.counts().documents < 3 and time.monotonic() < until:
            time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert f"stopped; what was read is in {path}, and the same command goes on with the rest" in said.replace("\n", "")
    told(str(path))
    again = start("code", EXAMPLES, "--no-model", "--store", path)
    assert again.wait(timeout=120) == 0
    assert sorted([one.key for one in told(str(path))[1]]) == sorted([one.key for one in told(str(coded))[1]])
