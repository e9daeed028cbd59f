"""The Admiralty grade and its steps."""

import pytest

from tests.reconcile.built import HOSPITAL, MINISTRY, MONITOR, PARTY, POLICE, figure, report
from tocsin.core.claims import Role
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.reconcile.findings import findings
from tocsin.reconcile.rules import RULES


def _grade(*told, before=(), rule="range"):
    mentions = [report("Wire", 14, *told), report("Wire", 13, *before)]
    [finding] = [one for one in findings(mentions, {}, RULES[rule])[0] if one.role is Role.KILLED]
    return f"{finding.grade.reliability}{finding.grade.credibility}"


@pytest.mark.parametrize(
    ("told", "grade"),
    [
        ([figure(12, by=MINISTRY)], "C3"),
        ([figure(12, by=MINISTRY), figure(12, by=MONITOR)], "C1"),
        ([figure(12, by=MINISTRY), figure(12, by=POLICE)], "C2"),
        ([figure(12, by=MINISTRY), figure(12, by=MONITOR), figure(19, by=PARTY)], "C2"),
        ([figure(12, by=MINISTRY), figure(19, by=PARTY)], "C4"),
        ([figure(12, by=MINISTRY), figure(16, by=HOSPITAL), figure(19, by=PARTY)], "C5"),
        ([figure(12, by=MINISTRY, factuality=Factuality.PR_PLUS)], "C4"),
        ([figure(12, by=MINISTRY, factuality=Factuality.UU)], "C6"),
        ([figure(12, by=MINISTRY, disputed=True)], "C4"),
        ([figure(12, by=("sources", SpeakerKind.UNNAMED))], "F3"),
    ],
)
def test_grades(told, grade):
    assert _grade(*told) == grade


def test_a_voice_that_took_a_figure_back_is_graded_lower():
    assert _grade(figure(12, by=PARTY), before=[figure(19, by=PARTY)]) == "D3"


def test_the_steps_are_written_down():
    mentions = [report("Wire", 14, figure(12, by=MINISTRY), figure(12, by=POLICE))]

    [finding] = findings(mentions, {}, RULES["range"])[0]

    assert finding.grade.derivation == (
        "Interior ministry, Police: named, and took back nothing here (C; A and B are for people to give)",
        "2 independent voices say so, 0 otherwise",
        "independent voices agree (1)",
        "all of them on one side of the conflict: one step down (2)",
    )
