"""Parts: the output of one partition, a folder of Parquet tables. A part is there as a whole or not at all (`folders`)."""

import resource
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from tocsin.batch.folders import Folder, folder_at
from tocsin.batch.manifest import Partition
from tocsin.batch.objects import library
from tocsin.batch.outcomes import Given, Outcome, Quarantined, Skipped, Tally
from tocsin.core.claims import Claim, Extraction, Problem
from tocsin.core.document import Document, Report
from tocsin.core.record import Record
from tocsin.errors import BatchError
from tocsin.store.rows import claim_row, document_row, encoded

FOLDER = "parts"
_SUMMARY = "part.json"
_AT = {"input": "int64", "offset": "int64", "within": "int64"}
TABLES: Mapping[str, Mapping[str, str]] = {
    "documents": {**_AT, "id": "string", "sha256": "string", "text": "string", "publisher": "string", "published": "date32", "url": "string",
                  "title": "string", "report": "string"},
    "claims": {**_AT, "position": "int64", "document": "string", "key": "string", "trigger_start": "int64", "trigger_end": "int64", "role": "string",
               "span_start": "int64", "span_end": "int64", "quote": "string", "value_is": "string", "value": "string", "low": "int64",
               "high": "int64", "factuality": "string", "modality": "string", "rule": "string", "record": "string"},
    "problems": {**_AT, "position": "int64", "document": "string", "code": "string", "record": "string"},
    "skipped": {**_AT, "place": "string", "step": "string", "reason": "string"},
    "quarantined": {**_AT, "place": "string", "code": "string", "message": "string", "size": "int64", "head": "string"},
}  # fmt: skip
"""The tables and their columns. `input`, `offset` and `within` are the record's address: no two rows of documents, skipped, quarantined share it."""
_ROWS = 2_000
"""Rows held before they are written."""
_AT_ONCE = 16


class Part(Record, frozen=True, kw_only=True):
    """What is in a part. `reader` is the fingerprint of the reader that made it; `megabytes` the most memory that its worker ever had."""

    partition: int
    reader: str
    tally: Tally
    megabytes: int = 0


class PartWriter:
    """Takes the outcomes of one partition. Nothing is to be seen of it before `commit`."""

    def __init__(self, folder: Folder, partition: Partition, reader: str) -> None:
        """Begin a part where nobody sees it."""
        self._partition = partition
        self._reader = reader
        self._parts = folder.under(FOLDER)
        self._folder = self._parts.begin(partition.name)
        self._arrow, self._parquet = library("pyarrow"), library("pyarrow.parquet")
        schemas = {
            name: self._arrow.schema([(field, getattr(self._arrow, kind)()) for field, kind in fields.items()]) for name, fields in TABLES.items()
        }
        self._writers = {name: self._parquet.ParquetWriter(self._folder / f"{name}.parquet", schemas[name], compression="zstd") for name in TABLES}
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        self._tally = Tally()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for writer in self._writers.values():
            writer.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def tally(self) -> Tally:
        """What was added so far."""
        return self._tally

    def add(self, given: Given, outcome: Outcome) -> None:
        """One record and what became of it."""
        at = {"input": given.address.input, "offset": given.address.offset, "within": given.address.within}
        match outcome:
            case Extraction():
                self._add("documents", [at | document_row(outcome.document)])
                self._add("claims", [at | {"position": i} | claim_row(claim) for i, claim in enumerate(outcome.claims)])
                self._add("problems", [at | _problem_row(i, outcome.document, one) for i, one in enumerate(outcome.problems)])
                self._tally += Tally(read=1, coded=1, claims=len(outcome.claims))
            case Skipped():
                self._add("skipped", [at | {"place": given.place} | msgspec.structs.asdict(outcome)])
                self._tally += Tally(read=1, skipped={f"{outcome.step}: {outcome.reason}": 1})
            case Quarantined():
                self._add("quarantined", [at | {"place": given.place} | msgspec.structs.asdict(outcome)])
                self._tally += Tally(read=1, quarantined={outcome.code: 1})

    def commit(self, measured: Tally) -> Part:
        """Put the part in its place, whole; a part that is there gives way. Returns what is in it."""
        for name in TABLES:
            self._flush(name)
            self._writers[name].close()
        largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        part = Part(partition=self._partition.number, reader=self._reader, tally=self._tally + measured, megabytes=largest)
        if not part.tally.whole:
            raise BatchError(f"the sums of partition {self._partition.number} do not hold: {part.tally}")
        (self._folder / _SUMMARY).write_bytes(msgspec.json.encode(part))
        self._parts.publish(self._folder, self._partition.name, _SUMMARY)
        return part

    def _add(self, name: str, rows: list[dict[str, Any]]) -> None:
        self._rows[name].extend(rows)
        if len(self._rows[name]) >= _ROWS:
            self._flush(name)

    def _flush(self, name: str) -> None:
        if self._rows[name]:
            columns = {field: [row[field] for row in self._rows[name]] for field in TABLES[name]}
            self._writers[name].write_table(self._arrow.table(columns, schema=self._writers[name].schema))
            self._rows[name] = []


def parts(address: str | Path) -> dict[int, Folder]:
    """The parts that are there, by the number of their partition. Raises BatchError when this cannot be seen."""
    folder = folder_at(address).under(FOLDER)
    try:
        return {int(name): folder.under(name) for name in folder.holding(_SUMMARY) if name.isdecimal()}
    except OSError as error:
        raise BatchError(f"{folder.address} cannot be read: {error.strerror or error}") from error


def read_part(part: Folder) -> Part:
    """What is in a part. Raises BatchError when it is not one."""
    try:
        return msgspec.json.decode(part.read(_SUMMARY), type=Part)
    except (OSError, msgspec.MsgspecError) as error:
        raise BatchError(f"{part.address} is no part of a batch run ({error})") from error


def read_summaries(found: Mapping[int, Folder]) -> dict[int, Part]:
    """What is in each of these, several at once: on S3 each one is asked for. Raises BatchError."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return dict(zip(found, threads.map(read_part, found.values()), strict=True))


def read_rows(part: Folder, name: str) -> list[dict[str, Any]]:
    """The rows of one table of a part. Raises BatchError when it cannot be read."""
    try:
        rows: list[dict[str, Any]] = library("pyarrow.parquet").read_table(part.source(f"{name}.parquet")).to_pylist()
    except (OSError, ValueError) as error:
        raise BatchError(f"{part.address}/{name}.parquet cannot be read ({error}); take the part away and run again") from error
    return rows


def read_extractions(part: Folder) -> Iterator[Extraction]:
    """What was coded, as it was coded. Raises BatchError when a record is not one."""
    claims, problems = _by_record(read_rows(part, "claims")), _by_record(read_rows(part, "problems"))
    try:
        for row in read_rows(part, "documents"):
            at = _address(row)
            yield Extraction(
                document=Document(id=row["id"], sha256=row["sha256"], text=row["text"], report=msgspec.json.decode(row["report"], type=Report)),
                claims=tuple([msgspec.json.decode(one["record"], type=Claim) for one in claims.get(at, ())]),
                problems=tuple([msgspec.json.decode(one["record"], type=Problem) for one in problems.get(at, ())]),
            )
    except msgspec.MsgspecError as error:
        raise BatchError(f"{part.address} holds a record that is damaged: {error}") from error


def _by_record(rows: list[dict[str, Any]]) -> dict[tuple[int, int, int], list[dict[str, Any]]]:
    found: dict[tuple[int, int, int], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(_address(row), []).append(row)
    return found


def _address(row: dict[str, Any]) -> tuple[int, int, int]:
    return row["input"], row["offset"], row["within"]


def _problem_row(position: int, document: Document, problem: Problem) -> dict[str, Any]:
    return {"position": position, "document": document.id, "code": problem.code, "record": encoded(problem)}
