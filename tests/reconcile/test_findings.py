"""Findings of one event: figures and other values, with what speaks for and against them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reconcile.built import HOSPITAL, MINISTRY, MONITOR, PARTY, POLICE, day, denied, figure, report, valued
from tocsin.core.claims import Origin, Role
from tocsin.core.events import EventMention, RelationKind
from tocsin.core.scales import Factuality, Modality
from tocsin.core.values import Actor, Count, DateInterval, EventType, Facility, Place, PlaceKind
from tocsin.reconcile.findings import findings
from tocsin.reconcile.rules import RULES

COUNTRY = Place(gazetteer_id="9", name="Malawi", kind=PlaceKind.COUNTRY, country="MW")
TOWN = Place(gazetteer_id="1", name="Mzuzu", kind=PlaceKind.SETTLEMENT, country="MW")
OTHER = Place(gazetteer_id="2", name="Karonga", kind=PlaceKind.SETTLEMENT, country="MW")


def _finding(role, *mentions, copies=None, rule="range", as_of=None):
    found, _ = findings(mentions, copies or {}, RULES[rule], as_of)
    return next((finding for finding in found if finding.role is role), None)


def _value(role, *values, **fields):
    return _finding(role, *[report(f"Paper {i}", 14, valued(role, value, **fields)) for i, value in enumerate(values)])


def test_a_figure_names_who_is_for_and_against_it():
    ministry, party, old = (
        report("Wire", 14, figure(12, by=MINISTRY)),
        report("Star", 14, figure(19, by=PARTY)),
        report("Wire", 13, figure(3, by=MINISTRY)),
    )

    finding = _finding(Role.KILLED, ministry, party, old, rule="conservative")

    assert (finding.low, finding.best, finding.high) == (12, 12, 12)
    assert finding.supporting == (ministry.claims[0].key,)
    assert finding.opposing == (old.claims[0].key, party.claims[0].key)
    assert finding.sentence == "the lowest standing figure: Interior ministry, 14 May: 12"


def test_hearsay_beside_a_figure_is_set_aside_and_alone_is_a_finding_that_says_so():
    firm, hearsay = report("Wire", 14, figure(12, by=MINISTRY)), report("Star", 14, figure(12, by=PARTY, factuality=Factuality.UU))

    beside, alone = _finding(Role.KILLED, firm, hearsay), _finding(Role.KILLED, hearsay)

    assert (beside.supporting, beside.opposing) == ((firm.claims[0].key,), ())
    assert beside.sentence.endswith("set aside as only possible or hearsay: 1")
    assert alone.sentence.endswith("said only as possible or as hearsay")
    assert alone.grade.credibility == 6


def test_a_figure_taken_back_leaves_no_finding():
    assert _finding(Role.KILLED, report("Wire", 14, figure(19, by=PARTY)), report("Wire", 15, denied(19, by=PARTY))) is None


def test_a_figure_taken_back_stands_until_it_is():
    mentions = report("Wire", 14, figure(19, by=PARTY)), report("Wire", 15, denied(19, by=PARTY))

    assert _finding(Role.KILLED, *mentions, as_of=day(14)).best == 19


def test_who_denies_another_number_does_not_speak_against_this_one():
    ministry, denial = report("Wire", 14, figure(12, by=MINISTRY)), report("Star", 14, denied(19, by=POLICE), denied(10, None, by=PARTY))

    assert _finding(Role.KILLED, ministry, denial).opposing == (denial.claims[1].key,)


def test_the_value_of_most_voices_is_chosen():
    finding = _value(Role.PLACE, OTHER, TOWN, TOWN)

    assert finding.value == TOWN
    assert (len(finding.supporting), len(finding.opposing)) == (2, 1)
    assert finding.sentence == "Mzuzu: said by 2 of 3 independent voices"


def test_a_country_leaves_room_for_its_town():
    finding = _value(Role.PLACE, COUNTRY, TOWN)

    assert (finding.value, finding.opposing) == (TOWN, ())


def test_the_most_precise_date_of_equally_many_voices_is_chosen():
    week, monday, other = [DateInterval(start=day(start), end=day(end)) for start, end in ((13, 20), (13, 14), (21, 22))]

    finding = _value(Role.DATE, week, monday, DateInterval(start=None, end=day(30)), other)

    assert finding.value == monday
    assert len(finding.opposing) == 1


def test_an_assumed_date_counts_only_where_none_is_stated():
    assumed, stated = DateInterval(start=day(13), end=day(15)), DateInterval(start=day(11), end=day(12))
    guesses = [report(f"Paper {i}", 14, valued(Role.DATE, assumed, origin=Origin.ASSUMED)) for i in range(3)]

    assert _finding(Role.DATE, *guesses).value == assumed
    assert _finding(Role.DATE, *guesses, report("Wire", 14, valued(Role.DATE, stated))).value == stated


def test_a_type_that_says_what_came_of_it_leaves_room_for_what_was_done():
    finding = _value(Role.TYPE, EventType(code="death"), EventType(code="death"), EventType(code="shooting"), EventType(code="riot"))

    assert finding.value in {EventType(code="shooting"), EventType(code="riot")}
    assert len(finding.opposing) == 1


def test_a_denied_event_opposes_its_type_and_alone_is_no_finding():
    told, denial = report("Wire", 14, valued(Role.TYPE, EventType(code="shooting"))), report(
        "Star", 14, valued(Role.TYPE, EventType(code="shooting"), factuality=Factuality.CT_MINUS, modality=Modality.NEGATED)
    )  # fmt: skip

    assert _finding(Role.TYPE, told, denial).opposing == (denial.claims[0].key,)
    assert _finding(Role.TYPE, denial) is None


def test_actors_of_one_body_agree_and_a_target_may_be_a_building():
    police = [Actor(name=name, kind="security-force", group="police") for name in ("police", "riot police")]

    assert _value(Role.ACTOR, *police).value == police[1]
    assert len(_value(Role.ACTOR, *police).supporting) == 2
    assert _value(Role.TARGET, Facility(name="police station")).value == Facility(name="police station")


def test_a_part_larger_than_its_whole_is_flagged():
    mentions = report("Wire", 14, figure(3, by=MINISTRY)), report("Star", 14, figure(4, by=PARTY, unit="children"))

    _, relations = findings(mentions, {}, RULES["range"])

    assert [relation.kind for relation in relations] == [RelationKind.CONTRADICTS]


speakers = st.sampled_from([(), MINISTRY, HOSPITAL, PARTY, MONITOR, POLICE])
bounds = st.one_of(
    st.integers(1, 30).map(lambda n: (n, n)),
    st.integers(1, 30).map(lambda n: (n, None)),
    st.integers(1, 30).map(lambda n: (None, n)),
    st.tuples(st.integers(1, 30), st.integers(0, 9)).map(lambda pair: (pair[0], sum(pair))),
)
figures = st.builds(
    lambda number, by, unit, factuality, approximate: figure(*number, by=by, unit=unit, factuality=factuality, approximate=approximate),
    bounds,
    speakers,
    st.sampled_from(["people", "children", None]),
    st.sampled_from([Factuality.CT_PLUS, Factuality.CT_PLUS, Factuality.PR_PLUS, Factuality.UU, Factuality.CT_MINUS]),
    st.booleans(),
)


@st.composite
def told(draw) -> list[EventMention]:
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from(["Wire", "Star", "Gazette"]), st.sampled_from([None, 13, 14, 15, 16]), st.lists(figures, max_size=3)),
            max_size=6,
        )
    )
    return [report(publisher, published, *own, document=f"d{i}") for i, (publisher, published, own) in enumerate(rows)]


rules = st.sampled_from(sorted(RULES)).map(RULES.get)
days = st.sampled_from([None, *[dt.date(2024, 5, number) for number in (13, 14, 15, 16)]])


@settings(deadline=None)
@given(told(), rules, days, st.randoms(use_true_random=False))
def test_order_changes_nothing(mentions, rule, as_of, random):
    shuffled = random.sample(mentions, len(mentions))

    assert findings(shuffled, {}, rule, as_of) == findings(mentions, {}, rule, as_of)


@settings(deadline=None)
@given(told(), rules, days)
def test_low_best_high_are_in_order_and_somebody_says_so(mentions, rule, as_of):
    found, relations = findings(mentions, {}, rule, as_of)

    known = {claim.key for mention in mentions for claim in mention.claims if as_of is None or (mention.published or dt.date.max) <= as_of}
    for finding in found:
        numbers = [number for number in (finding.low, finding.best, finding.high) if number is not None]
        assert numbers == sorted(numbers)
        assert finding.supporting
        assert {*finding.supporting, *finding.opposing} <= known
        assert set(finding.supporting).isdisjoint(finding.opposing)
    assert {key for relation in relations for key in (relation.claim, relation.other)} <= known


@settings(deadline=None)
@given(told(), rules)
def test_no_number_is_invented(mentions, rule):
    found, _ = findings(mentions, {}, rule)

    ends = {end for mention in mentions for claim in mention.claims if isinstance(claim.value, Count) for end in (claim.value.low, claim.value.high)}
    assert {number for finding in found for number in (finding.low, finding.best, finding.high)} <= ends | {None}


@settings(deadline=None)
@given(told(), st.integers(0, 5), rules)
def test_a_copy_adds_no_voice(mentions, which, rule):
    if not mentions:
        return
    copied = mentions[which % len(mentions)]
    copy = report("Copyist", 17, document="copy")
    claims = tuple([type(claim)(**{**_fields(claim), "document": "copy"}) for claim in copied.claims])
    copy = EventMention(document="copy", trigger=copied.trigger, published=day(17), publisher="Copyist", claims=claims)

    before, _ = findings(mentions, {}, rule)
    after, _ = findings([*mentions, copy], {"copy": copied.document}, rule)

    assert [(one.scope, one.low, one.best, one.high, one.grade.credibility) for one in after] == [
        (one.scope, one.low, one.best, one.high, one.grade.credibility) for one in before
    ]


def _fields(claim):
    return {name: getattr(claim, name) for name in claim.__struct_fields__}


@settings(deadline=None, max_examples=30)
@given(told(), told(), rules)
def test_removing_a_report_and_adding_it_back_gives_the_same(mentions, more, rule):
    renamed = [report("Late", 16, document=f"late{i}") if not one.claims else one for i, one in enumerate(more)]
    whole = [*mentions, *[one for one in renamed if one.document not in {mention.document for mention in mentions}]]
    before = findings(whole, {}, rule)

    for i in range(len(whole)):
        findings([*whole[:i], *whole[i + 1 :]], {}, rule)
        assert findings([*whole[:i], *whole[i + 1 :], whole[i]], {}, rule) == before


@pytest.mark.parametrize("rule", sorted(RULES))
def test_nothing_known_finds_nothing(rule):
    assert findings([], {}, RULES[rule]) == ((), ())
