"""What is exported: the events of one day's reading, with the claims, reports and judgements they rest on."""

import datetime as dt
from collections.abc import Mapping

from tocsin.core.claims import Claim
from tocsin.core.document import Document
from tocsin.core.events import Event, EventMention, Finding, Story
from tocsin.core.record import Record
from tocsin.core.spans import Span
from tocsin.errors import ExportError


class Dataset(Record, frozen=True, kw_only=True):
    """Documents and mentions by id, claims by key. `rule` is the rule the findings follow; `as_of` the last day that was looked at.

    `generated` is the day of the export; it is given, never asked of a clock, so that the same data set gives the same bytes. `others` are further
    claims of these documents, which are not exported: what they name is withheld all the same.
    """

    documents: Mapping[str, Document]
    mentions: Mapping[str, EventMention]
    claims: Mapping[str, Claim]
    events: tuple[Event, ...]
    stories: tuple[Story, ...]
    rule: str
    as_of: dt.date | None
    generated: dt.date
    others: tuple[Claim, ...] = ()

    def document(self, document_id: str) -> Document:
        """The document. Raises ExportError when the data set lacks it."""
        document = self.documents.get(document_id)
        if document is None:
            raise ExportError(f"the data set has no document {document_id}; export from a store that holds every report its claims are from")
        return document

    def claim(self, key: str) -> Claim:
        """The claim, its words compared with the stored document. Raises ExportError when it is missing or the words differ."""
        claim = self.claims.get(key)
        if claim is None:
            raise ExportError(f"the data set has no claim {key}; reconcile again before you export")
        text = self.document(claim.document).text
        if claim.span.end > len(text) or claim.span.quote(text) != claim.quote:
            raise ExportError(
                f"claim {key} quotes {claim.quote!r}, which is not what document {claim.document} says at "
                f"[{claim.span.start}, {claim.span.end}); the store is damaged: run its check"
            )
        return claim

    def check(self) -> None:
        """Compare the words of every claim with its document. Raises ExportError at the first that differ."""
        for key in self.claims:
            self.claim(key)

    @property
    def in_order(self) -> tuple[Claim, ...]:
        """All claims, compared with their documents, by document and place in it."""
        return tuple(sorted([self.claim(key) for key in self.claims], key=_where))

    def mention(self, mention_id: str) -> EventMention:
        """The event mention. Raises ExportError when the data set lacks it."""
        mention = self.mentions.get(mention_id)
        if mention is None:
            raise ExportError(f"the data set has no event mention {mention_id}; reconcile again before you export")
        return mention

    def supporting(self, finding: Finding) -> tuple[Claim, ...]:
        """The claims a finding rests on."""
        return tuple([self.claim(key) for key in finding.supporting])


def _where(claim: Claim) -> tuple[str, Span, str]:
    return claim.document, claim.span, claim.key
