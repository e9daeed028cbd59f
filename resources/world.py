"""Make the map's two GeoJSON files out of world-atlas's TopoJSON: the countries, and the borders between them.

Borders come apart from the countries because a country's outline is also its coast and, where a country crosses the 180th meridian, a line that
is no border at all; the map draws land against sea without any line.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from shapely.geometry import Polygon
from shapely.ops import polylabel

Point = tuple[float, float]

PLACES = 2  # decimals of a degree: one kilometre, which is finer than shapes drawn for 1:50 million are
ANTARCTICA = "AQ"


def collections(atlas: dict[str, Any], *, codes: str, named: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The GeoJSON by file name. `codes` pairs ISO numeric codes with alpha-2, `named` names the shapes that have no numeric code."""
    alpha = dict(pair.split("=") for pair in codes.split())
    arcs = list(decoded(atlas))
    parts: dict[tuple[str | None, str], list[list[list[Point]]]] = {}
    users = Counter[int]()
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = alpha.get(shape.get("id", "")) or named.get(shape["properties"]["name"])
        if code == ANTARCTICA:  # no unrest, and a web map cannot show the pole
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        users.update(i if i >= 0 else ~i for rings in polygons for ring in rings for i in ring)
        drawn = [[joined(arcs, ring) for ring in rings] for rings in polygons]
        parts[code, shape["properties"]["name"]] = [kept for polygon in drawn if (kept := [ring for ring in polygon if len(ring) > 3])]
    countries = [feature(code, name, polygons) for (code, name), polygons in parts.items()]
    largest = {one["properties"]["code"]: one for one in sorted(countries, key=lambda one: one["properties"]["weight"])}
    for one in countries:  # a reef that the atlas keeps apart has its country's code, which must name one shape
        if one["properties"]["code"] and one is not largest[one["properties"]["code"]]:
            one["properties"]["code"] = None
    borders = [rounded(arcs[i]) for i, count in sorted(users.items()) if count > 1]
    return {
        "countries.geojson": {"type": "FeatureCollection", "features": countries},
        "borders.geojson": {"type": "Feature", "properties": {}, "geometry": {"type": "MultiLineString", "coordinates": borders}},
    }


def decoded(atlas: dict[str, Any]) -> Iterator[list[Point]]:
    """The arcs in degrees; TopoJSON writes whole-number steps from point to point."""
    (east, north), (left, bottom) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * east + left, y * north + bottom))
        yield points


def joined(arcs: list[list[Point]], ring: list[int]) -> list[Point]:
    """One closed ring; a negative arc is walked backwards."""
    points: list[Point] = []
    for i in ring:
        points += arcs[i] if i >= 0 else arcs[~i][::-1]
    return unbroken(rounded(points))


def unbroken(points: list[Point]) -> list[Point]:
    """The ring walked on over the 180th meridian, so that what lies on both sides of it has no side that runs around the world."""
    walked = points[:1]
    for x, y in points[1:]:
        turns = round((walked[-1][0] - x) / 360)
        walked.append((round(x + 360 * turns, PLACES), y))
    return walked


def rounded(points: list[Point]) -> list[Point]:
    """The points on the grid of the file, without those that fall together."""
    grid = [(round(x, PLACES), round(y, PLACES)) for x, y in points]
    return grid[:1] + [b for a, b in pairwise(grid) if a != b]


def feature(code: str | None, name: str, polygons: list[list[list[Point]]]) -> dict[str, Any]:
    """One country with its name's point: the middle of its largest part, as far from any border as can be. `weight` sorts the names."""
    largest = max((Polygon(rings[0], rings[1:]).buffer(0) for rings in polygons), key=lambda shape: shape.area)
    if largest.geom_type == "MultiPolygon":  # rounding may pinch a shape in two
        largest = max(largest.geoms, key=lambda shape: shape.area)
    middle = polylabel(largest, tolerance=0.05)
    properties = {"code": code, "name": name, "at": [round(middle.x, PLACES), round(middle.y, PLACES)], "weight": round(largest.area, 3)}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "MultiPolygon", "coordinates": polygons}}
