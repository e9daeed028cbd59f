"""PLOVER roots from marked sentences: marks, folds, and that what tells roots apart is learned."""

import random
from collections import Counter

import pytest

from tocsin.core.document import Document, Report
from tocsin.text.segment import segment
from training.base import SHIPPED
from training.plover import FOLDS, Marked, bag, cross_validate, folds, macro_f1, unmarked
from training.states import LAYERS, States

VERBS = {"AID": "sent food to", "THREATEN": "vowed to punish", "CONSULT": "held talks with"}


def _rows(count: int = 60) -> list[Marked]:
    chance = random.Random(5)
    names = ["Oland", "Usta", "the Reds", "the Coast Union", "Minister Abo"]
    rows = []
    for i in range(count):
        root = sorted(VERBS)[i % len(VERBS)]
        one, other = chance.sample(names, 2)
        rows.append(Marked(*unmarked(f"On day {i} <s>{one}</s> {VERBS[root]} <t>{other}</t>."), root))
    return rows


def test_marks_are_taken_off() -> None:
    """The spans fit the text that is left, in either order; a sentence may have one mark."""
    text, actor, target = unmarked("The <t>north</t> was shelled by <s>the army</s>.")
    assert text == "The north was shelled by the army."
    assert (text[slice(*actor or ())], text[slice(*target or ())]) == ("the army", "north")
    assert unmarked("<s>Oland</s> slept.") == ("Oland slept.", (0, 5), None)


def test_words_hold_no_name_of_those_marked() -> None:
    """Marks stand for them; near the marks is less than the sentence."""
    row = Marked(*unmarked("Late on a cold and rainy day in May <s>Oland</s> threatened <t>Usta</t> again."), "THREATEN")
    assert not {"oland", "usta"} & set(bag(row, near=False))
    assert bag(row, near=True)["threaten"] == bag(row, near=True)["threaten targetmark"] == 1
    assert "late" in bag(row, near=False)
    assert "late" not in bag(row, near=True)


def test_folds_are_even_and_keep_a_text_together() -> None:
    rows = [*_rows(), _rows()[0]]
    dealt = folds(rows, 0)
    assert dealt[-1] == dealt[0]
    assert dealt == folds(rows, 0) != folds(rows, 1)
    for root in VERBS:
        sizes = Counter(fold for fold, row in zip(dealt[:-1], rows[:-1], strict=True) if row.root == root)
        assert set(sizes.values()) == {20 // FOLDS}


def test_words_alone_tell_roots_apart() -> None:
    """What the verb says is learned from the other folds; nothing can be learned of roots given by lot."""
    rows = _rows()
    gold = [row.root for row in rows]
    assert macro_f1(gold, cross_validate(rows, None)) == 1
    chance = random.Random(2)
    blind = [row._replace(root=chance.choice(sorted(VERBS))) for row in rows]
    assert macro_f1([row.root for row in blind], cross_validate(blind, None)) < 0.6


def test_macro_f1_weighs_roots_alike() -> None:
    assert macro_f1(["A"] * 9 + ["B"], ["A"] * 10) == pytest.approx(9 / 19)


@pytest.mark.model
def test_states_of_the_shipped_network() -> None:
    """Every piece has a state in each layer, and a span finds its own pieces."""
    text = "Police fired tear gas at marchers in Kisumu."
    seen = States(SHIPPED).read(text, segment(Document.freeze(text, Report())).sentences)
    assert seen.values.shape[:2] == (len(LAYERS), len(seen.layout.ids))
    assert seen.pieces((0, 6)) == (0, 1)
    assert seen.pieces((6, 7)) is None
