"""Reports in JSON: one object a line (of any number), or a file with one object or one list of them.

Fields: `text` (needed), id, published (2024-03-05), publisher, url, title. Other fields are passed over: they are the user's own.
"""

import codecs
import datetime as dt
from collections.abc import Iterator
from typing import Protocol

import msgspec

from tocsin.errors import IntakeError
from tocsin.intake.items import MAX_REPORT_BYTES, IntakeFailure, Item, megabytes
from tocsin.intake.kinds import JSON
from tocsin.intake.written_dates import given_date


class Lines(Protocol):
    """Bytes that can be read line by line."""

    def readline(self, size: int = -1, /) -> bytes:
        """The next line with its newline, or its first `size` bytes; empty at the end."""
        ...


class _Fields(msgspec.Struct):
    text: str
    id: str | int | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None


def read_lines(stream: Lines, place: str, *, published: dt.date | None, start: int = 1) -> Iterator[Item | IntakeFailure]:
    """The reports of `stream`, a line each; lines that are broken come as failures named by their number, and the others still come.

    The stream may be of any size; one line may have MAX_REPORT_BYTES. Blank lines are counted and passed over.
    """
    number = start - 1
    while line := stream.readline(MAX_REPORT_BYTES + 1):
        number += 1
        here = f"{place} line {number}"
        if len(line) > MAX_REPORT_BYTES and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_REPORT_BYTES)
            message = f"the line is longer than {megabytes(MAX_REPORT_BYTES)}, the most that Tocsin reads as one report"
            yield IntakeFailure(place=here, message=message, code="too-large")
            continue
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if line.strip():
            yield _item(line.rstrip(b"\r\n"), here, published, thing="line")


def read_json(raw: bytes, place: str, *, published: dt.date | None) -> Iterator[Item | IntakeFailure]:
    """The report, or the list of reports, that the JSON file `raw` holds."""
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if not raw.lstrip().startswith(b"["):
        yield _item(raw, place, published, thing="file")
        return
    try:
        elements = msgspec.json.decode(raw, type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as error:
        yield IntakeFailure(place=place, message=f"the file is not valid JSON: {error}; correct it, or put one report a line", code="broken-line")
        return
    for number, element in enumerate(elements, 1):
        yield _item(bytes(element), f"{place} item {number}", published, thing="item")


def holds_lines(start: bytes) -> bool:
    """Whether JSON that begins with `start` has one whole object on its first line (so that more may follow, a line each)."""
    first, newline, _ = start.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")
    if not newline or not first.startswith(b"{"):
        return False
    try:
        msgspec.json.decode(first, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _item(raw: bytes, place: str, published: dt.date | None, *, thing: str) -> Item | IntakeFailure:
    try:
        fields = msgspec.json.decode(raw, type=_Fields)
        day = published if published is not None or not fields.published else given_date(fields.published, "published field")
    except msgspec.ValidationError as error:
        message = f"the {thing} is not a report: {error}; it needs a text, and may have id, published, publisher, url and title"
        return IntakeFailure(place=place, message=message, code="wrong-field")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return IntakeFailure(place=place, message=f"the {thing} is not valid JSON: {error}", code="broken-line")
    except IntakeError as error:
        return IntakeFailure(place=place, message=str(error), code="wrong-field")
    return Item(
        place=place,
        raw=raw,
        media_type=JSON,
        text=fields.text,
        id=None if fields.id is None else str(fields.id),
        published=day,
        publisher=fields.publisher or None,
        url=fields.url or None,
        title=fields.title or None,
    )
