"""Rule and trained reader on one scale."""

import json
from itertools import pairwise

import pytest

from tocsin.core.mentions import Stance
from tocsin.core.scales import Factuality
from tocsin.find.factuality.scale import NEWS, WEB, StanceScale, line_of
from tocsin.resources.lexicons import Lexicons, shipped_lexicons

LINES = [
    {"register": "news", "of": "plain", "base": 1.0, "slope": 0.5},
    {"register": "news", "of": "Uu", "base": 0.0, "slope": 0.5},
    {"register": "news", "of": "factuality.will Uu", "base": 2.0, "slope": 0.0},
    {"register": "web", "of": "plain", "base": -1.0, "slope": 1.0},
]
SCALE = StanceScale(Lexicons(json.dumps({"stance_lines": LINES}).encode()))


@pytest.mark.parametrize(
    ("stance", "certainty", "expected"),
    [
        (Stance(), 2.0, 2.0),
        (Stance(factuality=Factuality.UU, rule="factuality.model"), 0.0, 1.0),
        (Stance(factuality=Factuality.UU, rule="factuality.will"), -3.0, 2.0),
        (Stance(factuality=Factuality.UU, rule="factuality.if"), 2.0, 1.0),
        (Stance(factuality=Factuality.PS_MINUS, rule="factuality.may"), 2.0, 2.0),
    ],
)
def test_line_of_the_rule(stance: Stance, certainty: float, expected: float) -> None:
    """The rule's own line, else that of its value, else that of plain words; what the reader alone doubts is plain by the rules."""
    assert SCALE.number(stance, certainty) == expected


def test_ends_of_the_scale() -> None:
    """No number leaves FactBank's scale."""
    assert StanceScale(shipped_lexicons()).number(Stance(), 30) == 3
    assert StanceScale(shipped_lexicons()).number(Stance(), -30) == -3


@pytest.mark.parametrize("register", [NEWS, WEB])
def test_shipped_lines_rise(register: str) -> None:
    """The surer the trained reader, the surer the number, whatever the rule; a plain act is surer than one that is denied."""
    scale = StanceScale(shipped_lexicons(), register)
    denied = Stance(factuality=Factuality.CT_MINUS, rule="factuality.not")
    for stance in (Stance(), denied, Stance(factuality=Factuality.UU, rule="factuality.will")):
        numbers = [scale.number(stance, certainty) for certainty in (-2.0, 0.0, 2.0)]
        assert all(low <= high for low, high in pairwise(numbers))
    assert line_of(denied) == "factuality.not CT-"
    assert scale.number(denied, 2.0) < scale.number(Stance(), 2.0)
