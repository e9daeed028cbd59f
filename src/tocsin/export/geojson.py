"""GeoJSON (RFC 7946): one feature per event. An event without a point has no geometry; a country's middle is no point."""

from pathlib import Path

from tocsin.export.dataset import Dataset
from tocsin.export.described import HELD, described
from tocsin.export.losses import lose_unexpressed
from tocsin.export.masking import Masking
from tocsin.export.plain_json import plain_json
from tocsin.export.view import View
from tocsin.export.writing import Sheet


def write(dataset: Dataset, folder: Path, *, people: bool) -> tuple[Path, ...]:
    """Write events.geojson and its two reports."""
    masking = Masking(dataset, people=people)
    sheet = Sheet(dataset, masking)
    features = [_feature(sheet, View(dataset, event, masking)) for event in dataset.events]
    path = folder / "events.geojson"
    path.write_bytes(plain_json({"type": "FeatureCollection", "features": features}) + b"\n")
    return path, *sheet.write_reports(path)


def _feature(sheet: Sheet, view: View) -> dict[str, object]:
    lose_unexpressed(sheet, view, "GeoJSON", HELD, ranges=True)
    point = view.coordinates
    if point is None:
        sheet.lose(view.event, "geometry", view.place.name if view.place is not None else "", "no point is known, and none is invented")
    properties = sheet.add(view.event.id, described(view))
    return {
        "type": "Feature",
        "id": view.event.id,
        "geometry": {"type": "Point", "coordinates": list(point)} if point is not None else None,
        "properties": properties,
    }
