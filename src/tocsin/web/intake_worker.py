"""Reading what was added, in the background: one report after the other, and events made anew when all are read."""

import time
from collections import deque
from collections.abc import Callable

import msgspec

from tocsin.core.record import Record
from tocsin.errors import IntakeError, ResourceError, StoreError
from tocsin.intake import IntakeFailure, Item, read_items
from tocsin.intake.fetch import Fetched, fetch
from tocsin.store.intakes import State, Waiting
from tocsin.store.waiting import waiting_reports
from tocsin.web.background import Background
from tocsin.web.reading import Failed
from tocsin.web.workspace import Workspace

REFRESH_AFTER = 50
"""Reports after which events are made anew although more are waiting: people see them grow."""
_TIMED = 20
"""The last reports, whose pace tells how long the rest takes."""


class Progress(Record, frozen=True, kw_only=True):
    """How far the work is. `total` counts from when there was last nothing to do; `seconds_left` is None until the pace is known."""

    done: int
    waiting: int
    now: str | None
    grouping: bool
    a_minute: float | None
    trouble: str | None

    @property
    def total(self) -> int:
        """Reports of this go."""
        return self.done + self.waiting

    @property
    def is_working(self) -> bool:
        """Whether there is something to do."""
        return self.waiting > 0 or self.grouping

    @property
    def seconds_left(self) -> float | None:
        """At the pace of the last reports."""
        return None if not self.a_minute else self.waiting / self.a_minute * 60


class IntakeWorker(Background):
    """Reads what waits in the store. What is not done when the server stops is done when it next runs."""

    every = 30.0

    def __init__(self, workspace: Workspace, get: Callable[[str], Fetched] = fetch) -> None:
        """Take the workspace, and what fetches addresses."""
        super().__init__("intake")
        self._workspace = workspace
        self._get = get
        self._done = 0
        self._now: str | None = None
        self._grouping = False
        self._ended: deque[float] = deque(maxlen=_TIMED + 1)

    def stop(self) -> None:
        """End, also in the middle of a report that takes long: it waits for the next time."""
        self.stopping = True
        self._workspace.reading.stop()
        super().stop()

    def progress(self) -> Progress:
        """How far it is."""
        ended = tuple(self._ended)
        taken = ended[-1] - ended[0] if len(ended) > 1 else 0.0
        return Progress(
            done=self._done, waiting=self._workspace.store.intakes.tally()[State.WAITING], now=self._now, grouping=self._grouping,
            a_minute=60 * (len(ended) - 1) / taken if taken else None, trouble=self.trouble,
        )  # fmt: skip

    def turn(self) -> None:
        """Read all that waits, then make events anew. Raises StoreError when the store cannot be written: the rest waits."""
        self._done = 0
        self._ended.clear()
        self._ended.append(time.monotonic())
        try:
            while not self.stopping and (waiting := self._workspace.store.intakes.next()) is not None:
                self._now = waiting.item.place
                self._take(waiting)
                self._done += 1
                self._ended.append(time.monotonic())
                if self._done % REFRESH_AFTER == 0:
                    self._group()
        finally:
            self._now = None
        if not self.stopping:
            self._group()

    def _take(self, waiting: Waiting) -> None:
        intakes = self._workspace.store.intakes
        try:
            found = [waiting.item] if waiting.item.raw else self._fetched(waiting.item)
            if len(found) != 1:
                intakes.divide(waiting, found)
                return
            self._read(waiting, found[0])
        except IntakeError as error:
            if not self.stopping:  # else it was ended in the middle of it
                intakes.fail(waiting, str(error))
        except (StoreError, ResourceError):  # nothing is wrong with the report: it waits until this is put right
            raise
        except Exception as error:  # noqa: BLE001 - one report must not keep the others from being read
            intakes.fail(waiting, _mistake(f"{type(error).__name__}: {error}"))

    def _fetched(self, link: Item) -> list[Item | IntakeFailure]:
        """The reports at an address, with what was said of them beside it."""
        found = list(read_items([link.place], published=link.published, get=self._get))
        return [one if isinstance(one, IntakeFailure) else msgspec.structs.replace(one, publisher=link.publisher or one.publisher) for one in found]

    def _read(self, waiting: Waiting, item: Item | IntakeFailure) -> None:
        store = self._workspace.store
        if isinstance(item, IntakeFailure):
            store.intakes.fail(waiting, item.message)
            return
        read = self._workspace.reading.read(item, day_of_feed=waiting.feed is not None)
        if isinstance(read, Failed):
            store.intakes.fail(waiting, _mistake(read.message))
            return
        added = store.add(read.extraction, item.raw, read.fingerprint)
        count = len(read.extraction.claims)
        told = f"{count:,} {'claim' if count == 1 else 'claims'}"
        if added.new_document:
            store.intakes.finish(waiting, read.extraction.document.id, known=False, message=told)
        else:
            again = f"; it was read anew: {told}" if added.new_reading else ""
            store.intakes.finish(waiting, read.extraction.document.id, known=True, message=f"the store had this report already{again}")

    def _group(self) -> None:
        """Make events of what was read."""
        store = self._workspace.store
        with store.reading() as connection:
            changed, _ = waiting_reports(connection)
        if not changed or (store.events.last() is None and store.counts().claims == 0):
            return
        self._grouping = True
        try:
            self._workspace.refresh()
        finally:
            self._grouping = False


def _mistake(what: str) -> str:
    return f"Tocsin failed on it ({what}); this is a mistake in Tocsin, please report it"
