"""From what the user names to inputs, and from inputs to partitions. Looks at names and at a few bytes; the records are read by the workers."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tocsin.batch import objects, tables, warc
from tocsin.batch.manifest import Input, Kind, Partition
from tocsin.errors import BatchError

PARTITION_BYTES = 32_000_000
"""Of a large file; some hundred to some thousand records. What a killed worker has to do again is at most one partition."""
PARTITION_FILES = 200
_KINDS = {
    ".jsonl": Kind.LINES, ".ndjson": Kind.LINES, ".jsonl.gz": Kind.LINES_GZ, ".ndjson.gz": Kind.LINES_GZ,
    ".parquet": Kind.PARQUET, ".warc": Kind.WARC, ".warc.gz": Kind.WARC_GZ,
}  # fmt: skip
_ENDS = 65_536
_LINE = 1_000_000
_AT_ONCE = 16
"""Files looked at: on S3 every look takes its time."""


def find_inputs(paths: Sequence[str]) -> tuple[Input, ...]:
    """The files at `paths`, folders in the order of names, hidden ones left out. Raises BatchError where there is none."""
    files = [file for path in paths for file in (_objects(path) if objects.on_s3(path) else _files(Path(path)))]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        found = list(threads.map(_input, files))
    if not found:
        raise BatchError(f"there is nothing to read in {', '.join(paths)}")
    return tuple(found)


def cut(inputs: Sequence[Input], piece: int = PARTITION_BYTES) -> tuple[Partition, ...]:
    """The partitions of `inputs`: every byte, row group and file in exactly one."""
    ranges = [(number, first, last) for number, one in enumerate(inputs) if one.kind is not Kind.FILES for first, last in _ranges(one, piece)]
    cuts = [(inputs[number].kind, number, first, last) for number, first, last in ranges]
    cuts += [(Kind.FILES, first, first, last) for first, last in _runs(inputs, piece)]
    return tuple([
        Partition(number=i, kind=kind, input=number, first=first, last=last) for i, (kind, number, first, last) in enumerate(sorted(cuts, key=_place))
    ])  # fmt: skip


def _place(one: tuple[Kind, int, int, int]) -> tuple[int, int]:
    return one[1], one[2]


def _objects(address: str) -> Iterator[str]:
    try:
        yield from objects.listed(address)
    except OSError as error:
        raise BatchError(
            f"{address} cannot be read: {error}; AWS_ENDPOINT_URL, AWS_REGION and AWS_ACCESS_KEY_ID say where S3 is, and who asks"
        ) from error


def _files(path: Path) -> Iterator[str]:
    if not path.exists():
        raise BatchError(f"there is no file or folder {path}; tocsin batch reads from disks and from s3://BUCKET/FOLDER")
    if not path.is_dir():
        yield str(path)
        return
    for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif entry.is_file():
            yield entry.path


def _input(path: str) -> Input:
    name = path.lower()
    kind = next((kind for ending, kind in _KINDS.items() if name.endswith(ending)), Kind.FILES)
    try:
        with objects.opened(path) as file:
            ends = file.read(_ENDS)
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _ENDS))
            ends += file.read(_ENDS)
    except OSError as error:
        raise BatchError(f"{path} cannot be read: {error.strerror or error}") from error
    return Input(path=path, kind=kind, size=size, print=hashlib.sha256(ends).hexdigest()[:16])


def _ranges(one: Input, piece: int) -> Iterator[tuple[int, int]]:
    """Where an input can be cut, about every `piece` bytes. One gzip stream of lines cannot be."""
    match one.kind:
        case Kind.PARQUET:
            yield from tables.groups(one.path, piece)
        case Kind.LINES_GZ:
            yield 0, one.size
        case _:
            starts = [0]
            with objects.opened(one.path) as file:
                for wanted in range(piece, one.size, piece):
                    if wanted <= starts[-1]:
                        continue  # a record longer than a piece
                    if one.kind is Kind.LINES:
                        file.seek(wanted - 1)
                        while (line := file.readline(_LINE)) and not line.endswith(b"\n"):
                            pass
                        start = file.tell()
                    else:
                        start = warc.next_record(file, wanted, one.size, packed=one.kind is Kind.WARC_GZ)
                    if start >= one.size:
                        break
                    if start > starts[-1]:
                        starts.append(start)
            yield from zip(starts, [*starts[1:], one.size], strict=True)


def _runs(inputs: Sequence[Input], piece: int) -> Iterator[tuple[int, int]]:
    """Files that lie together in the list, as many as make a partition."""
    first = size = 0
    for number, one in enumerate(inputs):
        if one.kind is not Kind.FILES:
            if number > first:
                yield first, number
            first, size = number + 1, 0
            continue
        size += one.size
        if size >= piece or number + 1 - first >= PARTITION_FILES:
            yield first, number + 1
            first, size = number + 1, 0
    if first < len(inputs):
        yield first, len(inputs)
