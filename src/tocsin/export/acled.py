"""ACLED-style table: ACLED's columns in ACLED's order, filled from our events. It is not ACLED data, and none was used to make it."""

import datetime as dt
from pathlib import Path

from tocsin.core.claims import Role
from tocsin.core.values import Count, PlaceKind
from tocsin.export.acled_actors import Sides, sides
from tocsin.export.acled_events import Coded, coded
from tocsin.export.dataset import Dataset
from tocsin.export.losses import lose_stories, lose_unexpressed
from tocsin.export.masking import Masking
from tocsin.export.phrasing import bounds, days
from tocsin.export.view import Figure, View
from tocsin.export.writing import Sheet, cell, write_csv

COLUMNS = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 "
    "interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude geo_precision source source_scale notes "
    "fatalities tags timestamp"
).split()
SCHEME = "ACLED-style"
_HOLDS = frozenset({Role.TYPE, Role.ACTOR, Role.VICTIM, Role.TARGET, Role.PLACE, Role.DATE, Role.KILLED, Role.PARTICIPANTS})
_VAGUE = {24: (12, "dozens"), 200: (100, "hundreds")}
"""What ACLED's page on fatalities writes for a vague number, by our lower bound of it."""
_DISORDER = {
    "Protests": "Demonstrations",
    "Strategic developments": "Strategic developments",
    "Violent demonstration": "Demonstrations",
}
"""By event type or sub-event type; everything else is political violence."""
_GEO_PRECISION = {PlaceKind.SETTLEMENT: 1, PlaceKind.DISTRICT: 1, PlaceKind.LANDMARK: 1, PlaceKind.ADMIN2: 2}
"""1 a particular town, 2 a small part of a region; wider is 3."""


def write(dataset: Dataset, folder: Path, *, people: bool) -> tuple[Path, ...]:
    """Write acled-style.csv and its two reports."""
    masking = Masking(dataset, people=people)
    sheet = Sheet(dataset, masking)
    views = [View(dataset, event, masking) for event in dataset.events]
    rows = [_row(sheet, view, code) for view, code in coded(views, sheet)]
    sheet.lose(None, "source_scale", "", "the reach of a publisher is not known")
    sheet.lose(None, "admin3", "", "the gazetteer has two levels below the country")
    table = write_csv(folder / "acled-style.csv", COLUMNS, rows)
    return table, *sheet.write_reports(table)


def _row(sheet: Sheet, view: View, code: Coded) -> dict[str, object]:
    place, country, date = view.place, view.country, view.date
    if place is None or country is None or date is None:
        raise ValueError(f"{view.event.id} has no place or date; it cannot have a row")
    event_date, precision = code.day
    if precision > 1:
        sheet.lose(view.event, "date", days(date), "ACLED-style has one day and a precision of day, week or month")
    if view.date_is_assumed:
        sheet.lose(view.event, "date", days(date), "no words say the day; it was inferred, and ACLED-style cannot say so")
    for told in (view, *code.absorbed):
        lose_unexpressed(sheet, told, SCHEME, _HOLDS)
        lose_stories(sheet, told, SCHEME)
    both = sides(view, code, sheet)
    coordinates = view.coordinates
    if coordinates is None:
        sheet.lose(view.event, "latitude, longitude", place.name, "no point is known, and none is invented")
    where = view.place_finding
    key = f"{country.alpha3}-{view.event.id}"
    participants = view.figure(Role.PARTICIPANTS)
    killed = view.figure(Role.KILLED)
    fatalities = _fatalities(sheet, view, killed)
    return sheet.add(
        key,
        {
            "event_id_cnty": key,
            "event_date": cell(str(event_date), view.date_finding),
            "year": event_date.year,
            "time_precision": precision,
            "disorder_type": _DISORDER.get(code.event_type) or _DISORDER.get(code.sub_event_type, "Political violence"),
            "event_type": cell(code.event_type, view.type_finding),
            "sub_event_type": cell(code.sub_event_type, view.type_finding, *[other.type_finding for other in code.absorbed]),
            **_actors(both),
            "civilian_targeting": "Civilian targeting" if _targets_civilians(code, both) else "",
            "iso": int(country.numeric) if country.numeric else None,
            "region": country.region,
            "country": cell(country.name, where),
            "admin1": cell(place.admin1 or (place.name if place.kind is PlaceKind.ADMIN1 else ""), where),
            "admin2": cell(place.admin2 or (place.name if place.kind is PlaceKind.ADMIN2 else ""), where),
            "admin3": "",
            "location": cell(place.name, where),
            "latitude": cell(coordinates[1] if coordinates else None, where),
            "longitude": cell(coordinates[0] if coordinates else None, where),
            "geo_precision": _GEO_PRECISION.get(place.kind, 3),
            "source": "; ".join(dict.fromkeys([view.words(document.report.publisher or "unknown publisher") for document in view.reports])),
            "source_scale": "",
            "notes": _notes(view, code, killed),
            "fatalities": cell(fatalities, killed.finding if killed is not None else None),
            "tags": cell("; ".join(_tags(view, code, participants, killed, fatalities)), participants.finding if participants is not None else None),
            "timestamp": int(dt.datetime.combine(view.dataset.generated, dt.time(), tzinfo=dt.UTC).timestamp()),
        },
    )


def _actors(both: Sides) -> dict[str, object]:
    low, high = sorted((both.first.inter, both.second.inter))
    return {
        "actor1": cell(both.first.name, both.first.finding),
        "assoc_actor_1": cell(both.first.associated, both.first.finding),
        "inter1": both.first.inter,
        "actor2": cell(both.second.name, both.second.finding),
        "assoc_actor_2": cell(both.second.associated, both.second.finding),
        "inter2": both.second.inter,
        "interaction": f"{low}{high}" if low else f"{high}0" if high else "",
    }


def _targets_civilians(code: Coded, both: Sides) -> bool:
    """Whether civilians are the main or only target: by definition of the type, or because they are the second side of a remote or mob attack."""
    if code.event_type == "Violence against civilians" or code.sub_event_type == "Excessive force against protesters":
        return True
    return (code.event_type == "Explosions/Remote violence" or code.sub_event_type == "Mob violence") and both.second.inter in {6, 7}


def _fatalities(sheet: Sheet, view: View, killed: Figure | None) -> int | None:
    """The number killed. Where no number is told the code book writes 0; a killing without a number stays empty, since 0 would deny it."""
    if killed is not None and killed.best is not None:
        vague = _VAGUE.get(killed.best)
        claims = view.dataset.supporting(killed.finding)
        if vague is not None and all([vague[1] in claim.quote.lower() for claim in claims]):
            sheet.lose(view.event, "fatalities", f"{killed.best} or more", f"ACLED's rule writes {vague[0]} for {vague[1]}")
            return vague[0]
        if killed.finding.best is None:
            sheet.lose(view.event, "fatalities", bounds(killed.finding.low, killed.finding.high), "no best number; the lower bound is written")
        return killed.best
    told = bounds(None, killed.finding.high) if killed is not None else "nothing"
    if view.event.type == "killing":
        sheet.lose(view.event, "fatalities", told, "somebody was killed and no number is told; the cell is empty, since 0 would deny it")
        return None
    sheet.lose(view.event, "fatalities", told, "no number is told; the code book then writes 0, which here means unknown (see tags)")
    return 0


def _tags(view: View, code: Coded, participants: Figure | None, killed: Figure | None, fatalities: int | None) -> list[str]:
    tags = []
    if code.event_type in {"Protests", "Riots"}:
        tags.append(f"crowd size={_crowd(view, participants)}")
    if fatalities is not None and (killed is None or killed.best is None):
        tags.append("fatalities not reported")
    return tags


def _crowd(view: View, participants: Figure | None) -> str:
    if participants is None:
        return "no report"
    values = [claim.value for claim in view.dataset.supporting(participants.finding)]
    about = "around " if any([isinstance(value, Count) and value.approximate for value in values]) else ""
    return about + bounds(participants.finding.low, participants.finding.high)


def _notes(view: View, code: Coded, killed: Figure | None) -> str:
    count = len(view.documents)
    notes = [f"{SCHEME}, not ACLED data. {view.row.label}, told by {count} report{'s' if count > 1 else ''}."]
    if killed is not None:
        notes.append(view.words(killed.finding.sentence))
    notes.extend([f"With it: {other.row.label.lower()} ({other.event.id})." for other in code.absorbed])
    return " ".join(notes)
