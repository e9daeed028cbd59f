"""The two sides of an ACLED-style row. They imply no direction; in demonstrations the demonstrators come first."""

import msgspec

from tocsin.core.claims import Role
from tocsin.core.events import Finding
from tocsin.export.acled_events import Coded
from tocsin.export.crosswalk import countries, sectors
from tocsin.export.view import Party, View
from tocsin.export.writing import Sheet

STATE, REBELS, MILITIA, RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = 1, 2, 3, 5, 6, 7, 8
"""ACLED's `inter` codes. 4, communal and identity groups, takes knowledge of the group that our actors do not carry, and is never given."""


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side: name, associated actors, kind; nobody is 0."""

    name: str = ""
    associated: str = ""
    inter: int = 0
    finding: Finding | None = None


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """Who met whom."""

    first: Side
    second: Side


def sides(view: View, code: Coded, sheet: Sheet) -> Sides:
    """The first two sides told; the rest is reported as lost, and so is a side that only the type implies."""
    acting, hit = list(view.parties(Role.ACTOR)), list(view.parties(Role.VICTIM, Role.TARGET))
    for other in code.absorbed:
        acting.extend(other.parties(Role.ACTOR))
    if code.event_type in {"Protests", "Riots"}:
        made = _demonstration(view, code, sheet, acting, hit)
    else:
        told = [_side(view, party, acts=True) for party in acting] + [_side(view, party, acts=False) for party in hit]
        if not acting:
            sheet.lose(view.event, "actor1", "nobody", "no actor is told, and none is invented; ACLED would write an unidentified group")
            told.insert(0, Side())
        made = _distinct(told)
        if acting and not view.two_sided:
            made = _together(made, len(_distinct(told[: len(acting)])))
    for side in made[2:]:
        sheet.lose(view.event, "actor", side.name, "ACLED-style has two sides")
    first, second = [*made, Side(), Side()][:2]
    return Sides(first=first, second=second)


def _demonstration(view: View, code: Coded, sheet: Sheet, acting: list[Party], hit: list[Party]) -> list[Side]:
    """The demonstrators, then whoever of the state or in arms met them; in a riot, then those it hit."""
    name, inter = ("Protesters", PROTESTERS) if code.event_type == "Protests" else ("Rioters", RIOTERS)
    armed = [_side(view, party, acts=True) for party in (*acting, *hit) if party.is_force]
    crowd = [party for party in acting if not party.is_force]
    if code.event_type == "Protests":
        # whom a protest addresses is no side of it; those whom a dispersal hits are the protesters
        crowd = crowd or [party for party in hit if not party.is_force and party.actor.kind == "group"]
        for party in hit:
            if party not in crowd and not party.is_force:
                sheet.lose(view.event, party.finding.role.value, view.name(party), "ACLED-style has no field for those a protest hits or addresses")
    if not crowd:
        sheet.lose(view.event, "actor1", "nobody", f"no crowd is named; {name.lower()} are written because the type is one of theirs")
    label = _in_country(view, name)
    associated = "; ".join(dict.fromkeys([_associated(view, party) for party in crowd]) - {"": None}.keys())
    made = [Side(name=label, associated=associated, inter=inter, finding=crowd[0].finding if crowd else None), *armed]
    if code.event_type == "Riots":
        made.extend([_side(view, party, acts=False) for party in hit if not party.is_force])
    return _distinct(made)


def _side(view: View, party: Party, *, acts: bool) -> Side:
    """One side by the table of sectors: the state, an armed group by its own name, or civilians."""
    actor, row = party.actor, sectors()[party.actor.sector.value]
    official = actor.kind == "office-holder"
    if row.state and not (official and not acts):
        foreign = actor.country is not None and view.place is not None and actor.country != view.place.country
        return Side(
            name=f"{row.label} of {_country(view, actor.country if foreign else None)}", inter=EXTERNAL if foreign else STATE, finding=party.finding
        )
    if actor.kind == "armed-group" or (row.armed and not row.state):
        return Side(name=view.name(party), inter=REBELS if actor.sector.value == "REB" else MILITIA, finding=party.finding)
    if actor.kind == "security-force":
        return Side(name=_in_country(view, view.name(party)), inter=STATE, finding=party.finding)
    return Side(name=_in_country(view, "Civilians"), associated=_associated(view, party), inter=CIVILIANS, finding=party.finding)


def _associated(view: View, party: Party) -> str:
    """A body by its name; a group by its sector, unless that says no more than "civilians"."""
    if party.actor.kind == "organisation":
        return view.name(party)
    label = sectors()[party.actor.sector.value].label
    return _in_country(view, label) if label not in {"", "Civilians"} else ""


def _together(made: list[Side], acting: int) -> list[Side]:
    """Those who acted together as one side: the first, and the others as its associates."""
    first, *allies = made[:acting]
    names = [name for name in (first.associated, *[ally.name for ally in allies]) if name]
    return [msgspec.structs.replace(first, associated="; ".join(names)), *made[acting:]]


def _in_country(view: View, name: str) -> str:
    return f"{name} ({_country(view, None)})"


def _country(view: View, code: str | None) -> str:
    country = countries().get(code) if code is not None else view.country
    return country.name if country is not None else code or ""


def _distinct(told: list[Side]) -> list[Side]:
    """Sides in order, one of a name told twice."""
    made: dict[str, Side] = {}
    for side in told:
        made.setdefault(side.name, side)
    return list(made.values())
