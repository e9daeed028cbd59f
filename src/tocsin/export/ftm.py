"""FollowTheMoney entities as JSON lines: events, and the bodies and forces involved. No person, unless people are asked for."""

import datetime as dt
import hashlib
from pathlib import Path

from tocsin.core.claims import Role
from tocsin.core.values import Actor
from tocsin.export.crosswalk import sectors
from tocsin.export.dataset import Dataset
from tocsin.export.losses import lose_event, lose_unexpressed
from tocsin.export.masking import Masking, link_masked
from tocsin.export.view import Party, View
from tocsin.export.writing import Cell, Sheet, cell, write_json_lines

_BODIES = frozenset({"organisation", "security-force", "armed-group"})
_HOLDS = frozenset({Role.TYPE, Role.PLACE, Role.DATE, Role.ACTOR, Role.VICTIM, Role.TARGET})


def write(dataset: Dataset, folder: Path, *, people: bool) -> tuple[Path, ...]:
    """Write entities.ftm.json and its two reports."""
    masking = Masking(dataset, people=people)
    sheet = Sheet(dataset, masking)
    entities: dict[str, dict[str, object]] = {}
    for event in dataset.events:
        view = View(dataset, event, masking)
        if not view.happened:
            lose_event(sheet, view, f"an Event happened; this is told as {view.stances}")
            continue
        lose_unexpressed(sheet, view, "FollowTheMoney", _HOLDS)
        involved = _involved(sheet, view, people=people)
        for party in involved:
            entity = _entity(view, party)
            entities.setdefault(str(entity["id"]), entity)
        entities[event.id] = _event(sheet, view, involved)
    path = write_json_lines(folder / "entities.ftm.json", entities.values())
    return path, *sheet.write_reports(path)


def _involved(sheet: Sheet, view: View, *, people: bool) -> list[Party]:
    """Those who become entities; groups and, unless asked for, persons are reported as lost."""
    kept = []
    for party in view.parties(Role.ACTOR, Role.VICTIM, Role.TARGET):
        if party.actor.kind in _BODIES or (people and party.actor.kind == "person"):
            kept.append(party)
        else:
            why = "no entities are made of persons" if party.actor.kind in {"person", "office-holder"} else "an unorganised group is no legal entity"
            sheet.lose(view.event, party.finding.role.value, view.name(party), why)
    return kept


def _schema(actor: Actor) -> str:
    if actor.kind == "person":
        return "Person"
    return "PublicBody" if sectors()[actor.sector.value].state else "Organization"


def _id(view: View, party: Party) -> str:
    """Of the name and country: bodies of one name in one country are one entity, and nothing more is claimed of them."""
    identity = f"{_schema(party.actor)}|{party.actor.country or ''}|{view.name(party).casefold()}"
    return "tocsin-" + hashlib.sha256(identity.encode()).hexdigest()[:20]


def _entity(view: View, party: Party) -> dict[str, object]:
    country = [party.actor.country.lower()] if party.actor.country else []
    return {
        "id": _id(view, party),
        "schema": _schema(party.actor),
        "properties": {"name": [view.name(party)], **({"country": country} if country else {})},
    }


def _event(sheet: Sheet, view: View, involved: list[Party]) -> dict[str, object]:
    date, place = view.date, view.place
    reports = [document.report for document in view.reports]
    start = date.start if date is not None else None
    last = date.end - dt.timedelta(days=1) if date is not None and date.end is not None else None
    one_day = start is not None and start == last
    properties: dict[str, Cell | object] = {
        "name": cell([view.label], view.type_finding),
        "date": cell([str(start)] if one_day else [], view.date_finding),
        "startDate": cell([str(start)] if start is not None and not one_day else [], view.date_finding),
        "endDate": cell([str(last)] if last is not None and not one_day else [], view.date_finding),
        "country": cell([place.country.lower()] if place is not None and place.country else [], view.place_finding),
        "location": cell([place.name] if place is not None else [], view.place_finding),
        "involved": cell(list(dict.fromkeys([_id(view, party) for party in involved])), *[party.finding for party in involved]),
        "summary": [view.words(finding.sentence) for finding in view.findings(Role.KILLED, Role.INJURED, Role.ARRESTED)],
        "keywords": [view.row.label],
        "recordId": [view.event.id],
        "sourceUrl": list(dict.fromkeys([link_masked(report.url) for report in reports if report.url])),
        "publisher": list(dict.fromkeys([view.words(report.publisher) for report in reports if report.publisher])),
    }
    made = sheet.add(view.event.id, properties)
    return {"id": view.event.id, "schema": "Event", "properties": {name: values for name, values in made.items() if values}}
