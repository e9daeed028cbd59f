"""Every example and counter-example of negations, hedges, modality and opinion."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.marked import parse
from tocsin.core.document import Document, Report
from tocsin.core.spans import Span
from tocsin.find.factuality import FactualityFinder
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.text.phrases import Phrases
from tocsin.text.segment import segment

LEXICONS = Path(__file__).parents[2] / "resources" / "lexicons"


@cache
def finder() -> FactualityFinder:
    return FactualityFinder(shipped_lexicons(), Phrases(shipped_lexicons()))


def sentences(name: str, field: str) -> list[str]:
    rows = yaml.safe_load((LEXICONS / f"{name}.yaml").read_text(encoding="utf-8"))
    return [sentence for row in rows for sentence in row.get(field, [])]


NAMES = ("negations", "hedges", "modality")
MARKED = [sentence for name in NAMES for field in ("examples", "counter") for sentence in sentences(name, field)]


@pytest.mark.parametrize("marked", MARKED)
def test_stance(marked: str) -> None:
    """The marked trigger has the factuality and the modality of its mark."""
    text, marks = parse(marked)
    sentence = segment(Document.freeze(text, Report())).sentences[0]
    for mark in marks:
        stance = finder().assess(sentence, Span(mark.start, mark.end))
        assert (stance.factuality.value, stance.modality.value) == (mark.attributes["fact"], mark.attributes.get("mod", "actual")), stance


@pytest.mark.parametrize("marked", sentences("opinion", "examples"))
def test_opinion(marked: str) -> None:
    """The marked words stand in a judgement."""
    text, marks = parse(marked)
    sentence = segment(Document.freeze(text, Report())).sentences[0]
    assert finder().is_opinion(sentence, Span(marks[0].start, marks[0].end))


@pytest.mark.parametrize("marked", sentences("opinion", "counter"))
def test_no_opinion(marked: str) -> None:
    """The marked words tell what happened, in whatever words."""
    text, marks = parse(marked)
    sentence = segment(Document.freeze(text, Report())).sentences[0]
    assert not finder().is_opinion(sentence, Span(marks[0].start, marks[0].end))
