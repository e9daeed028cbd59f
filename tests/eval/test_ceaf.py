"""CEAF-REE against alignments done by hand."""

import pytest

from eval import ceaf
from eval.muc_keys import Fill, Message, Template
from eval.score import PRF


def _gold(*entities: str) -> list[frozenset[str]]:
    return [frozenset(entity.split("|")) for entity in entities]


@pytest.mark.parametrize(
    ("predicted", "gold", "expected"),
    [
        ([["GUERRILLAS"]], ["guerrillas|guerrilla column"], PRF(1, 1, 1)),
        ([["the Guerrillas."]], ["guerrillas"], PRF(1, 1, 1)),
        ([["GUERRILLAS", "REBELS"]], ["guerrillas|guerrilla column"], PRF(0, 1, 1)),
        ([["A-1 BOMB"]], ["a1 bomb"], PRF(1, 1, 1)),
        ([["GUERRILLAS"], ["GUERRILLA COLUMN"]], ["guerrillas|guerrilla column"], PRF(1, 2, 1)),
        ([["X"], ["Y"]], ["x|y", "x"], PRF(2, 2, 2)),
        ([], ["x"], PRF(0, 0, 1)),
        ([["x"]], [], PRF(0, 1, 0)),
        ([], [], PRF()),
    ],
)
def test_alignment(predicted: list[list[str]], gold: list[str], expected: PRF) -> None:
    """A subset of an entity's mentions is right; one entity pays once; the alignment is the best (X to the second, Y to the first)."""
    assert ceaf.ceaf(predicted, _gold(*gold)) == expected


def test_an_entity_without_mentions_is_refused() -> None:
    """The empty set is a subset of everything: GRIT would call it right."""
    with pytest.raises(ValueError, match="without mentions"):
        ceaf.ceaf([[]], _gold("x"))


def test_gold_is_merged_over_templates() -> None:
    """Alternatives are mentions, an entity seen before is not repeated, words that are not in the text are dropped."""
    templates = (
        Template(1, slots={9: (Fill(("MEN", "ARMED MEN")),), 18: (Fill(("ANA PAZ",)),)}),
        Template(2, optional=True, slots={9: (Fill(("MEN",)), Fill(("A SNIPER",), optional=True)), 18: (Fill(("NOT PRINTED",)),)}),
    )
    message = Message("TST1-MUC3-0001", "ARMED MEN AND A\nSNIPER SHOT ANA PAZ.", None, templates)
    gold = ceaf.gold_entities(message)
    assert gold["PerpInd"] == [frozenset({"men", "armed men"}), frozenset({"sniper"})]
    assert gold["Victim"] == [frozenset({"ana paz"})]
    assert gold["Weapon"] == []


def test_micro_average_adds_the_roles() -> None:
    """One of two right in one role, nothing found in another: 1 of 2 answers, 1 of 2 entities."""
    counts = ceaf.document({"PerpInd": [["MEN"], ["X"]]}, {"PerpInd": _gold("men"), "Weapon": _gold("bomb")})
    assert sum(counts.values(), PRF()) == PRF(1, 2, 2)
