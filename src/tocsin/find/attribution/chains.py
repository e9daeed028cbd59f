"""The chain of speakers of any words of a report, innermost first (READING.md 9)."""

from tocsin.core.claims import Attribution
from tocsin.core.mentions import Statement
from tocsin.core.spans import Span, SpanIndex, Words

PASSED_ON = "attribution.passed-on"
"""The rule of a statement by those who were told something and passed it on."""


class Chains:
    """Who says the words at a span, by the statements of one report."""

    def __init__(self, statements: tuple[Statement, ...], text: str) -> None:
        """Take the statements of the report whose text this is, with their parents."""
        self._statements = statements
        self._text = text
        self._contents = SpanIndex((part, i) for i, statement in enumerate(statements) for part in statement.content)

    def of(self, span: Span) -> tuple[Attribution, ...]:
        """The speakers of the words at `span`, innermost first; empty when they are the writer's."""
        links: list[int] = []
        for i in sorted(set(self._contents.covering(span)), key=self._narrowest_first):
            current: int | None = i
            while current is not None and current not in links:
                links.append(current)
                current = self._statements[current].parent
        return tuple([_attribution(self._statements[i], self._text) for i in links])

    def _narrowest_first(self, i: int) -> tuple[int, bool, int]:
        """Of two as wide who passed the words on stands outside; of two alike the later one inside."""
        return extent(self._statements[i]), self._statements[i].rule == PASSED_ON, -i


def extent(statement: Statement) -> int:
    """Characters of its content."""
    return sum([len(part) for part in statement.content])


def _attribution(statement: Statement, text: str) -> Attribution:
    """One link of a chain. Where nobody is named the words are the cue's ("reportedly"), or the quotation's own."""
    span = statement.source or statement.cue or statement.content[0]
    cue = None if statement.cue is None else Words.at(statement.cue, text)
    return Attribution(span=span, quote=span.quote(text), kind=statement.kind, cue=cue)
