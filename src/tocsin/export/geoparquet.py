"""GeoParquet 1.1: the events with their points as WKB, and the `geo` metadata that says so. Written with pyarrow alone."""

import struct
from pathlib import Path

import msgspec

from tocsin.export.columns import write_parquet
from tocsin.export.dataset import Dataset
from tocsin.export.described import HELD, described
from tocsin.export.losses import lose_unexpressed
from tocsin.export.masking import Masking
from tocsin.export.parquet import EVENTS
from tocsin.export.view import View
from tocsin.export.writing import Sheet

_FIELDS = {**{field: kind for field, kind in EVENTS.items() if field not in {"mentions", "stories"}}, "geometry": "binary"}
_LITTLE_ENDIAN, _POINT = 1, 1


def write(dataset: Dataset, folder: Path, *, people: bool) -> tuple[Path, ...]:
    """Write events-geo.parquet and its two reports."""
    masking = Masking(dataset, people=people)
    sheet = Sheet(dataset, masking)
    views = [View(dataset, event, masking) for event in dataset.events]
    rows = []
    for view in views:
        lose_unexpressed(sheet, view, "GeoParquet", HELD, ranges=True)
        point = view.coordinates
        if point is None:
            sheet.lose(view.event, "geometry", view.place.name if view.place is not None else "", "no point is known, and none is invented")
        rows.append({**sheet.add(view.event.id, described(view)), "geometry": wkb(*point) if point is not None else None})
    points = [view.coordinates for view in views if view.coordinates is not None]
    path = write_parquet(folder / "events-geo.parquet", _FIELDS, rows, {"geo": geo_metadata(points)})
    return path, *sheet.write_reports(path)


def wkb(longitude: float, latitude: float) -> bytes:
    """A point as well-known binary, little-endian, x before y."""
    return struct.pack("<BIdd", _LITTLE_ENDIAN, _POINT, longitude, latitude)


def geo_metadata(points: list[tuple[float, float]]) -> bytes:
    """GeoParquet's file metadata. Without `crs` the coordinates are longitude and latitude on WGS 84 (OGC:CRS84)."""
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if points:
        longitudes, latitudes = zip(*points, strict=True)
        column["bbox"] = [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
    return msgspec.json.encode({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}})
