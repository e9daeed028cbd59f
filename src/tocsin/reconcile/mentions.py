"""Claims into event mentions: those that share a document and a trigger tell of one event."""

from collections.abc import Iterable

from tocsin.core.claims import Claim
from tocsin.core.document import Document
from tocsin.core.events import EventMention
from tocsin.core.spans import Span


def event_mentions(document: Document, claims: Iterable[Claim]) -> tuple[EventMention, ...]:
    """The event mentions of one document, in the order of their triggers; a claim of another document is a ValueError."""
    by_trigger: dict[Span, list[Claim]] = {}
    for claim in claims:
        if claim.document != document.id:
            raise ValueError(f"claim {claim.key} belongs to document {claim.document}, not {document.id}")
        by_trigger.setdefault(claim.trigger, []).append(claim)
    report = document.report
    return tuple(
        [
            EventMention(document=document.id, trigger=trigger, published=report.published, publisher=report.publisher, claims=tuple(of_trigger))
            for trigger, of_trigger in sorted(by_trigger.items())
        ]
    )
