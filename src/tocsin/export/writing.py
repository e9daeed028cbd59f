"""Tables that a spreadsheet opens safely, and the two reports beside every table: where each value comes from, and what was lost."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from tocsin.core.claims import Claim
from tocsin.core.events import Event, Finding
from tocsin.export.dataset import Dataset
from tocsin.export.masking import Masking, link_masked
from tocsin.export.plain_json import plain_json

Plain = str | int | float | None
PROVENANCE = "row column stance claim document publisher published url start end words said_by factuality".split()
LOSS = "event field lost why".split()
_FORMULA = "=+-@\t\r＝＋－＠"
"""What a spreadsheet takes for the start of a formula (OWASP, CSV injection), in full width too."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A value together with the findings it is taken from."""

    value: object
    findings: tuple[Finding, ...] = ()


def cell(value: object, *findings: Finding | None) -> Cell:
    """A cell; a finding that is not there is left out."""
    return Cell(value=value, findings=tuple([finding for finding in findings if finding is not None]))


class Sheet:
    """The rows of one export as they are made, and what the two reports beside it will say."""

    def __init__(self, dataset: Dataset, masking: Masking) -> None:
        self._dataset = dataset
        self._masking = masking
        self._traces: list[dict[str, Plain]] = []
        self._losses: dict[tuple[str, str, str, str], None] = {}

    def add(self, row: str, cells: Mapping[str, Cell | object]) -> dict[str, object]:
        """The row's plain values; the words behind each cell go to the provenance. Raises ExportError when words are not the document's."""
        plain: dict[str, object] = {}
        for column, content in cells.items():
            if not isinstance(content, Cell):
                plain[column] = content
                continue
            plain[column] = content.value
            if content.value in (None, "", [], ()):
                continue
            for finding in content.findings:
                for stance, keys in (("supports", finding.supporting), ("opposes", finding.opposing)):
                    self._traces.extend([self._trace(row, column, stance, self._dataset.claim(key)) for key in keys])
        return plain

    def lose(self, event: Event | None, field: str, lost: str, why: str) -> None:
        """Say that the table cannot hold something: of one event, or of all ("*")."""
        documents = documents_of(self._dataset, event) if event is not None else ()
        self._losses["*" if event is None else event.id, field, self._masking.text(lost, documents), self._masking.text(why, documents)] = None

    def write_reports(self, table: Path) -> tuple[Path, Path]:
        """Write the provenance and the losses beside `table`."""
        stem = table.name.partition(".")[0]
        provenance, loss = table.with_name(f"{stem}.provenance.csv"), table.with_name(f"{stem}.loss.csv")
        write_csv(provenance, PROVENANCE, list({tuple(trace.values()): trace for trace in self._traces}.values()))
        write_csv(loss, LOSS, [dict(zip(LOSS, line, strict=True)) for line in self._losses])
        return provenance, loss

    def _trace(self, row: str, column: str, stance: str, claim: Claim) -> dict[str, Plain]:
        document = self._dataset.document(claim.document)
        report, here = document.report, (document.id,)
        return {
            "row": row,
            "column": column,
            "stance": stance,
            "claim": claim.key,
            "document": document.id,
            "publisher": self._masking.text(report.publisher or "", here),
            "published": str(report.published) if report.published is not None else None,
            "url": link_masked(report.url or ""),
            "start": claim.span.start,
            "end": claim.span.end,
            "words": self._masking.text(claim.quote, here),
            "said_by": speakers(claim, self._masking),
            "factuality": claim.factuality.value,
        }


def speakers(claim: Claim, masking: Masking) -> str:
    """Who says so, innermost first; "the writer" when nobody else does."""
    return " < ".join([masking.speaker(link, (claim.document,)) for link in claim.attribution]) or "the writer"


def documents_of(dataset: Dataset, event: Event) -> tuple[str, ...]:
    """The ids of the documents that tell of an event, each once, in the order of its mentions."""
    return tuple(dict.fromkeys([dataset.mention(mention).document for mention in event.mentions]))


def safe(value: object) -> str:
    """A value as it stands in a cell: numbers as they are, text never as a formula (a leading apostrophe says: this is text)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return "'" + text if text.startswith(tuple(_FORMULA)) else text


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Path:
    """RFC 4180 in UTF-8: a header, CRLF, quotes where needed. A row with other columns than these is a ValueError."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            if set(row) != set(columns):
                raise ValueError(f"{path.name}: a row lacks or adds {sorted(set(row) ^ set(columns))}")
            writer.writerow([safe(row[column]) for column in columns])
    return path


def write_tsv(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    """Tab-separated lines without quotes, as GDELT's: white space in a cell becomes one blank."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for row in rows:
            file.write("\t".join([" ".join(safe(value).split()) for value in row]) + "\n")
    return path


def write_json_lines(path: Path, records: Iterable[object]) -> Path:
    """One JSON object a line."""
    path.write_bytes(b"".join([plain_json(record) + b"\n" for record in records]))
    return path
