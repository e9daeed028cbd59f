"""How figures stand to each other."""

import datetime as dt

import pytest

from tests.reconcile.built import HOSPITAL, MINISTRY, MONITOR, PARTY, POLICE, denied, figure, report
from tocsin.core.claims import Role
from tocsin.core.events import RelationKind, Scope
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.reconcile.figures import histories
from tocsin.reconcile.relations import parts, relate
from tocsin.reconcile.speakers import said

KILLED = Scope(measure=Role.KILLED)
CROWD = Scope(measure=Role.PARTICIPANTS)


def _told(*mentions, scope=KILLED, copies=None):
    """The lows that stand, and the relations as (kind, low of the claim, low of the other)."""
    claims = said(mentions, copies or {})
    history = relate(scope, histories(claims, mentions)[scope])
    lows = {one.claim.key: one.claim.value.low for one in claims}
    relations = [(relation.kind.value, lows[relation.claim], lows[relation.other]) for relation in history.relations]
    return [stands.figure.claim.value.low for stands in history.standing], relations


def _sentences(*mentions, kind):
    claims = said(mentions, {})
    history = relate(KILLED, histories(claims, mentions)[KILLED])
    return [relation.sentence for relation in history.relations if relation.kind is kind]


def test_the_same_speaker_later_supersedes():
    mentions = report("Wire", 14, figure(3, by=MINISTRY)), report("Wire", 16, figure(12, by=MINISTRY))

    assert _told(*mentions) == ([12], [("supersedes", 12, 3)])
    assert _sentences(*mentions, kind=RelationKind.SUPERSEDES) == [
        "Interior ministry (in Wire), 14 May: 3; Interior ministry (in Wire), 16 May: 12: the same voice, later"
    ]


def test_a_toll_that_rose_supersedes_across_voices_and_a_crowd_does_not():
    assert _told(report("Wire", 14, figure(3)), report("Star", 15, figure(12))) == ([12], [("supersedes", 12, 3)])

    crowds = report("Wire", 14, figure(300, role=Role.PARTICIPANTS)), report("Star", 15, figure(900, role=Role.PARTICIPANTS))
    assert _told(*crowds, scope=CROWD) == ([300, 900], [("contradicts", 900, 300)])


def test_a_paper_s_own_lower_figure_beside_a_quoted_higher_one_tells_of_some_of_them():
    """As in "four people were shot, police said, one critically": nobody takes it that one was shot."""
    one_critical = report("Wire", 14, figure(4, by=POLICE), figure(1))

    assert _told(one_critical) == ([4], [("part of", 1, 4)])
    assert _told(one_critical, report("Star", 14, figure(1)))[0] == [1, 4], "another paper's is another paper's"


@pytest.mark.parametrize("speaker", [PARTY, MONITOR])
def test_a_paper_s_own_figure_does_not_give_way_to_a_side_or_to_who_counts_for_himself(speaker):
    assert _told(report("Wire", 14, figure(4), figure(15, by=speaker)))[0] == [4, 15]


def test_a_speaker_s_lower_figure_stands_beside_the_paper_s_own():
    assert _told(report("Wire", 14, figure(4, by=POLICE), figure(9)))[0] == [4, 9]


def test_figures_of_the_two_sides_are_rivals_and_no_news():
    assert _told(report("Wire", 14, figure(3, by=MINISTRY)), report("Star", 16, figure(19, by=PARTY))) == ([3, 19], [("contradicts", 19, 3)])


def test_voices_that_differed_before_stay_rivals():
    before = report("Wire", 14, figure(3, by=MINISTRY), figure(11, by=MONITOR))

    assert _told(before, report("Wire", 16, figure(16, by=MONITOR)))[0] == [3, 16]


def test_a_lower_toll_later_by_somebody_else_contradicts():
    assert _told(report("Wire", 14, figure(12)), report("Star", 16, figure(3))) == ([12, 3], [("contradicts", 12, 3)])


def test_figures_that_meet_do_not_contradict():
    assert _told(report("Wire", 14, figure(11, None, by=PARTY), figure(12, by=MINISTRY))) == ([11, 12], [])


def test_looser_words_for_it_repeat_a_figure():
    stands, relations = _told(report("Wire", 14, figure(12, by=MINISTRY)), report("Star", 15, figure(10, None, by=MINISTRY)))

    assert (stands, relations) == ([12], [("repeats", 10, 12)])


def test_a_lower_toll_by_the_same_voice_takes_the_higher_back():
    mentions = report("Wire", 14, figure(19, by=PARTY)), report("Wire", 15, figure(16, by=PARTY))

    assert _told(*mentions) == ([16], [("retracts", 16, 19)])


def test_an_old_figure_printed_again_is_stale_and_takes_nothing_back():
    mentions = [report("Wire", 14, figure(3, by=MINISTRY)), report("Wire", 15, figure(12, by=MINISTRY)), report("Star", 16, figure(3, by=MINISTRY))]

    assert _told(*mentions) == ([12], [("supersedes", 12, 3), ("repeats", 3, 3)])


def test_an_old_figure_printed_where_the_newer_one_was_takes_it_back():
    mentions = [report("Wire", day, figure(toll, by=MINISTRY)) for day, toll in ((14, 3), (15, 12), (16, 3))]

    assert _told(*mentions) == ([3], [("supersedes", 12, 3), ("retracts", 3, 12)])


def test_what_a_toll_rose_from_takes_nothing_back():
    mentions = [report("Wire", 14, figure(3, by=MINISTRY)), report("Wire", 15, figure(12, by=MINISTRY))]

    assert _told(*mentions, report("Wire", 16, figure(14, by=MINISTRY), figure(11, by=MINISTRY))) == (
        [14], [("supersedes", 12, 3), ("supersedes", 14, 11), ("supersedes", 14, 12)],
    )  # fmt: skip


@pytest.mark.parametrize("by", [MINISTRY, ()])
def test_a_figure_denied_by_its_voice_or_its_publisher_is_taken_back(by):
    mentions = report("Wire", 14, figure(19, by=MINISTRY)), report("Wire", 15, denied(19, by=by))

    assert _told(*mentions) == ([], [("retracts", 19, 19)])


def test_a_figure_denied_by_somebody_else_stands_contradicted():
    mentions = report("Wire", 14, figure(11, None, by=PARTY), figure(4, None, by=HOSPITAL)), report("Wire", 15, denied(11, None, by=MINISTRY))

    stands, relations = _told(*mentions)

    assert stands == [4, 11]
    assert ("contradicts", 11, 11) in relations
    assert ("contradicts", 11, 4) not in relations


def test_a_denial_before_the_figure_takes_nothing_back():
    assert _told(report("Wire", 14, denied(19, by=MINISTRY)), report("Wire", 15, figure(19, by=MINISTRY))) == ([19], [])


def test_digits_swapped_against_the_speaker_quoted():
    mentions = [report(name, 14, figure(toll, by=MINISTRY)) for name, toll in (("Wire", 12), ("Star", 12), ("Ledger", 21))]

    assert _told(*mentions)[0] == [12]
    assert [sentence.replace("Star", "Wire") for sentence in _sentences(*mentions, kind=RelationKind.OUTLIER)] == [
        "Interior ministry, 14 May: 12; Ledger alone prints 21: digits swapped"
    ]


@pytest.mark.parametrize(
    ("odd", "usual", "slips"),
    [(146, 164, True), (155, 15, True), (15, 155, True), (14, 164, True), (16, 164, True),
        (2, 12, False), (13, 12, False), (120, 12, True), (130, 12, False), (211, 112, False)],
)  # fmt: skip
def test_slips(odd, usual, slips):
    mentions = [report(name, 14, figure(toll, by=by)) for name, toll, by in (("Wire", usual, POLICE), ("Star", usual, HOSPITAL), ("Ledger", odd, ()))]

    _, relations = _told(*mentions)

    assert (("typo-like outlier", odd, usual) in relations) is slips


def test_copies_do_not_outweigh_a_figure():
    mentions = [report(name, 14, figure(toll, by=MINISTRY), document=name) for name, toll in (("wire", 12), ("copy", 12), ("ledger", 21))]

    stands, relations = _told(*mentions, copies={"copy": "wire"})

    assert sorted(stands) == [12, 21]
    assert ("contradicts", 21, 12) in relations


def test_a_higher_figure_nobody_answers_may_be_a_toll_that_rose():
    mentions = [
        report("Wire", 13, figure(12, by=MINISTRY)),
        report("Star", 13, figure(12, by=MINISTRY)),
        report("Ledger", 16, figure(21, by=MINISTRY)),
    ]

    assert _told(*mentions)[0] == [21]


def test_a_publisher_corrects_its_slip():
    mentions = [report(name, 14, figure(toll, by=MINISTRY)) for name, toll in (("Wire", 12), ("Star", 12), ("Ledger", 21))]

    _, relations = _told(*mentions, report("Ledger", 15, figure(12, by=MINISTRY)))

    assert ("retracts", 12, 21) in relations


def test_hearsay_stands_only_where_nothing_better_does():
    hearsay = report("Star", 14, figure(30, factuality=Factuality.UU))

    assert _told(hearsay, report("Wire", 14, figure(12))) == ([12], [])
    assert _told(hearsay) == ([30], [])


def test_parts_are_named_and_never_larger_than_their_whole():
    ministry = report("Wire", 14, figure(3, by=MINISTRY))
    party = report("Star", 14, figure(11, by=PARTY), figure(4, by=PARTY, unit="children", part=0), figure(2, by=PARTY, unit="police"))
    mentions = (ministry, party)
    claims = said(mentions, {})
    told = [relate(scope, figures) for scope, figures in histories(claims, mentions).items()]

    assert {relation.sentence for relation in parts(told, claims)} == {
        "People's Dawn, 14 May: 4: part of the 11 of the same report, not added to it",
        "People's Dawn, 14 May: 2 (police): among the 11 of the same report, not added to it",
        "People's Dawn, 14 May: 4 children; Interior ministry, 14 May: 3 in all: a part cannot be larger than its whole",
    }


def test_undated_reports_supersede_nothing():
    mentions = report("Wire", None, figure(3)), report("Star", 15, figure(12))

    assert _told(*mentions) == ([12, 3], [("contradicts", 12, 3)])


def test_media_quoted_is_the_paper_itself():
    own, quoted = report("Free Harbour", 14, figure(11)), report("Wire", 15, figure(14, by=("website Free Harbour", SpeakerKind.MEDIA)))

    assert _told(own, quoted) == ([14], [("supersedes", 14, 11)])
    assert dt.date(2024, 5, 15) == said([quoted], {})[0].day
