"""Figures of a year, a city or of several acts are background to the act a report tells."""

import pytest

from tests.told import tell
from tocsin.core.claims import MEASURES, Role
from tocsin.pipeline import Reader


def _background(rules: Reader, text: str) -> dict[str, bool]:
    return {claim.quote: claim.background for claim in tell(rules, text).claims if claim.role in MEASURES}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two men were shot dead in Bo on Monday. The city has recorded 34 homicides this year.", {"Two men": False, "34 homicides": True}),
        ("A man was killed in Bo. Eight people were killed in separate shootings on Monday.", {"Eight people": True}),
        (
            "A man was killed in Bo. Four people, among them a guard, were killed, and eight others were wounded in shootings.",
            {"Four people": True, "eight others": True},
        ),
        ("A man was killed in Bo. Bo shootings left three people dead and another wounded since Sunday.", {"three people": True, "another": True}),
        ("A man was killed in Bo. In 2024 212 people were shot dead in the city.", {"212 people": True}),
        ("Three men were killed, compared to five in the same week of 2023.", {"Three men": True, "five": True}),
        ("It was the deadliest attack this year, and 12 people were killed.", {"12 people": False}),
        ("Twelve people were killed in a series of bombings and shootings in Bo.", {"Twelve people": False}),
        ("The shootings left 12 people dead.", {"12 people": False}),
        ("Clashes left 12 people dead in Oran on Monday.", {"12 people": False}),
    ],
)
def test_what_sums_up_more_than_the_act_is_background(rules: Reader, text: str, expected: dict[str, bool]) -> None:
    """A stretch of time, a comparison, or acts in the plural that the text has not told before."""
    assert _background(rules, text) == expected


def test_an_act_that_is_only_such_a_sum_is_background(rules: Reader) -> None:
    """As in "there were eight murders": its type too, so that nothing of it speaks for the event."""
    told = tell(rules, "A man was stabbed in Bo on Monday. There were eight murders in Bo this week.")

    assert {claim.quote: claim.background for claim in told.claims if claim.role is Role.TYPE} == {"stabbed": False, "murders": True}
