"""One agency text in many papers is one witness."""

import datetime as dt
from itertools import permutations

import pytest

from tests.reconcile.told import DAY, report
from tocsin.reconcile.copies import copies, likeness, word_runs

WIRE = (
    "Bakers in the port of Oran walked off the job on Monday over the price of flour, and about two hundred of them marched to the prefecture behind "
    "a banner that asked for fixed prices. Police closed the road for an hour and nobody was hurt, the union of bakers said in the evening."
)
REWRITTEN = WIRE.replace("walked off the job", "went on strike").replace("in the evening", "later")
OTHER = (
    "A bus overturned on the coast road east of Oran on Monday, and eleven passengers were taken to hospital, most of them with broken bones. "
    "The driver told the gendarmes that a lorry had forced him off the road near the second bridge."
)


def test_the_earliest_is_the_original() -> None:
    """The wire's text printed again and lightly rewritten leads back to the first; another report stands alone."""
    first, later = report(WIRE, DAY), report(WIRE, DAY + dt.timedelta(days=1), "Echo")
    rewritten, other = report(REWRITTEN, DAY + dt.timedelta(days=1)), report(OTHER, DAY)
    assert copies([rewritten, later, other, first]) == {first.id: first.id, later.id: first.id, rewritten.id: first.id, other.id: other.id}


def test_of_one_day_the_smallest_id_is_the_original() -> None:
    """And a report without a day comes last, however its id sorts."""
    dated = [report(WIRE, DAY, publisher) for publisher in ("Echo", "Post")]
    undated = [report(WIRE, None, publisher) for publisher in "abcdef"]
    assert set(copies([*undated, *dated]).values()) == {min(one.id for one in dated)}


def test_order_changes_nothing() -> None:
    """The same for every order of the reports."""
    reports = [report(WIRE, DAY, "a"), report(REWRITTEN, DAY, "b"), report(OTHER, DAY, "c"), report(WIRE + " " + OTHER, DAY, "d")]
    found = copies(reports)
    assert all(copies(order) == found for order in permutations(reports))


def test_a_short_text_is_a_copy_of_nothing() -> None:
    """Two headlines of the same words are two reports."""
    one, other = report("Shots fired in town", DAY, "a"), report("Shots fired in town", DAY, "b")
    assert copies([one, other]) == {one.id: one.id, other.id: other.id}


@pytest.mark.parametrize(("left", "right", "expected"), [("a b c d e", "A, b; c d e.", 1.0), ("a b c d e", "b c d e f", 1 / 3), ("a b", "a b", None)])
def test_likeness_counts_runs_of_four_words(left: str, right: str, expected: float | None) -> None:
    """Case and punctuation do not count; a text of fewer words has no runs."""
    runs = word_runs(left), word_runs(right)
    assert (likeness(*runs) if len(runs[0]) else None) == (pytest.approx(expected) if expected is not None else None)


def test_a_long_text_does_not_swallow_a_short_one() -> None:
    """A report that quotes the whole wire inside a story of its own is no copy of it."""
    wire, story = report(WIRE, DAY), report(OTHER + " " + " ".join(f"{word} {i}" for i, word in enumerate(OTHER.split())) + WIRE, DAY)
    assert copies([wire, story]) == {wire.id: wire.id, story.id: story.id}
