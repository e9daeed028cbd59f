"""The golden story (examples/story): six days of one shooting, read from its reports and judged as of four of these days.

What is asserted is what docs/findings.md tells.
"""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from tocsin.cli.reconcile import reconcile_store
from tocsin.core.claims import Role
from tocsin.core.events import RelationKind, Scope
from tocsin.core.values import Sector
from tocsin.intake import IntakeFailure, make_document, read_items
from tocsin.reconcile.figures import histories
from tocsin.reconcile.findings import findings
from tocsin.reconcile.rules import RULES
from tocsin.reconcile.speakers import said
from tocsin.store import open_store
from tocsin.store.reports import mentions_of
from tocsin.store.tables import originals

STORY = Path(__file__).parents[2] / "examples" / "story"
KILLED = Scope(measure=Role.KILLED)
CHILDREN = Scope(measure=Role.KILLED, group="children")
POLICE = Scope(measure=Role.KILLED, group="police")

MINISTRY, PARTY, HOSPITAL, MONITOR = "interior ministry", "people dawn", "hospital", "rift monitor"


class Story:
    """The shooting: the one event of the store that has a death toll, as `tocsin reconcile` makes it by a rule, as of a day of June 2024."""

    def __init__(self, reader, path):
        self._path = str(path)
        with open_store(self._path) as store:
            for item in read_items([str(STORY)], published=None):
                assert not isinstance(item, IntakeFailure)
                store.add(reader.extract(make_document(item)), None, "reader")
        self._events = {}
        self.mentions = self.told(30)
        with open_store(self._path) as store, store.reading() as connection:
            self.copies = {row.copy: row.original for row in connection.execute(select(originals))}

    def event(self, day, rule="range"):
        """The event and its mentions."""
        if (day, rule) not in self._events:
            reconcile_store(self._path, RULES[rule], _june(day))
            with open_store(self._path) as store:
                all_mentions = {mention.id: mention for mention in mentions_of(store)}
                (event,) = [one for one in store.events.all() if any(finding.scope == KILLED for finding in one.findings)]
            self._events[day, rule] = event, [all_mentions[mention] for mention in event.mentions]
        return self._events[day, rule]

    def told(self, day):
        return self.event(day)[1]

    def history(self, day, scope=KILLED):
        """Day, voice and least number of every figure."""
        told = histories(said(self.told(day), self.copies, _june(day)), self.told(day))[scope]
        return [(one.day.day, one.voice.name, one.claim.value.low) for one in told]

    def numbers(self, day, scope=KILLED, rule="range"):
        return next(((one.low, one.best, one.high) for one in self.event(day, rule)[0].findings if one.scope == scope), None)

    def grade(self, day, scope=KILLED):
        return next(f"{one.grade.reliability}{one.grade.credibility}" for one in self.event(day)[0].findings if one.scope == scope)

    def relations(self, day, kind, scope=KILLED):
        """Voice and number of both figures of each relation of this kind, within one scope."""
        told = {one.claim.key: one for one in histories(said(self.told(day), self.copies, _june(day)), self.told(day))[scope]}
        relations = self.event(day)[0].relations
        pairs = [(told[one.claim], told[one.other]) for one in relations if one.kind is kind and one.claim in told and one.other in told]
        return {(one.voice.name, one.claim.value.low, other.voice.name, other.claim.value.low) for one, other in pairs}


def _june(day):
    return dt.date(2024, 6, day)


@pytest.fixture(scope="module", params=["rules", pytest.param("trained", marks=pytest.mark.model)])
def story(request, tmp_path_factory):
    return Story(request.getfixturevalue(request.param), tmp_path_factory.mktemp("story") / "story.db")


def test_an_agency_text_that_a_second_paper_prints_is_one_text(story):
    """Both are of one day, so that nothing says who had it first."""
    publisher_of = {mention.document: mention.publisher for mention in story.mentions}
    ((copy, original),) = story.copies.items()

    assert {publisher_of[copy], publisher_of[original]} == {"Northern Star", "Lakeland Wire"}


def test_the_day_after_two_sides_differ(story):
    """4 June: the ministry says 7 and the party 15; the agency text printed by a second paper adds no voice."""
    assert sorted(story.history(4)) == [
        (3, HOSPITAL, 4), *[(4, MINISTRY, 7)] * 3, *[(4, PARTY, 15)] * 3,
    ]  # fmt: skip
    assert story.relations(4, RelationKind.SUPERSEDES) == {(MINISTRY, 7, HOSPITAL, 4)}
    assert story.relations(4, RelationKind.CONTRADICTS) == {(PARTY, 15, MINISTRY, 7)}
    assert story.relations(4, RelationKind.REPEATS) == {(MINISTRY, 7, MINISTRY, 7), (PARTY, 15, PARTY, 15)}
    assert story.numbers(4) == (7, 7, 15)
    assert story.numbers(4, rule="majority") == (7, None, 15)
    assert story.numbers(4, CHILDREN) == (4, 4, 4)
    assert story.numbers(4, POLICE) == (2, 2, 2)
    assert story.grade(4) == "C4"


def test_on_the_fifth_the_toll_rises_and_a_digit_slips(story):
    """5 June: ministry and hospital say 12; one paper prints the ministry's 12 as 21."""
    assert sorted(story.history(5))[7:] == [(5, HOSPITAL, 12), (5, MINISTRY, 12), (5, MINISTRY, 12), (5, MINISTRY, 21), (5, PARTY, 15)]
    assert story.relations(5, RelationKind.OUTLIER) == {(MINISTRY, 21, MINISTRY, 12)}
    assert story.relations(5, RelationKind.SUPERSEDES) == {(MINISTRY, 12, MINISTRY, 7), (HOSPITAL, 12, HOSPITAL, 4)}
    assert story.relations(5, RelationKind.CONTRADICTS) == {(PARTY, 15, MINISTRY, 12), (PARTY, 15, HOSPITAL, 12)}
    assert story.relations(5, RelationKind.RETRACTS) == set()
    assert story.relations(5, RelationKind.CONTRADICTS, CHILDREN) == {(PARTY, 4, MINISTRY, 3)}
    assert story.numbers(5) == (12, 12, 15)
    assert story.numbers(5, CHILDREN) == (3, 3, 4)
    assert story.grade(5) == "C2"


def test_on_the_sixth_the_slip_is_corrected_and_the_party_says_19(story):
    assert story.relations(6, RelationKind.RETRACTS) == {(MINISTRY, 21, MINISTRY, 21)}
    assert (PARTY, 19, PARTY, 15) in story.relations(6, RelationKind.SUPERSEDES)
    assert story.relations(6, RelationKind.CONTRADICTS) == {(PARTY, 19, MINISTRY, 12), (PARTY, 19, HOSPITAL, 12)}
    assert story.numbers(6) == (12, 12, 19)
    assert story.numbers(6, rule="latest-official") == (12, 12, 12)


def test_at_the_end_19_is_taken_back_and_the_rules_choose_differently(story):
    """8 June: the ministry has come to 14, the party has gone back to 16, which a rights group has counted by itself."""
    assert story.relations(8, RelationKind.RETRACTS) == {(MINISTRY, 21, MINISTRY, 21), (PARTY, 19, PARTY, 19)}
    assert story.relations(8, RelationKind.SUPERSEDES) == {
        (MINISTRY, 12, MINISTRY, 7), (MINISTRY, 14, MINISTRY, 12), (MINISTRY, 14, HOSPITAL, 12), (HOSPITAL, 12, HOSPITAL, 4), (PARTY, 16, PARTY, 15),
    }  # fmt: skip
    assert story.relations(8, RelationKind.CONTRADICTS) == {(PARTY, 16, MINISTRY, 14), (MONITOR, 16, MINISTRY, 14)}
    assert {rule: story.numbers(8, rule=rule) for rule in RULES} == {
        "range": (14, 16, 16), "conservative": (14, 14, 14), "majority": (16, 16, 16), "latest-official": (14, 14, 14), "hierarchy": (16, 16, 16),
    }  # fmt: skip
    assert story.numbers(8, CHILDREN) == (3, 3, 3)
    assert story.numbers(8, POLICE) == (2, 2, 2)
    assert (story.grade(8), story.grade(8, CHILDREN)) == ("C2", "C1")


def test_parts_are_never_added_and_fit_their_wholes(story):
    """Every "including three children" is part of the toll of its report."""
    told = {one.claim.key: one.claim for one in said(story.mentions, story.copies)}
    relations = story.event(30)[0].relations
    parts = [(told[one.claim], told[one.other]) for one in relations if one.kind is RelationKind.PART_OF]

    killed = {(part.value.unit, part.value.low, whole.value.low) for part, whole in parts if part.role is Role.KILLED}
    assert {("children", 4, 15), ("children", 3, 12), ("children", 3, 16), ("police officers", 2, 7), ("police officers", 2, 16)} <= killed
    assert not [one for one in relations if "larger than its whole" in one.sentence]


def test_where_and_when(story):
    values = {one.role: one.value for one in story.event(30)[0].findings if one.value is not None}

    assert values[Role.PLACE].name == "Mzuzu"
    assert (values[Role.DATE].start, values[Role.DATE].end) == (_june(3), _june(4))
    assert values[Role.TYPE].code == "shooting"
    assert values[Role.ACTOR].sector is Sector.COP


def test_taking_a_report_away_and_putting_it_back_changes_nothing(story):
    """The agency's rising toll of 5 June, for one."""
    document = next(one.claim.document for one in said(story.mentions, story.copies) if one.publisher == "Lakeland Wire" and one.day == _june(5))
    without = [mention for mention in story.mentions if mention.document != document]
    back = [*without, *[mention for mention in story.mentions if mention.document == document]]

    assert findings(without, story.copies, RULES["range"]) != findings(story.mentions, story.copies, RULES["range"])
    assert findings(back, story.copies, RULES["range"]) == findings(story.mentions, story.copies, RULES["range"])


def test_the_page_tells_these_numbers(story):
    """The table of rules in docs/findings.md."""
    rows = (Path(__file__).parents[2] / "docs" / "findings.md").read_text(encoding="utf-8").splitlines()

    for rule in RULES:
        numbers = " | ".join([str(number) for number in story.numbers(8, rule=rule)])
        assert [row for row in rows if row.startswith(f"| `{rule}` |") and f"| {numbers} |" in row]
