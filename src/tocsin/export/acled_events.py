"""Which events ACLED's categories can hold, and as what: the code book's row, and its notes on what else happened at the same place and day."""

import datetime as dt
from collections.abc import Iterator

import msgspec

from tocsin.core.claims import Role
from tocsin.core.values import DateInterval, PlaceKind
from tocsin.export.crosswalk import sectors
from tocsin.export.losses import lose_event
from tocsin.export.view import View, length
from tocsin.export.writing import Sheet

INTERVENTION, EXCESSIVE = "Protest with intervention", "Excessive force against protesters"
_INTERVENES = {"dispersal": INTERVENTION, "arrest": INTERVENTION, "excessive-force": EXCESSIVE}
_BY_A_CROWD = frozenset({"looting", "arson", "property-destruction"})
_WIDE = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.ADMIN1})


class Coded(msgspec.Struct, frozen=True, kw_only=True):
    """The category of one row, its day and precision, and the events that are told inside it."""

    event_type: str
    sub_event_type: str
    day: tuple[dt.date, int]
    absorbed: tuple[View, ...] = ()


def day_and_precision(date: DateInterval) -> tuple[dt.date, int] | None:
    """The day and ACLED's time precision: 1 the day, 2 a week, 3 a month, with the middle day. None where that cannot be said."""
    size = length(date)
    if date.start is None or size is None or not 1 <= size <= 31:
        return None
    if size == 1:
        return date.start, 2 if date.approximate else 1
    return date.start + dt.timedelta(days=size // 2), 2 if size <= 7 else 3


def coded(views: list[View], sheet: Sheet) -> Iterator[tuple[View, Coded]]:
    """The events that get a row. Every other event is reported with the reason."""
    fit = [(view, day) for view in views if (day := _day(view, sheet)) is not None]
    inside: dict[str, View] = {}
    protests: dict[str, list[View]] = {}
    for view, _ in fit:
        if view.row.acled.event_type == "Protests" and view.event.type not in _INTERVENES and view.place is not None:
            protests.setdefault(view.place.gazetteer_id, []).append(view)
    for view, _ in fit:
        if view.event.type in _INTERVENES and view.place is not None:
            around = next((one for one in protests.get(view.place.gazetteer_id, ()) if _intervenes(view, one)), None)
            if around is not None:
                inside[view.event.id] = around
    for view, day in fit:
        protest = inside.get(view.event.id)
        if protest is not None:
            lose_event(
                sheet, view, f"told as part of the protest {protest.event.id}; ACLED-style has one row for a protest and what was done against it"
            )
            continue
        absorbed = tuple([other for other, _ in fit if inside.get(other.event.id) is view])
        event_type, sub_event_type = _category(view, absorbed)
        yield view, Coded(event_type=event_type, sub_event_type=sub_event_type, day=day, absorbed=absorbed)


def _day(view: View, sheet: Sheet) -> tuple[dt.date, int] | None:
    """The day of an event that can have a row; None, and a line in the report, for another."""
    why = None
    day = day_and_precision(view.date) if view.date is not None else None
    if view.row.acled.none is not None:
        why = view.row.acled.none
    elif not view.happened:
        why = f"ACLED-style holds what happened; this is told as {view.stances}"
    elif view.date is None:
        why = "no date is told, and ACLED-style needs one"
    elif day is None:
        why = "ACLED-style needs a day, a week or a month, and the date told is wider or open"
    elif view.country is None:
        why = "no place inside a country is told, and ACLED-style needs one"
    if why is not None:
        lose_event(sheet, view, why)
        return None
    return day


def _category(view: View, absorbed: tuple[View, ...]) -> tuple[str, str]:
    """The row of the code book, changed as its note says."""
    event_type, sub_event_type = view.row.acled.event_type or "", view.row.acled.sub_event_type or ""
    interventions = {_INTERVENES[other.event.type] for other in absorbed}
    if interventions:
        return event_type, EXCESSIVE if EXCESSIVE in interventions else INTERVENTION
    acting, hit = view.parties(Role.ACTOR), view.parties(Role.VICTIM, Role.TARGET)
    state = any([sectors()[party.actor.sector.value].state for party in acting])
    crowd = bool(acting) and all([party.actor.kind == "group" and not party.is_force for party in acting])
    if view.event.type in _BY_A_CROWD and crowd:
        return "Riots", "Violent demonstration"
    if event_type == "Violence against civilians" and crowd:
        return "Riots", "Mob violence"
    if event_type == "Violence against civilians" and hit and all([party.is_force for party in hit]):
        return "Battles", "Armed clash"
    if view.event.type == "territory-change" and state:
        return "Battles", "Government regains territory"
    return event_type, sub_event_type


def _intervenes(view: View, protest: View) -> bool:
    """Whether a dispersal, arrests or force are those of a protest at the same place: a narrow one, one day, and nobody singled out."""
    if view.place is None or view.date is None or protest.date is None:
        return False
    narrow = view.place.kind not in _WIDE
    same_day = length(view.date) == 1 and length(protest.date) == 1 and view.date.overlaps(protest.date)
    crowd = all([party.actor.kind == "group" for party in view.parties(Role.VICTIM)])
    return narrow and same_day and crowd
