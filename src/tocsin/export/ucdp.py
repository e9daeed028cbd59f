"""UCDP GED-style table: the 49 columns of the Georeferenced Event Dataset. An event needs an organised actor and at least one death."""

import datetime as dt
import math
from pathlib import Path

from tocsin.core.claims import Role
from tocsin.core.values import DateInterval, PlaceKind
from tocsin.export.cameo import number_of
from tocsin.export.dataset import Dataset
from tocsin.export.losses import lose_event, lose_stories, lose_unexpressed
from tocsin.export.masking import Masking
from tocsin.export.phrasing import bounds, days
from tocsin.export.ucdp_sides import Conflict, conflict
from tocsin.export.view import Figure, View, as_finding, length
from tocsin.export.writing import Sheet, cell, speakers, write_csv

COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id dyad_name "
    "side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office source_date "
    "source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country "
    "country_id region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob"
).split()
SCHEME = "UCDP-style"
_HOLDS = frozenset({Role.TYPE, Role.ACTOR, Role.VICTIM, Role.TARGET, Role.PLACE, Role.FACILITY, Role.DATE, Role.KILLED})
_WHERE = {
    PlaceKind.LANDMARK: 1,
    PlaceKind.SETTLEMENT: 1,
    PlaceKind.DISTRICT: 1,
    PlaceKind.ADMIN2: 3,
    PlaceKind.ADMIN1: 4,
    PlaceKind.REGION: 5,
    PlaceKind.COUNTRY: 6,
}
"""1 a point, 3 second and 4 first administrative level, 5 a fuzzy area, 6 the country."""


def write(dataset: Dataset, folder: Path, *, people: bool) -> tuple[Path, ...]:
    """Write ucdp-ged-style.csv and its two reports."""
    masking = Masking(dataset, people=people)
    sheet = Sheet(dataset, masking)
    rows = [row for event in dataset.events if (row := _row(sheet, View(dataset, event, masking))) is not None]
    for column, why in (
        ("conflict, dyad, side and country ids; gwnoa; gwnob; region", "they are UCDP's own registers"),
        ("active_year", "it takes all deaths of a dyad in a year"),
        ("code_status", "it is UCDP's own work flow"),
    ):
        sheet.lose(None, column, "", why)
    table = write_csv(folder / "ucdp-ged-style.csv", COLUMNS, rows)
    return table, *sheet.write_reports(table)


def date_precision(date: DateInterval) -> int | None:
    """1 the day, 2 two to six days, 3 a week, 4 up to a month, 5 longer; None when an end is open."""
    size = length(date)
    if size is None or size < 1:
        return None
    if size == 1:
        return 2 if date.approximate else 1
    return 2 if size < 7 else 3 if size == 7 else 4 if size <= 31 else 5


def prio_grid(longitude: float, latitude: float) -> int:
    """The PRIO-GRID cell: half degrees, counted from the south-west corner, 720 in a row."""
    row = min(359, math.floor((latitude + 90) * 2))
    column = min(719, math.floor((longitude + 180) * 2))
    return row * 720 + column + 1


def _fits(view: View, killed: Figure | None, sides: Conflict | None) -> str | None:
    """Why the event gets no row; None when it gets one."""
    if view.row.ucdp.none is not None:
        return view.row.ucdp.none
    if not view.happened:
        return f"UCDP counts what happened; this is told as {view.stances}"
    if killed is None or not killed.best:
        return "UCDP needs at least one death, and none is told with a number"
    if sides is None:
        return "UCDP needs an organised actor that is the state's or has a name, and none is told"
    if view.date is None or view.date.start is None or date_precision(view.date) is None:
        return "no span of days is told, and UCDP needs one"
    return None


def _row(sheet: Sheet, view: View) -> dict[str, object] | None:
    killed, sides, date = view.figure(Role.KILLED), conflict(view), view.date
    why = _fits(view, killed, sides)
    if why is not None or killed is None or sides is None or date is None or date.start is None or date.end is None:
        lose_event(sheet, view, why or "no date")
        return None
    lose_unexpressed(sheet, view, SCHEME, _HOLDS, ranges=True)
    lose_stories(sheet, view, SCHEME)
    if sides.type is None:
        sheet.lose(view.event, "type_of_violence", "", "who was hit is not told, so the type of violence is not known")
    best, low, high = _range(sheet, view, killed)
    dead = sides.deaths(view, best)
    place, point, country = view.place, view.coordinates, view.country
    if point is None:
        sheet.lose(view.event, "latitude, longitude", place.name if place is not None else "", "no point is known, and none is invented")
    where, own_id = view.place_finding, number_of(view.event.id)
    reports = [document.report for document in view.reports]
    cells: dict[str, object] = dict.fromkeys(COLUMNS, "")
    cells |= {
        "id": own_id,
        "relid": view.event.id,
        "year": date.start.year,
        "type_of_violence": cell(sides.type, view.type_finding),
        "conflict_name": "",
        "dyad_name": " - ".join([name for name in (sides.name_a, sides.name_b) if name]),
        "side_a": cell(sides.name_a, sides.finding_a),
        "side_b": cell(sides.name_b, sides.finding_b),
        "number_of_sources": len(reports),
        "source_article": "; ".join([view.words(", ".join([str(part) for part in (r.publisher, r.published, r.title) if part])) for r in reports]),
        "source_office": "; ".join(dict.fromkeys([view.words(report.publisher or "") for report in reports])),
        "source_date": "; ".join(dict.fromkeys([str(report.published or "") for report in reports])),
        "source_headline": "; ".join(dict.fromkeys([view.words(report.title or "") for report in reports])),
        "source_original": cell(_original(view, killed), killed.finding),
        "where_prec": cell(_WHERE[place.kind] if place is not None else None, where),
        "where_coordinates": cell(place.name if place is not None else "", where),
        "where_description": cell(_description(view), *[as_finding(claim) for claim in view.facilities]),
        "adm_1": cell(place.admin1 or "" if place is not None else "", where),
        "adm_2": cell(place.admin2 or "" if place is not None else "", where),
        "latitude": cell(point[1] if point is not None else None, where),
        "longitude": cell(point[0] if point is not None else None, where),
        "geom_wkt": cell(f"POINT ({point[0]} {point[1]})" if point is not None else "", where),
        "priogrid_gid": prio_grid(*point) if point is not None else None,
        "country": cell(country.name if country is not None else "", where),
        "event_clarity": 1 if length(date) == 1 else 2,
        "date_prec": cell(date_precision(date), view.date_finding),
        "date_start": cell(str(date.start), view.date_finding),
        "date_end": cell(str(date.end - dt.timedelta(days=1)), view.date_finding),
        **{f"deaths_{whose}": cell(number, killed.finding) for whose, number in zip(("a", "b", "civilians", "unknown"), dead, strict=True)},
        "best": cell(best, killed.finding),
        "high": cell(high, killed.finding),
        "low": cell(low, killed.finding),
    }
    if date_precision(date) != 1 or view.date_is_assumed:
        sheet.lose(view.event, "date", days(date), "UCDP-style has a precision of five steps, and does not say when the day is inferred")
    return sheet.add(str(own_id), cells)


def _range(sheet: Sheet, view: View, killed: Figure) -> tuple[int, int, int]:
    """Best, low and high, with low <= best <= high; a bound that nobody told is the best number, and reported."""
    finding, best = killed.finding, killed.best or 0
    if None in {finding.low, finding.best, finding.high}:
        sheet.lose(view.event, "best, low, high", bounds(finding.low, finding.high), "a bound that is not told is written as the best number")
    low, high = (best if bound is None else bound for bound in (finding.low, finding.high))
    return best, min(low, best), max(high, best)


def _original(view: View, killed: Figure) -> str:
    """UCDP's own field for who says so: the speakers of the death toll."""
    return "; ".join(dict.fromkeys([speakers(claim, view.masking) for claim in view.dataset.supporting(killed.finding)]))


def _description(view: View) -> str:
    return "; ".join(dict.fromkeys([view.masking.value(claim.value, (claim.document,)) for claim in view.facilities]))
