"""Pairs worth comparing: a function of the set of mentions, close to linear in its size."""

import datetime as dt

import hypothesis.strategies as st
from hypothesis import given

from tests.reconcile.told import DAY, ES_SENIA, LATER, MENTIONS, ORAN, RELAXED, TUNIS, days, mention, report
from tocsin.core.events import EventMention
from tocsin.reconcile.blocking import Blocks, block_keys
from tocsin.reconcile.profiles import profile
from tocsin.reconcile.wording import wordings


def _pairs(*mentions: EventMention) -> frozenset[tuple[str, str]]:
    return Blocks([profile(one) for one in mentions]).pairs()


def _pair(left: EventMention, right: EventMention) -> tuple[str, str]:
    return min(left.id, right.id), max(left.id, right.id)


def test_one_week_one_place_one_kind_of_act() -> None:
    """A march in the suburb the day after is compared; another town, another half of the year, or an arrest are not."""
    protest = mention("d1", place=ORAN, day=days(DAY))
    march = mention("d2", kind="march", place=ES_SENIA, day=days(DAY + dt.timedelta(days=1)))
    elsewhere = mention("d3", place=TUNIS, day=days(DAY))
    then = mention("d4", place=ORAN, day=days(LATER), published=LATER)
    arrest = mention("d5", kind="arrest", word="arrest", place=ORAN, day=days(DAY))
    assert _pairs(protest, march, elsewhere, then, arrest) == {_pair(protest, march)}


def test_a_name_is_found_at_any_time() -> None:
    """The trial of a year later names whom the report of the day named."""
    killed = mention("d1", kind="killing", place=ORAN, day=days(DAY), people=("Zohra Belkacemi",))
    tried = mention("d2", kind="killing", place=TUNIS, day=days(LATER), published=LATER, people=("Belkacemi",))
    assert _pairs(killed, tried) == {_pair(killed, tried)}


def test_mentions_of_one_report_are_compared() -> None:
    """One report may tell one event twice."""
    one, other = mention("d1", 0, kind="curfew", published=None), mention("d1", 50, kind="looting", published=None)
    assert _pairs(one, other) == {_pair(one, other)}


def test_reports_that_share_rare_words_are_compared() -> None:
    """Two reports without place or day, of one affair by their words; a third shares only common ones."""
    texts = ["Bakers Zerrouki and Hamlaoui struck.", "The Zerrouki and Hamlaoui bakery dispute.", "Police said a man was in the street."]
    documents = [report(text, None) for text in texts]
    mentions = [mention(document.id, kind="strike", published=None) for document in documents]
    blocks = Blocks([profile(one) for one in mentions], wordings(documents))
    assert blocks.pairs() == {_pair(mentions[0], mentions[1])}


def test_a_crowded_block_stays_linear() -> None:
    """A thousand protests in one town on one day are not half a million pairs."""
    mentions = [mention(f"d{i}", place=ORAN, day=days(DAY)) for i in range(1000)]
    assert len(_pairs(*mentions)) <= 12 * 1000


SETS = st.lists(MENTIONS, max_size=14, unique_by=lambda one: one.id)


@RELAXED
@given(SETS, st.randoms(use_true_random=False))
def test_order_changes_nothing(mentions: list[EventMention], chance: object) -> None:
    """The pairs depend on the set alone."""
    shuffled = list(mentions)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _pairs(*shuffled) == _pairs(*mentions)


@RELAXED
@given(SETS, MENTIONS)
def test_a_report_changes_only_what_it_touches(mentions: list[EventMention], new: EventMention) -> None:
    """Of mentions that share no block with it, no pair comes or goes."""
    mentions = [one for one in mentions if one.document != new.document]
    changed = {member for pair in _pairs(*mentions) ^ _pairs(*mentions, new) for member in pair}
    blocks = block_keys(profile(new))
    assert changed <= {new.id, *[one.id for one in mentions if block_keys(profile(one)) & blocks]}
