"""Of which type an act is, where its word may tell several."""

import msgspec
import pytest

from tocsin.assemble import told_acts
from tocsin.assemble.acts import Act
from tocsin.assemble.found import Found
from tocsin.assemble.typed import Types, candidates
from tocsin.core.document import Document, Report
from tocsin.core.hints import Hint, Hints
from tocsin.core.spans import Span
from tocsin.pipeline import Reader
from tocsin.resources.lexicons import Lexicons

TEXT = "Gunmen clashed with troops in Oran."


def act_of(reader: Reader, text: str = TEXT, hints: Hints | None = None) -> tuple[Act, Found]:
    """The only act of a text."""
    found = msgspec.structs.replace(reader.find(Document.freeze(text, Report())), hints=hints)
    [act] = told_acts(found)[0]
    return act, found


def types(**weights: float) -> Types:
    """With these weights, from even odds on."""
    rows = [{"of": "types", "reader": "rules", "weights": {"bias": 0.0} | {name.replace("_", " "): weight for name, weight in weights.items()}}]
    return Types(Lexicons(msgspec.json.encode({"weights": rows})), trained=False)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({}, "clash"),
        ({"lexicon": 1.0}, "clash"),
        ({"lexicon": 1.0, "clash_as_armed-clash": -1.0, "clashed_for_armed-clash": 3.0}, "armed-clash"),
        ({"lexicon": 1.0, "clash_as_riot": -1.0, "clashed_for_armed-clash": 3.0}, "clash"),  # never read so in training: not weighed
    ],
)
def test_the_likeliest_type_is_the_acts(rules: Reader, weights: dict[str, float], expected: str) -> None:
    act, found = act_of(rules)
    by_lexicon = act.trigger.rule
    types(**weights).settle(act, found)
    assert act.trigger.type == expected
    assert act.trigger.rule == (by_lexicon if expected == "clash" else f"weighed:{by_lexicon}")


def test_the_trained_reader_is_a_witness(rules: Reader) -> None:
    """How surely it sees a type counts for that type, and against the others."""
    at = TEXT.index("clashed")
    hints = Hints(hints=(Hint(Span(at, at + 7), "trigger", "armed-clash", 0.9),))
    weights = {"lexicon": 1.0, "clash_as_armed-clash": 0.1, "model:_how_surely": 1.0}
    for seen, expected in ((None, "clash"), (hints, "armed-clash")):
        act, found = act_of(rules, hints=seen)
        types(**weights).settle(act, found)
        assert act.trigger.type == expected


def test_of_several_tellings_each_is_a_candidate(rules: Reader) -> None:
    act, _ = act_of(rules)
    again = msgspec.structs.replace(act.trigger, type="armed-clash")
    act.also.append(again)
    assert candidates(act, {"riot"}) == ["armed-clash", "clash", "riot"]
