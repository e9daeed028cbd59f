"""Killed and injured of an incident against what its reports say."""

import json
from pathlib import Path

import msgspec
import pytest

from eval.benchmark import Split, Task
from eval.gva import BENCHMARK, cases, fits
from eval.score import Share
from tests.eval.built import Building, Stub
from tocsin.core.claims import Role
from tocsin.core.values import Count


def _scores(killed: int, injured: int, *built: Building) -> dict[str, Share]:
    return {case.metric: case.score for case in cases("i", killed, injured, [one.extraction for one in built]) if isinstance(case.score, Share)}


def test_figures_of_different_reports_count_together() -> None:
    """One article gives the dead, the other the injured; a figure of last year belongs to no value of the incident."""
    one = Building("Two people were killed on Monday.").count("killed", Role.KILLED, "Two people", Count(low=2, high=2))
    other = Building("At least 3 men were wounded; 9 died last year.").count("wounded", Role.INJURED, "At least 3 men", Count(low=3))
    other.count("died", Role.KILLED, "9", Count(low=9, high=9))
    scores = _scores(2, 3, one, other)
    assert scores == {
        "killed": Share(1, 1),
        "injured": Share(1, 1),
        "both": Share(1, 1),
        "both, victims counted": Share(1, 1),
        "in no incident": Share(1, 3),
    }


def test_another_value_is_not_found() -> None:
    """At least 2 is not 3, and what was not read is not found."""
    built = Building("At least two people were killed.").count("killed", Role.KILLED, "At least two people", Count(low=2))
    assert _scores(3, 1, built) == {
        "killed": Share(0, 1),
        "injured": Share(0, 1),
        "both": Share(0, 1),
        "both, victims counted": Share(0, 1),
        "in no incident": Share(0, 1),
    }


def test_a_man_counts_as_one() -> None:
    """READING.md 1 makes no figure of "a man"; the victim of a fatal event is one killed, of a shooting without a death one injured."""
    dead = Building("A man was shot dead.").event("shot dead", "shooting").actor("shot dead", Role.VICTIM, "man", "person")
    hurt = Building("A man was shot.").event("shot", "shooting").actor("shot", Role.VICTIM, "man", "person")
    many = Building("Men were shot.").event("shot", "shooting").actor("shot", Role.VICTIM, "Men", "group")
    assert _scores(1, 0, dead)["killed"] == Share(1, 1)
    assert _scores(0, 1, dead)["injured"] == Share(0, 1)
    assert _scores(0, 1, hurt)["injured"] == Share(1, 1)
    assert _scores(1, 0, hurt)["killed"] == Share(0, 1)
    assert _scores(0, 1, many)["injured"] == Share(0, 1)
    assert _scores(0, 2, hurt)["injured"] == Share(0, 1)


def test_two_victims_count_as_two_only_where_victims_are_counted() -> None:
    """No figure is said in "Ana Paz and Eva Rio were killed": the strict share misses it, the one that counts victims does not."""
    built = Building("Ana Paz and Eva Rio were killed.").event("killed", "killing")
    built.actor("killed", Role.VICTIM, "Ana Paz", "person").actor("killed", Role.VICTIM, "Eva Rio", "person")
    scores = _scores(2, 0, built)
    assert (scores["both"], scores["both, victims counted"]) == (Share(0, 1), Share(1, 1))
    assert _scores(3, 0, built)["both, victims counted"] == Share(0, 1)


def test_pages_without_a_report_are_left_out(tmp_path: Path) -> None:
    """An incident whose only page is a log-in wall has nothing to be read."""
    rows = [{"incident": "1", "docs": [{"text": "Please sign in."}]}, {"incident": "2", "docs": [{"text": "A man was shot."}, {"text": ""}]}]
    (tmp_path / "gva").mkdir()
    (tmp_path / "gva/incidents.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    task = Task(tmp_path, Stub(), Split(incidents=None))
    assert [row["incident"] for row in BENCHMARK.load(task)] == ["2"]


def test_casualties_stand_for_the_only_outcome() -> None:
    """The words "four people were shot" are the injured where nobody died, and neither where somebody did."""
    built = Building("Four people were shot.").count("shot", Role.CASUALTIES, "Four people", Count(low=4, high=4))
    assert _scores(0, 4, built)["injured"] == Share(1, 1)
    assert _scores(1, 4, built)["injured"] == Share(0, 1)
    assert _scores(1, 3, built)["in no incident"] == Share(0, 1)


def test_an_incident_without_casualties_has_no_share() -> None:
    """Nothing to find is not found."""
    assert _scores(0, 0, Building("Shots were fired.")) == {"in no incident": Share(0, 0)}


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count(low=2, high=2), True),
        (Count(low=3, high=3), True),
        (Count(low=5, high=5), True),
        (Count(low=4, high=4), False),
        (Count(low=1), True),
        (Count(high=1), False),
        (Count(low=0, high=0), False),
    ],
)
def test_fits(count: Count, expected: bool) -> None:
    """Two killed and three injured: 2, 3 and 5 belong to the incident, and bounds that hold one of them."""
    assert fits(count, 2, 3) is expected


def test_an_explicit_zero_fits_nobody_killed() -> None:
    """The words "no one was killed" is right where nobody was."""
    assert fits(Count(low=0, high=0), 0, 3)


def test_the_words_around_a_trigger_say_that_somebody_died() -> None:
    """The adverb before "shot" and what follows at once belong to the event: a man fatally shot is killed, and not injured."""
    for text in ("A man was fatally shot there.", "A man was shot to death there."):
        built = Building(text).event("shot", "shooting").actor("shot", Role.VICTIM, "man", "person")
        assert _scores(1, 0, built)["killed"] == Share(1, 1)
        assert _scores(0, 1, built)["injured"] == Share(0, 1)


def test_a_part_of_a_figure_is_no_total() -> None:
    """The words "two of them" are not held against the incident's four."""
    built = Building("Four people were shot; two of them are men.").count("shot", Role.INJURED, "Four people", Count(low=4, high=4))
    whole = built.extraction.claims[-1].key
    built.count("shot", Role.INJURED, "two of them", Count(low=2, high=2))
    built.claims[-1] = msgspec.structs.replace(built.claims[-1], part_of=whole)
    assert _scores(0, 4, built)["in no incident"] == Share(0, 1)
