"""Reading one report in a process of its own, which is ended when the report takes too long.

A report can be made to be slow, or unpack to more than the machine has, and a thread cannot be stopped from outside. A process can, whatever it is
at, also deep inside a library; and pages stay quick while it works. It lives on from report to report, so that the reader is loaded once.
"""

import multiprocessing
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import msgspec

from tocsin.core.claims import Extraction
from tocsin.core.document import Document
from tocsin.core.record import Record
from tocsin.errors import LimitError, ResourceError, TocsinError
from tocsin.intake import Item, make_document
from tocsin.intake.memory import limit_memory
from tocsin.pipeline import Reader

SECONDS = 120.0
"""One report may take: some five million characters of ordinary text, on a laptop."""
MEGABYTES = 2_000
"""Memory that one report may take beside the reader itself; a record of a batch has as many."""
_START_SECONDS = 120.0
"""A process may take to load the reader, on a slow disk."""


class Read(Record, frozen=True, kw_only=True):
    """What was read in a report, and the fingerprint of the reader."""

    extraction: Extraction
    fingerprint: str


class Failed(Record, frozen=True, kw_only=True):
    """A mistake of Tocsin's, or of a library: what it says."""

    message: str


Answer = Read | Failed | TocsinError


class ReadingProcess:
    """Reads one report at a time; begun with the first, and anew after one that it had to be ended for."""

    def __init__(self, load: Callable[[], Reader], *, seconds: float = SECONDS) -> None:
        """Take what makes the reader, called in the process, and how long a report may take."""
        self._load = load
        self._seconds = seconds
        self._turn = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def read(self, item: Item, *, day_of_feed: bool = False) -> Read | Failed:
        """What `item` tells. With `day_of_feed` its day counts only where the report itself gives none.

        Raises IntakeError for a report that cannot be read, or not within the limits; ResourceError when nothing can be read at all.
        """
        with self._turn:
            connection = self._running()
            try:
                connection.send((item, day_of_feed))
                said: Answer | None = connection.recv() if connection.poll(self._seconds) else None
            except (EOFError, OSError) as error:
                code = self._end()
                raise LimitError(f"reading it ended the process that reads (exit code {code}); save its text as plain text and add that") from error
            if said is None:
                self._end()
                raise LimitError(f"it takes more than {self._seconds:g} seconds to read; split it into its reports, or leave out tables and lists")
        if isinstance(said, TocsinError):
            raise said
        return said

    def stop(self) -> None:
        """End the process, also in the middle of a report, which then fails."""
        process = self._process
        if process is not None:
            process.kill()

    def _running(self) -> Connection:
        """The connection to a process that has loaded the reader. Raises ResourceError when there can be none."""
        if self._connection is not None and self._process is not None and self._process.is_alive():
            return self._connection
        self._end()
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, self._load), daemon=True)
        self._process.start()
        theirs.close()
        trouble: TocsinError | None = ResourceError("the reader could not be loaded; see why with: tocsin doctor")
        with suppress(EOFError, OSError):
            trouble = self._connection.recv() if self._connection.poll(_START_SECONDS) else trouble
        if trouble is not None:
            self._end()
            raise trouble
        return self._connection

    def _end(self) -> int | None:
        """Forget the process; its exit code, where there was one."""
        process, connection, self._process, self._connection = self._process, self._connection, None, None
        if connection is not None:
            connection.close()
        if process is None:
            return None
        process.kill()
        process.join()
        return process.exitcode


def _work(connection: Connection, load: Callable[[], Reader]) -> None:
    """The whole life of the process: says None when it can read, or why not; then an answer to each report."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to answer
    try:
        reader = load()
    except TocsinError as error:
        connection.send(error)
        return
    limit_memory(MEGABYTES)
    connection.send(None)
    while True:
        try:
            item, day_of_feed = connection.recv()
        except EOFError:
            return
        connection.send(answer(reader, item, day_of_feed=day_of_feed))


def answer(reader: Reader, item: Item, *, day_of_feed: bool) -> Answer:
    """What comes of reading `item`; nothing is raised."""
    try:
        return Read(extraction=reader.extract(_document(item, day_of_feed=day_of_feed)), fingerprint=reader.fingerprint)
    except TocsinError as error:
        return error
    except MemoryError:
        return LimitError(f"it takes more than {MEGABYTES:,} MB of memory to read; save its text as plain text and add that")
    except Exception as error:  # noqa: BLE001 - one report must not keep the others from being read
        return Failed(message=f"{type(error).__name__}: {error}")


def _document(item: Item, *, day_of_feed: bool) -> Document:
    """The document of a report. The day that a feed gives counts only where the report itself gives none."""
    if not day_of_feed or item.published is None:
        return make_document(item)
    document = make_document(msgspec.structs.replace(item, published=None))
    return document if document.report.published is not None else make_document(item)
