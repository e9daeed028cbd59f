"""A record through the steps: quick text, language, relevance, full text, coding. Each costs less than the next; the first that says no ends it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from tocsin.batch.outcomes import Outcome, Quarantined, Skipped, Tally
from tocsin.batch.quick import quick_text
from tocsin.core.claims import Extraction
from tocsin.core.document import Document
from tocsin.errors import IntakeError, LanguageError, TooLargeError, UnreadableError
from tocsin.intake.article import make_document
from tocsin.intake.items import Item
from tocsin.intake.language import require_english

STEPS = ("record", "quick text", "language", "relevance", "full text", "coding", "write")
"""In order; the first is fetching the record, the last writing what became of it."""


class Coder(Protocol):
    """What reads a document: `tocsin.pipeline.Reader`."""

    def extract(self, document: Document) -> Extraction:
        """All claims of `document`."""
        ...


class Meter:
    """How many records reached each step and what it cost; processor time, so that other programs do not count."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.reached: dict[str, int] = {}
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count and time what is done inside."""
        self.reached[name] = self.reached.get(name, 0) + 1
        start = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - start

    def tally(self) -> Tally:
        """What was measured."""
        return Tally(reached=dict(sorted(self.reached.items())), seconds=dict(sorted(self.seconds.items())))


class Cascade:
    """The steps, with what they need. One for a worker."""

    def __init__(self, coder: Coder, relevant: Callable[[str], bool], meter: Meter) -> None:
        """Take the reader, the gate, and what keeps the times."""
        self._coder = coder
        self._relevant = relevant
        self._meter = meter

    def decide(self, item: Item) -> Outcome:
        """What becomes of a report. Raises nothing of its own; what the libraries let through is for the caller to quarantine."""
        try:
            return self._decide(item)
        except LanguageError:
            return Skipped(step="language", reason="not English")
        except TooLargeError as error:
            return Quarantined.of("too-large", str(error), item.raw)
        except UnreadableError:
            return Skipped(step="full text", reason="no article")
        except IntakeError as error:
            return Quarantined.of("invalid", str(error), item.raw)

    def _decide(self, item: Item) -> Outcome:
        with self._meter.step("quick text"):
            text = quick_text(item)
        if isinstance(text, Skipped):
            return text
        document = None
        if text is None:
            document = self._freeze(item)
            text = document.text
        else:
            with self._meter.step("language"):
                require_english(text)
        with self._meter.step("relevance"):
            passes = self._relevant(text)
        if not passes:
            return Skipped(step="relevance", reason="no unrest")
        document = document or self._freeze(item)
        with self._meter.step("coding"):
            return self._coder.extract(document)

    def _freeze(self, item: Item) -> Document:
        with self._meter.step("full text"):
            return make_document(item)
