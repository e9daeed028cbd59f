"""PLOVER records: the fields of the scheme and no others."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.export.made import ARRESTS, BOMBING, MARCH, STRIKE, dataset
from tocsin.export.exports import write

TYPES = json.loads((Path(__file__).parent.parent.parent / "resources" / "codebooks" / "_plover.json").read_text(encoding="utf-8"))
ENTITY = {
    "type": "object",
    "additionalProperties": False,
    "required": ["sector"],
    "properties": {name: {"type": "string"} for name in "code sector entity_text identifier_id identifier_text".split()},
}
RECORD = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "date", "actor", "event"],
    "properties": {
        **{name: {} for name in "time endtime link text context".split()},
        **{name: {"type": "string", "minLength": 1} for name in "id event_text coder comment".split()},
        **{name: {"type": "string", "format": "date"} for name in "date enddate coded_date".split()},
        "has_event": {"type": "boolean"},
        "event": {"enum": list(TYPES)},
        "mode": {"enum": [mode for modes in TYPES.values() for mode in modes]},
        "quad_code": {"enum": [1, 2, 3, 4]},
        "event_scale": {"type": "number", "minimum": -10, "maximum": 10},
        "actor": {"type": "array", "items": ENTITY},
        "recipient": {"type": "array", "items": ENTITY},
        "size": {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {"type": "integer", "minimum": 0} for name in ("dead", "injured", "arrested")},
        },
        "event_loc": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                name: {} for name in "extracted_place resolved_place geonameid lat lon city district province country country_code resolution".split()
            },
        },
        "text_info": {"type": "array"},
        "cite_info": {"type": "array"},
    },
}


def records(folder: Path) -> dict[str, dict[str, object]]:
    """By id."""
    return {record["id"]: record for record in map(json.loads, write("plover", dataset(), folder)[0].read_text(encoding="utf-8").splitlines())}


def test_records_fit_the_scheme(tmp_path: Path) -> None:
    """Each field is one of the manual's, with the values it allows."""
    validator = Draft202012Validator(RECORD)

    assert [error.message for record in records(tmp_path).values() for error in validator.iter_errors(record)] == []


def test_what_happened_on_a_known_day_is_a_record(tmp_path: Path) -> None:
    """A strike too, which ACLED's categories cannot hold; what is planned, or has no day, is none."""
    assert list(records(tmp_path)) == [MARCH, ARRESTS, BOMBING, STRIKE]


def test_a_record_has_sizes_sides_and_scores(tmp_path: Path) -> None:
    """From the findings."""
    made = records(tmp_path)

    assert made[ARRESTS]["size"] == {"arrested": 14}
    assert made[ARRESTS]["actor"] == [{"code": "NA", "sector": "COP", "entity_text": "Police"}]
    assert "recipient" not in made[ARRESTS]
    assert (made[BOMBING]["event"], made[BOMBING]["mode"], made[BOMBING]["quad_code"], made[BOMBING]["event_scale"]) == (
        "ASSAULT",
        "explosives",
        4,
        -9,
    )
    assert made[BOMBING]["size"] == {"dead": 12}
    assert made[MARCH]["recipient"] == [{"sector": "CVL", "entity_text": "a woman"}]


def test_a_country_has_no_point(tmp_path: Path) -> None:
    """Resolution 1, and neither latitude nor longitude."""
    place = records(tmp_path)[STRIKE]["event_loc"]

    assert isinstance(place, dict)
    assert place["resolution"] == 1
    assert not {"lat", "lon"} & set(place)
