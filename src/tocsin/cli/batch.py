"""`tocsin batch` and `tocsin load`: many reports into parts, and parts into a store."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from tocsin.batch import cluster, pool, running
from tocsin.batch.manifest import Settings, read_manifest
from tocsin.batch.objects import on_s3
from tocsin.batch.outcomes import Tally
from tocsin.batch.parts import parts, read_extractions, read_part
from tocsin.batch.pool import Engine, Happening, Lost, Tick
from tocsin.batch.running import Metrics
from tocsin.errors import BatchError
from tocsin.store import open_store
from tocsin.store.loading import load_readings

_BAR = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("parts"), TimeElapsedColumn(), TimeRemainingColumn())


def run_batch(paths: Sequence[str], out: str, settings: Settings, *, workers: int | None, fresh: bool, on_ray: bool) -> int:
    """Read everything at `paths` into `out`; the exit code is 2 when records are in quarantine. Raises BatchError."""
    engine, crew = _engine(workers, on_ray=on_ray)
    if on_ray:  # nodes stand in other folders
        paths, out = [_absolute(path) for path in paths], _absolute(out)
    with _Bar() as bar:
        metrics = running.run(paths, out, settings, workers=crew, fresh=fresh, watch=bar.watch, engine=engine)
    return _report(metrics, out)


def replay_batch(out: str, *, workers: int | None, seconds: float | None, megabytes: int | None, on_ray: bool) -> int:
    """Try the records in quarantine again. Raises BatchError."""
    engine, crew = _engine(workers, on_ray=on_ray)
    if on_ray:
        out = _absolute(out)
    with _Bar() as bar:
        metrics = running.replay(out, workers=crew, seconds=seconds, megabytes=megabytes, watch=bar.watch, engine=engine)
    return _report(metrics, out)


def _engine(workers: int | None, *, on_ray: bool) -> tuple[Engine, int]:
    """What reads, and with how many workers: as many as there are cores, here or in the cluster, unless the user says so."""
    if on_ray:
        cores = cluster.connect()
        return cluster.run, workers or cores
    return pool.run, workers or os.cpu_count() or 1


def _absolute(address: str) -> str:
    return address if on_s3(address) else str(Path(address).absolute())


def load(folder: str, store: str) -> int:
    """Bring the parts of a run into a store. Raises BatchError for what is no run, StoreError for what does not fit."""
    errors = _console()
    manifest = read_manifest(folder)
    if manifest is None:
        raise BatchError(f"there is no batch run in {folder}; make one with: tocsin batch INPUT... --out {folder}")
    there = parts(folder)
    documents = claims = 0
    with open_store(store) as kept, Progress(*_BAR, console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task("loading", total=len(there))
        for part in there.values():
            added = load_readings(kept, read_extractions(part), read_part(part).reader)
            documents, claims = documents + added.documents, claims + added.claims
            progress.update(task, advance=1)
    errors.print(f"{documents:,} new documents with {claims:,} new claims in {store}; see what they tell with: tocsin reconcile --store {store}")
    missing = len(manifest.partitions) - len(there)
    if missing:
        errors.print(
            f"[red]{missing} of {len(manifest.partitions)} parts are not there yet[/]; finish the run, and load again: what is there is passed over"
        )
    return 2 if missing else 0


class _Bar:
    """The progress bar: parts, records a second, time left, and what became of the records."""

    def __init__(self) -> None:
        self._progress = Progress(*_BAR, TextColumn("{task.fields[sums]}"), console=_console(), transient=True, disable=not _console().is_terminal)
        self._task = self._progress.add_task("planning", total=None, sums="")
        self._before: int | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._progress.stop()

    def watch(self, happening: Happening, sums: Tally, done: int, of: int) -> None:
        """Show what happened."""
        if isinstance(happening, Lost):
            self._progress.console.print(f"a worker was lost in partition {happening.partition} ({happening.reason}); another one takes over")
        under_way = happening if isinstance(happening, Tick) else Tick(read=0, coded=0, quarantined=0)
        read = sums.read + under_way.read
        self._before = read if self._before is None else self._before
        elapsed = self._progress.tasks[self._task].elapsed or 0.0
        rate = f"{(read - self._before) / elapsed:,.0f} a second" if elapsed else ""
        said = ", ".join([f"{number:,} {reason.partition(': ')[2]}" for reason, number in sorted(sums.skipped.items(), key=lambda one: -one[1])[:3]])
        quarantined = sum(sums.quarantined.values()) + under_way.quarantined
        shown = f"{read:,} read, {rate}: {sums.coded + under_way.coded:,} coded, {quarantined:,} in quarantine; skipped: {said or 'none'}"
        self._progress.update(self._task, description="reading", completed=done, total=of, sums=shown)


def _report(metrics: Metrics, out: str) -> int:
    errors = _console()
    sums = metrics.sums
    skipped, quarantined = sum(sums.skipped.values()), sum(sums.quarantined.values())
    errors.print(
        f"{sums.read:,} records read: {sums.coded:,} coded with {sums.claims:,} claims, {skipped:,} skipped, {quarantined:,} in quarantine "
        f"({metrics.records_per_second:,.0f} a second with {metrics.workers} {'worker' if metrics.workers == 1 else 'workers'})"
    )
    table = Table("became", "records", box=None)
    for what, numbers in (("skipped", sums.skipped), ("quarantined", sums.quarantined)):
        for reason, number in sorted(numbers.items(), key=lambda one: -one[1]):
            table.add_row(f"{what}, {reason}", f"{number:,}")
    if table.row_count:
        errors.print(table)
    errors.print(f"bring it into a store with: tocsin load {out} --store FILE")
    if quarantined:
        errors.print(f"try what is in quarantine again with: tocsin batch --replay {out}")
    return 2 if quarantined else 0


def _console() -> Console:
    return Console(stderr=True, soft_wrap=True, highlight=False)
