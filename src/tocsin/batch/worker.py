"""A worker process: takes partitions, reads them, writes their parts, says so. What it is at stands where the pool sees it even when it dies."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any, Protocol

from tocsin.batch.cascade import Cascade, Coder, Meter
from tocsin.batch.folders import folder_at
from tocsin.batch.limits import OutOfTime, time_limit
from tocsin.batch.manifest import Input, Partition, Settings, read_manifest
from tocsin.batch.outcomes import Address, Given, Outcome, Quarantined, Tally
from tocsin.batch.parts import Part, PartWriter
from tocsin.batch.records import read_partition
from tocsin.core.record import Record
from tocsin.errors import BatchError, TocsinError
from tocsin.intake.items import Item
from tocsin.intake.memory import limit_memory

_PR_SET_PDEATHSIG = 1
SLOTS = 10
"""Numbers in `Progress`."""


class Ready(Protocol):
    """What a worker reads with."""

    @property
    def coder(self) -> Coder:
        """The reader."""
        ...

    @property
    def reader(self) -> str:
        """Its fingerprint."""
        ...

    @property
    def relevant(self) -> Callable[[str], bool]:
        """The gate."""
        ...

    @property
    def gate(self) -> str:
        """Its fingerprint."""
        ...


class Job(Record, frozen=True, kw_only=True):
    """All that a worker is told once. `prepare` makes what it reads with, in the worker; `reader` is the fingerprint that this must have."""

    folder: str
    reader: str
    settings: Settings
    inputs: tuple[Input, ...]
    prepare: Callable[[Settings], Any]


class Progress:
    """What a worker is at, in memory that outlives it. Only the worker writes."""

    def __init__(self, numbers: Any) -> None:  # noqa: ANN401 - a ctypes array of SLOTS numbers
        """Take the shared numbers."""
        self._numbers = numbers

    def begin(self, address: Address | None) -> None:
        """The next record is this, or (None) is being fetched."""
        self._numbers[0] = int(time.monotonic() * 1000)
        if address is not None:
            self._numbers[2], self._numbers[3], self._numbers[4] = address.input, address.offset, address.within
        self._numbers[1] = address is not None

    def idle(self) -> None:
        """Between partitions."""
        for i in range(SLOTS):
            self._numbers[i] = 0
        self._numbers[2] = -1

    def count(self, tally: Tally) -> None:
        """So much of the partition is done."""
        self._numbers[5], self._numbers[6], self._numbers[7] = tally.read, tally.coded, sum(tally.quarantined.values())

    @property
    def counted(self) -> tuple[int, int, int]:
        """Records of the partition at hand that were read, coded, quarantined."""
        return self._numbers[5], self._numbers[6], self._numbers[7]

    @property
    def busy(self) -> float:
        """Seconds it has been at the same record."""
        return time.monotonic() - self._numbers[0] / 1000 if self._numbers[0] else 0.0

    @property
    def at(self) -> Address | None:
        """The record it is at; None while it fetches one."""
        return Address(input=self._numbers[2], offset=self._numbers[3], within=self._numbers[4]) if self._numbers[1] else None


def work(job: Job, connection: Connection, numbers: Any) -> None:  # noqa: ANN401 - see Progress
    """The whole life of a worker. Sends a Part for every partition it is given, or a sentence when it cannot work at all."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _die_with_parent()
    progress = Progress(numbers)
    progress.idle()
    try:
        ready: Ready = job.prepare(job.settings)
        if ready.reader != job.reader:
            raise BatchError("a worker has another reader (version, lexicon, gazetteer or model) than the run; install the same Tocsin everywhere")
        read_manifest(job.folder)  # now, for a client of S3 takes more address space when it begins than a record may
    except TocsinError as error:
        connection.send(str(error))
        return
    limit_memory(job.settings.megabytes)
    connection.send(None)
    while True:
        try:
            partition, poison = connection.recv()
        except EOFError:
            return
        try:
            part = run_partition(job, ready, partition, poison, progress)
        except (BatchError, OSError) as error:  # no record's doing: they cannot be written
            connection.send(f"partition {partition.number} could not be written: {error}")
            return
        progress.idle()
        connection.send(part)


def run_partition(job: Job, ready: Ready, partition: Partition, poison: Mapping[Address | None, Quarantined], progress: Progress) -> Part:
    """Read one partition and write its part. `poison` are records that are known to end a worker; they are not tried. None is the whole partition."""
    meter = Meter()
    cascade = Cascade(ready.coder, ready.relevant, meter)
    parent = os.getppid()
    with PartWriter(folder_at(job.folder), partition, ready.reader) as writer:
        if None in poison:
            start = Address(input=partition.input, offset=partition.first)
            writer.add(Given(address=start, place=job.inputs[partition.input].path, found=poison[None]), poison[None])
            return writer.commit(meter.tally())
        for given in _records(job.inputs, partition, job.settings, progress, meter):
            if os.getppid() != parent:
                sys.exit(1)  # nobody waits for the part; the next run makes it
            known = poison.get(given.address)
            outcome = _decide(cascade, given, job.settings.seconds) if known is None else _poisoned(known, given)
            with meter.step("write"):
                writer.add(given, outcome)
            progress.count(writer.tally)
        return writer.commit(meter.tally())


def _records(inputs: Sequence[Input], partition: Partition, settings: Settings, progress: Progress, meter: Meter) -> Iterator[Given]:
    """The records; when reading them fails as a whole, the last is one that says so: what follows in the partition cannot be had."""
    records = read_partition(partition, inputs, settings.published)
    last = Address(input=partition.input, offset=partition.first)
    while True:
        progress.begin(None)
        try:
            with meter.step("record"):
                given = next(records, None)
        except (Exception, MemoryError) as error:  # noqa: BLE001 - whatever a library lets through ends this partition, never the run
            found = Quarantined.of(
                "partition", f"reading stopped here, and what follows in its partition was not read: {type(error).__name__}: {error}"
            )
            lost = Address(input=last.input, offset=last.offset, within=last.within + 1)
            yield Given(address=lost, place=inputs[partition.input].path, found=found)
            return
        if given is None:
            meter.reached["record"] -= 1  # the end is none
            return
        last = given.address
        progress.begin(last)
        yield given


def _decide(cascade: Cascade, given: Given, seconds: float) -> Outcome:
    item = given.found
    if not isinstance(item, Item):
        return item
    try:
        with time_limit(seconds):
            return cascade.decide(item)
    except OutOfTime:
        return Quarantined.of("time", f"it took more than {seconds:g} seconds of processor time", item.raw)
    except MemoryError:
        return Quarantined.of("memory", "it took more memory than one record may", item.raw)
    except Exception as error:  # noqa: BLE001 - a record that a library chokes on is set aside with its reason; the run goes on
        return Quarantined.of("error", f"{type(error).__name__}: {str(error)[:300]}", item.raw)


def _poisoned(known: Quarantined, given: Given) -> Quarantined:
    return Quarantined.of(known.code, known.message, given.found.raw if isinstance(given.found, Item) else b"")


def _die_with_parent() -> None:
    """Where the system can (Linux), end when the parent is killed; elsewhere the worker sees it at its next record."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
