"""The golden standard: what a careful reader claims of each example report, by hand from READING.md, and how near Tocsin comes.

tests/golden/<id>/projection.jsonl holds one claim a line: only what a reader of the report can check, so that new fields of `Claim` do not churn it.
<id> is the example's file name without suffix, or the item's id in a .jsonl file. A claim's words are given with their occurrence in the text
(`nth`, `quote_nth`, 1 where left out); `also` lists further places where the same claim is made. `or` holds readings that are as good;
`kind` is null where no kind of speaker fits (a company). `optional` claims are neither missed when absent nor wrong when read.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tocsin.core.claims import Role
from tocsin.core.document import Document
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.core.spans import Span
from tocsin.intake.article import make_document
from tocsin.intake.items import Item
from tocsin.intake.reports import read_items
from tocsin.resources.codebook import shipped_codebook

HERE = Path(__file__).parent.parent.parent
EXAMPLES = HERE / "examples" / "reports"
GOLDEN = HERE / "tests" / "golden"


class GoldError(Exception):
    """A golden claim that does not fit its report, or an example without gold."""


class GoldValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value in short: `code` of an event type, `low` and `high` of a count, `start` and `end` of a date, `name` of a place."""

    code: str | None = None
    low: int | None = None
    high: int | None = None
    approximate: bool = False
    start: dt.date | None = None
    end: dt.date | None = None
    name: str | None = None


class Alternatives(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Readings as good as the one given."""

    role: tuple[Role, ...] = ()
    value: tuple[GoldValue, ...] = ()
    factuality: tuple[Factuality, ...] = ()
    kind: tuple[SpeakerKind, ...] = ()


class GoldClaim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"alternatives": "or"}):
    """One expected claim. `speaker` is the deepest speaker in the words of the text; null with kind writer is the writer's own voice."""

    trigger: str
    nth: int
    role: Role
    quote: str
    quote_nth: int = 1
    value: GoldValue | None
    factuality: Factuality
    speaker: str | None
    kind: SpeakerKind | None
    part_of: str | None
    also: tuple[tuple[str, int], ...] = ()
    alternatives: Alternatives = Alternatives()
    optional: bool = False

    @property
    def roles(self) -> tuple[Role, ...]:
        """Every role that is right."""
        return (self.role, *self.alternatives.role)

    @property
    def event(self) -> tuple[str, int]:
        """What tells events of one report apart: the trigger's words and their occurrence."""
        return self.trigger, self.nth

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where `text` makes the claim. Raises GoldError when words are not there."""
        return tuple([occurrence(text, *words) for words in ((self.quote, self.quote_nth), *self.also)])


def occurrence(text: str, words: str, nth: int) -> Span:
    """The `nth` place (from 1) where `text` has `words`. Raises GoldError when there are fewer."""
    start = -1
    for _ in range(nth):
        start = text.find(words, start + 1)
        if start < 0:
            raise GoldError(f"the text does not hold {words!r} {nth} times")
    return Span(start, start + len(words))


def read_gold(path: Path) -> tuple[GoldClaim, ...]:
    """The claims of one projection file. Raises GoldError, naming the line, when one does not fit."""
    claims = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            claims.append(msgspec.json.decode(line, type=GoldClaim))
        except msgspec.MsgspecError as error:
            raise GoldError(f"{path.parent.name} line {number}: {error}") from error
    return tuple(claims)


def read_examples(folder: Path = EXAMPLES) -> dict[str, Document]:
    """The example reports by id. Raises GoldError when one cannot be read."""
    documents = {}
    for item in read_items([str(folder)]):
        if not isinstance(item, Item):
            raise GoldError(f"{item.place}: {item.message}")
        documents[item.id or Path(item.place).stem] = make_document(item)
    return documents


def problems(document: Document, claims: tuple[GoldClaim, ...]) -> Iterator[str]:
    """What is wrong with the gold of one report, in sentences: words that are not there, unknown types, subsets of nothing, events without type."""
    quotes = {claim.quote for claim in claims}
    typed = {claim.event for claim in claims if claim.role is Role.TYPE}
    for claim in claims:
        name = f"{claim.role.value} {claim.quote!r} of {claim.trigger!r}"
        for words in (claim.event, (claim.quote, claim.quote_nth), *claim.also, *([(claim.speaker, 1)] if claim.speaker else [])):
            try:
                occurrence(document.text, *words)
            except GoldError as error:
                yield f"{name}: {error}"
        if claim.event not in typed:
            yield f"{name}: its event has no type"
        if claim.part_of is not None and claim.part_of not in quotes:
            yield f"{name}: part of {claim.part_of!r}, which nothing claims"
        for value in (claim.value, *claim.alternatives.value):
            if value is not None and value.code is not None and value.code not in shipped_codebook():
                yield f"{name}: no event type {value.code}"
    if len({(claim.event, claim.role, claim.quote, claim.quote_nth) for claim in claims}) != len(claims):
        yield "a claim stands twice"
