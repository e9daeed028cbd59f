"""Events are made of judgements: people bind, and neither order nor batches change anything."""

import datetime as dt
import random

import hypothesis.strategies as st
import pytest
from hypothesis import given

from tests.reconcile.told import DAY, RELAXED, mention, said
from tocsin.core.events import EventMention, Judgement, Verdict
from tocsin.reconcile.clusters import cluster, event_id, explain, in_force

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE
MENTIONS = [mention(f"d{i}", published=DAY + dt.timedelta(days=i % 3)) for i in range(7)]
A, B, C, D = [one.id for one in MENTIONS[:4]]
IDS = [one.id for one in MENTIONS]


def _groups(*judgements: Judgement, mentions: list[EventMention] = MENTIONS) -> set[frozenset[str]]:
    """The events of more than one mention."""
    return {frozenset([one.id for one in event]) for event in cluster(mentions, judgements) if len(event) > 1}


def _by_rule(left: str, right: str, score: float) -> Judgement:
    return said(left, right, SAME if score > 0.5 else DIFFERENT, score=score)


def test_what_belongs_together_is_joined() -> None:
    """Two likely pairs and an unlikely one; whoever is in no judgement stands alone."""
    assert _groups(_by_rule(A, B, 0.9), _by_rule(B, C, 0.9), _by_rule(A, C, 0.8)) == {frozenset({A, B, C})}
    assert _groups(_by_rule(A, B, 0.4)) == set()
    assert len(cluster(MENTIONS, [])) == len(MENTIONS)


def test_a_chain_does_not_hold() -> None:
    """Each report is like the next, and the first is nothing like the last: a week of protests is not one event."""
    assert _groups(_by_rule(A, B, 0.9), _by_rule(B, C, 0.8), _by_rule(A, C, 0.001)) == {frozenset({A, B})}


def test_pairs_nobody_judged_speak_against() -> None:
    """One weak likeness does not join two groups that share no other."""
    firm = [_by_rule(A, B, 0.99), _by_rule(C, D, 0.99)]
    assert _groups(*firm, _by_rule(B, C, 0.6)) == {frozenset({A, B}), frozenset({C, D})}
    assert _groups(*firm, _by_rule(B, C, 0.999)) == {frozenset({A, B, C, D})}


def test_a_person_outweighs_the_rule() -> None:
    """Whatever the rule's score, and whenever it was given."""
    assert _groups(_by_rule(A, B, 0.999), said(A, B, DIFFERENT, by="Ada", hour=1)) == set()
    assert _groups(said(A, B, SAME, by="Ada", hour=1), _by_rule(A, B, 0.001)) == {frozenset({A, B})}
    assert _groups(_by_rule(A, B, 0.999), said(A, B, UNSURE, by="Ada", hour=1)) == set()


def test_a_person_parts_what_the_rule_holds_together_around_it() -> None:
    """C goes with one of the two, the likelier, and never joins them."""
    rule = [_by_rule(A, B, 0.99), _by_rule(B, C, 0.99), _by_rule(A, C, 0.9)]
    assert _groups(*rule, said(A, B, DIFFERENT, by="Ada", hour=1)) == {frozenset({B, C})}


def test_later_outweighs_earlier_and_undoing_takes_back() -> None:
    """A person may change their mind, and take the change back."""
    first, second = said(A, B, SAME, by="Ada", hour=1), said(A, B, DIFFERENT, by="Bo", hour=2)
    undo = said(A, B, UNSURE, by="Ada", hour=3, undoes=second.id)
    again = said(A, B, UNSURE, by="Bo", hour=4, undoes=undo.id)
    assert _groups(first) == _groups(first, second, undo) == {frozenset({A, B})}
    assert _groups(first, second) == _groups(first, second, undo, again) == set()


def test_a_judgement_taken_back_leaves_the_rule() -> None:
    """As if the person had said nothing."""
    told = said(A, B, DIFFERENT, by="Ada", hour=1)
    undo = said(A, B, UNSURE, by="Ada", hour=2, undoes=told.id)
    assert _groups(_by_rule(A, B, 0.9), told, undo) == {frozenset({A, B})}


def test_contradictions_of_people() -> None:
    """A is B, B is C, A is not C: "different" stands, and of the two "same" the later one."""
    judgements = [said(A, B, SAME, by="Ada", hour=1), said(B, C, SAME, by="Bo", hour=2), said(A, C, DIFFERENT, by="Ada", hour=3)]
    assert _groups(*judgements) == {frozenset({B, C})}


def test_a_time_without_a_zone_is_refused() -> None:
    """Nobody knows which of two came first."""
    naive = Judgement(left=A, right=B, verdict=SAME, by="Ada", at=dt.datetime(2024, 6, 1, 9))  # noqa: DTZ001
    with pytest.raises(ValueError, match="time without a time zone; give it in UTC"):
        in_force([naive])


def test_the_id_is_of_the_first_report() -> None:
    """Later reports leave it; of one day the smallest id counts; a report without a day comes last."""
    early, late, undated = mention("d1", published=DAY), mention("d2", published=DAY + dt.timedelta(days=1)), mention("d3", published=None)
    same_day = mention("d4", published=DAY)
    assert event_id([late, early, undated]) == event_id([early]) != event_id([late])
    assert event_id([early, same_day]) == event_id([min((early, same_day), key=lambda one: one.id)])
    assert event_id([early]).startswith("e1")


def test_what_holds_an_event_together() -> None:
    """A person's word first, then the strongest that reaches one more; a pair has its own judgement, or none."""
    person, strong, weak = said(A, B, SAME, by="Ada", hour=1), _by_rule(B, C, 0.95), _by_rule(A, C, 0.7)
    elsewhere = _by_rule(C, D, 0.99)
    assert explain([A, B, C], [weak, elsewhere, strong, person]) == (person, strong)
    assert explain([A, C], [weak, strong, person]) == (weak,)
    assert explain([A, D], [weak, strong, person]) == ()


PAIRS = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1])
BY_RULE = st.builds(lambda pair, score: _by_rule(*pair, score), PAIRS, st.sampled_from([0.01, 0.2, 0.45, 0.55, 0.8, 0.99]))
BY_PERSON = st.builds(
    lambda pair, verdict, hour, by: said(*pair, verdict, by=by, hour=hour), PAIRS, st.sampled_from(list(Verdict)), st.integers(0, 23), st.just("Ada")
)
JUDGEMENTS = st.tuples(
    st.lists(BY_RULE, max_size=20, unique_by=lambda one: (one.left, one.right)),
    st.lists(BY_PERSON, max_size=6, unique_by=lambda one: (one.left, one.right, one.at)),
).map(lambda both: [*both[0], *both[1]])


@RELAXED
@given(JUDGEMENTS, st.integers(0, 1000))
def test_order_changes_nothing(judgements: list[Judgement], seed: int) -> None:
    """Neither of mentions nor of judgements, nor a judgement that comes twice."""
    chance = random.Random(seed)
    mentions, again = list(MENTIONS), [*judgements, *judgements[:2]]
    chance.shuffle(mentions)
    chance.shuffle(again)
    assert cluster(mentions, again) == cluster(MENTIONS, judgements)


@RELAXED
@given(JUDGEMENTS)
def test_every_mention_is_in_one_event(judgements: list[Judgement]) -> None:
    """None is lost and none is told twice."""
    assert sorted(one.id for event in cluster(MENTIONS, judgements) for one in event) == sorted(IDS)


@RELAXED
@given(JUDGEMENTS)
def test_different_is_never_violated(judgements: list[Judgement]) -> None:
    """Whatever else is said, by whomever."""
    event_of = {one.id: number for number, event in enumerate(cluster(MENTIONS, judgements)) for one in event}
    for (left, right), one in in_force(judgements).items():
        if one.by != "rule" and one.verdict is DIFFERENT:
            assert event_of[left] != event_of[right]


@RELAXED
@given(JUDGEMENTS)
def test_same_holds_unless_people_contradict_it(judgements: list[Judgement]) -> None:
    """Without a "different" of a person, every "same" of a person holds."""
    said_same = [one for one in judgements if not (one.by != "rule" and one.verdict is DIFFERENT)]
    event_of = {one.id: number for number, event in enumerate(cluster(MENTIONS, said_same)) for one in event}
    for (left, right), one in in_force(said_same).items():
        if one.by != "rule" and one.verdict is SAME:
            assert event_of[left] == event_of[right]


@RELAXED
@given(JUDGEMENTS, st.sampled_from(MENTIONS))
def test_a_report_taken_out_leaves_the_others_as_if_it_had_never_come(judgements: list[Judgement], gone: EventMention) -> None:
    """And put back, all is as before; judgements about it wait."""
    rest = [one for one in MENTIONS if one is not gone]
    without = [one for one in judgements if gone.id not in (one.left, one.right)]
    assert cluster(rest, judgements) == cluster(rest, without)
    assert cluster([*rest, gone], judgements) == cluster(MENTIONS, judgements)
