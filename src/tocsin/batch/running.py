"""A run from beginning to end: plan or take up the plan, have the partitions read, keep the sums.

In the folder of a run: manifest.json (the plan), parts/ (what is done), poison.jsonl (records that ended workers), log.jsonl (what happened, a line
each), metrics.json (the sums, at the end).
"""

import datetime as dt
import fcntl
import os
import resource
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

import msgspec

from tocsin.batch import parts, pool
from tocsin.batch.cascade import STEPS
from tocsin.batch.inputs import PARTITION_BYTES, cut, find_inputs
from tocsin.batch.manifest import NAME, Manifest, Partition, Settings, put, read_manifest, require_same, write_manifest
from tocsin.batch.outcomes import Address, Quarantined, Tally
from tocsin.batch.parts import Part
from tocsin.batch.pool import Happening, Lost
from tocsin.batch.ready import Shipped
from tocsin.batch.worker import Job
from tocsin.core.record import Record
from tocsin.errors import BatchError

_POISON = "poison.jsonl"
_LOG = "log.jsonl"
_METRICS = "metrics.json"


class Step(Record, frozen=True, kw_only=True):
    """One step of the cascade: records that reached it, and what it cost on one core."""

    records: int
    seconds: float
    milliseconds: float
    per_second: float


class Metrics(Record, frozen=True, kw_only=True):
    """What a run amounts to. `sums` and `steps` are over all parts, whenever they were made; the rest is of the last start."""

    partitions: int
    sums: Tally
    steps: dict[str, Step]
    workers: int
    seconds: float
    records_per_second: float
    made: int
    lost: int
    megabytes: int


class _Poisoned(Record, frozen=True, kw_only=True):
    partition: int
    at: Address | None
    why: Quarantined


Watch = Callable[[Happening, Tally, int, int], None]
"""Is told what happens, the sums of the parts that are there, how many these are, and how many there will be."""


def run(
    paths: Sequence[str],
    folder: Path,
    settings: Settings,
    *,
    workers: int,
    fresh: bool = False,
    prepare: Callable[[Settings], Any] = Shipped,
    watch: Watch = lambda _happening, _sums, _done, _of: None,
    piece: int = PARTITION_BYTES,
) -> Metrics:
    """Read everything at `paths` into parts in `folder`, or go on where an earlier run of the same was stopped.

    Raises BatchError when there is nothing to read, when the folder holds a run of something else (unless `fresh`), or when one is under way in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        if fresh:
            _clear(folder)
        inputs = find_inputs(paths)
        wanted = Manifest(reader=prepare(settings).reader, settings=settings, inputs=inputs, partitions=cut(inputs, piece))
        known = read_manifest(folder)
        if known is None:
            write_manifest(folder, wanted)
        else:
            require_same(known, wanted)
        there = parts.parts(folder)
        return _go(folder, wanted, [one for one in wanted.partitions if one.number not in there], workers, prepare, watch)


def replay(
    folder: Path,
    *,
    workers: int,
    seconds: float | None = None,
    megabytes: int | None = None,
    prepare: Callable[[Settings], Any] = Shipped,
    watch: Watch = lambda _happening, _sums, _done, _of: None,
) -> Metrics:
    """Read again the partitions with records in quarantine, and those not read yet, with this Tocsin's reader and other limits where they are given.

    A part gives way to its successor at once and as a whole. Raises BatchError where there is no run, or one is under way.
    """
    known = read_manifest(folder)
    if known is None:
        raise BatchError(f"there is no batch run in {folder}; begin one with: tocsin batch INPUT... --out {folder}")
    changed = {name: value for name, value in (("seconds", seconds), ("megabytes", megabytes)) if value is not None}
    again = msgspec.structs.replace(known, settings=msgspec.structs.replace(known.settings, **changed))
    with _locked(folder):
        there = parts.parts(folder)
        todo = [one for one in known.partitions if one.number not in there or parts.read_part(there[one.number]).tally.quarantined]
        (folder / _POISON).unlink(missing_ok=True)
        return _go(folder, again, todo, workers, prepare, watch)


def _go(folder: Path, manifest: Manifest, todo: Sequence[Partition], workers: int, prepare: Callable[[Settings], Any], watch: Watch) -> Metrics:
    parts.clear_unfinished(folder)
    start = time.monotonic()
    done = {number: parts.read_part(path) for number, path in parts.parts(folder).items()}
    again = {one.number for one in todo}
    sums = reduce(add, [part.tally for number, part in done.items() if number not in again], Tally())
    finished = len(done.keys() - again)
    _log(folder, "begun", partitions=len(manifest.partitions), todo=len(todo), workers=workers)
    job = Job(folder=str(folder), settings=manifest.settings, inputs=manifest.inputs, prepare=prepare)
    made: list[Part] = []
    lost = 0
    for happening in pool.run(job, todo, _read_poison(folder), workers):
        if isinstance(happening, Part):
            made.append(happening)
            sums += happening.tally
            _log(folder, "part", partition=happening.partition, tally=happening.tally)
        elif isinstance(happening, Lost):
            lost += 1
            if happening.poison is not None:
                _append(folder / _POISON, _Poisoned(partition=happening.partition, at=happening.at, why=happening.poison))
            _log(folder, "worker lost", partition=happening.partition, at=happening.at, reason=happening.reason, poison=happening.poison)
        watch(happening, sums, finished + len(made), len(manifest.partitions))
    elapsed = time.monotonic() - start
    metrics = Metrics(
        partitions=len(manifest.partitions), sums=sums, steps=_steps(sums), workers=workers, seconds=round(elapsed, 1),
        records_per_second=round(sum(part.tally.read for part in made) / elapsed, 1), made=len(made), lost=lost,
        megabytes=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    )  # fmt: skip
    if not sums.whole:
        raise BatchError(f"the sums do not hold: {sums}")
    put(folder / _METRICS, msgspec.json.format(msgspec.json.encode(metrics), indent=1))
    _log(folder, "ended", read=sums.read, coded=sums.coded, skipped=sums.skipped, quarantined=sums.quarantined)
    return metrics


def _steps(sums: Tally) -> dict[str, Step]:
    return {
        name: Step(
            records=sums.reached[name],
            seconds=round(spent, 3),
            milliseconds=round(1000 * spent / sums.reached[name], 3),
            per_second=round(sums.reached[name] / spent, 1) if spent else 0.0,
        )
        for name in STEPS
        if (spent := sums.seconds.get(name)) is not None
    }


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One run at a time in a folder; the lock goes with the process that holds it, however that ends."""
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BatchError(f"another run is under way in {folder}; wait for it, or choose another --out") from error
        yield


def _clear(folder: Path) -> None:
    """Take away an earlier run, and nothing else that may lie in the folder."""
    for name in (NAME, _POISON, _LOG, _METRICS):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / parts.FOLDER, ignore_errors=True)


def _read_poison(folder: Path) -> dict[pool.Place, Quarantined]:
    """The poison of earlier runs; a last line cut off by a kill is none yet."""
    path = folder / _POISON
    lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    known = [msgspec.json.decode(line, type=_Poisoned) for line in lines]
    return {(one.partition, one.at): one.why for one in known}


def _append(path: Path, record: object) -> None:
    with path.open("ab") as file:
        file.write(msgspec.json.encode(record) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _log(folder: Path, event: str, **fields: object) -> None:
    with (folder / _LOG).open("ab") as file:
        file.write(msgspec.json.encode({"at": dt.datetime.now(dt.UTC), "event": event, **fields}) + b"\n")
