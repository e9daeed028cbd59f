"""Findings that no report states: people told one by one, and who is hurt of all who were shot."""

import pytest

from tests.reconcile.built import POLICE, figure, report, valued
from tocsin.core.claims import Role
from tocsin.core.events import EventMention, Finding, Scope
from tocsin.core.values import Actor, EventType
from tocsin.reconcile.findings import findings
from tocsin.reconcile.rules import RULES

SHOOTING = valued(Role.TYPE, EventType(code="shooting"))


def _victim(name: str, fate: Role = Role.KILLED, **fields: object):
    return valued(Role.VICTIM, Actor(name=name, kind="person"), counts_as=fate, **fields)


def _of(measure: Role, *mentions: EventMention, rule: str = "range") -> Finding | None:
    found, _ = findings(mentions, {}, RULES[rule])
    return next((finding for finding in found if finding.scope == Scope(measure=measure)), None)


def _numbers(finding: Finding | None) -> tuple[int | None, int | None, int | None] | None:
    return None if finding is None else (finding.low, finding.best, finding.high)


@pytest.mark.parametrize(
    ("names", "dead"),
    [
        (("19-year-old man", "Ana Boe"), 1), (("man", "second man"), 2), (("19-year-old man", "22-year-old man"), 2), (("boy", "woman"), 2),
        (("Ana Boe", "Eva Boe"), 2), (("Ana Maria Boe", "Ana Boe", "Boe"), 1), (("Teenager", "Ivo Ode"), 1), (("Keel shooting victim", "Ivo Ode"), 1),
    ],
)  # fmt: skip
def test_two_tellings_are_two_people_where_something_tells_them_apart(names: tuple[str, ...], dead: int) -> None:
    """Names, ages, sexes, or a word like "second"; else they may be one, and nobody is counted twice."""
    finding = _of(Role.KILLED, report("Wire", 14, *[_victim(name) for name in names]))

    assert _numbers(finding) == (dead, dead, None)


def test_the_sentence_names_them_and_who_tells_of_them() -> None:
    """Every claim of a person told so supports it, those of a report that tells of fewer too."""
    wire, star = report("Wire", 14, _victim("Ana Boe"), _victim("Eva Ode")), report("Star", 14, _victim("Ana Boe"))
    finding = _of(Role.KILLED, wire, star)

    assert finding is not None
    assert finding.sentence == "no report gives a total; told one by one: Ana Boe, Eva Ode (Wire, 14 May)"
    assert len(finding.supporting) == 3


def test_who_killed_others_and_then_himself_is_one_more() -> None:
    """A surname alone is nobody else's, unless its bearer acted."""
    killer = valued(Role.ACTOR, Actor(name="Ivo Ode", kind="person"))

    assert _numbers(_of(Role.KILLED, report("Wire", 14, _victim("Boe"), killer, _victim("Ivo Ode")))) == (2, 2, None)
    assert _numbers(_of(Role.KILLED, report("Wire", 14, _victim("Boe"), _victim("Ivo Ode")))) == (1, 1, None)


def test_a_total_goes_before_people_told_one_by_one() -> None:
    """A figure that a report gives is found as it is."""
    assert _numbers(_of(Role.KILLED, report("Wire", 14, figure(3), _victim("Ana Boe"), _victim("Eva Ode")))) == (3, 3, 3)


def test_who_died_is_not_wounded_too() -> None:
    """The boy found wounded is the boy who died."""
    boy = report("Wire", 14, _victim("wounded boy", Role.INJURED), _victim("12-year-old boy"))
    woman = report("Star", 14, _victim("boy"), _victim("woman", Role.HOSPITALISED))

    assert _of(Role.INJURED, boy) is None
    assert _numbers(_of(Role.INJURED, boy, woman)) == (1, 1, None)


def test_the_wounded_are_who_was_shot_less_the_dead() -> None:
    """Two figures that reports give make a third, and its sentence says how."""
    finding = _of(Role.INJURED, report("Wire", 14, SHOOTING, figure(5, role=Role.CASUALTIES, by=POLICE), figure(1)))

    assert _numbers(finding) == (4, 4, 4)
    assert finding is not None
    assert finding.sentence.startswith("5 killed or hurt (")
    assert "; 1 of them dead (" in finding.sentence


def test_all_who_were_shot_are_wounded_where_nobody_died() -> None:
    """But not where a report tells of a death without a number."""
    shot = report("Wire", 14, SHOOTING, figure(5, role=Role.CASUALTIES))
    death = report("Star", 14, valued(Role.TYPE, EventType(code="death")))

    assert _numbers(_of(Role.INJURED, shot)) == (5, 5, 5)
    assert _of(Role.INJURED, shot, death) is None


def test_people_in_hospital_after_violence_are_hurt() -> None:
    """At least as many; strikers in hospital are not."""
    care = figure(2, role=Role.HOSPITALISED)

    assert _numbers(_of(Role.INJURED, report("Wire", 14, SHOOTING, care))) == (2, 2, None)
    assert _of(Role.INJURED, report("Wire", 14, valued(Role.TYPE, EventType(code="hunger-strike")), care)) is None


def test_there_are_at_least_as_many_wounded_as_in_the_largest_group() -> None:
    """Where only groups are counted; those of another place say nothing."""
    teens, men = figure(4, role=Role.INJURED, unit="teens"), figure(2, role=Role.INJURED, unit="men")
    care = figure(3, role=Role.HOSPITALISED)

    assert _numbers(_of(Role.INJURED, report("Wire", 14, SHOOTING, teens, men, care))) == (4, 4, None)
    assert _numbers(_of(Role.INJURED, report("Wire", 14, SHOOTING, men, care))) == (3, 3, None)


def test_a_rule_by_speakers_counts_only_whom_they_tell_of() -> None:
    """The latest official word is not a paper's own."""
    assert _of(Role.KILLED, report("Wire", 14, _victim("Ana Boe")), rule="latest-official") is None
    assert _numbers(_of(Role.KILLED, report("Wire", 14, _victim("Ana Boe", by=POLICE)), rule="latest-official")) == (1, 1, None)
