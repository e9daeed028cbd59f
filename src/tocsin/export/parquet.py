"""Four Parquet tables that hold everything: claims, event mentions, events and findings, joined by their ids and keys."""

from pathlib import Path

import msgspec

from tocsin.core.claims import Claim
from tocsin.core.events import Event, EventMention, Finding
from tocsin.export.columns import write_parquet
from tocsin.export.dataset import Dataset
from tocsin.export.described import FIELDS, FIGURES, described
from tocsin.export.masking import Masking, link_masked
from tocsin.export.phrasing import finding_in_words
from tocsin.export.view import View
from tocsin.export.writing import Cell, documents_of, speakers

CLAIMS = {
    **dict.fromkeys("key document mention publisher published url role".split(), "string"),
    **dict.fromkeys("start end".split(), "int64"),
    **dict.fromkeys("words value value_json said_by speaker_kind factuality modality".split(), "string"),
    **dict.fromkeys("background opinion disputed".split(), "bool_"),
    **dict.fromkeys("as_of part_of qualifies origin rule".split(), "string"),
    "score": "float64",
}
MENTIONS = {
    **dict.fromkeys("id document event type trigger_words publisher published".split(), "string"),
    **dict.fromkeys("trigger_start trigger_end".split(), "int64"),
    "claims": "strings",
}
FINDINGS = {
    **dict.fromkeys("event role rule scope_group scope_place scope_start scope_end".split(), "string"),
    **dict.fromkeys("low best high".split(), "int64"),
    **dict.fromkeys("value value_json sentence reliability".split(), "string"),
    "credibility": "int64",
    **dict.fromkeys("supporting opposing".split(), "strings"),
}
_NUMBERS = frozenset({"precision_days", "reports", *[f"{measure.value}_{bound}" for measure in FIGURES for bound in ("low", "best", "high")]})
_KINDS = {"happened": "bool_", "date_assumed": "bool_", "latitude": "float64", "longitude": "float64", **dict.fromkeys(_NUMBERS, "int64")}
EVENTS = {**{field: _KINDS.get(field, "string") for field in FIELDS}, "mentions": "strings", "stories": "strings"}


def write(dataset: Dataset, folder: Path, *, people: bool) -> tuple[Path, ...]:
    """Write claims.parquet, mentions.parquet, events.parquet and findings.parquet."""
    masking = Masking(dataset, people=people)
    mention_of = {(mention.document, mention.trigger): mention_id for mention_id, mention in dataset.mentions.items()}
    event_of = {mention: event.id for event in dataset.events for mention in event.mentions}
    return (
        write_parquet(
            folder / "claims.parquet",
            CLAIMS,
            [_claim(dataset, masking, one, mention_of.get((one.document, one.trigger))) for one in dataset.in_order],
        ),
        write_parquet(
            folder / "mentions.parquet", MENTIONS, [_mention(dataset, masking, one, event_of.get(key)) for key, one in dataset.mentions.items()]
        ),
        write_parquet(folder / "events.parquet", EVENTS, [event_row(View(dataset, event, masking)) for event in dataset.events]),
        write_parquet(
            folder / "findings.parquet", FINDINGS, [_finding(dataset, masking, event, one) for event in dataset.events for one in event.findings]
        ),
    )


def event_row(view: View) -> dict[str, object]:
    """An event's fields with its mentions and stories."""
    plain = {field: content.value if isinstance(content, Cell) else content for field, content in described(view).items()}
    stories = [story.id for story in view.dataset.stories if view.event.id in story.events]
    return {**plain, "mentions": list(view.event.mentions), "stories": stories}


def _claim(dataset: Dataset, masking: Masking, claim: Claim, mention: str | None) -> dict[str, object]:
    report, here = dataset.document(claim.document).report, (claim.document,)
    value = masking.whole(claim.value, here)
    return {
        "key": claim.key,
        "document": claim.document,
        "mention": mention,
        "publisher": masking.text(report.publisher, here) if report.publisher is not None else None,
        "published": _text(report.published),
        "url": link_masked(report.url) if report.url is not None else None,
        "role": claim.role.value,
        "start": claim.span.start,
        "end": claim.span.end,
        "words": masking.text(claim.quote, here),
        "value": masking.value(claim.value, here),
        "value_json": msgspec.json.encode(value).decode(),
        "said_by": speakers(claim, masking),
        "speaker_kind": claim.attribution[0].kind.value if claim.attribution else "writer",
        "factuality": claim.factuality.value,
        "modality": claim.modality.value,
        "background": claim.background,
        "opinion": claim.opinion,
        "disputed": claim.disputed,
        "as_of": _text(claim.as_of),
        "part_of": claim.part_of,
        "qualifies": claim.qualifies,
        "origin": claim.origin.value,
        "rule": claim.rule,
        "score": claim.score,
    }


def _mention(dataset: Dataset, masking: Masking, mention: EventMention, event: str | None) -> dict[str, object]:
    document = dataset.document(mention.document)
    return {
        "id": mention.id,
        "document": mention.document,
        "event": event,
        "type": mention.type,
        "trigger_words": masking.text(mention.trigger.quote(document.text), (mention.document,)),
        "publisher": masking.text(mention.publisher, (mention.document,)) if mention.publisher is not None else None,
        "published": _text(mention.published),
        "trigger_start": mention.trigger.start,
        "trigger_end": mention.trigger.end,
        "claims": [claim.key for claim in mention.claims],
    }


def _finding(dataset: Dataset, masking: Masking, event: Event, finding: Finding) -> dict[str, object]:
    documents = documents_of(dataset, event)
    scope = finding.scope
    period = scope.period if scope is not None else None
    value = masking.whole(finding.value, documents) if finding.value is not None else None
    return {
        "event": event.id,
        "role": finding.role.value,
        "rule": finding.rule,
        "scope_group": masking.text(scope.group, documents) if scope is not None else None,
        "scope_place": scope.place if scope is not None else None,
        "scope_start": _text(period.start) if period is not None else None,
        "scope_end": _text(period.end) if period is not None else None,
        "low": finding.low,
        "best": finding.best,
        "high": finding.high,
        "value": masking.value(finding.value, documents) if finding.value is not None else masking.text(finding_in_words(finding), documents),
        "value_json": msgspec.json.encode(value).decode() if value is not None else None,
        "sentence": masking.text(finding.sentence, documents),
        "reliability": finding.grade.reliability if finding.grade is not None else None,
        "credibility": finding.grade.credibility if finding.grade is not None else None,
        "supporting": list(finding.supporting),
        "opposing": list(finding.opposing),
    }


def _text(value: object) -> str | None:
    return str(value) if value is not None else None
