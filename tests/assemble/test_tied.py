"""Places, dates and facilities: each on the act nearest to it, and none where the words say something else."""

import pytest

from tests.told import day, tell
from tocsin.core.claims import Origin, Role
from tocsin.pipeline import Reader


def said(reader: Reader, text: str, role: Role) -> list[tuple[str, str]]:
    """Which trigger has what in `role` by the words of the text."""
    claims = [claim for act in tell(reader, text).acts for claim in act.of(role) if claim.origin is Origin.TEXT]
    return [(claim.trigger.quote(text), claim.quote) for claim in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police arrested ten students after a rally in Freetown.", [("rally", "Freetown")]),
        ("Soldiers shot two men in Oran and arrested a woman in Annaba.", [("shot", "Oran"), ("arrested", "Annaba")]),
        ("CONAKRY, 11 June (EFE) -- Soldiers shot two men.", []),
        ("Ana Boe, 43, of Freetown, was shot on Monday.", []),
        ("Freetown police shot two men.", []),
        ("Oran's mayor was shot.", []),
    ],
)
def test_a_place_is_told_of_one_act(rules: Reader, text: str, expected: list[tuple[str, str]]) -> None:
    """The nearest act has it; where a report was filed, where somebody is from and whose mayor it is say not where it was."""
    assert said(rules, text, Role.PLACE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CONAKRY, June 11 (EFE) - Soldiers shot two men on Monday.", [("shot", "Monday")]),
        ("CONAKRY, June 11 (EFE) - Soldiers shot two men.", []),
        ("In June, Soldiers shot two men - and a boy.", [("shot", "June")]),
    ],
)
def test_when_a_report_was_filed_is_no_date_of_an_act(rules: Reader, text: str, expected: list[tuple[str, str]]) -> None:
    """The dateline names the day of the report."""
    assert said(rules, text, Role.DATE) == expected


def test_the_other_acts_take_the_place_from_the_context(rules: Reader) -> None:
    """It is an inference that the arrests were in the same town, and marked as one."""
    [place] = tell(rules, "Police arrested ten students after a rally in Freetown.").act("arrest").of(Role.PLACE)

    assert (place.quote, place.origin) == ("Freetown", Origin.CONTEXT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two men were shot, police said on Monday.", []),
        ("The union said on Monday that soldiers had shot two men.", []),
        ("Rebels shot two soldiers, the group said in a report released on Monday.", []),
        ("The shooting was reported on Monday.", [("shooting", "Monday")]),
        ("Soldiers shot two men on Monday and burned a bus.", [("shot", "Monday")]),
    ],
)
def test_a_date_is_told_of_one_act(rules: Reader, text: str, expected: list[tuple[str, str]]) -> None:
    """The day somebody spoke is not that of what he spoke of."""
    assert said(rules, text, Role.DATE) == expected


def test_a_shared_day_of_the_past_makes_both_acts_background(rules: Reader) -> None:
    """Both acts of the sentence are of 2011, though its date stands with one of them."""
    told = tell(rules, "In 2011, soldiers killed 17 miners and burned a clinic.")

    assert {claim.background for act in told.acts for claim in act.claims} == {True}


def test_a_toll_of_the_day_keeps_its_day(rules: Reader) -> None:
    """The day of saying is still what a date in the paragraph falls back on."""
    told = tell(rules, "Soldiers shot two men in Oran on Monday.")

    assert told.act("shooting").dates == [day(10)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A man was shot outside a bar on Monday.", [("shot", "bar")]),
        (
            "Students marched in front of the embassy, and police arrested ten at a bus station.",
            [("marched", "embassy"), ("arrested", "bus station")],
        ),
        ("Rebels burned two houses.", []),
    ],
)
def test_a_facility_is_where_the_nearest_act_was(rules: Reader, text: str, expected: list[tuple[str, str]]) -> None:
    """After a preposition of place; what is burned is property."""
    assert said(rules, text, Role.FACILITY) == expected
