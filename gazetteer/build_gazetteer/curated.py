"""Reads the hand-written lists in `curated/` and lays them over the inputs.

`places*.csv` adds places; `names.csv` adds names, with dates where they were official for a while, to places the inputs have; `points.csv` gives
countries and large units a point in their middle. A row that points nowhere, or repeats another, stops the build.
"""

import csv
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from build_gazetteer.inputs import Inputs
from build_gazetteer.records import Name, PlaceRow

FOLDER = Path(__file__).parent.parent / "curated"
COLUMNS = ["id", "name", "aliases", "kind", "country", "admin", "lat", "lon", "valid_from", "valid_to", "note"]
KINDS = {"country", "admin1", "admin2", "settlement", "district", "landmark", "region"}
USUAL_POPULATION = {
    "country": 5_000_000, "region": 1_000_000, "admin1": 500_000, "admin2": 50_000, "settlement": 20_000, "district": 30_000, "landmark": 10_000,
}  # fmt: skip
"""How prominent a place of our own list is taken to be against others of its name, in people."""


def rows(pattern: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of the matching files with where each stands, for messages."""
    for path in sorted(FOLDER.glob(pattern)):
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            if reader.fieldnames != COLUMNS:
                sys.exit(f"{path.name}: the columns must be {','.join(COLUMNS)}")
            for number, row in enumerate(reader, start=2):
                yield f"{path.name}:{number}", row


def key_of(identifier: str) -> int:
    """The key of one of our own ids: a negative number made from the id, so that adding rows moves no other."""
    return -int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:5], "big")


def lay_over(inputs: Inputs) -> None:
    """Add points, places and names, in this order. Exits on the first row that does not fit."""
    for where, row in rows("points.csv"):
        place = inputs.places.get(int(row["id"])) or sys.exit(f"{where}: no place {row['id']}")
        place.latitude, place.longitude = float(row["lat"]), float(row["lon"])
    for where, row in rows("places*.csv"):
        _add_place(inputs, where, row)
    for where, row in rows("names.csv"):
        place = inputs.places.get(int(row["id"])) or sys.exit(f"{where}: no place {row['id']}")
        if row["country"] != place.country:
            sys.exit(f"{where}: {row['name']} is in {place.country}, not in {row['country']}")
        place.kind = row["kind"] or place.kind
        dates = {"valid_from": row["valid_from"] or None, "valid_to": row["valid_to"] or None}
        place.names.update([Name(alias.strip(), **dates) for alias in row["aliases"].split("|")])
        if row["note"].startswith("name:"):
            place.name = row["name"]
            place.names.add(Name(place.name, main=True))


def _add_place(inputs: Inputs, where: str, row: dict[str, str]) -> None:
    if row["kind"] not in KINDS or not row["id"].startswith("tocsin:") or not row["lat"]:
        sys.exit(f"{where}: needs a tocsin: id, a known kind and coordinates")
    if row["country"] and row["country"] not in inputs.countries:
        sys.exit(f"{where}: no country {row['country']}")
    key = key_of(row["id"])
    if key in inputs.places:
        sys.exit(f"{where}: {row['id']} is there already")
    place = PlaceRow(
        key=key, id=row["id"], name=row["name"], kind=row["kind"], country=row["country"] or None, admin1=_admin1(inputs, where, row),
        latitude=float(row["lat"]), longitude=float(row["lon"]), population=USUAL_POPULATION[row["kind"]],
    )  # fmt: skip
    dates = {"valid_from": row["valid_from"] or None, "valid_to": row["valid_to"] or None}
    place.names = {Name(alias.strip(), **dates) for alias in row["aliases"].split("|") if alias.strip()}
    place.names.add(Name(row["name"], main=True, **dates))
    inputs.places[key] = place


def _admin1(inputs: Inputs, where: str, row: dict[str, str]) -> int | None:
    if not row["admin"]:
        return None
    for place in inputs.places.values():
        if place.kind == "admin1" and place.country == row["country"] and row["admin"] in {name.text for name in place.names}:
            return place.key
    return sys.exit(f"{where}: {row['country']} has no first-level unit named {row['admin']}")
