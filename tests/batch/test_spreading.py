"""Shards on processes: what comes back is what `map` would give, whatever becomes of a process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tocsin.batch.spreading import Processes
from tocsin.errors import BatchError, ResourceError

SHARDS = [str(number).encode() for number in range(40)]


def doubled(shard: bytes) -> bytes:
    return shard * 2


def dies_once(shard: bytes) -> bytes:
    """The shard is a file's name: the first process that has it is killed."""
    path = Path(shard.decode())
    if path.suffix == ".poison" and not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return shard * 2


def dies(_shard: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def fails(shard: bytes) -> bytes:
    raise ResourceError(f"no weights for {shard.decode()}")


def whose(_shard: bytes) -> bytes:
    return str(os.getpid()).encode()


def waits(shard: bytes) -> bytes:
    Path(shard.decode()).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)
    return shard


def test_what_comes_back_is_in_order_and_from_other_processes() -> None:
    with Processes(2) as spread:
        assert list(spread(doubled, SHARDS)) == [shard * 2 for shard in SHARDS]
        pids = set(spread(whose, SHARDS))  # the same processes again
    assert 1 <= len(pids) <= 2
    assert str(os.getpid()).encode() not in pids


@pytest.mark.parametrize("count", [0, 1])
def test_one_shard_is_not_worth_a_process(count: int) -> None:
    with Processes(2) as spread:
        assert list(spread(whose, SHARDS[:count])) == [str(os.getpid()).encode()] * count


def test_a_process_is_killed(tmp_path: Path) -> None:
    """Twice in forty shards; every one is done once."""
    shards = [f"{tmp_path}/{number}{'.poison' if number in {3, 21} else ''}".encode() for number in range(40)]
    with Processes(2) as spread:
        assert list(spread(dies_once, shards)) == [shard * 2 for shard in shards]
    assert len(list(tmp_path.iterdir())) == 2


def test_processes_are_killed_again_and_again() -> None:
    with Processes(2) as spread, pytest.raises(BatchError, match="try again with --workers 1"):
        list(spread(dies, SHARDS))


def test_an_error_is_the_one_that_was_raised() -> None:
    with Processes(2) as spread, pytest.raises(ResourceError, match="no weights for 0"):
        list(spread(fails, SHARDS))


def test_processes_end_with_their_parent(tmp_path: Path) -> None:
    """Kill -9 of the command leaves none behind."""
    program = (
        "from tests.batch.test_spreading import waits\nfrom tocsin.batch.spreading import Processes\n"
        f"if __name__ == '__main__':\n    list(Processes(2)(waits, [b'{tmp_path}/0', b'{tmp_path}/1']))\n"
    )
    script = tmp_path / "script.py"
    script.write_text(program, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(script)], env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)})
    try:
        pids = [_pid(tmp_path / name) for name in ("0", "1")]
    finally:
        parent.kill()
        parent.wait()
    until = time.monotonic() + 20
    while any([Path(f"/proc/{pid}").exists() for pid in pids]) and time.monotonic() < until:
        time.sleep(0.05)
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


def _pid(path: Path) -> int:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if path.exists() and (said := path.read_text(encoding="utf-8")):
            return int(said)
        time.sleep(0.05)
    raise AssertionError(f"no process wrote {path}")
