"""GDELT-style event table with CAMEO codes: GDELT 2.0's 61 columns, tab-separated, without a header; the header is a file of its own."""

import datetime as dt
import hashlib
from pathlib import Path

from tocsin.core.claims import Role
from tocsin.core.values import Place, PlaceKind
from tocsin.export.crosswalk import cameo_scores, countries, sectors
from tocsin.export.dataset import Dataset
from tocsin.export.losses import lose_event, lose_stories, lose_unexpressed
from tocsin.export.masking import Masking, link_masked
from tocsin.export.phrasing import days
from tocsin.export.view import Party, View, length
from tocsin.export.writing import Sheet, cell, write_tsv

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
COLUMNS = [
    *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
    *[f"Actor{i}{name}" for i in (1, 2) for name in _ACTOR],
    *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split(),
    *[f"{of}Geo_{name}" for of in ("Actor1", "Actor2", "Action") for name in _GEO],
    *"DATEADDED SOURCEURL".split(),
]
SCHEME = "CAMEO"
_HOLDS = frozenset({Role.TYPE, Role.ACTOR, Role.VICTIM, Role.TARGET, Role.PLACE, Role.DATE})
_LAST_ROOTS = ((5, 1), (8, 2), (13, 3), (20, 4))
"""GDELT's quad class by the last CAMEO root it holds: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""


def write(dataset: Dataset, folder: Path, *, people: bool) -> tuple[Path, ...]:
    """Write cameo-gdelt-style.tsv, its header and its two reports."""
    masking = Masking(dataset, people=people)
    sheet = Sheet(dataset, masking)
    views = [View(dataset, event, masking) for event in dataset.events]
    rows = [_row(sheet, view) for view in views if _fits(sheet, view)]
    for column, why in (
        ("AvgTone", "Tocsin measures no tone"),
        ("IsRootEvent", "whether an event stands in the first paragraph is not kept"),
        ("Actor1Geo, Actor2Geo", "where an actor is from is known only as a country code"),
        ("ActionGeo_ADM1Code, ActionGeo_ADM2Code, ActionGeo_FeatureID", "the gazetteer has GeoNames' ids and not GDELT's"),
    ):
        sheet.lose(None, column, "", why)
    table = write_tsv(folder / "cameo-gdelt-style.tsv", [[row[column] for column in COLUMNS] for row in rows])
    header = write_tsv(folder / "cameo-gdelt-style.header.tsv", [COLUMNS])
    return table, header, *sheet.write_reports(table)


def number_of(event_id: str) -> int:
    """A whole number that stands for an event's id in schemes that number their events: the same for the same id, and below 2**60."""
    return int(hashlib.sha256(event_id.encode()).hexdigest()[:15], 16)


def _fits(sheet: Sheet, view: View) -> bool:
    why = None
    if view.row.cameo.none is not None:
        why = view.row.cameo.none
    elif not view.happened:
        why = f"CAMEO codes what happened; this is told as {view.stances}"
    elif view.date is None or view.date.start is None:
        why = "no day it began is told, and the table needs one"
    if why is not None:
        lose_event(sheet, view, why)
    return why is None


def _row(sheet: Sheet, view: View) -> dict[str, object]:
    lose_unexpressed(sheet, view, SCHEME, _HOLDS)
    lose_stories(sheet, view, SCHEME)
    date = view.date
    if date is None or date.start is None:
        raise ValueError(f"{view.event.id} has no date; it cannot have a row")
    if length(date) != 1 or date.approximate or view.date_is_assumed:
        sheet.lose(view.event, "SQLDATE", days(date), "the table has one day and does not say how sure it is; the first day is written")
    code = view.row.cameo.code or ""
    acting, hit = view.parties(Role.ACTOR), view.parties(Role.VICTIM, Role.TARGET)
    for party in (*acting[1:], *hit[1:]):
        sheet.lose(view.event, party.finding.role.value, view.name(party), "the table has one actor and one target")
    if not acting:
        sheet.lose(view.event, "Actor1Code", "nobody", "no actor is told, and none is invented")
    number = str(number_of(view.event.id))
    cells: dict[str, object] = dict.fromkeys(COLUMNS, "")
    cells |= {
        "GLOBALEVENTID": int(number),
        "SQLDATE": cell(f"{date.start:%Y%m%d}", view.date_finding),
        "MonthYear": f"{date.start:%Y%m}",
        "Year": date.start.year,
        "FractionDate": _fraction(date.start),
        **_actor(sheet, view, 1, acting),
        **_actor(sheet, view, 2, hit),
        "EventCode": cell(code, view.type_finding),
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": next(quad for last, quad in _LAST_ROOTS if int(code[:2]) <= last),
        "GoldsteinScale": cameo_scores()[code].goldstein,
        "NumMentions": len(view.mentions),
        "NumSources": len({document.report.publisher or document.id for document in view.reports}),
        "NumArticles": len(view.documents),
        **_action(view),
        "DATEADDED": f"{view.dataset.generated:%Y%m%d}000000",
        "SOURCEURL": next((link_masked(document.report.url) for document in view.reports if document.report.url), ""),
    }
    return sheet.add(number, cells)


def _fraction(day: dt.date) -> float:
    """GDELT's FractionDate: the year, and months of thirty days as a share of 365."""
    return day.year + min(9999, round((day.month * 30 + day.day) / 365 * 10000)) / 10000


def _actor(sheet: Sheet, view: View, number: int, parties: tuple[Party, ...]) -> dict[str, object]:
    if not parties:
        return {}
    party = parties[0]
    sector = sectors()[party.actor.sector.value]
    country = countries().get(party.actor.country or "")
    if not sector.cameo and sector.label:
        sheet.lose(view.event, f"Actor{number}Type1Code", sector.label, "CAMEO has no such type")
    alpha3 = country.alpha3 if country is not None else ""
    return {
        f"Actor{number}Code": cell(alpha3 + sector.cameo, party.finding),
        f"Actor{number}Name": cell(view.name(party).upper(), party.finding),
        f"Actor{number}CountryCode": cell(alpha3, party.finding),
        f"Actor{number}Type1Code": cell(sector.cameo, party.finding),
    }


def _action(view: View) -> dict[str, object]:
    place, country, point = view.place, view.country, view.coordinates
    if place is None:
        return {}
    names = [
        place.name,
        place.admin1 if place.admin1 != place.name else None,
        country.name if country is not None and country.name != place.name else None,
    ]
    return {
        "ActionGeo_Type": cell(_geo_type(place), view.place_finding),
        "ActionGeo_FullName": cell(", ".join([name for name in names if name]), view.place_finding),
        "ActionGeo_CountryCode": cell(country.fips if country is not None else "", view.place_finding),
        "ActionGeo_Lat": cell(point[1] if point is not None else None, view.place_finding),
        "ActionGeo_Long": cell(point[0] if point is not None else None, view.place_finding),
    }


def _geo_type(place: Place) -> int:
    """1 country, 2 state and 3 city of the United States, 4 city and 5 state elsewhere."""
    if place.kind in {PlaceKind.COUNTRY, PlaceKind.REGION}:
        return 1
    wide, home = place.kind in {PlaceKind.ADMIN1, PlaceKind.ADMIN2}, place.country == "US"
    return (2 if home else 5) if wide else (3 if home else 4)
