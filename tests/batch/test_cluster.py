"""The same run on a Ray cluster of two nodes: the same rows, whatever happens to one of them."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.batch.archives import Held, Mended, Plain, Slow, Touchy, story, write_lines
from tests.batch.runner import PIECE
from tests.batch.test_running import RECORDS, moved, rows
from tests.batch.test_spreading import fails
from tests.s3 import S3
from tests.store.test_reconcile import DOCUMENTS, everything, read
from tocsin.batch import cluster
from tocsin.batch.manifest import Settings
from tocsin.batch.parts import parts, read_rows
from tocsin.batch.pool import Lost
from tocsin.batch.running import replay, run
from tocsin.cli.reconcile import reconcile_store
from tocsin.core.claims import Extraction
from tocsin.errors import BatchError
from tocsin.reconcile.rules import RULES
from tocsin.store import open_store

pytest.importorskip("ray", reason="Ray is not installed: pip install 'tocsin[ray]'")
MEMORY = 80_000_000
"""Bytes of the smallest object store that Ray makes; what goes through it here is far less."""


@pytest.fixture(scope="module")
def nodes(s3: S3) -> Iterator[Any]:  # noqa: ARG001 - processes of the cluster see what is in the environment when it starts
    """A cluster: a head that reads nothing, and two nodes with a core each."""
    import ray
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RAY_USAGE_STATS_ENABLED", "0")
        made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "object_store_memory": MEMORY, "include_dashboard": False})
        for _ in range(2):
            made.add_node(num_cpus=1, object_store_memory=MEMORY)
        environment.setenv("RAY_ADDRESS", made.address)
        yield made
        ray.shutdown()
        made.shutdown()


def on_ray(path: Path | str, out: Path | str, prepare: Any = Plain, *, workers: int = 2, seconds: float = 1.5, **more: Any) -> Any:
    cluster.connect()
    return run([str(path)], out, Settings(seconds=seconds), workers=workers, prepare=prepare, piece=PIECE, engine=cluster.run, **more)


def held(shard: bytes) -> bytes:
    """Waits while there is a file `hold` beside the one the shard names, and says there that it does."""
    folder = Path(shard.decode()).parent
    if (folder / "hold").exists():
        (folder / f"held-{os.getpid()}").touch()
    while (folder / "hold").exists():
        time.sleep(0.01)
    return shard * 2


def kill(pid: int) -> None:
    """Kill -9 of a process and of everything that it started, as when a machine is switched off."""
    children = [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]
    os.kill(pid, signal.SIGKILL)
    for child in children:
        kill(child)


def test_a_node_is_killed(tmp_path: Path, nodes: Any) -> None:
    """In the middle of the run: its tasks go to the other node, and every row is there once, as with processes."""
    path, hold = write_lines(tmp_path / "in.jsonl", RECORDS, words="HOLDS"), tmp_path / "hold"
    run([str(path)], tmp_path / "undisturbed", Settings(seconds=1.5), workers=1, prepare=Plain, piece=PIECE)
    victim = next(iter(nodes.worker_nodes))
    lost: list[Lost] = []
    pids = [victim.all_processes["raylet"][0].process.pid]

    def watch(happening: Any, _sums: Any, done: int, _of: int) -> None:
        if done >= 3 and pids and not hold.exists():
            hold.touch()
        if pids and len(list(tmp_path.glob("held-*"))) == len(nodes.worker_nodes):  # each of them has a task, and nobody goes on
            kill(pids.pop())
            hold.unlink()
        if isinstance(happening, Lost):
            lost.append(happening)

    metrics = on_ray(path, tmp_path / "out", partial(Held, tmp_path), seconds=60, workers=4, watch=watch)
    nodes.remove_node(victim)
    nodes.add_node(num_cpus=1, object_store_memory=MEMORY)

    assert lost
    assert metrics.sums.read == RECORDS
    assert rows(tmp_path / "out") == rows(tmp_path / "undisturbed")


def test_going_on_with_another_engine(tmp_path: Path, nodes: Any) -> None:  # noqa: ARG001 - the cluster is there
    """A run begun with processes and stopped is finished on the cluster; then there is nothing left to do."""
    path, out = write_lines(tmp_path / "in.jsonl", RECORDS), tmp_path / "out"

    def stop(_happening: Any, _sums: Any, done: int, _of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([str(path)], out, Settings(seconds=1.5), workers=1, prepare=Plain, piece=PIECE, watch=stop)
    rest, nothing = on_ray(path, out), on_ray(path, out)

    assert 0 < rest.made < rest.partitions
    assert (nothing.made, nothing.sums.read) == (0, RECORDS)
    assert len(rows(out)["documents"]) == RECORDS


def test_records_that_harm_their_worker(tmp_path: Path, nodes: Any) -> None:  # noqa: ARG001 - the cluster is there
    """One that kills it and one that hangs are in quarantine, the others are coded; tried again with a mended reader, they are coded too."""
    texts = [story(i + 10) for i in range(30)]
    texts[9] += " HANGS"
    texts[20] += " DIES"
    path, out = tmp_path / "in.jsonl", tmp_path / "out"
    path.write_text("".join([f'{{"text": "{text}"}}\n' for text in texts]), encoding="utf-8")
    metrics = on_ray(path, out, Touchy)
    codes = sorted([row["code"] for part in parts(out).values() for row in read_rows(part, "quarantined")])
    again = replay(out, workers=2, prepare=Mended, engine=cluster.run)

    assert (metrics.sums.coded, codes, metrics.lost) == (28, ["killed", "time"], 4)
    assert (again.sums.coded, again.sums.quarantined) == (30, {})


def test_inputs_and_parts_on_s3(tmp_path: Path, nodes: Any, s3: S3) -> None:
    """A node is killed in the middle of a run that has nothing on a disk: every row is there once."""
    path, out = write_lines(tmp_path / "in.jsonl", RECORDS), "s3://archive/ray/out"
    address = s3.send(path.read_bytes(), "ray/in.jsonl")
    run([str(path)], tmp_path / "undisturbed", Settings(seconds=1.5), workers=1, prepare=Plain, piece=PIECE)
    victim = next(iter(nodes.worker_nodes))
    pids = [victim.all_processes["raylet"][0].process.pid]

    def watch(_happening: Any, _sums: Any, done: int, _of: int) -> None:
        if done >= 3 and pids:
            kill(pids.pop())

    metrics = on_ray(address, out, Slow, workers=4, watch=watch)
    nodes.remove_node(victim)
    nodes.add_node(num_cpus=1, object_store_memory=MEMORY)

    assert not pids
    assert metrics.sums.read == RECORDS
    assert rows(out) == moved(rows(tmp_path / "undisturbed"), address)


def test_a_node_is_killed_while_it_reconciles(tmp_path: Path, nodes: Any) -> None:
    """What it had is done by the other; the order is the shards'."""
    cluster.connect()
    victim = next(iter(nodes.worker_nodes))
    shards = [f"{tmp_path}/{number}".encode() for number in range(12)]
    (tmp_path / "hold").touch()

    def watched() -> Iterator[bytes]:
        for number, shard in enumerate(shards):
            if number == 5:  # more tasks than cores are under way: each node has one, and keeps it until the other is gone
                until = time.monotonic() + 60
                while len(list(tmp_path.glob("held-*"))) < len(nodes.worker_nodes) and time.monotonic() < until:
                    time.sleep(0.05)
                kill(victim.all_processes["raylet"][0].process.pid)
                (tmp_path / "hold").unlink()
            yield shard

    made = list(cluster.Tasks(3)(held, watched()))
    nodes.remove_node(victim)
    nodes.add_node(num_cpus=1, object_store_memory=MEMORY)

    assert made == [shard * 2 for shard in shards]


def test_a_store_is_reconciled(tmp_path: Path, nodes: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - the cluster is there
    """By one process, by several and by the cluster: the same rows, whoever made them."""
    monkeypatch.setattr("tocsin.reconcile.shards.PAIRS", 10)
    held_by: dict[str, dict[str, list[tuple]]] = {}
    for name, workers, on_ray in (("one", 1, False), ("several", 2, False), ("cluster", 2, True)):
        with open_store(str(tmp_path / name)) as store:
            for number, document in enumerate(DOCUMENTS):
                store.add(Extraction(document=document, claims=read(document, 1 + number % 7)), None, "reader")
        reconcile_store(str(tmp_path / name), RULES["range"], None, workers=workers, on_ray=on_ray)
        with open_store(str(tmp_path / name)) as store:
            held_by[name] = everything(store)

    assert held_by["one"]["events"]
    assert held_by["one"] == held_by["several"] == held_by["cluster"]


def test_a_node_that_cannot_do_the_work(nodes: Any) -> None:  # noqa: ARG001 - the cluster is there
    cluster.connect()
    with pytest.raises(BatchError, match="no weights for 0"):
        list(cluster.Tasks(2)(fails, [b"0", b"1"]))


def test_no_cluster_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said at once, with what to do."""
    import ray

    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("RAY_ADDRESS", f"127.0.0.1:{free.getsockname()[1]}")
    with pytest.raises(BatchError, match="set RAY_ADDRESS"):
        cluster.connect()


class Elsewhere(Plain):
    """Is another reader on the driver than in the workers."""

    reader = f"plain-{os.getpid()}"


def test_what_nodes_must_share(tmp_path: Path, nodes: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - the cluster is there
    """Nodes with another reader are not let read, nor such that do not see the input; no part is made, and the message says what to do."""
    path = write_lines(tmp_path / "in.jsonl", 3)
    with pytest.raises(BatchError, match="install the same Tocsin everywhere"):
        on_ray(path, tmp_path / "one", Elsewhere)
    monkeypatch.chdir(tmp_path)  # where no node stands
    with pytest.raises(BatchError, match=r"does not see in\.jsonl"):
        on_ray(Path("in.jsonl"), tmp_path / "two")
    with pytest.raises(BatchError, match="a folder that all nodes share"):
        on_ray(path, Path("three"))

    assert not any([parts(folder) for folder in (tmp_path / "one", tmp_path / "two", tmp_path / "three")])
