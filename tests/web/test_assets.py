"""The vendored browser files are the recorded ones, and the shapes of the world are what the map needs."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from resources import assets, world


def test_the_vendored_files_are_those_recorded() -> None:
    assert assets.faults() == []


def test_a_changed_a_missing_and_an_unknown_file_are_each_named(tmp_path: Path) -> None:
    vendor = shutil.copytree(assets.VENDOR, tmp_path / "vendor")
    (vendor / "htmx" / "htmx.min.js").write_text("other", encoding="utf-8")
    (vendor / "uplot" / "LICENSE").unlink()
    (vendor / "world" / "extra.json").touch()
    (vendor / "stray").mkdir()

    assert assets.faults(vendor) == [
        "htmx/htmx.min.js is not the file recorded",
        "stray is not recorded",
        "uplot has no licence file",
        "uplot/LICENSE is missing",
        "world/extra.json is not recorded",
    ]


def test_what_is_vendored_stays_small() -> None:
    assert sum(file.stat().st_size for file in assets.VENDOR.rglob("*")) < 4_000_000


@pytest.fixture(scope="module")
def countries() -> list[dict[str, Any]]:
    return json.loads((assets.VENDOR / "world" / "countries.geojson").read_text(encoding="utf-8"))["features"]


def test_each_code_names_one_shape(countries: list[dict[str, Any]]) -> None:
    codes = [one["properties"]["code"] for one in countries if one["properties"]["code"]]

    assert len(codes) == len(set(codes)) > 230
    assert {"SD", "SS", "XK", "US", "FJ", "TW", "PS"} <= set(codes)


def test_no_shape_runs_around_the_world(countries: list[dict[str, Any]]) -> None:
    for one in countries:
        for rings in one["geometry"]["coordinates"]:
            easts = [x for x, _ in rings[0]]
            assert max(easts) - min(easts) < 180, one["properties"]["name"]


def test_a_country_is_named_inside_its_shape(countries: list[dict[str, Any]]) -> None:
    at = {one["properties"]["name"]: one["properties"]["at"] for one in countries}

    assert at["Sudan"] == pytest.approx([30, 16], abs=3)
    assert at["Russia"] == pytest.approx([95, 63], abs=10)
    assert at["Fiji"] == pytest.approx([178, -18], abs=1)


def test_borders_are_the_arcs_that_two_countries_share() -> None:
    # two squares side by side: arc 0 is their border, arcs 1 and 2 their coasts
    arcs = [[[0, 0], [0, 10]], [[0, 10], [-10, 0], [0, -10], [10, 0]], [[0, 0], [10, 0], [0, 10], [-10, 0]]]
    west = {"type": "Polygon", "id": "001", "properties": {"name": "West"}, "arcs": [[0, 1]]}
    east = {"type": "Polygon", "id": "002", "properties": {"name": "East"}, "arcs": [[2, -1]]}
    atlas = {"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": arcs, "objects": {"countries": {"geometries": [west, east]}}}

    made = world.collections(atlas, codes="001=WW 002=EE", named={})

    assert made["borders.geojson"]["geometry"]["coordinates"] == [[(0, 0), (0, 10)]]
    shown = {one["properties"]["code"]: one["properties"]["at"] for one in made["countries.geojson"]["features"]}
    assert shown["WW"] == pytest.approx([-5, 5])
    assert shown["EE"] == pytest.approx([5, 5])
