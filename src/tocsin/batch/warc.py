"""Web archives: the records of a range of a .warc or .warc.gz file, whatever is broken in it.

The frames are found here, byte for byte, so that damage has a place and ends where the next record begins; what is in a frame is read by fastwarc,
which knows HTTP. A file with more bytes than one may hold is passed over without being held.
"""

import io
import re
import zlib
from collections.abc import Iterator
from importlib import import_module
from typing import Any, BinaryIO

from tocsin.batch.outcomes import Quarantined, Skipped
from tocsin.errors import BatchError
from tocsin.intake.items import MAX_REPORT_BYTES, Item, megabytes

_CHUNK = 65_536
_MAX_HEADER = 65_536
_GZIP = b"\x1f\x8b\x08"
_START = re.compile(rb"WARC/1\.\d\r?\n")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_ENDING = b"\r\n\r\n"
_FIRST_LINE = len(b"WARC/1.0\r\n")
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf"})


class _DamageError(Exception):
    """The bytes here are no part of an archive; the message says how so."""


class _Stream:
    """Bytes of a file from `start` on, unpacked when they are gzip members; knows where the piece it is in (member or record) began."""

    def __init__(self, file: BinaryIO, *, packed: bool) -> None:
        self._file = file
        self._packed = packed
        self._buffer = b""
        self._used = 0
        self.at = 0
        """Where the member that is being read begins; for plain files, where the next unread byte is."""
        self._next = 0
        self._unpack: Any = None

    def enter(self, at: int) -> None:
        """Begin to read at `at`."""
        self._file.seek(at)
        self.at = self._next = at
        self._buffer, self._used = b"", 0
        self._unpack = zlib.decompressobj(wbits=31) if self._packed else None

    def leave(self) -> int:
        """Pass over what is left of the member; where the next begins. Raises _DamageError when its end is not what it should be."""
        while self.read(_CHUNK):
            pass
        return self._next

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end of the member or file. Raises _DamageError."""
        if self._used == len(self._buffer):
            self._buffer, self._used = self._fill(), 0
        taken = self._buffer[self._used : self._used + size]
        self._used += len(taken)
        if not self._packed:
            self.at += len(taken)
        return taken

    def unread(self, data: bytes) -> None:
        """Put bytes back that were just read."""
        if len(data) <= self._used:
            self._used -= len(data)
        else:
            self._buffer, self._used = data + self._buffer[self._used :], 0
        if not self._packed:
            self.at -= len(data)

    def _fill(self) -> bytes:
        if not self._packed:
            return self._file.read(_CHUNK)
        data = b""
        while not data and not self._unpack.eof:
            packed = self._unpack.unconsumed_tail or self._file.read(_CHUNK)
            if not packed:
                raise _DamageError("the file ends in the middle of a record")
            try:
                data = self._unpack.decompress(packed, 4 * _CHUNK)
            except zlib.error as error:
                raise _DamageError(f"the compressed data is damaged ({error})") from error
            if self._unpack.eof:
                self._next = self._file.tell() - len(self._unpack.unused_data)
        return data


def next_record(file: BinaryIO, at: int, end: int, *, packed: bool) -> int:
    """Where the first record begins at or after `at`; `end` when there is none."""
    mark = _GZIP if packed else b"WARC/1."
    overlap = len(mark) - 1
    base, window = at, b""
    file.seek(at)
    while base < end:
        window += file.read(_CHUNK)
        found = window.find(mark)
        while found >= 0 and base + found < end:
            if _begins(file, base + found, packed=packed):
                return base + found
            found = window.find(mark, found + 1)
        if len(window) <= overlap:
            break
        base += len(window) - overlap
        window = window[-overlap:]
        file.seek(base + overlap)
    return end


def _begins(file: BinaryIO, at: int, *, packed: bool) -> bool:
    """Whether a record begins at `at`: what is there, unpacked, has the first line and the length of one; in a plain file, a line ends before it."""
    if not packed and at:
        file.seek(at - 1)
        if file.read(1) != b"\n":
            return False
    file.seek(at)
    head = file.read(4_096)
    if packed:
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, 4_096)
        except zlib.error:
            return False
    return _START.match(head) is not None and (_LENGTH.search(head) is not None or len(head) < 200)


def records(
    file: BinaryIO, first: int, last: int, place: str, *, packed: bool, size: int
) -> Iterator[tuple[int, int, str, Item | Skipped | Quarantined]]:
    """Offset, number within its member, place and content of every record that begins in [first, last); damage counts as one."""
    stream = _Stream(file, packed=packed)
    at = first
    while at < last:
        stream.enter(at)
        count, offset = 0, at
        try:
            if packed:
                for count, found in enumerate(_frames(stream), 1):
                    yield at, count - 1, f"{place} at byte {at}", found
                at = stream.leave()
            else:
                while offset < last:
                    frame = _frame(stream)
                    if frame is None:
                        return
                    yield offset, 0, f"{place} at byte {offset}", frame
                    offset = stream.at
                at = offset
        except _DamageError as damage:
            broken = at if packed else offset
            yield broken, count, f"{place} at byte {broken}", Quarantined.of("damaged", f"{damage}; what follows is read from the next record on")
            at = next_record(file, broken + 1, size, packed=packed)


def _frames(stream: _Stream) -> Iterator[Item | Skipped | Quarantined]:
    """The records of one member: one, in a well-made archive. A member that fits is unpacked whole first, for its checksum stands at its end."""
    held: list[bytes] = []
    length = 0
    while length <= MAX_REPORT_BYTES + _MAX_HEADER and (data := stream.read(_CHUNK)):
        held.append(data)
        length += len(data)
    stream.unread(b"".join(held))
    if not length:
        raise _DamageError("a member is empty")
    while (frame := _frame(stream)) is not None:
        yield frame


def _frame(stream: _Stream) -> Item | Skipped | Quarantined | None:
    """The record that begins here; None at the end. Raises _DamageError for what is none, or ends too early."""
    head = b""
    while (end := _END_OF_HEADER.search(head)) is None:
        if len(head) > _MAX_HEADER:
            raise _DamageError("no record begins here")
        data = stream.read(_CHUNK)
        if not data and not head:
            return None
        if not data:
            raise _DamageError("the file ends in the middle of a record's header")
        head = head + data if head else data.lstrip(b"\r\n")
        if len(head) > _FIRST_LINE and not _START.match(head):
            raise _DamageError("no record begins here")
    header, rest = head[: end.end()], head[end.end() :]
    length = _LENGTH.search(header)
    if length is None:
        raise _DamageError("a record does not say how long it is")
    stream.unread(rest)
    return _content(stream, header, int(length[1]))


def _content(stream: _Stream, header: bytes, length: int) -> Item | Skipped | Quarantined:
    if length > MAX_REPORT_BYTES:
        left = length
        while left:
            data = stream.read(min(left, _CHUNK))
            if not data:
                raise _DamageError("the file ends in the middle of a record")
            left -= len(data)
        return Quarantined(
            code="too-large", message=f"the record has {megabytes(length)}; at most {megabytes(MAX_REPORT_BYTES)} are read", size=length
        )
    pieces = []
    left = length
    while left:
        data = stream.read(left)
        if not data:
            raise _DamageError("the file ends in the middle of a record")
        pieces.append(data)
        left -= len(data)
    ending = stream.read(len(_ENDING))
    if ending != _ENDING:
        stream.unread(ending)
    return _page(header + b"".join(pieces) + _ENDING)


def _page(frame: bytes) -> Item | Skipped | Quarantined:
    """What the record is: a page that was served well, or nothing to read."""
    library = _library()
    try:
        record = next(iter(library.ArchiveIterator(io.BytesIO(frame), parse_http=True, auto_decode="all", fsspec_args=False)), None)
        if record is None:
            return Quarantined.of("damaged", "the record cannot be taken apart", frame)
        kind = record.record_type
        served = record.http_headers
        if kind not in (library.response, library.resource, library.conversion):
            return Skipped(step="record", reason="no page")
        if served is not None and served.status_code not in {200, None}:
            return Skipped(step="record", reason="not served")
        media_type = (record.http_content_type if served is not None else record.headers.get("Content-Type")) or ""
        media_type = media_type.split(";")[0].strip().lower()
        if media_type not in _PAGES:
            return Skipped(step="record", reason="other media type")
        charset = record.http_charset if served is not None else None
        raw = record.reader.read(MAX_REPORT_BYTES + 1)
        url = record.headers.get("WARC-Target-URI")
    except (OSError, ValueError, UnicodeError) as error:
        return Quarantined.of("damaged", f"the record cannot be taken apart: {str(error)[:300]}", frame)
    if len(raw) > MAX_REPORT_BYTES:
        return Quarantined.of("too-large", f"the page has more than {megabytes(MAX_REPORT_BYTES)} when it is unpacked", raw)
    if not raw:
        return Skipped(step="record", reason="empty")
    full = f"{media_type}; charset={charset}" if charset else media_type
    return Item(place=url or "", raw=raw, media_type=full, url=url.strip("<>") if url else None)


def _library() -> Any:  # noqa: ANN401 - an extra; without types of its own
    try:
        return import_module("fastwarc.warc")
    except ImportError as error:
        raise BatchError("web archives need fastwarc, which is not installed; run: pip install 'tocsin[batch]'") from error
