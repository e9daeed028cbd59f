"""An event as one flat row of plain fields, for the formats that are Tocsin's own: maps, HXL, Parquet."""

from tocsin.core.claims import Role
from tocsin.core.events import Finding
from tocsin.export.masking import link_masked
from tocsin.export.view import View, length
from tocsin.export.writing import Cell, cell

FIGURES = (Role.KILLED, Role.INJURED, Role.ARRESTED, Role.ABDUCTED, Role.MISSING, Role.DISPLACED, Role.PARTICIPANTS)
FIELDS = (
    *"event type label family happened told_as start end precision_days date_assumed place place_kind".split(),
    *"country admin1 admin2 latitude longitude actors targets said_by".split(),
    *[f"{measure.value}_{bound}" for measure in FIGURES for bound in ("low", "best", "high")],
    *"reports publishers urls".split(),
)
HELD = frozenset({Role.TYPE, Role.DATE, Role.PLACE, Role.ACTOR, Role.VICTIM, Role.TARGET, *FIGURES})
"""The roles these fields hold."""


def described(view: View) -> dict[str, Cell | object]:
    """The fields of an event, in the order of FIELDS, each with the findings it is taken from. Unknown is None; nothing is filled in."""
    date, place, point, where = view.date, view.place, view.coordinates, view.place_finding
    reports = [document.report for document in view.reports]
    cells: dict[str, Cell | object] = {
        "event": view.event.id,
        "type": cell(view.event.type, view.type_finding),
        "label": view.row.label,
        "family": view.row.family,
        "happened": view.happened,
        "told_as": view.stances,
        "start": cell(str(date.start) if date is not None and date.start is not None else None, view.date_finding),
        "end": cell(str(date.end) if date is not None and date.end is not None else None, view.date_finding),
        "precision_days": length(date) if date is not None else None,
        "date_assumed": view.date_is_assumed,
        "place": cell(place.name if place is not None else None, where),
        "place_kind": cell(place.kind.value if place is not None else None, where),
        "country": cell(place.country if place is not None else None, where),
        "admin1": cell(place.admin1 if place is not None else None, where),
        "admin2": cell(place.admin2 if place is not None else None, where),
        "latitude": cell(point[1] if point is not None else None, where),
        "longitude": cell(point[0] if point is not None else None, where),
        "actors": _parties(view, Role.ACTOR),
        "targets": _parties(view, Role.VICTIM, Role.TARGET),
        "said_by": "; ".join(dict.fromkeys([view.masking.speaker(link, (claim.document,)) for claim, link in view.speakers])) or None,
    }
    for measure in FIGURES:
        cells |= _figure(view, measure)
    return cells | {
        "reports": len(view.documents),
        "publishers": "; ".join(dict.fromkeys([view.words(report.publisher) for report in reports if report.publisher])) or None,
        "urls": " ".join(dict.fromkeys([link_masked(report.url) for report in reports if report.url])) or None,
    }


def _parties(view: View, *roles: Role) -> Cell:
    parties = view.parties(*roles)
    names = dict.fromkeys([view.name(party) for party in parties])
    return cell("; ".join(names) or None, *[party.finding for party in parties])


def _figure(view: View, measure: Role) -> dict[str, Cell]:
    figure = view.figure(measure)
    finding: Finding | None = figure.finding if figure is not None else None
    bounds = {"low": None, "best": None, "high": None} if finding is None else {"low": finding.low, "best": finding.best, "high": finding.high}
    return {f"{measure.value}_{bound}": cell(number, finding) for bound, number in bounds.items()}
