"""FollowTheMoney entities: only schemata and properties that its model has, and values as it writes them."""

import json
import re
from pathlib import Path

import pytest

from tests.export.made import BLAME, BOMBING, RALLY, dataset
from tocsin.export.exports import write

# the properties we may use, from the public model (Thing, Interval, Event, LegalEntity, Person)
THING = {"name", "country", "summary", "keywords", "sourceUrl", "publisher"}
SCHEMATA = {
    "Event": THING | {"startDate", "endDate", "date", "recordId", "location", "involved", "organizer"},
    "Organization": THING,
    "PublicBody": THING,
    "Person": THING,
}


def entities(folder: Path, *, people: bool = False) -> dict[str, dict[str, object]]:
    lines = write("ftm", dataset(), folder, people=people)[0].read_text(encoding="utf-8").splitlines()
    return {entity["id"]: entity for entity in map(json.loads, lines)}


def test_entities_fit_the_model(tmp_path: Path) -> None:
    """Lists of strings under known properties; countries in lower case; dates as dates; every entity has its name."""
    for entity in entities(tmp_path).values():
        properties = entity["properties"]
        assert set(entity) == {"id", "schema", "properties"}
        assert set(properties) <= SCHEMATA[entity["schema"]]
        assert properties["name"]
        assert all(isinstance(value, str) and value for values in properties.values() for value in values)
        assert all(re.fullmatch("[a-z]{2}", code) for code in properties.get("country", ()))
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for name in ("date", "startDate", "endDate") for day in properties.get(name, ()))


def test_followthemoney_reads_them(tmp_path: Path) -> None:
    """The model's own library finds every schema and property, and gives back every value as it was written."""
    reader = pytest.importorskip("followthemoney", reason="pip install followthemoney, which needs a C++ compiler and ICU (libicu-dev)")

    for entity in entities(tmp_path, people=True).values():
        read = reader.model.get_proxy(entity, cleaned=False)
        read.schema.validate(entity)
        given, back = entity["properties"], read.to_dict()["properties"]
        assert {name: sorted(values) for name, values in back.items()} == {name: sorted(values) for name, values in given.items()}
        assert read.caption == given["name"][0]


def test_the_involved_are_entities(tmp_path: Path) -> None:
    """A rebel group is an organisation, the police a public body; no link leads nowhere."""
    made = entities(tmp_path)
    involved = [one for entity in made.values() for one in entity["properties"].get("involved", ())]

    assert sorted((made[one]["schema"], *made[one]["properties"]["name"]) for one in involved) == [
        ("Organization", "Dawn Front"),
        ("PublicBody", "Police"),
    ]
    assert made[BOMBING]["properties"]["date"] == ["2024-05-13"]
    assert RALLY not in made


def test_persons_are_entities_only_when_asked_for(tmp_path: Path) -> None:
    """And office-holders never: an entity of them would be a profile."""
    assert not any(entity["schema"] == "Person" for entity in entities(tmp_path / "1").values())

    asked = entities(tmp_path / "2", people=True)
    assert [entity["properties"]["name"] for entity in asked.values() if entity["schema"] == "Person"] == [["Ada Shikongo"]]
    assert "involved" not in asked[BLAME]["properties"]
