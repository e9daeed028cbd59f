"""MUC-4 slot scoring against credit counted by hand."""

import pytest

from eval.muc_keys import Fill, Template
from eval.muc_slots import Answer, Response, credit, interval, location_names, score_document
from eval.score import PRF


@pytest.mark.parametrize(
    ("slot", "answer", "fill", "expected"),
    [
        (4, Answer("BOMBING"), Fill(("ATTACK", "BOMBING")), 1),
        (4, Answer("ARSON"), Fill(("ATTACK",)), 0),
        (7, Answer("GUN"), Fill(("MACHINE GUN",)), 0.5),
        (7, Answer("GRENADE"), Fill(("EXPLOSIVE",)), 0.5),
        (7, Answer("RIFLE"), Fill(("MACHINE GUN",)), 0),
        (9, Answer("THE TWO ARMED MEN"), Fill(("ARMED MEN",)), 1),
        (9, Answer("ARMED GROUP"), Fill(("ARMED MEN",)), 0.5),
        (9, Answer("MEN"), Fill(("WOMEN",)), 0),
        (2, Answer("02 FEB 90"), Fill(("02 FEB 90",)), 1),
        (2, Answer("02 FEB 90"), Fill(("01 FEB 90 - 28 FEB 90",)), 0.5),
        (2, Answer("02 FEB 90"), Fill(("- 04 FEB 90",)), 0.5),
        (2, Answer("05 FEB 90"), Fill(("- 04 FEB 90",)), 0),
        (2, Answer("16 NOV 99"), Fill(("16 NOV 00",)), 0),
        (3, Answer("COLOMBIA: BOGOTÁ"), Fill(("COLOMBIA: BOGOTA (CITY)",)), 1),
        (3, Answer("COLOMBIA"), Fill(("COLOMBIA: BOGOTA (CITY)",)), 0.5),
        (3, Answer("PERU: LIMA"), Fill(("COLOMBIA: BOGOTA (CITY)",)), 0),
        (21, Answer("7", "MEN"), Fill(("7",), refers=("MEN", "ARMED MEN")), 1),
        (21, Answer("7", "WOMEN"), Fill(("7",), refers=("MEN",)), 0.5),
        (21, Answer("7"), Fill(("7",), refers=("MEN",)), 0.5),
        (21, Answer("7", "MEN"), Fill(("PLURAL",), refers=("MEN",)), 0.5),
        (21, Answer("1", "MEN"), Fill(("PLURAL",), refers=("MEN",)), 0),
        (21, Answer("6-", "MEN"), Fill(("6 -",), refers=("MEN",)), 1),
    ],
)
def test_credit(slot: int, answer: Answer, fill: Fill, expected: float) -> None:
    """Correct, partial, incorrect, as the module's docstring says."""
    assert credit(slot, answer, fill) == expected


def test_on_or_before_is_open() -> None:
    """A date with a leading dash ends on that day; an impossible date of the keys is no interval."""
    assert interval("- 04 FEB 90") is not None
    assert interval("31 JUN 89") is None
    assert location_names("PERU: LIMA (CITY / DEPARTMENT)") == ["peru", "lima"]


def _key(number: int, kind: str, victim: str, *, optional: bool = False) -> Template:
    return Template(number, optional, {4: (Fill((kind,)),), 18: (Fill((victim,)),)})


def _response(kind: str, *victims: str) -> Response:
    return Response({4: (Answer(kind),), 18: tuple(Answer(victim) for victim in victims)})


def test_alignment_is_by_content_not_by_order() -> None:
    """Responses in the other order find their keys; the second victim of the first is spurious."""
    keys = [_key(1, "ATTACK", "ANA PAZ"), _key(2, "BOMBING", "LUIS SOL")]
    total = score_document([_response("BOMBING", "LUIS SOL", "JUAN X"), _response("ATTACK", "ANA PAZ")], keys)
    assert total[18] == PRF(2, 3, 2)
    assert total[4] == PRF(2, 2, 2)


def test_unaligned_templates_cost_their_fills() -> None:
    """A response about another incident is spurious, the key it missed is missing."""
    total = score_document([_response("ARSON", "EVA RIO")], [_key(1, "ATTACK", "ANA PAZ")])
    assert total[4] == PRF(0, 1, 1)
    assert total[18] == PRF(0, 1, 1)


def test_optional_templates_and_fills_only_count_when_matched() -> None:
    """Leaving out what is optional costs nothing; giving it is right."""
    optional = _key(1, "ATTACK", "ANA PAZ", optional=True)
    assert score_document([], [optional])[4] == PRF()
    assert score_document([_response("ATTACK", "ANA PAZ")], [optional])[18] == PRF(1, 1, 1)
    fills = Template(1, slots={4: (Fill(("ATTACK",)),), 9: (Fill(("MEN",), optional=True),)})
    assert score_document([_response("ATTACK")], [fills])[9] == PRF()
    given = Response({4: (Answer("ATTACK"),), 9: (Answer("MEN"),)})
    assert score_document([given], [fills])[9] == PRF(1, 1, 1)
