"""What a reader made of a report, in the words a test wants to ask in."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from tests.marked import parse
from tocsin.core.claims import MEASURES, Claim, Extraction, Role
from tocsin.core.document import Document, Report
from tocsin.core.values import Count, DateInterval, EventType, Place
from tocsin.pipeline import Reader

PUBLISHED = dt.date(2024, 6, 12)
"""The published day of made-up reports: a Wednesday."""


@dataclass(frozen=True)
class Act:
    """The claims that share a trigger."""

    claims: tuple[Claim, ...]

    @property
    def type(self) -> Claim:
        return next(claim for claim in self.claims if claim.role is Role.TYPE)

    def of(self, *roles: Role) -> list[Claim]:
        return [claim for claim in self.claims if claim.role in roles]

    def quotes(self, *roles: Role) -> list[str]:
        return [claim.quote for claim in self.of(*roles)]

    @property
    def places(self) -> list[str]:
        """Today's names of its places."""
        return [claim.value.name for claim in self.of(Role.PLACE) if isinstance(claim.value, Place) and claim.qualifies is None]

    @property
    def dates(self) -> list[tuple[dt.date | None, dt.date | None]]:
        return [interval(claim) for claim in self.of(Role.DATE) if claim.qualifies is None]

    def figure(self, words: str) -> Claim:
        """The one figure whose words are `words`, or were said in these words again."""
        found = [claim for claim in self.claims if claim.role in MEASURES and words in {claim.quote, *[again.quote for again in claim.mentions]}]
        assert len(found) == 1, f"{len(found)} figures '{words}' among {[claim.quote for claim in self.claims if claim.role in MEASURES]}"
        return found[0]


@dataclass(frozen=True)
class Told:
    """One extraction."""

    extraction: Extraction

    @property
    def claims(self) -> tuple[Claim, ...]:
        return self.extraction.claims

    @property
    def acts(self) -> list[Act]:
        triggers = sorted({claim.trigger for claim in self.claims})
        return [Act(tuple([claim for claim in self.claims if claim.trigger == trigger])) for trigger in triggers]

    def all(self, *codes: str) -> list[Act]:
        return [act for act in self.acts if code(act.type) in codes]

    def act(self, *codes: str, word: str = "") -> Act:
        """The one act of these types whose trigger holds `word`, here or where it is told again."""
        found = [act for act in self.all(*codes) if any(word in words for words in [act.type.quote, *[again.quote for again in act.type.mentions]])]
        assert len(found) == 1, f"{len(found)} acts {codes} '{word}' among {[(code(act.type), act.type.quote) for act in self.acts]}"
        return found[0]

    def act_on(self, words: str, *codes: str) -> Act:
        """The one act of these types that says `words` of somebody or something in it."""
        found = [act for act in self.all(*codes) if any(words in claim.quote for claim in act.claims if claim.role is not Role.CONTENT)]
        assert len(found) == 1, f"{len(found)} acts {codes} with '{words}' among {[(code(act.type), act.type.quote) for act in self.acts]}"
        return found[0]

    @property
    def figures(self) -> list[tuple[str, str, int | None, int | None]]:
        """Measure, words and bounds of every figure."""
        return [
            (claim.role.value, claim.quote, claim.value.low, claim.value.high)
            for claim in sorted(self.claims, key=lambda claim: claim.span)
            if isinstance(claim.value, Count)
        ]


def tell(reader: Reader, text: str, published: dt.date | None = PUBLISHED) -> Told:
    """Read `text` as a report published on `published`."""
    return Told(reader.extract(Document.freeze(text, Report(published=published))))


def code(claim: Claim) -> str:
    assert isinstance(claim.value, EventType)
    return claim.value.code


def interval(claim: Claim) -> tuple[dt.date | None, dt.date | None]:
    assert isinstance(claim.value, DateInterval)
    return claim.value.start, claim.value.end


def day(number: int, month: int = 6, year: int = 2024) -> tuple[dt.date, dt.date]:
    """One day as an interval."""
    start = dt.date(year, month, number)
    return start, start + dt.timedelta(days=1)


def speakers(claim: Claim) -> list[tuple[str, str]]:
    """The chain, deepest first: words and kind."""
    return [(link.quote, link.kind.value) for link in claim.attribution]


def check_marked(reader: Reader, marked: str) -> None:
    """Compare a marked report with what is read of it: ``<arrested low=14 high=14 by="interior ministry">14 students</>``.

    A tag's name is a role. Of every role that is marked at all, the marked claims are all there are (claims carried over or assumed
    aside). Attributes are checked where given: `low`, `high` (``open``), `is` (event type, today's name of a place), `from`, `to`,
    `fact`, `mode`, `by`, `kind`.
    """
    text, marks = parse(marked)
    told = tell(reader, text)
    roles = {mark.name for mark in marks}
    claims = {
        (claim.role.value, claim.span.start, claim.span.end): claim
        for claim in told.claims
        if claim.role.value in roles and claim.origin.value == "text"
    }  # fmt: skip
    expected = {(mark.name, mark.start, mark.end): mark for mark in marks}

    assert {(name, text[start:end]) for name, start, end in claims} == {(name, text[start:end]) for name, start, end in expected}
    assert set(claims) == set(expected)
    for place, mark in expected.items():
        seen = dict(_seen(claims[place]))
        assert {name: seen[name] for name in mark.attributes} == mark.attributes, f"at '{text[mark.start : mark.end]}'"


def _seen(claim: Claim) -> Iterator[tuple[str, str]]:
    yield "fact", claim.factuality.value
    yield "mode", claim.modality.value
    yield "by", claim.attribution[0].quote if claim.attribution else ""
    yield "kind", claim.attribution[0].kind.value if claim.attribution else "writer"
    match claim.value:
        case Count(low=low, high=high):
            yield from (("low", "open" if low is None else str(low)), ("high", "open" if high is None else str(high)))
        case EventType(code=what):
            yield "is", what
        case Place(name=name):
            yield "is", name
        case DateInterval(start=start, end=end):
            yield from (("from", str(start)), ("to", str(end)))
        case _:
            pass
