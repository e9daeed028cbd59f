"""What stands after people decided: nothing is lost, the last decision counts, and what is taken back never was."""

import datetime as dt

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.claims import Claim, Role
from tocsin.core.reviews import Decision, Review, disagree, in_force, standing
from tocsin.core.scales import Factuality
from tocsin.core.spans import Span
from tocsin.core.values import Count, EventType

BEGUN = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


def claim(start: int, role: Role = Role.KILLED, *, trigger: int = 0, low: int = 1, **fields: object) -> Claim:
    value = EventType(code="killing") if role is Role.TYPE else Count(low=low, high=low)
    return Claim(document="d", trigger=Span(trigger, trigger + 1), role=role, span=Span(start, start + 1), quote="x", value=value, rule="r", **fields)  # type: ignore[arg-type]


TYPE, KILLED, HURT = claim(0, Role.TYPE), claim(1), claim(2, Role.INJURED)
OTHER = claim(9, trigger=8)
READ = (TYPE, KILLED, HURT, OTHER)


def review(of: Claim, decision: Decision, minute: int = 0, by: str = "ana", replacement: Claim | None = None, undoes: str | None = None) -> Review:
    return Review(
        document="d", claim=of.key, decision=decision, by=by, at=BEGUN + dt.timedelta(minutes=minute), replacement=replacement, undoes=undoes
    )


def undo(one: Review, minute: int) -> Review:
    return Review(document="d", claim=one.claim, decision=one.decision, by=one.by, at=BEGUN + dt.timedelta(minutes=minute), undoes=one.id)


def corrected(of: Claim, low: int) -> Claim:
    return msgspec.structs.replace(of, value=Count(low=low, high=low), rule="person")


@st.composite
def histories(draw: st.DrawFn) -> list[Review]:
    """Any decisions of three people, some of them taken back."""
    made: list[Review] = []
    for minute in range(draw(st.integers(0, 12))):
        undoable = [one for one in made if one.undoes is None]
        if undoable and draw(st.integers(0, 3)) == 0:
            made.append(undo(draw(st.sampled_from(undoable)), minute))
            continue
        of = draw(st.sampled_from(READ))
        decision = draw(st.sampled_from(Decision))
        if decision is Decision.ADD:
            of = claim(draw(st.integers(20, 23)))
        replacement = {Decision.CORRECT: corrected(KILLED, draw(st.integers(2, 5))) if of is KILLED else of, Decision.ADD: of}.get(decision)
        made.append(review(of, decision, minute, draw(st.sampled_from(["ana", "ben", "cem"])), replacement))
    return made


def test_without_reviews_the_claims_stand_as_read() -> None:
    assert tuple(standing(READ, ())) == READ


@settings(max_examples=200)
@given(histories())
def test_undoing_everything_gives_the_claims_as_read(made: list[Review]) -> None:
    taken_back = [undo(one, 100 + i) for i, one in enumerate(made) if one.undoes is None]

    assert tuple(standing(READ, [*made, *taken_back])) == READ
    assert in_force([*made, *taken_back]) == {}


@settings(max_examples=200)
@given(histories(), st.randoms())
def test_the_order_in_which_reviews_are_given_does_not_matter(made: list[Review], draw: object) -> None:
    shuffled = list(made)
    draw.shuffle(shuffled)  # type: ignore[attr-defined]

    assert list(standing(READ, shuffled)) == list(standing(READ, made))


@settings(max_examples=200)
@given(histories())
def test_accepting_last_of_all_gives_the_claims_as_read(made: list[Review]) -> None:
    """Of what was read; additions stay."""
    accepted = [review(one, Decision.ACCEPT, 100, "dan") for one in READ]

    assert tuple(one for one in standing(READ, [*made, *accepted]) if one.key in {read.key for read in READ}) == READ


@settings(max_examples=200)
@given(histories())
def test_no_claim_stands_twice_in_one_review(made: list[Review]) -> None:
    deciding = {key: of[-1] for key, of in in_force(made).items()}
    known = {one.key for one in READ} | {one.replacement for one in deciding.values() if one.replacement is not None}

    assert {one.key for one in standing(READ, made)} <= {one.key if isinstance(one, Claim) else one for one in known}


def test_rejecting_and_then_accepting_brings_the_claim_back() -> None:
    rejected = review(KILLED, Decision.REJECT, 0)
    assert KILLED not in standing(READ, [rejected])
    assert tuple(standing(READ, [rejected, review(KILLED, Decision.ACCEPT, 1)])) == READ


def test_the_last_of_several_people_decides() -> None:
    ana, ben = review(KILLED, Decision.REJECT, 0, "ana"), review(KILLED, Decision.CORRECT, 1, "ben", corrected(KILLED, 4))

    assert [one.by for one in in_force([ben, ana])[KILLED.key]] == ["ana", "ben"]
    assert corrected(KILLED, 4) in standing(READ, [ana, ben])
    later = review(KILLED, Decision.REJECT, 2, "ana")
    assert [one.by for one in in_force([ana, ben, later])[KILLED.key]] == ["ben", "ana"]
    assert KILLED.key not in {one.key for one in standing(READ, [ana, ben, later])}


def test_taking_back_the_last_decision_gives_the_one_before() -> None:
    first, second = review(KILLED, Decision.CORRECT, 0, replacement=corrected(KILLED, 4)), review(KILLED, Decision.REJECT, 1, "ben")

    assert corrected(KILLED, 4) in standing(READ, [first, second, undo(second, 2)])


def test_rejecting_a_type_takes_its_event_with_it() -> None:
    assert tuple(standing(READ, [review(TYPE, Decision.REJECT)])) == (OTHER,)


def test_an_added_claim_comes_last_and_can_be_rejected_and_corrected() -> None:
    new = claim(30, low=7)
    added = review(new, Decision.ADD, 0, replacement=new)

    assert tuple(standing(READ, [added])) == (*READ, new)
    assert tuple(standing(READ, [added, review(new, Decision.REJECT, 1)])) == READ
    better = corrected(new, 8)
    assert tuple(standing(READ, [added, review(new, Decision.CORRECT, 1, "ben", better)])) == (*READ, better)


def test_links_follow_a_correction() -> None:
    children = claim(3, low=1, part_of=KILLED.key)
    place = claim(4, Role.PLACE, qualifies=KILLED.key)
    better = corrected(KILLED, 4)

    stands = list(standing((KILLED, children, place), [review(KILLED, Decision.CORRECT, replacement=better)]))
    assert [one.part_of for one in stands] == [None, better.key, None]
    assert [one.qualifies for one in stands] == [None, None, better.key]


def test_a_correction_of_what_is_read_no_more_still_stands() -> None:
    better = corrected(KILLED, 4)
    assert tuple(standing((OTHER,), [review(KILLED, Decision.CORRECT, replacement=better)])) == (OTHER, better)


def test_who_disagrees() -> None:
    better, worse = corrected(KILLED, 4), corrected(KILLED, 5)
    unsure = msgspec.structs.replace(KILLED, factuality=Factuality.PS_PLUS, rule="person")
    accept, reject = review(KILLED, Decision.ACCEPT), review(KILLED, Decision.REJECT, by="ben")

    assert disagree([accept, reject])
    assert disagree([accept, review(KILLED, Decision.CORRECT, by="ben", replacement=better)])
    assert disagree([review(KILLED, Decision.CORRECT, replacement=worse), review(KILLED, Decision.CORRECT, by="ben", replacement=better)])
    assert disagree(
        [
            review(KILLED, Decision.CORRECT, replacement=unsure),
            review(KILLED, Decision.CORRECT, by="ben", replacement=msgspec.structs.replace(unsure, factuality=Factuality.UU)),
        ]
    )
    assert not disagree([accept, review(KILLED, Decision.ACCEPT, by="ben")])
    assert not disagree([review(KILLED, Decision.ADD, replacement=better), review(KILLED, Decision.CORRECT, by="ben", replacement=better)])
    assert not disagree([])
