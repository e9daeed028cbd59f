"""How sure in one number, -3..3: what a rule says and what the trained reader says, on a straight line for each rule.

The lines are fitted by `training/stance.py`. That a stance has the number it has can be told in a sentence: acts under this rule began at `base` in
the training texts, and went up by `slope` for each step of the trained reader's own estimate.
"""

import msgspec

from tocsin.core.mentions import Stance
from tocsin.resources.lexicons import Lexicons

NEWS, WEB = "news", "web"
"""Readers of news take for a fact what a sentence takes for granted; those of web texts asked whether it happened at all."""
PLAIN = "plain"
_DOUBTED = "factuality.model"
_MOST = 3.0


class StanceLine(msgspec.Struct, frozen=True):
    """The line of one rule (`of` is its id), or of the rules of one value that were met too seldom (`of` is the value), in one register."""

    register: str
    of: str
    base: float
    slope: float


class StanceScale:
    """The lines of one register."""

    def __init__(self, lexicons: Lexicons, register: str = NEWS) -> None:
        self._lines = {line.of: line for line in lexicons.entries("stance_lines", StanceLine) if line.register == register}

    def number(self, stance: Stance, certainty: float) -> float:
        """Where `stance`, by the rules, and `certainty`, by the trained reader, put an act."""
        line = self._lines.get(line_of(stance)) or self._lines.get(stance.factuality.value) or self._lines[PLAIN]
        return max(-_MOST, min(_MOST, line.base + line.slope * certainty))


def line_of(stance: Stance) -> str:
    """The rule whose line a stance is on; one that the trained reader alone doubts is plain by the rules."""
    return PLAIN if stance.rule == _DOUBTED else f"{stance.rule} {stance.factuality.value}" if stance.rule != PLAIN else PLAIN
