"""The stable machine format: one JSON object a line, a `document` line with the frozen text, then its `claim` and `problem` lines.

Every field of a claim is written, defaults too, so that a reader of the file need not know them. Fields may be added in later versions; none is
renamed or removed without a new `format` number. The published schema is docs/schema/lines.schema.json; `tocsin schema` prints it.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec

from tocsin.core.claims import Attribution, Candidate, Claim, Extraction, Origin, Role
from tocsin.core.document import Report
from tocsin.core.scales import Factuality, Modality
from tocsin.core.spans import Span, Words
from tocsin.core.values import AnyValue
from tocsin.export.plain_json import plain_json

FORMAT = 1


class DocumentLine(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="document"):
    """One report: its id, the SHA-256 of its text, the text every span counts in (Unicode code points), and where it came from."""

    format: int = FORMAT
    id: str
    sha256: str
    text: str
    report: Report


class ClaimLine(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="claim"):
    """One claim of the document named; `text[span[0]:span[1]] == quote`."""

    key: str
    document: str
    trigger: Span
    trigger_quote: str
    role: Role
    span: Span
    quote: str
    value: AnyValue
    attribution: tuple[Attribution, ...]
    factuality: Factuality
    modality: Modality
    background: bool
    opinion: bool
    disputed: bool
    cues: tuple[Words, ...]
    part_of: str | None
    qualifies: str | None
    counts_as: Role | None
    as_of: dt.date | None
    origin: Origin
    rule: str
    score: float | None
    mentions: tuple[Words, ...]
    candidates: tuple[Candidate, ...]


class ProblemLine(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="problem"):
    """Something in the document named that was not understood."""

    document: str
    code: str
    message: str
    span: Span | None
    quote: str | None


AnyLine = DocumentLine | ClaimLine | ProblemLine


def lines(extraction: Extraction) -> Iterator[AnyLine]:
    """The lines of one report, document first."""
    document = extraction.document
    yield DocumentLine(id=document.id, sha256=document.sha256, text=document.text, report=document.report)
    for claim in extraction.claims:
        yield _claim_line(claim, document.text)
    for problem in extraction.problems:
        yield ProblemLine(document=document.id, code=problem.code, message=problem.message, span=problem.span, quote=problem.quote)


def _claim_line(claim: Claim, text: str) -> ClaimLine:
    fields = {name: getattr(claim, name) for name in Claim.__struct_fields__}
    return ClaimLine(key=claim.key, trigger_quote=claim.trigger.quote(text), **fields)


def encode(extraction: Extraction) -> bytes:
    """The lines as UTF-8 JSON, each ended by a newline."""
    return b"".join([plain_json(line) + b"\n" for line in lines(extraction)])


def decode(data: bytes) -> tuple[AnyLine, ...]:
    """Lines back from JSON. Raises msgspec.ValidationError for a line that is not one of ours."""
    decoder: msgspec.json.Decoder[AnyLine] = msgspec.json.Decoder(AnyLine)
    return tuple([decoder.decode(line) for line in data.splitlines() if line.strip()])


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one line."""
    made = msgspec.json.schema(AnyLine)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Tocsin lines, format {FORMAT}",
        "description": "One line of `tocsin code --format jsonl`. Spans are half-open [start, end) in Unicode code points of the document's text.",
        **made,
    }
