"""What follows from the rows: where an administrative unit lies, how many people live in it, which settlements are capitals."""

from collections import defaultdict

from tocsin_gazetteer import fold

from build_gazetteer.records import CountryRow, PlaceRow


def place_units(places: dict[int, PlaceRow]) -> None:
    """Give each unit and country without coordinates the mean of its settlements, and each unit the sum of their populations.

    The inputs hold neither for subdivisions. The plain mean is nearer to the middle of the area than one weighted by population.
    """
    within: dict[int, list[PlaceRow]] = defaultdict(list)
    by_code = {row.country: row.key for row in places.values() if row.kind == "country"}
    for row in places.values():
        if row.kind == "settlement":
            for key in {row.admin1, row.admin2, by_code.get(row.country)} - {None}:
                within[key].append(row)  # type: ignore[index]
    for key, settlements in sorted(within.items()):
        unit = places[key]
        if unit.latitude is None or unit.longitude is None:
            unit.latitude, unit.longitude = _middle(settlements)
        unit.population = unit.population or sum([row.population for row in settlements])


def _middle(rows: list[PlaceRow]) -> tuple[float, float]:
    longitudes = [row.longitude or 0.0 for row in rows]
    if max(longitudes) - min(longitudes) > 180:  # across the date line
        longitudes = [longitude % 360 for longitude in longitudes]
    longitude = sum(longitudes) / len(rows)
    return round(sum([row.latitude or 0.0 for row in rows]) / len(rows), 4), round(longitude - 360 if longitude > 180 else longitude, 4)


def mark_capitals(places: dict[int, PlaceRow], countries: dict[str, CountryRow]) -> None:
    """Mark the most populous settlement that bears the name of the country's capital."""
    wanted = {code: fold(country.capital) for code, country in countries.items() if country.capital}
    best: dict[str, PlaceRow] = {}
    for row in sorted(places.values(), key=_by_key):
        code = row.country
        if row.kind != "settlement" or code not in wanted or wanted[code] not in {fold(name.text) for name in row.names}:
            continue
        if code not in best or row.population > best[code].population:
            best[code] = row
    for row in best.values():
        row.capital = True


def _by_key(row: PlaceRow) -> int:
    return row.key
