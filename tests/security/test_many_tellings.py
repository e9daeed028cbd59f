"""Texts made of one thing told again and again: what is looked back at has an end, and what stands near is still joined."""

from tocsin.assemble.merge import _TOLD_OFTEN
from tocsin.core.claims import Role
from tocsin.core.document import Document, Report
from tocsin.pipeline import Reader

MANY = 3 * _TOLD_OFTEN


def told(rules: Reader, text: str) -> list[tuple[int | float | None, int]]:
    """The numbers of killed, each with how often it is told again."""
    claims = rules.extract(Document.freeze(text, Report())).claims
    return [(claim.value.low, len(claim.mentions)) for claim in claims if claim.role is Role.KILLED]


def test_a_figure_told_a_few_times_is_one_claim(rules: Reader) -> None:
    assert told(rules, "Police killed 12 people. Police killed 12 people. Police killed 12 people.") == [(12, 2)]


def test_no_telling_is_lost(rules: Reader) -> None:
    """However often it is told, each telling is a claim or a mention of one."""
    found = told(rules, "Police killed 12 people. " * MANY)

    assert {low for low, _ in found} == {12}
    assert sum(1 + again for _, again in found) == MANY


def test_a_verb_is_found_behind_brackets_and_lists(rules: Reader) -> None:
    assert told(rules, "Twelve people (three of them from the north) were killed.") == [(12, 0), (3, 0)]
    assert told(rules, "Twelve teachers, nurses and drivers from the north were killed.") == [(12, 0)]
