"""Figures given to acts: what a part in an act says, people whose part no word names, and figures told again."""

import pytest

from tests.told import PUBLISHED, tell
from tocsin.core.claims import MEASURES, Claim, Role
from tocsin.core.values import Count
from tocsin.pipeline import Reader


def figures(reader: Reader, text: str) -> list[Claim]:
    """The figure claims in the order of the text."""
    claims = [claim for claim in tell(reader, text, PUBLISHED).claims if claim.role in MEASURES and isinstance(claim.value, Count)]
    return sorted(claims, key=lambda claim: claim.span)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eight to ten people came out of an alley and opened fire.", [("participants", 8, 10)]),
        ("Police released three 911 calls about the shooting.", []),
        ("Two bombs exploded near a mosque, killing 22 people.", [("killed", 22, 22)]),
        ("The prosecutor accused 40 teachers of fraud.", [("other", 40, 40)]),
        ("The crowd, which an officer put at 200 to 250, had demanded their release.", [("participants", 200, 250)]),
        ("Soldiers opened fire at a march, killing eight, a doctor there said.", [("killed", 8, 8)]),
        ("Nine of the teachers, who have been dismissed, marched.", [("participants", 9, 9)]),
        ("The doctor said 46 people had been admitted, 21 of them with burns.", [("hospitalised", 46, 46), ("hospitalised", 21, 21)]),
    ],
)
def test_the_part_in_an_act_tells_what_is_counted(rules: Reader, text: str, expected: list[tuple[str, int, int]]) -> None:
    """Who opens fire takes part; calls are not freed and bombs not killed; people in an act without an outcome are `other` (READING.md 1)."""
    assert [(claim.role.value, claim.value.low, claim.value.high) for claim in figures(rules, text) if isinstance(claim.value, Count)] == expected


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Three dead, six hurt in blast\n\nThree people were killed and six others were injured in a blast.", [("Three",), ("six",)]),
        ("Four men were shot dead in the market.\n\nRelatives wept as the four victims were buried.", [("Four men",)]),
        ("A fire killed three children.\n\nThe fire that killed the three brothers burned for hours.", [("three children",)]),
    ],
)
def test_a_figure_told_again_is_one_claim(rules: Reader, text: str, quotes: list[tuple[str, ...]]) -> None:
    """Headline and lead, and people taken up with "the", are one claim with several mentions (READING.md 2)."""
    found = figures(rules, text)

    assert len(found) == len(quotes)
    assert all(claim.mentions for claim in found)


@pytest.mark.parametrize(
    "text",
    [
        "Two men were killed in Accra on Monday.\n\nTwo men were killed in Kumasi on Tuesday.",
        "The police said four students were killed.\n\nThe opposition said four students were killed.",
        "Two men were injured.\n\nTwo women were injured.",
        "Two men were killed.\n\nThree men were killed.",
        "In Accra, 1,000 people marched.\n\nIn Kumasi, 1,000 people marched.",
    ],
)
def test_another_place_speaker_group_or_number_is_another_claim(rules: Reader, text: str) -> None:
    """The same number elsewhere, from another named speaker, or of another group stays a claim of its own (READING.md 2)."""
    assert len(figures(rules, text)) == 2


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("A shooting in Arica left a girl dead.", ["girl"]),
        ("A boy accidentally shot himself in the leg.", ["boy"]),
        ("Two men were shot dead.", ["men"]),
    ],
)
def test_a_single_person_harmed_is_a_victim_and_no_figure(rules: Reader, text: str, victims: list[str]) -> None:
    """A person described without a numeral is recorded as victim (READING.md 1); a group with a figure is not told twice."""
    told = tell(rules, text, PUBLISHED)

    assert [claim.quote.removesuffix(" dead") for claim in told.claims if claim.role is Role.VICTIM] == victims
    assert {claim.quote for claim in told.claims if claim.role in MEASURES} <= {"Two men"}


def test_the_claim_is_made_of_the_telling_that_names_its_speaker(rules: Reader) -> None:
    """A headline has no speaker: the claim carries the one the body names, and the headline is a mention."""
    [claim] = figures(rules, "Nine miners killed in clash\n\nNine miners were killed in a clash, police said.")

    assert [link.kind.value for link in claim.attribution] == ["police"]
    assert [words.quote for words in claim.mentions] == ["Nine miners"]


@pytest.mark.model
def test_who_is_blamed_did_it(trained: Reader) -> None:
    """And not who blames."""
    claims = tell(trained, "The Rapid Support Forces blamed the army for the attack.", PUBLISHED).claims
    assert [claim.quote for claim in claims if claim.role is Role.ACTOR and claim.trigger.start > 40] == ["army"]


@pytest.mark.model
def test_who_counts_is_the_speaker_whatever_the_heads_say(trained: Reader) -> None:
    """A figure that somebody counted is theirs, and not the writer's."""
    for text, speaker in (("Doctors put the toll at 12.", "Doctors"), ("The monitoring group recorded 40 deaths.", "monitoring group")):
        assert [[link.quote for link in claim.attribution] for claim in figures(trained, text)] == [[speaker]]


def test_who_says_so_is_no_victim(rules: Reader) -> None:
    """Who stands behind a list of victims with a verb of saying is not the last of them."""
    claims = tell(rules, "Soldiers opened fire, killing eight men, a doctor there said.", PUBLISHED).claims
    assert [claim.quote for claim in claims if claim.role is Role.VICTIM] == ["men"]
