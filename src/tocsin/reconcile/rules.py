"""Named rules that make low, best and high of the figures that stand. Every rule is switchable; none invents a bound.

The three numbers are UCDP's. A range, the majority and a hierarchy of sources are the ways in which casualty recorders settle what their sources
differ in (Every Casualty, "Rules that casualty recorders apply"); the lowest figure is ACLED's way.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from tocsin.core.record import Record
from tocsin.core.scales import SpeakerKind
from tocsin.errors import TocsinError
from tocsin.reconcile.figures import count, point
from tocsin.reconcile.relations import Standing

OFFICIAL = (SpeakerKind.GOVERNMENT, SpeakerKind.POLICE, SpeakerKind.MILITARY, SpeakerKind.PROSECUTOR, SpeakerKind.MEDICAL)

NEAREST_FIRST = (
    SpeakerKind.MEDICAL, SpeakerKind.NGO, SpeakerKind.PROSECUTOR, SpeakerKind.GOVERNMENT, SpeakerKind.POLICE, SpeakerKind.MILITARY, SpeakerKind.MEDIA,
    SpeakerKind.WRITER, SpeakerKind.ORGANISERS, SpeakerKind.OPPOSITION, SpeakerKind.WITNESS, SpeakerKind.PERSON, SpeakerKind.ARMED_GROUP,
    SpeakerKind.UNNAMED,
)  # fmt: skip
"""Who counts one by one and has no side comes first: hospitals count patients and bodies, rights groups names; prosecutors open a file for each.

Then who keeps official tallies, then who gathers what others say, then the parties to the conflict, whose figures are part of it; last who saw only
some of it, or is not named.
"""


class Rule(Record, frozen=True, kw_only=True):
    """A rule by its name; `order` ranks kinds of speakers for the rules that go by them, those not listed never being chosen."""

    name: str
    order: tuple[SpeakerKind, ...] = ()


class Chosen(Record, frozen=True, kw_only=True):
    """What a rule makes of the standing figures: `low` <= `best` <= `high`, None where nothing is known, and why."""

    low: int | None
    best: int | None
    high: int | None
    sentence: str


def choose(rule: Rule, standing: Sequence[Standing]) -> Chosen | None:
    """Apply `rule` to one or more standing figures; None when none is of the rule's kinds of speakers. Raises TocsinError for an unknown rule."""
    chooser = _CHOOSERS.get(rule.name)
    if chooser is None:
        raise TocsinError(f"no rule named {rule.name!r}; there are: {', '.join(_CHOOSERS)}")
    return chooser(rule, standing)


def hierarchy(order: Sequence[SpeakerKind]) -> Rule:
    """The rule that takes the figure of the first kind of speaker in `order` that gives one."""
    return Rule(name="hierarchy", order=tuple(order))


def lowest(standing: Sequence[Standing]) -> int | None:
    """The lowest number any figure names; None when the lowest of all is "up to n", which has no lower end."""
    lows = [count(one.figure).low for one in standing]
    closed = [low for low in lows if low is not None]
    tops = [count(one.figure).high or 0 for one, low in zip(standing, lows, strict=True) if low is None]
    return None if not closed or any([top < min(closed) for top in tops]) else min(closed)


def highest(standing: Sequence[Standing]) -> int | None:
    """The highest number any figure names; None when the highest of all is "at least n", which has no upper end."""
    highs = [count(one.figure).high for one in standing]
    closed = [high for high in highs if high is not None]
    floors = [count(one.figure).low or 0 for one, high in zip(standing, highs, strict=True) if high is None]
    return None if not closed or any([floor > max(closed) for floor in floors]) else max(closed)


def _range(_: Rule, standing: Sequence[Standing]) -> Chosen:
    low, high = lowest(standing), highest(standing)
    best, why = _majority_of(standing)
    if best is None:
        latest = _latest([one for one in standing if point(one.figure) is not None])
        best, why = (point(latest.figure), f"best the latest: {latest.words}") if latest else (None, "no figure names one number")
    return Chosen(low=low, best=best, high=high, sentence=f"standing: {_span(low, high)}; {why}")


def _conservative(_: Rule, standing: Sequence[Standing]) -> Chosen:
    """The lowest, as ACLED says it codes when reports differ; but "dozens" stays 24 and more, where ACLED writes 12."""
    return _one(min(standing, key=_size), "the lowest standing figure")


def _majority(_: Rule, standing: Sequence[Standing]) -> Chosen:
    best, why = _majority_of(standing)
    if best is None:
        low, high = lowest(standing), highest(standing)
        return Chosen(low=low, best=None, high=high, sentence=f"no number has more than half of the voices; standing: {_span(low, high)}")
    return Chosen(low=best, best=best, high=highest([one for one in standing if point(one.figure) == best]), sentence=why)


def _latest_official(rule: Rule, standing: Sequence[Standing]) -> Chosen | None:
    latest = _latest([one for one in standing if one.figure.voice.kind in rule.order])
    return _one(latest, "the latest official figure") if latest else None


def _hierarchy(rule: Rule, standing: Sequence[Standing]) -> Chosen | None:
    for kind in rule.order:
        latest = _latest([one for one in standing if one.figure.voice.kind is kind])
        if latest is not None:
            return _one(latest, f"{kind.value} comes first in the hierarchy among those who give a figure")
    return None


def _one(standing: Standing, why: str) -> Chosen:
    value = count(standing.figure)
    return Chosen(low=value.low, best=point(standing.figure), high=value.high, sentence=f"{why}: {standing.words}")


def _majority_of(standing: Sequence[Standing]) -> tuple[int | None, str]:
    """The number that more than half of the voices name (of two or more), and how many they are."""
    voices: dict[int | None, set[str]] = {}
    for one in standing:
        voices.setdefault(point(one.figure), set()).add(one.figure.voice.name)
    everybody = set().union(*voices.values())
    for number, names in sorted([(number, names) for number, names in voices.items() if number is not None]):
        if len(names) * 2 > len(everybody) > 1:
            return number, f"{number} is said by {len(names)} of {len(everybody)} independent voices"
    return (point(standing[0].figure), f"one voice: {standing[0].words}") if len(everybody) == len(standing) == 1 else (None, "")


def _latest(standing: Sequence[Standing]) -> Standing | None:
    """The figure said last; of those said on one day the lowest, as the careful choice."""
    if not standing:
        return None
    last = max([one.last.day or dt.date.min for one in standing])
    return min([one for one in standing if (one.last.day or dt.date.min) == last], key=_size)


def _size(standing: Standing) -> tuple[int, float, bool, str]:
    """By the number, then "12" before "at least 12" and before "up to 12": of two figures that name one number the closed one says more."""
    value = count(standing.figure)
    number = value.low if value.low is not None else value.high or 0
    return number, float("inf") if value.high is None else value.high, value.low is None, standing.figure.claim.key


def _span(low: int | None, high: int | None) -> str:
    if low is None:
        return "no number" if high is None else f"up to {high}"
    return f"{low} or more" if high is None else str(low) if low == high else f"{low} to {high}"


_CHOOSERS: dict[str, Callable[[Rule, Sequence[Standing]], Chosen | None]] = {
    "range": _range, "conservative": _conservative, "majority": _majority, "latest-official": _latest_official, "hierarchy": _hierarchy,
}  # fmt: skip

RULES = {
    rule.name: rule
    for rule in (
        Rule(name="range"), Rule(name="conservative"), Rule(name="majority"), Rule(name="latest-official", order=OFFICIAL), hierarchy(NEAREST_FIRST),
    )
}  # fmt: skip
