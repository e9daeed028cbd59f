"""From what the user gives to reports as received: files, folders, `-` for standard input, URLs."""

import datetime as dt
import io
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO

from tocsin.errors import IntakeError, TooLargeError, UnreadableError
from tocsin.intake import jsonl, kinds
from tocsin.intake.items import MAX_REPORT_BYTES, IntakeFailure, Item, megabytes

if TYPE_CHECKING:
    from tocsin.intake.fetch import Fetched

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_PEEK = 65_536
_STDIN = "standard input"


def read_items(
    paths: Sequence[str],
    *,
    published: dt.date | None = None,
    stdin: BinaryIO | None = None,
    get: "Callable[[str], Fetched] | None" = None,
) -> Iterator[Item | IntakeFailure]:
    """The reports at `paths`, in the order given, folders in the order of their names.

    A path is a file (.txt .md .html .htm .pdf .jsonl .ndjson .json, or another ending whose bytes tell what it is), a folder (with the folders in it;
    hidden files and links to folders are passed over), "-" for `stdin`, or an http(s) URL, which `get` fetches (by default `fetch.fetch`).
    `published` is the day the user gave: it wins over any other. What cannot be read comes as an IntakeFailure, in its place; no error is raised.
    """
    for path in paths:
        if path == "-":
            yield from _stream(stdin if stdin is not None else sys.stdin.buffer, _STDIN, published=published)
        elif not path:
            yield IntakeFailure(place="(empty name)", message="there is no file without a name", code="not-found")
        elif _SCHEME.match(path):
            yield from _url(path, get, published=published)
        else:
            yield from _path(Path(path), published=published)


def read_named(stream: BinaryIO, name: str, *, published: dt.date | None = None) -> Iterator[Item | IntakeFailure]:
    """The reports in bytes that came under a file's name, such as an upload; the name is only looked at, never opened."""
    suffix = PurePath(name).suffix.lower()
    if suffix in kinds.NOT_A_REPORT:
        yield IntakeFailure.of(name, UnreadableError(f"it is {kinds.NOT_A_REPORT[suffix]}"))
    else:
        yield from _stream(stream, name, published=published, media_type=kinds.BY_SUFFIX.get(suffix))


def _path(path: Path, *, published: dt.date | None) -> Iterator[Item | IntakeFailure]:
    if not path.is_dir():
        yield from _file(path, published=published)
        return
    count = 0
    for file in _files(path):
        if isinstance(file, IntakeFailure):
            yield file
        else:
            yield from _file(file, published=published)
        count += 1
    if count == 0:
        message = f"the folder holds no files; Tocsin reads {' '.join(kinds.BY_SUFFIX)}"
        yield IntakeFailure(place=str(path), message=message, code="no-reports")


def _files(folder: Path) -> Iterator[Path | IntakeFailure]:
    """The files of a folder and of those in it, by name; a folder that cannot be opened comes as a failure."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _os_failure(folder, error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif not entry.is_dir():
            yield Path(entry.path)


def _file(path: Path, *, published: dt.date | None) -> Iterator[Item | IntakeFailure]:
    suffix = path.suffix.lower()
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISFIFO(status.st_mode):
            raise UnreadableError("it is a device or a socket, not a file")
        if suffix in kinds.NOT_A_REPORT:
            raise UnreadableError(f"it is {kinds.NOT_A_REPORT[suffix]}")
        if suffix in kinds.BY_SUFFIX and kinds.BY_SUFFIX[suffix] not in {kinds.JSON, kinds.JSON_LINES}:
            _refuse_large(status.st_size)
        with path.open("rb") as stream:
            yield from _stream(stream, str(path), published=published, media_type=kinds.BY_SUFFIX.get(suffix), size=status.st_size)
    except OSError as error:
        yield _os_failure(path, error)
    except ValueError as error:  # a NUL in the name
        yield IntakeFailure(place=repr(str(path)), message=f"it is no file name: {error}", code="not-found")
    except IntakeError as error:
        yield IntakeFailure.of(str(path), error)


def _stream(
    stream: BinaryIO,
    place: str,
    *,
    published: dt.date | None,
    media_type: str | None = None,
    size: int = 0,
) -> Iterator[Item | IntakeFailure]:
    """The reports in `stream`; without a `media_type` its first bytes tell. JSON lines are streamed, anything else is read whole, up to the limit."""
    start = stream.read(_PEEK)
    known = media_type or kinds.sniff(start)
    if known == kinds.JSON and jsonl.holds_lines(start):
        known = kinds.JSON_LINES
    if known == kinds.JSON_LINES:
        yield from jsonl.read_lines(_Rejoined(start, stream), place, published=published)
        return
    try:
        if media_type is None and (what := kinds.recognise(start)):
            raise UnreadableError(f"it holds no text: it looks like {what}")
        _refuse_large(size)
        raw = start + stream.read(MAX_REPORT_BYTES + 1 - len(start))
        _refuse_large(len(raw), known_whole=False)
        if not raw:
            raise UnreadableError("it is empty; there is nothing to read")
    except IntakeError as error:
        yield IntakeFailure.of(place, error)
        return
    yield from _whole(raw, place, known, published=published)


def _whole(raw: bytes, place: str, media_type: str, *, published: dt.date | None, url: str | None = None) -> Iterator[Item | IntakeFailure]:
    if media_type == kinds.JSON_LINES or (media_type == kinds.JSON and jsonl.holds_lines(raw)):
        yield from jsonl.read_lines(io.BytesIO(raw), place, published=published)
    elif media_type == kinds.JSON:
        yield from jsonl.read_json(raw, place, published=published)
    else:
        yield Item(place=place, raw=raw, media_type=media_type, published=published, url=url)


def _url(url: str, get: "Callable[[str], Fetched] | None", *, published: dt.date | None) -> Iterator[Item | IntakeFailure]:
    from tocsin.intake.fetch import fetch  # noqa: PLC0415 - 40 ms that only URLs need

    try:
        fetched = (get or fetch)(url)
    except IntakeError as error:
        yield IntakeFailure.of(url, error)
        return
    media_type = fetched.media_type or kinds.sniff(fetched.body)
    yield from _whole(fetched.body, url, media_type, published=published, url=fetched.url)


class _Rejoined:
    """A stream whose `start` was read already, line by line."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = io.BytesIO(start)
        self._rest = rest

    def readline(self, size: int = -1, /) -> bytes:
        """The next line with its newline, or its first `size` bytes."""
        line = self._start.readline(size)
        if line.endswith(b"\n") or len(line) == size:
            return line
        return line + self._rest.readline(size - len(line) if size >= 0 else -1)


def _refuse_large(size: int, *, known_whole: bool = True) -> None:
    if size > MAX_REPORT_BYTES:
        has = megabytes(size) if known_whole else f"more than {megabytes(MAX_REPORT_BYTES)}"
        advice = "split it into its reports, or put them into a .jsonl file, one a line"
        raise TooLargeError(f"it has {has}; Tocsin reads at most {megabytes(MAX_REPORT_BYTES)} as one report: {advice}")


def _os_failure(path: Path, error: OSError) -> IntakeFailure:
    if isinstance(error, FileNotFoundError):
        return IntakeFailure(place=str(path), message="there is no such file or folder; check the name", code="not-found")
    if isinstance(error, PermissionError):
        return IntakeFailure(place=str(path), message="it may not be read by this user; change its permissions", code="unreadable")
    return IntakeFailure(place=str(path), message=f"it could not be read: {error.strerror or error}", code="unreadable")
