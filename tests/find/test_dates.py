"""Dates: every example of the lexicons, and the properties that hold for all of them."""

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from eval.dates import read
from tests.marked import parse
from tocsin.find.dates import DateFinder
from tocsin.resources.lexicons import shipped_lexicons

LEXICONS = Path(__file__).parents[2] / "resources" / "lexicons"
PUBLISHED = dt.date(2022, 1, 5)


@pytest.fixture(scope="module")
def finder() -> DateFinder:
    """The finder with the shipped lexicons."""
    return DateFinder(shipped_lexicons())


def _entries() -> list[dict[str, object]]:
    return [entry for name in ("dates", "dates_rules") for entry in yaml.safe_load((LEXICONS / f"{name}.yaml").read_text(encoding="utf-8"))]


def _cases(field: str) -> list[object]:
    return [
        pytest.param(entry.get("id"), example, id=f"{entry.get('id') or entry['forms'][0]}: {re.sub(r'<[^>]*>', '', example)[:50]}")
        for entry in _entries()
        for example in entry.get(field, ())
    ]


@pytest.mark.parametrize(("rule", "example"), _cases("examples"))
def test_examples(finder: DateFinder, rule: str | None, example: str) -> None:
    """The dates marked in an example are found at exactly their words, with their value, and no others; its rule reads one of them."""
    text, marks = parse(example)
    found = read(finder, text, PUBLISHED)
    assert [(quote, value) for quote, value, _ in found] == [(text[mark.start : mark.end], mark.attributes["is"]) for mark in marks]
    if rule is not None:
        assert f"date:{rule}" in [name for _, _, name in found]


@pytest.mark.parametrize(("rule", "example"), _cases("counter"))
def test_counter_examples(finder: DateFinder, rule: str | None, example: str) -> None:  # noqa: ARG001 - the id of the case
    """A counter-example holds the marked dates only, mostly none."""
    text, marks = parse(example)
    found = [(quote, value) for quote, value, _ in read(finder, text, PUBLISHED)]
    assert found == [(text[mark.start : mark.end], mark.attributes["is"]) for mark in marks]
