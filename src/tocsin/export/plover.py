"""PLOVER 2.0 records as JSON lines, with the field names of the scheme's manual."""

import datetime as dt
from pathlib import Path

from tocsin.core.claims import Role
from tocsin.core.values import PlaceKind
from tocsin.export.crosswalk import plover_types, sectors
from tocsin.export.dataset import Dataset
from tocsin.export.losses import lose_event, lose_stories, lose_unexpressed
from tocsin.export.masking import Masking, link_masked
from tocsin.export.phrasing import days
from tocsin.export.view import Party, View, length
from tocsin.export.writing import Cell, Sheet, cell, write_json_lines

SCHEME = "PLOVER"
_HOLDS = frozenset({Role.TYPE, Role.ACTOR, Role.VICTIM, Role.TARGET, Role.PLACE, Role.DATE, Role.KILLED, Role.INJURED, Role.ARRESTED})
_RESOLUTION = {
    PlaceKind.LANDMARK: 5,
    PlaceKind.DISTRICT: 5,
    PlaceKind.SETTLEMENT: 4,
    PlaceKind.ADMIN2: 3,
    PlaceKind.ADMIN1: 2,
    PlaceKind.COUNTRY: 1,
}
"""5 below a city, 4 city, 3 district, 2 province, 1 country; a region that crosses them has none."""
_MODE_SCORES = {("PROTEST", "riot"): -7.0, ("ACCUSE", "disapprove"): -2.0, ("ACCUSE", "investigate"): -3.5, ("ACCUSE", "allege"): -3.5}
"""Scores the manual gives to a mode and not to the type."""


def write(dataset: Dataset, folder: Path, *, people: bool) -> tuple[Path, ...]:
    """Write plover.jsonl and its two reports."""
    masking = Masking(dataset, people=people)
    sheet = Sheet(dataset, masking)
    views = [View(dataset, event, masking) for event in dataset.events]
    records = [_record(sheet, view) for view in views if _fits(sheet, view)]
    sheet.lose(None, "context", "", "Tocsin does not code what a protest or an act is about into PLOVER's contexts")
    path = write_json_lines(folder / "plover.jsonl", records)
    return path, *sheet.write_reports(path)


def _fits(sheet: Sheet, view: View) -> bool:
    why = None
    if view.row.plover.none is not None:
        why = view.row.plover.none
    elif not view.happened:
        why = f"PLOVER's marks for what did not happen were never carried out; this is told as {view.stances}"
    elif view.date is None or view.date.start is None:
        why = "no day it began is told, and PLOVER needs one"
    if why is not None:
        lose_event(sheet, view, why)
    return why is None


def _record(sheet: Sheet, view: View) -> dict[str, object]:
    lose_unexpressed(sheet, view, SCHEME, _HOLDS)
    lose_stories(sheet, view, SCHEME)
    kind = plover_types()[view.row.plover.type or ""]
    mode = view.row.plover.mode
    actors, recipients = view.parties(Role.ACTOR), view.parties(Role.VICTIM, Role.TARGET)
    if not actors:
        sheet.lose(view.event, "actor", "nobody", "no actor is told, and none is invented; PLOVER would not code the event")
    if kind.recipient and not recipients:
        sheet.lose(view.event, "recipient", "nobody", f"PLOVER asks for a recipient of {kind.code}, and none is told")
    date = view.date
    if date is None or date.start is None:
        raise ValueError(f"{view.event.id} has no date; it cannot have a record")
    if length(date) != 1 or date.approximate or view.date_is_assumed:
        sheet.lose(view.event, "date", days(date), "PLOVER has a first and a last day, and no field for how sure they are")
    last = date.end - dt.timedelta(days=1) if date.end is not None else None
    size = {name: view.number(measure) for name, measure in (("dead", Role.KILLED), ("injured", Role.INJURED), ("arrested", Role.ARRESTED))}
    cells: dict[str, Cell | object] = {
        "id": view.event.id,
        "has_event": True,
        "date": cell(str(date.start), view.date_finding),
        "enddate": cell(str(last) if last is not None and last != date.start else "", view.date_finding),
        "actor": cell([_entity(view, party) for party in actors], *[party.finding for party in actors]),
        "recipient": cell([_entity(view, party) for party in recipients], *[party.finding for party in recipients]),
        "event": cell(kind.code, view.type_finding),
        "mode": cell(mode or "", view.type_finding),
        "quad_code": kind.quad,
        "event_scale": _MODE_SCORES.get((kind.code, mode or ""), kind.score),
        "event_loc": cell(_location(view), view.place_finding),
        "event_text": view.words("; ".join(dict.fromkeys([_trigger(view, mention.document, mention.trigger.start) for mention in view.mentions]))),
        "size": cell({name: number for name, (number, _) in size.items() if number is not None}, *[finding for _, finding in size.values()]),
        "text_info": [{"sequence": i, "start": mention.trigger.start, "end": mention.trigger.end} for i, mention in enumerate(view.mentions, 1)],
        "cite_info": [_citation(view, document) for document in view.documents],
        "coder": "Tocsin",
        "coded_date": str(view.dataset.generated),
        "comment": view.words("; ".join([finding.sentence for finding in view.findings(Role.KILLED, Role.INJURED, Role.ARRESTED)])),
    }
    return {field: value for field, value in sheet.add(view.event.id, cells).items() if field == "actor" or value not in (None, "", [], {})}


def _entity(view: View, party: Party) -> dict[str, object]:
    actor = party.actor
    entity = {"code": actor.country or "", "sector": sectors()[actor.sector.value].code, "entity_text": view.name(party)}
    return {field: value for field, value in entity.items() if value}


def _location(view: View) -> dict[str, object]:
    place, country, point = view.place, view.country, view.coordinates
    if place is None:
        return {}
    finding = view.place_finding
    quotes = [claim.quote for claim in view.dataset.supporting(finding)[:1]] if finding is not None else []
    made = {
        "extracted_place": view.words(" ".join(quotes)),
        "resolved_place": place.name,
        "geonameid": place.gazetteer_id,
        "lat": point[1] if point is not None else None,
        "lon": point[0] if point is not None else None,
        "district": place.admin2,
        "province": place.admin1,
        "country": country.name if country is not None else None,
        "country_code": country.alpha3 if country is not None else None,
        "resolution": _RESOLUTION.get(place.kind),
    }
    return {field: value for field, value in made.items() if value not in (None, "")}


def _trigger(view: View, document: str, start: int) -> str:
    mention = next(mention for mention in view.mentions if mention.document == document and mention.trigger.start == start)
    return mention.trigger.quote(view.dataset.document(document).text)


def _citation(view: View, document_id: str) -> dict[str, object]:
    report = view.dataset.document(document_id).report
    made = {
        "citation": document_id,
        "url": link_masked(report.url or ""),
        "title": view.words(report.title or ""),
        "language": report.language,
        "publication": view.words(report.publisher or ""),
        "coder": "Tocsin",
        "codebook": "PLOVER 2.0",
    }
    return {field: value for field, value in made.items() if value}
