"""Low, best and high by each rule."""

import pytest

from tests.reconcile.built import HOSPITAL, MINISTRY, MONITOR, PARTY, POLICE, figure, report
from tocsin.core.claims import Role
from tocsin.core.events import Scope
from tocsin.core.scales import SpeakerKind
from tocsin.errors import TocsinError
from tocsin.reconcile.figures import histories
from tocsin.reconcile.relations import relate
from tocsin.reconcile.rules import RULES, Rule, choose, hierarchy
from tocsin.reconcile.speakers import said


def _chosen(*told, rule="range"):
    mention = report("Wire", 14, *told)
    [(scope, figures)] = histories(said([mention], {}), [mention]).items()
    assert scope == Scope(measure=Role.KILLED)
    return choose(RULES[rule] if isinstance(rule, str) else rule, relate(scope, figures).standing)


def _numbers(*told, rule="range"):
    chosen = _chosen(*told, rule=rule)
    return chosen and (chosen.low, chosen.best, chosen.high)


@pytest.mark.parametrize(
    ("low", "high", "approximate", "expected"),
    [
        (12, 12, False, (12, 12, 12)), (12, None, False, (12, 12, None)), (24, None, True, (24, None, None)), (None, 12, False, (None, None, 12)),
        (60, 60, True, (60, 60, 60)), (80, 90, False, (80, None, 90)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("rule", ["range", "conservative"])
def test_unknown_stays_unknown(low, high, approximate, expected, rule):
    assert _numbers(figure(low, high, approximate=approximate), rule=rule) == expected


def test_range_takes_the_majority_of_voices():
    chosen = _chosen(figure(12, by=MINISTRY), figure(12, by=HOSPITAL), figure(19, by=PARTY))

    assert (chosen.low, chosen.best, chosen.high) == (12, 12, 19)
    assert chosen.sentence == "standing: 12 to 19; 12 is said by 2 of 3 independent voices"


def test_range_without_a_majority_takes_the_latest_and_of_one_day_the_lowest():
    chosen = _chosen(figure(12, by=MINISTRY), figure(19, by=PARTY))

    assert (chosen.low, chosen.best, chosen.high) == (12, 12, 19)
    assert chosen.sentence == "standing: 12 to 19; best the latest: Interior ministry, 14 May: 12"


def test_the_highest_figure_is_open_when_it_only_says_at_least():
    assert _numbers(figure(3, by=MINISTRY), figure(11, None, by=PARTY)) == (3, 3, None)
    assert _numbers(figure(12, by=MINISTRY), figure(11, None, by=PARTY)) == (11, 11, 12)
    assert _numbers(figure(None, 5, by=MINISTRY), figure(11, by=PARTY)) == (None, 11, 11)


@pytest.mark.parametrize("speaker", [HOSPITAL, MONITOR, PARTY, POLICE])
def test_of_figures_that_name_one_number_the_closed_one_is_chosen(speaker):
    assert _numbers(figure(None, 12, by=speaker), figure(12, by=MINISTRY), figure(12, None, by=speaker), rule="conservative") == (12, 12, 12)


def test_conservative_takes_the_lowest():
    assert _numbers(figure(12, by=MINISTRY), figure(16, by=MONITOR), figure(19, by=PARTY), rule="conservative") == (12, 12, 12)


def test_majority_takes_nothing_without_more_than_half():
    assert _numbers(figure(12, by=MINISTRY), figure(16, by=MONITOR), figure(16, by=PARTY), rule="majority") == (16, 16, 16)
    assert _numbers(figure(12, by=MINISTRY), figure(16, by=MONITOR), rule="majority") == (12, None, 16)


def test_latest_official_knows_only_officials():
    assert _numbers(figure(12, by=POLICE), figure(11, by=HOSPITAL), figure(19, by=PARTY), rule="latest-official") == (11, 11, 11)
    assert _numbers(figure(19, by=PARTY), rule="latest-official") is None


def test_hierarchy_goes_by_its_order():
    told = figure(12, by=MINISTRY), figure(16, by=MONITOR), figure(19, by=PARTY)

    assert _numbers(*told, rule="hierarchy") == (16, 16, 16)
    assert _numbers(*told, rule=hierarchy([SpeakerKind.OPPOSITION, SpeakerKind.NGO])) == (19, 19, 19)
    assert _numbers(*told, rule=hierarchy([SpeakerKind.MEDICAL])) is None


def test_the_default_hierarchy_ranks_every_kind_once():
    assert sorted(RULES["hierarchy"].order, key=list(SpeakerKind).index) == list(SpeakerKind)


def test_an_unknown_rule_is_refused_by_name():
    with pytest.raises(TocsinError, match="no rule named 'median'; there are: range, conservative, majority, latest-official, hierarchy"):
        _chosen(figure(12), rule=Rule(name="median"))


def test_the_sentence_says_when_a_figure_was_last_given():
    mentions = [report("Wire", 14, figure(12, by=MINISTRY)), report("Star", 16, figure(10, None, by=MINISTRY))]
    [(scope, figures)] = histories(said(mentions, {}), mentions).items()

    assert choose(RULES["conservative"], relate(scope, figures).standing).sentence == (
        "the lowest standing figure: Interior ministry, 14 May: 12, again on 16 May"
    )  # fmt: skip
