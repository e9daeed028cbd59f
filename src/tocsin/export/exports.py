"""Every export by name, with what it writes; `write` is all that a command needs."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import msgspec

from tocsin.errors import ExportError
from tocsin.export import acled, annotations, cameo, ftm, geojson, geoparquet, hxl, parquet, plover, prov, ucdp
from tocsin.export.dataset import Dataset


class Writer(Protocol):
    """Writes a data set into an existing folder and says which files it wrote."""

    def __call__(self, dataset: Dataset, folder: Path, *, people: bool) -> tuple[Path, ...]:
        """Write it."""


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """One format: its name, what it is in a line, the files it writes, and the function that writes them; `needs` is a library of an extra."""

    name: str
    description: str
    files: tuple[str, ...]
    writer: Writer
    needs: str | None = None

    @property
    def missing(self) -> bool:
        """Whether it needs a library that is not installed."""
        return self.needs is not None and find_spec(self.needs) is None


def _export(name: str, description: str, writer: Writer, *files: str, reports: bool = True, needs: str | None = None) -> Export:
    stem = files[0].partition(".")[0]
    beside = (f"{stem}.provenance.csv", f"{stem}.loss.csv") if reports else ()
    return Export(name=name, description=description, files=(*files, *beside), writer=writer, needs=needs)


_ALL = (
    _export("acled", "ACLED-style CSV: ACLED's 31 columns in its order; not ACLED data", acled.write, "acled-style.csv"),
    _export("plover", "PLOVER 2.0 records, one JSON object a line", plover.write, "plover.jsonl"),
    _export(
        "cameo",
        "CAMEO codes in GDELT's 61 columns, tab-separated, the header in a file of its own",
        cameo.write,
        "cameo-gdelt-style.tsv",
        "cameo-gdelt-style.header.tsv",
    ),
    _export("ucdp", "UCDP GED-style CSV: 49 columns, only deadly events with an organised actor", ucdp.write, "ucdp-ged-style.csv"),
    _export("geojson", "GeoJSON: every event, with a point where one is known", geojson.write, "events.geojson"),
    _export(
        "parquet",
        "Parquet tables of claims, mentions, events and findings (needs tocsin[parquet])",
        parquet.write,
        "claims.parquet",
        "mentions.parquet",
        "events.parquet",
        "findings.parquet",
        reports=False,
        needs="pyarrow",
    ),
    _export(
        "geoparquet", "GeoParquet 1.1: every event, points as WKB (needs tocsin[parquet])", geoparquet.write, "events-geo.parquet", needs="pyarrow"
    ),
    _export("ftm", "FollowTheMoney entities, one JSON object a line: events, bodies and forces", ftm.write, "entities.ftm.json"),
    _export("hxl", "CSV with a row of HXL hashtags", hxl.write, "events-hxl.csv"),
    _export("annotations", "W3C Web Annotations (JSON-LD), one a claim", annotations.write, "annotations.jsonld", reports=False),
    _export("prov", "W3C PROV as JSON-LD: findings, claims, documents and voices", prov.write, "provenance.jsonld", reports=False),
)
EXPORTS: Mapping[str, Export] = MappingProxyType({export.name: export for export in _ALL})


def write(name: str, dataset: Dataset, folder: Path, *, people: bool = False) -> tuple[Path, ...]:
    """Write the export `name` into `folder` and return the files, the table first.

    Contact details are always masked; `people` lets the names of private individuals through. Raises ExportError for an unknown name, for a
    library that is missing, and for a claim whose words are not those of its document.
    """
    export = EXPORTS.get(name)
    if export is None:
        raise ExportError(f"no export is named {name}; there are: {', '.join(EXPORTS)}")
    dataset.check()
    folder.mkdir(parents=True, exist_ok=True)
    return export.writer(dataset, folder, people=people)
