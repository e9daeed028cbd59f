"""The sentences of the event types code book, read: each example gives its type at its trigger, no counter-example gives the type it warns of."""

from collections.abc import Iterator
from typing import Any

from eval.score import Share
from resources.build import read
from resources.codebook_page import BOOK
from tests.marked import parse
from tocsin.core.claims import Claim, Role
from tocsin.core.document import Document, Report
from tocsin.core.spans import Span
from tocsin.core.values import EventType
from tocsin.pipeline import Reader

SENTENCES = ("examples", "counters")


def book(reader: Reader) -> dict[str, Share]:
    """How many examples and how many counter-examples are read right."""
    shares = dict.fromkeys(SENTENCES, Share())
    for name, _sentence, right in judged(reader):
        shares[name] += Share(right, 1)
    return shares


def judged(reader: Reader) -> Iterator[tuple[str, str, bool]]:
    """Every sentence of the book: whether it is one of `examples` or `counters`, its text, and whether it is read right."""
    entries: list[dict[str, Any]] = read(BOOK)
    for entry in entries:
        for sentence in entry["examples"]:
            text, (mark,) = parse(sentence)
            spans = [claim.trigger for claim in _typed(reader, text, entry["code"])]
            yield "examples", sentence, any(span.overlaps(Span(mark.start, mark.end)) for span in spans)
        for sentence in entry["counter"]:
            yield "counters", f"{sentence} (not {entry['code']})", not _typed(reader, sentence, entry["code"])


def _typed(reader: Reader, text: str, code: str) -> list[Claim]:
    claims = reader.extract(Document.freeze(text, Report())).claims
    return [claim for claim in claims if claim.role is Role.TYPE and claim.value == EventType(code=code)]
