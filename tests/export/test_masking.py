"""Contact details never leave, private names only when asked for, and figures, dates and public names are left alone."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export.made import ADA, MINISTER, Telling, dataset
from tocsin.core.claims import Attribution, Role
from tocsin.core.scales import SpeakerKind
from tocsin.core.spans import Span
from tocsin.core.values import Actor, Count, Description, Reason, Sector, Unresolved
from tocsin.export.masking import ACCOUNT, ADDRESS, EMAIL, NAME, PHONE, Masking, contacts_masked, link_masked, somebody


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("call +264 61 123 4567 now", f"call {PHONE} now"),
        ("Tel: 061 123 456", f"Tel: {PHONE}"),
        ("(061) 123 456", PHONE),
        ("(555) 123-4567", PHONE),
        ("0803 555 1234", PHONE),
        ("00264 61 123 4567", PHONE),
        ("08035551234.", f"{PHONE}."),
        ("555-123-4567", PHONE),
        ("call 555-0142", f"call {PHONE}"),
        ("WhatsApp 5550142", f"WhatsApp {PHONE}"),
        ("a.b+c@mail.example.", f"{EMAIL}."),
        ("posted by @ada_s.", f"posted by {ACCOUNT}."),
        ("at 12 Baker Street", f"at {ADDRESS}"),
        ("No. 4B, Old Mill Road", ADDRESS),
        ("Rue de la Paix 12", ADDRESS),
        ("P.O. Box 12", ADDRESS),
    ],
)
def test_contact_details_are_masked(words: str, shown: str) -> None:
    """Each kind by its own mark."""
    assert contacts_masked(words) == shown


@pytest.mark.parametrize(
    "words",
    [
        *"500-1000 people|2024-05-14|14-05-2024|2019-2024|1990-91|10 000 000 people|1,200,000|(2024) 12000 people|9/11|00:30|14.5.2024".split("|"),
        *"call on 12000 people|police call 12000 out|12 High Court judges|killed on Baker Street|Calle 13|+5% of 100|2 000 000 to 3 000 000".split(
            "|"
        ),
    ],
)
def test_figures_dates_and_streets_stay(words: str) -> None:
    """A number is no phone number because it is long, nor an address because a street follows."""
    assert contacts_masked(words) == words


@settings(deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(["{:,}", "{}", "{} people", "at least {}"]))
def test_a_plain_count_is_never_masked(number: int, form: str) -> None:
    """However large."""
    assert contacts_masked(form.format(number)) == form.format(number)


@settings(deadline=None)
@given(st.text(max_size=40), st.from_regex(r"\+[1-9]\d{1,2} \d{2} \d{3} \d{4}", fullmatch=True), st.text(max_size=40))
def test_no_international_number_gets_through(before: str, number: str, after: str) -> None:
    """Whatever stands around it, apart from what would make it part of something longer."""
    shown = contacts_masked(f"{before} {number} {after}")

    assert number not in shown


@settings(deadline=None)
@given(st.text(max_size=60))
def test_masking_twice_changes_nothing_more(words: str) -> None:
    """A mark is not itself something to mask."""
    once = contacts_masked(words)

    assert contacts_masked(once) == once


def test_a_link_stays_a_link() -> None:
    """The account goes; what is left may stand where an address is asked for."""
    assert link_masked("https://social.example/@ada/12") == "https://social.example/withheld/12"
    assert link_masked("https://lantern.example/2024/05/14/a-1") == "https://lantern.example/2024/05/14/a-1"


def telling() -> tuple[Masking, Masking, str]:
    """A report that names a nurse, a minister and a place that shares a word with the nurse; masked, and not."""
    one = Telling("Ada Rundu met Minister Rosa Quispe in Rundu. ADA RUNDU's brother saw Adamant. Ada said so to a bus driver.", "Lantern", 3)
    one.claim("met", Role.ACTOR, "Ada Rundu", Actor(name="Ada Rundu", kind="person"))
    one.claim("met", Role.TARGET, "Minister Rosa Quispe", MINISTER)
    one.claim("met", Role.ACTOR, "bus driver", Actor(name="bus driver", kind="person"))
    one.claim("met", Role.TARGET, "in Rundu", Actor(name="Rundu", kind="organisation"))
    data = dataset()
    claims = {claim.key: claim for claim in one.claims}
    whole = type(data)(
        documents={one.document.id: one.document},
        mentions={},
        claims=claims,
        events=(),
        stories=(),
        rule="best",
        as_of=None,
        generated=data.generated,
    )
    return Masking(whole, people=False), Masking(whole, people=True), one.document.id


def test_private_names_are_withheld_in_every_form() -> None:
    """The whole name in any case, a part of it, with an apostrophe; not a word that only begins like it, and not what is also public."""
    masking, shown, document = telling()
    text = "Ada Rundu met Minister Rosa Quispe in Rundu. ADA RUNDU's brother saw Adamant. Ada said so to a bus driver."

    expected = f"{NAME} met Minister Rosa Quispe in Rundu. {NAME}'s brother saw Adamant. {NAME} said so to a bus driver."
    assert masking.text(text, (document,)) == expected
    assert masking.text(text, ()) == text
    assert shown.text(text, (document,)) == text


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        (ADA, "a woman"),
        (Actor(name="Ada Obi", kind="person"), "a person"),
        (Actor(name="Tim", kind="person", group="children"), "a child"),
        (Actor(name="bus driver", kind="person"), "bus driver"),
        (MINISTER, MINISTER.name),
        (Actor(name="Ada Obi Foundation", kind="organisation", sector=Sector.NGO), "Ada Obi Foundation"),
    ],
    ids=lambda value: value.name if isinstance(value, Actor) else value,
)
def test_a_private_person_is_only_somebody(actor: Actor, name: str) -> None:
    """A description stays, so do office-holders and bodies."""
    masking = Masking(dataset(), people=False)

    assert masking.value(actor, ()) == name
    assert masking.whole(actor, ()) == Actor(name=name, kind=actor.kind, sector=actor.sector, group=actor.group, country=actor.country)
    assert Masking(dataset(), people=True).value(actor, ()) == actor.name


def test_values_that_hold_words_are_masked_too() -> None:
    """Units, candidates and descriptions."""
    masking, _, document = telling()

    assert masking.whole(Count(low=2, unit="friends of Ada Rundu"), (document,)) == Count(low=2, unit=f"friends of {NAME}")
    assert masking.whole(Description(words="call 555-0142"), (document,)) == Description(words=f"call {PHONE}")
    unresolved = Unresolved(reason=Reason.AMBIGUOUS, candidates=("Ada Rundu",))
    assert masking.whole(unresolved, (document,)) == Unresolved(reason=Reason.AMBIGUOUS, candidates=(NAME,))


@pytest.mark.parametrize(
    ("kind", "quote", "shown"),
    [
        (SpeakerKind.PERSON, "Ada Obi", "a person"),
        (SpeakerKind.WITNESS, "Ada Obi, who saw it", "a witness"),
        (SpeakerKind.POLICE, "Police", "Police"),
        (SpeakerKind.GOVERNMENT, "Minister Rosa Quispe", "Minister Rosa Quispe"),
    ],
)
def test_private_speakers_are_withheld(kind: SpeakerKind, quote: str, shown: str) -> None:
    """Who speaks for an office or a body stays."""
    link = Attribution(span=Span(0, len(quote)), quote=quote, kind=kind)

    assert Masking(dataset(), people=False).speaker(link, ()) == shown
    assert Masking(dataset(), people=True).speaker(link, ()) == quote


def test_somebody_never_holds_the_name() -> None:
    """Only the kinds of people that the groups lexicon tells apart."""
    assert {somebody(Actor(name="Kim", kind="person", group=group)) for group in (None, "women", "men", "children", "workers")} == {
        "a person",
        "a woman",
        "a man",
        "a child",
    }
    assert not re.search("Kim", somebody(Actor(name="Kim", kind="person", group="Kim")))
