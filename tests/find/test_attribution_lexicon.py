"""Every example of the lexicons `reporting_cues` and `speakers` says what it claims to say, and every counter-example says nothing."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.marked import parse
from tocsin.core.document import Document, Report
from tocsin.core.mentions import Statement
from tocsin.find.attribution import AttributionFinder
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.text.phrases import Phrases
from tocsin.text.segment import segment

LEXICONS = Path(__file__).parents[2] / "resources" / "lexicons"


@cache
def finder() -> AttributionFinder:
    return AttributionFinder(shipped_lexicons(), Phrases(shipped_lexicons()))


def statements(text: str) -> tuple[Statement, ...]:
    return finder().find(segment(Document.freeze(text, Report())))


def entries(name: str, field: str) -> list[tuple[str, str]]:
    rows = yaml.safe_load((LEXICONS / f"{name}.yaml").read_text(encoding="utf-8"))
    return [(row.get("id", row.get("kind")), example) for row in rows for example in row.get(field, [])]


@pytest.mark.parametrize(("entry", "marked"), entries("reporting_cues", "examples"))
def test_cue_examples(entry: str, marked: str) -> None:
    """The speaker, the cue and the content are the marked words, and the rule names the entry."""
    text, marks = parse(marked)
    wanted = {(mark.name, text[mark.start : mark.end]) for mark in marks}
    kinds = {mark.attributes["kind"] for mark in marks if mark.name == "source"}
    found = [statement for statement in statements(text) if statement.rule.endswith(":" + entry)]
    assert len(found) == 1, statements(text)
    statement = found[0]
    parts = {("content", part.quote(text)) for part in statement.content}
    parts |= {(name, span.quote(text)) for name, span in (("source", statement.source), ("cue", statement.cue)) if span is not None}
    assert {(name, words.removeprefix("The ").removeprefix("the ").removeprefix("a ")) for name, words in wanted} == {
        (name, words.removeprefix("The ").removeprefix("the ").removeprefix("a ")) for name, words in parts
    }
    assert not kinds or kinds == {statement.kind.value}


@pytest.mark.parametrize(("entry", "text"), entries("reporting_cues", "counter"))
def test_cue_counter_examples(entry: str, text: str) -> None:
    """The same form in another sense reports nothing."""
    assert [statement for statement in statements(text) if statement.rule.endswith(":" + entry)] == []


@pytest.mark.parametrize("marked", [marked for _, marked in entries("speakers", "examples")])
def test_speaker_examples(marked: str) -> None:
    """The marked words are the speaker, and the kind is theirs."""
    text, marks = parse(marked)
    mark = marks[0]
    found = [statement for statement in statements(text) if statement.source is not None]
    assert [statement.kind.value for statement in found] == [mark.attributes["kind"]]
    source = found[0].source
    assert source is not None
    assert mark.start <= source.start
    assert source.end <= mark.end
