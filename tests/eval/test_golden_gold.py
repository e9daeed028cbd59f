"""The golden claims of the example reports are sound: they fit their texts, the code book, and each other."""

from functools import cache

import pytest

from eval.golden.gold import GOLDEN, problems, read_examples, read_gold
from tocsin.core.claims import Role
from tocsin.core.document import Document
from tocsin.core.scales import Factuality, SpeakerKind


@cache
def examples() -> dict[str, Document]:
    """The example reports by id."""
    return read_examples()


def test_every_example_has_gold() -> None:
    """An example without gold would be read unchecked, gold without example never."""
    assert sorted(examples()) == sorted(path.parent.name for path in GOLDEN.glob("*/projection.jsonl"))


def test_the_examples_say_where_they_come_from() -> None:
    """Every example gives its publisher and published date; nine papers tell the story of four days."""
    reports = [document.report for document in examples().values()]

    assert len({report.publisher for report in reports}) == 9
    assert sorted({report.published.isoformat() for report in reports if report.published}) == [
        "2024-05-13",
        "2024-05-14",
        "2024-05-15",
        "2024-05-16",
    ]


@pytest.mark.parametrize("name", sorted(examples()))
def test_gold_fits_its_report(name: str) -> None:
    """All golden words are in the text, types are of the code book, subsets have a whole."""
    assert list(problems(examples()[name], read_gold(GOLDEN / name / "projection.jsonl"))) == []


def test_the_gold_is_varied() -> None:
    """The standard asks for every degree of factuality a report of unrest uses, and for most kinds of speakers and roles."""
    claims = [claim for name in examples() for claim in read_gold(GOLDEN / name / "projection.jsonl")]

    assert {Factuality.CT_PLUS, Factuality.CT_MINUS, Factuality.UU, Factuality.PR_PLUS, Factuality.PS_PLUS} <= {claim.factuality for claim in claims}
    assert len({claim.kind for claim in claims} & set(SpeakerKind)) >= 10
    assert {Role.KILLED, Role.INJURED, Role.ARRESTED, Role.RELEASED, Role.DAMAGED, Role.LOOTED, Role.MISSING} <= {claim.role for claim in claims}
