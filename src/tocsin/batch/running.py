"""A run from beginning to end: plan or take up the plan, have the partitions read, keep the sums.

In the folder of a run: manifest.json (the plan), parts/ (what is done), poison.jsonl (records that ended workers), log.jsonl (what happened, a line
each), metrics.json (the sums, at the end).
"""

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

import msgspec

from tocsin.batch import parts, pool
from tocsin.batch.cascade import STEPS
from tocsin.batch.folders import Folder, folder_at
from tocsin.batch.inputs import PARTITION_BYTES, cut, find_inputs
from tocsin.batch.manifest import NAME, Manifest, Partition, Settings, read_manifest, require_same, write_manifest
from tocsin.batch.outcomes import Address, Quarantined, Tally
from tocsin.batch.parts import Part
from tocsin.batch.pool import Engine, Happening, Lost
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
    address: str | Path,
    settings: Settings,
    *,
    workers: int,
    fresh: bool = False,
    prepare: Callable[[Settings], Any] = Shipped,
    watch: Watch = lambda _happening, _sums, _done, _of: None,
    piece: int = PARTITION_BYTES,
    engine: Engine = pool.run,
) -> Metrics:
    """Read everything at `paths` into parts in the folder at `address`, or go on where an earlier run of the same was stopped.

    Raises BatchError when there is nothing to read, when the folder holds a run of something else (unless `fresh`), or when one is under way in it.
    """
    folder = folder_at(address)
    with folder.taken():
        if fresh:
            for name in (NAME, _POISON, _LOG, _METRICS, parts.FOLDER):  # and nothing else that may lie there
                folder.remove(name)
        inputs = find_inputs(paths)
        ready = prepare(settings)
        wanted = Manifest(reader=ready.reader, gate=ready.gate, settings=settings, inputs=inputs, partitions=cut(inputs, piece))
        known = read_manifest(address)
        if known is None:
            write_manifest(folder, wanted)
        else:
            require_same(known, wanted)
        done = parts.read_summaries(parts.parts(address))
        job = Job(folder=folder.address, reader=wanted.reader, settings=settings, inputs=inputs, prepare=prepare)
        return _go(folder, job, wanted.partitions, done, engine, workers, watch)


def replay(
    address: str | Path,
    *,
    workers: int,
    seconds: float | None = None,
    megabytes: int | None = None,
    prepare: Callable[[Settings], Any] = Shipped,
    watch: Watch = lambda _happening, _sums, _done, _of: None,
    engine: Engine = pool.run,
) -> Metrics:
    """Read again the partitions with records in quarantine, and those not read yet, with this Tocsin's reader and other limits where they are given.

    A part gives way to its successor at once and as a whole. Raises BatchError where there is no run, or one is under way.
    """
    folder = folder_at(address)
    known = read_manifest(address)
    if known is None:
        raise BatchError(f"there is no batch run in {address}; begin one with: tocsin batch INPUT... --out {address}")
    changed = {name: value for name, value in (("seconds", seconds), ("megabytes", megabytes)) if value is not None}
    settings = msgspec.structs.replace(known.settings, **changed)
    job = Job(folder=folder.address, reader=prepare(settings).reader, settings=settings, inputs=known.inputs, prepare=prepare)
    with folder.taken():
        done = {number: part for number, part in parts.read_summaries(parts.parts(address)).items() if not part.tally.quarantined}
        folder.remove(_POISON)
        return _go(folder, job, known.partitions, done, engine, workers, watch)


def _go(
    folder: Folder, job: Job, partitions: Sequence[Partition], done: Mapping[int, Part], engine: Engine, workers: int, watch: Watch
) -> Metrics:  # fmt: skip
    """Have those of the partitions read that are not done."""
    folder.under(parts.FOLDER).tidy()
    start = time.monotonic()
    todo = [one for one in partitions if one.number not in done]
    sums = reduce(add, [part.tally for part in done.values()], Tally())
    _log(folder, "begun", partitions=len(partitions), todo=len(todo), workers=workers)
    made: list[Part] = []
    lost = 0
    for happening in engine(job, todo, _read_poison(folder), workers):
        if isinstance(happening, Part):
            made.append(happening)
            sums += happening.tally
            _log(folder, "part", partition=happening.partition, tally=happening.tally)
        elif isinstance(happening, Lost):
            lost += 1
            if happening.poison is not None:
                poisoned = _Poisoned(partition=happening.partition, at=happening.at, why=happening.poison)
                folder.append(_POISON, msgspec.json.encode(poisoned) + b"\n")
            _log(folder, "worker lost", partition=happening.partition, at=happening.at, reason=happening.reason, poison=happening.poison)
        watch(happening, sums, len(done) + len(made), len(partitions))
    elapsed = time.monotonic() - start
    metrics = Metrics(
        partitions=len(partitions), sums=sums, steps=_steps(sums), workers=workers, seconds=round(elapsed, 1),
        records_per_second=round(sum(part.tally.read for part in made) / elapsed, 1), made=len(made), lost=lost,
        megabytes=max([part.megabytes for part in made], default=0),
    )  # fmt: skip
    if not sums.whole:
        raise BatchError(f"the sums do not hold: {sums}")
    folder.put(_METRICS, msgspec.json.format(msgspec.json.encode(metrics), indent=1))
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


def _read_poison(folder: Folder) -> dict[pool.Place, Quarantined]:
    """The poison of earlier runs; a line cut off by a kill is none yet."""
    try:
        lines = folder.read(_POISON).splitlines()
    except FileNotFoundError:
        return {}
    known: list[_Poisoned] = []
    for line in lines:
        with suppress(msgspec.DecodeError):
            known.append(msgspec.json.decode(line, type=_Poisoned))
    return {(one.partition, one.at): one.why for one in known}


def _log(folder: Folder, event: str, **fields: object) -> None:
    folder.append(_LOG, msgspec.json.encode({"at": dt.datetime.now(dt.UTC), "event": event, **fields}) + b"\n")
