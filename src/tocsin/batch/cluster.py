"""The same reading on a Ray cluster: a task for each partition, on whatever node is free.

A task has a worker of its own to look after (`pool.Crew`), which stays from task to task: what a record may do to a process is answered beside it,
as on one machine. What is lost with a node is given to another. Nodes see the same inputs and the same folder, or both are on S3.
"""

import os
import socket
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from tocsin.batch.manifest import Partition, read_manifest
from tocsin.batch.objects import on_s3
from tocsin.batch.outcomes import Quarantined
from tocsin.batch.parts import Part
from tocsin.batch.pool import Crew, Happening, Lost, Place, Tick
from tocsin.batch.spreading import AHEAD, Work
from tocsin.batch.worker import Job
from tocsin.errors import BatchError

_LOOK = 0.5
"""Seconds between two looks at the tasks."""
_ANSWER = 5.0
"""Seconds in which a cluster answers that is there."""
_LOSSES = 10
"""Of tasks at the same partition: nodes are taken away for many reasons, but not so often."""
_crews: dict[str, Crew] = {}
"""In a process of Ray's: the crew of the run it was last given a task of."""


def connect() -> int:
    """Join the cluster that RAY_ADDRESS names, or that runs on this machine; the number of its cores. Raises BatchError where none answers."""
    ray = _ray()
    if not ray.is_initialized():
        where = os.environ.get("RAY_ADDRESS", "")
        host, _, port = where.removeprefix("ray://").rpartition(":")
        try:
            if host and port.isdecimal():  # Ray itself would try for minutes
                socket.create_connection((host, int(port)), timeout=_ANSWER).close()
            ray.init(address="auto", log_to_driver=False, logging_level="ERROR")
        except (OSError, RuntimeError, ValueError) as error:
            there = f"at {where} (RAY_ADDRESS)" if where else "on this machine"
            raise BatchError(f"no Ray cluster answers {there}; start one with: ray start --head, or set RAY_ADDRESS to the one you mean") from error
    return int(ray.cluster_resources().get("CPU", 0)) or 1


def run(job: Job, partitions: Sequence[Partition], known: Mapping[Place, Quarantined], workers: int) -> Iterator[Happening]:
    """Have every partition read, so many at a time; a Part comes for each. Raises BatchError when a node cannot read at all."""
    ray = _ray()
    read = ray.remote(num_cpus=1, max_retries=0)(_read)
    name, shared = uuid4().hex, ray.put(job)
    waiting = deque(partitions)
    poison = dict(known)
    losses: dict[int, int] = {}
    under_way: dict[Any, Partition] = {}
    try:
        while waiting or under_way:
            while waiting and len(under_way) < workers:
                one = waiting.popleft()
                mine = {place: why for place, why in poison.items() if place[0] == one.number}
                under_way[read.remote(name, [shared], one, mine)] = one
            ended, _ = ray.wait(list(under_way), timeout=_LOOK)
            for task in ended:
                one = under_way.pop(task)
                try:
                    yield from ray.get(task)
                except ray.exceptions.RayTaskError as error:
                    raise BatchError(str(error.cause)) from error
                except ray.exceptions.RayError as error:
                    losses[one.number] = losses.get(one.number, 0) + 1
                    lost = _lost(one, type(error).__name__, losses[one.number])
                    if lost.poison is not None:
                        poison[one.number, None] = lost.poison
                    yield lost
                    waiting.appendleft(one)
            yield Tick(read=0, coded=0, quarantined=0)
    finally:
        for task in under_way:
            ray.cancel(task, force=True)


class Tasks:
    """As `spreading.Processes`, so many tasks at a time; a task whose node is gone is given to another by Ray."""

    def __init__(self, workers: int) -> None:
        """Take a cluster that was joined."""
        self._workers = workers

    def __call__(self, work: Work, shards: Iterable[bytes]) -> Iterator[bytes]:
        """What the work makes of each shard, in their order. Raises BatchError when a node cannot do it, or nodes are lost again and again."""
        ray = _ray()
        task = ray.remote(num_cpus=1, max_retries=_LOSSES)(work)
        waiting = iter(shards)
        under_way: deque[Any] = deque()
        try:
            while True:
                under_way.extend([task.remote(shard) for shard in islice(waiting, AHEAD * self._workers - len(under_way))])
                if not under_way:
                    return
                try:
                    made: bytes = ray.get(under_way[0])
                except ray.exceptions.RayTaskError as error:
                    raise BatchError(str(error.cause)) from error
                except ray.exceptions.RayError as error:
                    raise BatchError(f"nodes of the cluster were lost {_LOSSES} times at the same work ({type(error).__name__})") from error
                under_way.popleft()
                yield made
        finally:
            for one in under_way:
                ray.cancel(one, force=True)


def _lost(partition: Partition, reason: str, times: int) -> Lost:
    why = Quarantined(code="partition", message=f"{times} tasks were lost with it ({reason}); none of it was read") if times >= _LOSSES else None
    return Lost(partition=partition.number, at=None, reason=reason, poison=why)


def _read(run_name: str, shared: list[Any], partition: Partition, known: Mapping[Place, Quarantined]) -> list[Happening]:
    """The task. `shared` holds the job where Ray does not look: it is fetched once for a run, not for each task."""
    if run_name not in _crews:
        while _crews:
            _crews.popitem()[1].end()
        job: Job = _ray().get(shared[0])
        _require_shared(job)
        _crews[run_name] = Crew(job, 1)
    return [one for one in _crews[run_name].run([partition], known) if isinstance(one, Part | Lost)]


def _require_shared(job: Job) -> None:
    """Raises BatchError on a node that does not see what the run is about: reading there would find nothing, and write where nobody looks."""
    node = _ray().util.get_node_ip_address()
    if read_manifest(job.folder) is None:
        raise BatchError(f"the node {node} does not see the run in {job.folder}; take a folder that all nodes share, or one on S3")
    missing = next((one.path for one in job.inputs if not on_s3(one.path) and not Path(one.path).exists()), None)
    if missing is not None:
        raise BatchError(f"the node {node} does not see {missing}; put the input where all nodes see it, or on S3")


def _ray() -> Any:  # noqa: ANN401 - an extra
    try:
        return import_module("ray")
    except ImportError as error:
        raise BatchError("--engine ray needs Ray, which is not installed; run: pip install 'tocsin[ray]'") from error
