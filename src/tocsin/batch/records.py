"""The records of a partition, one after the other, whatever the input is."""

import datetime as dt
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import BinaryIO

import msgspec

from tocsin.batch import objects, tables, warc
from tocsin.batch.manifest import Input, Kind, Partition
from tocsin.batch.outcomes import Address, Given, Quarantined, Skipped
from tocsin.intake import read_items, read_named
from tocsin.intake.items import MAX_REPORT_BYTES, IntakeFailure, Item, megabytes
from tocsin.intake.jsonl import read_lines

_NO_REPORT = frozenset({"unreadable", "no-reports"})
"""What intake calls files that hold no text, such as pictures: passed over. Whatever else it refuses should have been a report."""


def read_partition(partition: Partition, inputs: Sequence[Input], published: dt.date | None) -> Iterator[Given]:
    """Every record of `partition`, in order. The same partition of the same input always gives the same records."""
    if partition.kind is Kind.FILES:
        for number in range(partition.first, partition.last):
            for within, one in enumerate(_reports(inputs[number].path, published)):
                yield Given(address=Address(input=number, offset=0, within=within), place=one.place, found=_found(one))
        return
    path = inputs[partition.input].path
    try:
        yield from _ranged(partition, path, inputs[partition.input].size, published)
    except OSError as error:
        found = Quarantined.of("unreadable", f"the input could not be read: {error.strerror or error}")
        yield Given(address=Address(input=partition.input, offset=partition.last, within=1), place=path, found=found)


def _ranged(partition: Partition, path: str, size: int, published: dt.date | None) -> Iterator[Given]:
    number = partition.input
    if partition.kind is Kind.PARQUET:
        for row, one in tables.rows(path, partition.first, partition.last, published):
            yield Given(address=Address(input=number, offset=row), place=f"{path} row {row + 1}", found=_found(one))
        return
    with objects.opened(path) as file:
        if partition.kind in {Kind.WARC, Kind.WARC_GZ}:
            packed = partition.kind is Kind.WARC_GZ
            for offset, within, place, found in warc.records(file, partition.first, partition.last, path, packed=packed, size=size):
                if isinstance(found, Item):
                    found = msgspec.structs.replace(found, place=place, published=published)  # noqa: PLW2901 - the same page, with what the user knows
                yield Given(address=Address(input=number, offset=offset, within=within), place=place, found=found)
        elif partition.kind is Kind.LINES:
            file.seek(partition.first)
            yield from _lines(file, partition.first, partition.last, path, number, published)
        else:
            with closing(gzip.GzipFile(fileobj=file)) as unpacked:
                yield from _lines(unpacked, 0, None, path, number, published)


def _reports(path: str, published: dt.date | None) -> Iterator[Item | IntakeFailure]:
    """The reports of one file."""
    if not objects.on_s3(path):
        yield from read_items([path], published=published)
        return
    try:
        with objects.opened(path) as file:
            yield from read_named(file, path, published=published)
    except OSError as error:
        yield IntakeFailure(place=path, message=f"the object could not be fetched: {error}", code="fetch")


def _lines(file: "BinaryIO | gzip.GzipFile", at: int, last: int | None, path: str, number: int, published: dt.date | None) -> Iterator[Given]:
    """The lines that begin in [at, last), each named by the byte it begins at (unpacked, in a .gz)."""
    while last is None or at < last:
        begun, place = at, f"{path} at byte {at}"
        address = Address(input=number, offset=begun)
        try:
            line = file.readline(MAX_REPORT_BYTES + 1)
            at += len(line)
            long = len(line) > MAX_REPORT_BYTES
            rest = line
            while rest and long and not rest.endswith(b"\n"):
                rest = file.readline(MAX_REPORT_BYTES)
                at += len(rest)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            found = Quarantined.of("damaged", f"the compressed data is damaged ({error}); nothing after it can be read")
            yield Given(address=address, place=place, found=found)
            return
        if not line:
            return
        if long:
            message = f"the line has {megabytes(at - begun)}; at most {megabytes(MAX_REPORT_BYTES)} are read as one report"
            yield Given(address=address, place=place, found=Quarantined.of("too-large", message, line))
        elif line.strip():
            [one] = read_lines(io.BytesIO(line), place, published=published, start=1 if begun == 0 else 2)
            yield Given(address=address, place=place, found=_found(msgspec.structs.replace(one, place=place), line))


def _found(one: Item | IntakeFailure | Quarantined, raw: bytes = b"") -> Item | Skipped | Quarantined:
    if not isinstance(one, IntakeFailure):
        return one
    if one.code in _NO_REPORT:
        return Skipped(step="record", reason=one.code)
    return Quarantined.of(one.code, one.message, raw)
