"""From the trained head's role fillers to the entities that CEAF-REE compares: one mention each, the one the head is surest of.

Mentions of one role are one entity when their words are the same, when the words of one are among the other's ("CRISTIANI", "ALFREDO CRISTIANI"), or
when one stands in brackets after the other ("... LIBERATION FRONT (FMLN)").
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from eval.ceaf import ROLES, normalise
from tocsin.core.hints import Hint


def entities(text: str, hints: Sequence[Hint]) -> dict[str, list[list[str]]]:
    """The entities of every role, each as its best mention."""
    return {role: _of_role(text, [hint for hint in hints if hint.label == role]) for role in ROLES}


def _of_role(text: str, hints: Sequence[Hint]) -> list[list[str]]:
    mass: dict[str, float] = defaultdict(float)
    for hint in hints:
        mass[normalise(hint.span.quote(text))] += hint.score
    names = sorted([name for name in mass if name], key=lambda name: -mass[name])
    bracketed = {
        frozenset((normalise(one.span.quote(text)), normalise(other.span.quote(text))))
        for one, other in pairwise(hints)
        if text[one.span.end : other.span.start].split() == ["("]
    }
    kept: list[str] = []
    for name in names:
        if not any(_same(name, other) or frozenset((name, other)) in bracketed for other in kept):
            kept.append(name)
    return [[name] for name in kept]


def _same(one: str, other: str) -> bool:
    left, right = set(one.split()), set(other.split())
    return left <= right or right <= left
