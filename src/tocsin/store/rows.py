"""From records to rows and back. The whole record is kept as JSON; the other columns are for questions asked in SQL."""

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec

from tocsin.core.claims import Claim, Problem
from tocsin.core.document import Document, Report
from tocsin.core.values import Count

if TYPE_CHECKING:  # the processes of a batch make rows too, and would wait for all of SQLAlchemy
    from sqlalchemy import Row

_LARGEST = 2**63 - 1
_claims = msgspec.json.Decoder(Claim)
_problems = msgspec.json.Decoder(Problem)
_reports = msgspec.json.Decoder(Report)


def encoded(record: object) -> str:
    """A record as JSON text, always the same for the same content."""
    return msgspec.json.encode(record, order="deterministic").decode()


def digest(record: str) -> str:
    """The hash of an encoded record."""
    return hashlib.sha256(record.encode()).hexdigest()


def document_row(document: Document) -> dict[str, Any]:
    """The columns of `documents`, without the moment it was added."""
    report = document.report
    return {
        "id": document.id,
        "sha256": document.sha256,
        "text": document.text,
        "publisher": report.publisher,
        "published": report.published,
        "url": report.url,
        "title": report.title,
        "report": encoded(report),
    }


def to_document(row: "Row[Any]") -> Document:
    """A row of `documents` as it went in. Raises msgspec.MsgspecError when the report is not one."""
    return Document(id=row.id, sha256=row.sha256, text=row.text, report=_reports.decode(row.report))


def claim_row(claim: Claim) -> dict[str, Any]:
    """The columns of `claims`."""
    record = encoded(claim)
    count = claim.value if isinstance(claim.value, Count) else Count()
    return {
        "document": claim.document,
        "key": claim.key,
        "digest": digest(record),
        "trigger_start": claim.trigger.start,
        "trigger_end": claim.trigger.end,
        "role": claim.role.value,
        "span_start": claim.span.start,
        "span_end": claim.span.end,
        "quote": claim.quote,
        "value_is": claim.value.__struct_config__.tag,
        "value": encoded(claim.value),
        "low": _within(count.low),
        "high": _within(count.high),
        "attribution": encoded(claim.attribution),
        "factuality": claim.factuality.value,
        "modality": claim.modality.value,
        "background": claim.background,
        "opinion": claim.opinion,
        "disputed": claim.disputed,
        "origin": claim.origin.value,
        "rule": claim.rule,
        "score": claim.score,
        "record": record,
    }


def _within(number: int | None) -> int | None:
    """A number no column can hold becomes the largest one it can: None would mean an open end. The record keeps the number itself."""
    return None if number is None else max(-_LARGEST, min(number, _LARGEST))


def to_claim(record: str) -> Claim:
    """A claim as it went in. Raises msgspec.MsgspecError when it is not one."""
    return _claims.decode(record)


def to_problem(record: str) -> Problem:
    """A problem as it went in. Raises msgspec.MsgspecError when it is not one."""
    return _problems.decode(record)
