"""GeoJSON and GeoParquet, read by geopandas: points where one is known, and none invented."""

import json
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pytest

from tests.export.made import MARCH, ROADBLOCK, STRIKE, dataset
from tocsin.export.exports import write

COUNT = 7


def read(name: str, path: Path) -> gpd.GeoDataFrame:
    frame = gpd.read_parquet(path) if name == "geoparquet" else gpd.read_file(path)
    return frame.set_index("event")


@pytest.mark.parametrize("name", ["geojson", "geoparquet"])
def test_points_are_where_they_are_known(tmp_path: Path, name: str) -> None:
    """Longitude first; a country and an unknown place have none, and say how wide they are."""
    frame = read(name, write(name, dataset(), tmp_path)[0])

    assert len(frame) == COUNT
    assert (frame.geometry[MARCH].x, frame.geometry[MARCH].y) == (14.9667, -22.4167)
    assert frame.geometry[STRIKE] is None
    assert frame.geometry[ROADBLOCK] is None
    assert frame.place_kind[STRIKE] == "country"
    assert frame.crs.is_geographic


@pytest.mark.parametrize("name", ["geojson", "geoparquet"])
def test_figures_keep_their_bounds(tmp_path: Path, name: str) -> None:
    """Low, best and high side by side; what nobody tells is missing, not 0."""
    frame = read(name, write(name, dataset(), tmp_path)[0])
    killed = frame[["killed_low", "killed_best", "killed_high"]]

    assert killed.dropna().to_numpy().tolist() == [[9, 12, 12]]
    assert frame.happened.tolist() == [True, True, True, True, True, False, True]


def test_the_file_says_that_it_is_geoparquet(tmp_path: Path) -> None:
    """Version 1.1, WKB points, a box around them."""
    geo = json.loads(pq.read_schema(write("geoparquet", dataset(), tmp_path)[0]).metadata[b"geo"])

    assert geo == {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"], "bbox": [-77.0282, -22.4167, 14.9667, -12.0432]}},
    }


def test_a_feature_without_a_point_has_a_null_geometry(tmp_path: Path) -> None:
    """As RFC 7946 asks, and its own coordinates are empty too."""
    features = json.loads(write("geojson", dataset(), tmp_path)[0].read_text(encoding="utf-8"))["features"]
    strike = next(feature for feature in features if feature["id"] == STRIKE)

    assert strike["geometry"] is None
    assert (strike["properties"]["latitude"], strike["properties"]["longitude"]) == (None, None)
