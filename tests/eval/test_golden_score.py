"""The scorer of the golden standard, on claims made by hand."""

import datetime as dt

import pytest

from eval.golden.gold import Alternatives, GoldClaim, GoldError, GoldValue, occurrence, problems
from eval.golden.score import Golden, pairs, score
from eval.score import PRF, Share
from tocsin.core.claims import Attribution, Claim, Extraction, Origin, Role
from tocsin.core.document import Document, Report
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.core.spans import Span
from tocsin.core.values import AnyValue, Count, DateInterval, EventType

TEXT = "Police said three people were killed on Monday. The opposition says at least 11 people were killed."
DOCUMENT = Document.freeze(TEXT, Report())


def gold(role: Role, quote: str, value: GoldValue | None, **more: object) -> GoldClaim:
    """A golden claim of the killing."""
    given: dict[str, object] = {"factuality": Factuality.CT_PLUS, "speaker": "Police", "kind": SpeakerKind.POLICE, "part_of": None} | more
    return GoldClaim(trigger="killed", nth=1, role=role, quote=quote, value=value, **given)  # type: ignore[arg-type]


def read(role: Role, quote: str, value: AnyValue, **more: object) -> Claim:
    """A claim as a reader would make it of TEXT."""
    given: dict[str, object] = {"attribution": (Attribution(span=Span(0, 6), quote="Police", kind=SpeakerKind.POLICE),)} | more
    span = occurrence(TEXT, quote, 1)
    return Claim(document=DOCUMENT.id, trigger=occurrence(TEXT, "killed", 1), role=role, span=span, quote=quote, value=value, rule="t", **given)  # type: ignore[arg-type]


def of(*claims: Claim) -> Extraction:
    """An extraction of `claims`."""
    return Extraction(document=DOCUMENT, claims=claims)


KILLING = gold(Role.TYPE, "killed", GoldValue(code="killing"), alternatives=Alternatives(value=(GoldValue(code="death"),)))
THREE = gold(Role.KILLED, "three people", GoldValue(low=3, high=3))
GOLDEN = Golden.of(TEXT, (KILLING, THREE))


def test_a_perfect_reading_is_perfect() -> None:
    """The same words with the same values score full marks, and every aspect is right."""
    groups, aspects = score(GOLDEN, of(read(Role.TYPE, "killed", EventType(code="killing")), read(Role.KILLED, "three", Count(low=3, high=3))))

    assert groups["events"] == PRF(1, 1, 1)
    assert groups["figures"] == PRF(1, 1, 1)
    assert aspects == {"event": Share(2, 2), "factuality": Share(2, 2), "speaker": Share(2, 2), "subset": Share(0, 0)}


def test_an_alternative_is_as_good() -> None:
    """A type that the gold allows instead is right."""
    assert score(GOLDEN, of(read(Role.TYPE, "killed", EventType(code="death"))))[0]["events"] == PRF(1, 1, 1)


@pytest.mark.parametrize(
    "claim",
    [
        read(Role.KILLED, "three", Count(low=3)),
        read(Role.KILLED, "at least 11", Count(low=3, high=3)),
        read(Role.INJURED, "three", Count(low=3, high=3)),
    ],
    ids=["other value", "other words", "other role"],
)
def test_a_misreading_is_a_miss_and_a_false_claim(claim: Claim) -> None:
    """Wrong value, wrong words and wrong role each cost precision and recall."""
    assert score(GOLDEN, of(claim))[0]["figures"] == PRF(0, 1, 1)


def test_claiming_twice_does_not_pay() -> None:
    """Two claims of one figure are one right and one too many."""
    twice = (read(Role.KILLED, "three", Count(low=3, high=3)), read(Role.KILLED, "three people", Count(low=3, high=3)))

    assert score(GOLDEN, of(*twice))[0]["figures"] == PRF(1, 2, 1)


def test_optional_claims_cost_nothing() -> None:
    """Read or not, an optional claim counts on neither side."""
    optional = Golden.of(TEXT, (KILLING, gold(Role.DATE, "Monday", GoldValue(start=dt.date(2024, 5, 13), end=dt.date(2024, 5, 14)), optional=True)))
    monday = read(Role.DATE, "Monday", DateInterval(start=dt.date(2024, 5, 13), end=dt.date(2024, 5, 14)))

    assert score(optional, of())[0]["dates"] == PRF()
    assert score(optional, of(monday))[0]["dates"] == PRF()


def test_what_context_fills_in_is_not_judged() -> None:
    """A date that an event was given without words of its own is neither right nor wrong."""
    monday = DateInterval(start=dt.date(2024, 5, 13), end=dt.date(2024, 5, 14))

    assert score(GOLDEN, of(read(Role.DATE, "Monday", monday, origin=Origin.CONTEXT)))[0]["dates"] == PRF()
    assert score(GOLDEN, of(read(Role.DATE, "Monday", monday)))[0]["dates"] == PRF(0, 1, 0)


@pytest.mark.parametrize(
    ("attribution", "right"),
    [
        ((), 0),
        ((Attribution(span=Span(0, 6), quote="Police", kind=SpeakerKind.MEDIA),), 0),
        ((Attribution(span=Span(52, 62), quote="opposition", kind=SpeakerKind.POLICE),), 0),
        ((Attribution(span=Span(0, 6), quote="He", kind=SpeakerKind.POLICE),), 1),
    ],
    ids=["writer", "other kind", "other words", "pronoun"],
)
def test_the_speaker_needs_kind_and_words(attribution: tuple[Attribution, ...], right: int) -> None:
    """A figure in the wrong mouth is found, but its speaker is wrong; a pronoun stands for whoever it is. The missed event counts as wrong."""
    assert score(GOLDEN, of(read(Role.KILLED, "three", Count(low=3, high=3), attribution=attribution)))[1]["speaker"] == Share(right, 2)


def test_the_value_decides_between_two_golden_claims() -> None:
    """Where two golden claims share words, the claim read is paired with the one whose value it has."""
    both = Golden.of(TEXT, (KILLING, gold(Role.KILLED, "three people", GoldValue(low=30, high=30)), THREE))

    right = [pair.gold for pair in pairs(both, (read(Role.KILLED, "three", Count(low=3, high=3)),)) if pair.right]

    assert right == [THREE]


def test_gold_that_does_not_fit_is_told() -> None:
    """Words that are not in the text, types that do not exist and parts of nothing are each a problem; sound gold has none."""
    wrong = gold(Role.KILLED, "four people", GoldValue(low=4, high=4), part_of="nobody")

    assert list(problems(DOCUMENT, (KILLING, THREE))) == []
    assert len(list(problems(DOCUMENT, (KILLING, wrong)))) == 2
    assert len(list(problems(DOCUMENT, (gold(Role.TYPE, "killed", GoldValue(code="jaywalking")),)))) == 1


def test_occurrences_count_from_one() -> None:
    """The second "killed" is the later one, and there is no third."""
    assert occurrence(TEXT, "killed", 2).start == TEXT.rindex("killed")
    with pytest.raises(GoldError, match="3 times"):
        occurrence(TEXT, "killed", 3)
