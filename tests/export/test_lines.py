"""The line format: everything there is goes out, fits the schema, and comes back the same."""

import datetime as dt
import json

import msgspec
import pytest
from jsonschema import Draft202012Validator

from tests.told import tell
from tocsin.core.claims import Attribution, Candidate, Claim, Extraction, Origin, Problem, Role
from tocsin.core.document import Document, Report
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span, Words
from tocsin.core.values import (
    Actor,
    AnyValue,
    Count,
    DateInterval,
    Description,
    EventType,
    Facility,
    Granularity,
    Instrument,
    PartOfDay,
    Place,
    PlaceKind,
    Property,
    Reason,
    Sector,
    Unresolved,
)
from tocsin.export.lines import FORMAT, AnyLine, ClaimLine, decode, encode, lines, schema
from tocsin.pipeline import Reader

SCHEMA = Draft202012Validator(schema())
TEXT = "🔥 Police shot İlker in Oran."
ORAN = Place(gazetteer_id="g1", name="Oran", kind=PlaceKind.SETTLEMENT, country="DZ", admin1="Oran", latitude=35.7, longitude=-0.6)
VALUES: list[AnyValue] = [
    Count(low=12),
    Count(low=24, approximate=True, unit="people"),
    Count(high=50),
    DateInterval(start=dt.date(2024, 6, 10), end=dt.date(2024, 6, 12), part_of_day=PartOfDay.NIGHT, granularity=Granularity.DAY_PART),
    DateInterval(start=dt.date(2024, 6, 10)),
    ORAN,
    Facility(name="town hall", kind="building", place=ORAN),
    Actor(name="Police", kind="security-force", sector=Sector.COP, group="police", country="DZ"),
    Property(name="cars", kind="vehicle"),
    Instrument(name="rifle", kind="firearm"),
    EventType(code="shooting"),
    Description(words="to come"),
    Unresolved(reason=Reason.AMBIGUOUS, candidates=("g1", "g2")),
]


def extraction(value: AnyValue) -> Extraction:
    """A claim with every field set, and a problem with and without words."""
    document = Document.freeze(
        TEXT, Report(publisher="Lantern", published=dt.date(2024, 6, 12), url="https://lantern.example/1", title="🔥", language="en")
    )
    police = Span(2, 8)
    said = Attribution(span=police, quote="Police", kind=SpeakerKind.POLICE, cue=Words(Span(9, 13), "shot"))
    claim = Claim(
        document=document.id,
        trigger=Span(9, 13),
        role=Role.OTHER,
        span=police,
        quote="Police",
        value=value,
        attribution=(said,),
        factuality=Factuality.PR_MINUS,
        modality=Modality.NEGATED,
        background=True,
        opinion=True,
        disputed=True,
        cues=(Words(Span(14, 19), "İlker"),),
        part_of="c1x",
        qualifies="c1y",
        counts_as=Role.KILLED,
        as_of=dt.date(2024, 6, 11),
        origin=Origin.CONTEXT,
        rule="test",
        score=0.5,
        mentions=(Words(police, "Police"),),
        candidates=(Candidate(id="g1", name="Oran", score=0.9, reasons=("in the country named",)),),
    )
    return Extraction(
        document=document, claims=(claim,), problems=(Problem(code="a", message="b"), Problem(code="a", message="b", span=police, quote="Police"))
    )


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_every_kind_of_value_fits_the_schema_and_comes_back(value: AnyValue) -> None:
    """decode(encode(x)) == x, and each line fits."""
    made = extraction(value)
    data = encode(made)

    assert decode(data) == tuple(lines(made))
    assert [error.message for line in data.splitlines() for error in SCHEMA.iter_errors(json.loads(line))] == []


def test_every_kind_of_value_is_tried() -> None:
    """The list above grows with the union."""
    assert {type(value) for value in VALUES} == set(AnyValue.__args__)


def test_a_claim_line_holds_all_of_the_claim() -> None:
    """Each field of Claim is written, defaults too, with the key and the trigger's words."""
    assert set(ClaimLine.__struct_fields__) == {*Claim.__struct_fields__, "key", "trigger_quote"}

    bare = tell_one()
    assert set(bare) == {*ClaimLine.__struct_fields__, "line"}


def tell_one() -> dict[str, object]:
    document = Document.freeze("Police shot a man.", Report())
    claim = Claim(
        document=document.id, trigger=Span(7, 11), role=Role.TYPE, span=Span(7, 11), quote="shot", value=EventType(code="shooting"), rule="test"
    )
    _, line = encode(Extraction(document=document, claims=(claim,))).splitlines()
    return dict(json.loads(line))


def test_spans_count_code_points(rules: Reader) -> None:
    """Not bytes, not UTF-16 units: a picture before the words moves them by one."""
    told = tell(rules, "🔥🔥 Police in İzmir arrested 14 students on Monday.")
    document, *rest = [json.loads(line) for line in encode(told.extraction).splitlines()]
    claims = [line for line in rest if line["line"] == "claim"]

    assert claims
    assert [document["text"][line["span"][0] : line["span"][1]] for line in claims] == [line["quote"] for line in claims]


def test_the_format_has_its_number() -> None:
    """On the document line, and in the schema's title."""
    first = json.loads(encode(extraction(Count(low=1))).splitlines()[0])

    assert first["format"] == FORMAT
    assert f"format {FORMAT}" in schema()["title"]


@pytest.mark.parametrize("line", ['{"line":"verdict"}', '{"line":"claim","key":"c1"}', '{"line":"document","format":"one"}', "[]"])
def test_a_line_that_is_not_ours_is_refused(line: str) -> None:
    """By the decoder and by the schema alike."""
    with pytest.raises(msgspec.ValidationError):
        decode(line.encode())
    assert not SCHEMA.is_valid(json.loads(line))


def test_the_schema_describes_what_stands_on_a_line() -> None:
    """Document, claim and problem, told apart by `line`."""
    mapping = schema()["discriminator"]["mapping"]

    assert set(mapping) == {kind.__struct_config__.tag for kind in AnyLine.__args__}
