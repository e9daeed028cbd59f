"""Web archives, lines and tables for the tests, and the readers of their workers."""

import gzip
import itertools
import json
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from tocsin.batch.manifest import Settings
from tocsin.core.claims import Claim, Extraction, Problem, Role
from tocsin.core.document import Document
from tocsin.core.spans import Span
from tocsin.core.values import Count

STORY = (
    "Police in the port of Dalem said at least {number} people were hurt on Tuesday when protesters threw stones at a bus. "
    "Two of them were taken to the city's hospital, a doctor said, and the market was closed until Thursday morning."
)


def story(number: int) -> str:
    """A report that the gate lets through."""
    return STORY.format(number=number)


def page(text: str, title: str = "Clashes in Dalem") -> bytes:
    """The text as the article of a page."""
    menu = "".join([f"<li><a href='/{name}'>{name}</a></li>" for name in ("news", "sport", "weather")])
    head = f"<head><title>{title}</title><meta charset='utf-8'></head>"
    body = f"<nav><ul>{menu}</ul></nav><article><h1>{title}</h1><p>{text}</p></article><footer>All rights reserved</footer>"
    return f"<!doctype html><html>{head}<body>{body}</body></html>".encode()


def record(body: bytes, *, url: str = "https://dalem.example/1", kind: str = "response", status: int = 200, media: str = "text/html") -> bytes:
    """One record of an archive."""
    block = f"HTTP/1.1 {status} OK\r\nContent-Type: {media}; charset=utf-8\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-08T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{hash(url):x}>\r\n"
    )
    head += f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def stories(count: int) -> list[bytes]:
    """Records of so many pages."""
    return [record(page(story(i + 10)), url=f"https://dalem.example/{i}") for i in range(count)]


def packed(records: Sequence[bytes]) -> bytes:
    """A .warc.gz: one member a record."""
    return b"".join([gzip.compress(one, mtime=0) for one in records])


def write_lines(path: Path, count: int, *, words: str = "") -> Path:
    """JSON lines with so many reports."""
    path.write_text("".join([json.dumps({"text": f"{story(i + 10)} {words}", "id": i}) + "\n" for i in range(count)]), encoding="utf-8")
    return path


class Plain:
    """Reads at once: the figure of the story and a problem."""

    reader = "plain-1"
    gate = "all"

    def __init__(self, _settings: Settings) -> None:
        self.coder = self

    def relevant(self, _text: str) -> bool:
        return True

    def extract(self, document: Document) -> Extraction:
        text = document.text
        start = text.find("at least ")
        span = Span(start, text.index(" people", start))
        claim = Claim(
            document=document.id,
            trigger=Span(text.index("hurt"), text.index("hurt") + 4),
            role=Role.INJURED,
            span=span,
            quote=span.quote(text),
            value=Count(low=int(span.quote(text).split()[-1])),
            rule="test",
        )
        return Extraction(document=document, claims=(claim,), problems=(Problem(code="no-place", message="Dalem is in no gazetteer"),))


class Slow(Plain):
    """Takes a while for each record, so that there is time to be killed in."""

    def extract(self, document: Document) -> Extraction:
        until = os.times().elapsed + 0.02
        while os.times().elapsed < until:
            pass
        return super().extract(document)


class Held(Plain):
    """Waits in a text with HOLDS while the folder has a file `hold`, and says there that it does: then it is known who has a task."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        super().__init__(settings)
        self.folder = folder

    def extract(self, document: Document) -> Extraction:
        if "HOLDS" in document.text and (self.folder / "hold").exists():
            (self.folder / f"held-{os.getpid()}").touch()
            while (self.folder / "hold").exists():
                time.sleep(0.01)
        return super().extract(document)


class Touchy(Plain):
    """Does to its worker what the text tells it to."""

    def extract(self, document: Document) -> Extraction:
        if "LOOPS" in document.text:
            while True:
                pass
        if "HANGS" in document.text:
            max(itertools.repeat(0))  # in C, where no alarm is heard
        if "EATS" in document.text:
            bytearray(8_000_000_000)
        if "DIES" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "FAILS" in document.text:
            raise RuntimeError("no such thing")
        return super().extract(document)


class Narrow(Plain):
    """Another gate."""

    gate = "some"


class Mended(Plain):
    """A reader that was mended since."""

    reader = "plain-2"
