"""Fillers of MUC-4 slots from claims: dates, places, numbers, set lists (taskdoc/template-doc-part1, section 7)."""

import datetime as dt
import re
from collections.abc import Sequence

from eval.muc_keys import MONTHS
from tocsin.core.claims import Claim, Extraction
from tocsin.core.spans import Span
from tocsin.core.values import Actor, AnyValue, Count, DateInterval, Place, PlaceKind

COUNTRIES = {
    "SV": "EL SALVADOR", "GT": "GUATEMALA", "HN": "HONDURAS", "AR": "ARGENTINA", "BO": "BOLIVIA", "CL": "CHILE", "CO": "COLOMBIA",
    "EC": "ECUADOR", "PE": "PERU", "US": "UNITED STATES", "NI": "NICARAGUA", "PA": "PANAMA", "VE": "VENEZUELA", "BR": "BRAZIL",
    "MX": "MEXICO", "CR": "COSTA RICA", "ES": "SPAIN", "CU": "CUBA",
}  # fmt: skip
"""The task's nine countries, and those that the news names beside them."""

_NARROW = (PlaceKind.LANDMARK, PlaceKind.DISTRICT, PlaceKind.SETTLEMENT, PlaceKind.ADMIN2, PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.COUNTRY)
_INSTRUMENTS = (
    ("CAR BOMB|BUS BOMB|TRUCK BOMB|VEHICLE BOMB", "VEHICLE BOMB"),
    ("MOLOTOV|INCENDIARY|FIREBOMB|FIRE BOMB", "MOLOTOV COCKTAIL"),
    ("DYNAMITE", "DYNAMITE"),
    (r"\bMINES?\b|LANDMINE", "MINE"),
    ("AERIAL BOMB", "AERIAL BOMB"),
    ("GRENADE", "GRENADE"),
    ("MORTAR", "MORTAR"),
    ("ROCKET", "ROCKET"),
    ("MISSILE", "MISSILE"),
    (r"MACHINE ?-?GUN|SUBMACHINE", "MACHINE GUN"),
    ("PISTOL|REVOLVER|HANDGUN", "HANDGUN"),
    (r"RIFLE|AK-47|M-16|GALIL", "RIFLE"),
    ("BOMB", "BOMB"),
    ("EXPLOSIVE|EXPLOSION|CHARGE|DEVICE|TNT", "EXPLOSIVE"),
    (r"\bGUNS?\b|FIREARM|BULLET|SHOT", "GUN"),
    ("KNIFE|KNIVES|MACHETE|AXE?|DAGGER|RAZOR", "CUTTING DEVICE"),
    ("STONE|ROCK", "STONE"),
)
_TARGETS = (
    ("EMBASSY|CONSULATE|AMBASSADOR", "DIPLOMAT OFFICE OR RESIDENCE"),
    ("POWER|ELECTRIC|PYLON|TOWER|SUBSTATION|PIPELINE|OIL|ENERGY|DAM|HYDRO", "ENERGY"),
    ("BANK|FINANCIAL|CITICORP", "FINANCIAL"),
    ("POLICE|BARRACKS|STATION HOUSE", "LAW ENFORCEMENT FACILITY"),
    ("MINISTRY|GOVERNMENT|TOWN HALL|MAYOR|PRESIDENTIAL|COURT|CITY HALL|MUNICIPAL", "GOVERNMENT OFFICE OR RESIDENCE"),
    ("CAR|BUS|BUSES|TRUCK|VEHICLE|PLANE|AIRCRAFT|HELICOPTER|TRAIN|JEEP|BOAT|AIRLINER", "TRANSPORT VEHICLE"),
    ("BRIDGE|ROAD|HIGHWAY|RAILWAY|STREET", "TRANSPORTATION ROUTE"),
    ("AIRPORT|TERMINAL|PORT", "TRANSPORTATION FACILITY"),
    ("RADIO|TELEPHONE|TELEVISION|TV|NEWSPAPER|ANTENNA|TELECOM", "COMMUNICATIONS"),
    ("HOUSE|HOME|RESIDENCE|APARTMENT|DWELLING|HUT", "CIVILIAN RESIDENCE"),
    ("WATER|AQUEDUCT", "WATER"),
    ("STORE|SHOP|RESTAURANT|HOTEL|COMPANY|FACTORY|SUPERMARKET|BUSINESS|FARM|MARKET|OFFICES?|ENTERPRISE", "COMMERCIAL"),
    ("HEADQUARTERS|UNION|PARTY|FEDERATION", "ORGANIZATION OFFICE"),
)
_VICTIMS = {"COP": "LAW ENFORCEMENT", "MIL": "ACTIVE MILITARY", "GOV": "GOVERNMENT OFFICIAL", "JUD": "LEGAL OR JUDICIAL", "PTY": "POLITICAL FIGURE",
            "OPP": "POLITICAL FIGURE", "LEG": "GOVERNMENT OFFICIAL"}  # fmt: skip
_ORGANISATION_WORDS = re.compile(
    r"\b(FRONT|MOVEMENT|ARMY|ARMIES|CARTEL|FORCES?|PARTY|ALLIANCE|POLICE|GOVERNMENT|BRIGADE|BATTALION|ORGANIZATION|UNION|PATH|NAVY|GUARD|EXTRADITABLES)$"
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9-]{1,6}")
_PLURALS = frozenset("PEOPLE MEN WOMEN CHILDREN POLICEMEN POLICE PEASANTRY TROOPS PERSONNEL COMPANIONS".split())


def muc_date(values: Sequence[AnyValue], published: dt.date | None) -> str | None:
    """Forms 1 to 3 of 7.3: the narrowest interval told, else "on or before" the message's date."""
    intervals = [value for value in values if isinstance(value, DateInterval) and value.end is not None]
    if not intervals:
        return f"- {_day(published)}" if published else None
    best = min(intervals, key=_width)
    last = (best.end or dt.date.max) - dt.timedelta(days=1)
    if best.start is None:
        return f"- {_day(last)}"
    return _day(last) if last <= best.start else f"{_day(best.start)} - {_day(last)}"


def _width(interval: DateInterval) -> int:
    return interval.days if interval.days is not None else 10**6


def _day(day: dt.date) -> str:
    return f"{day.day:02d} {MONTHS[day.month - 1]} {day.year % 100:02d}"


def location(claims: Sequence[Claim], extraction: Extraction) -> str | None:
    """7.4: country and narrowest place; without a place of its own, the country named most in the document."""
    places = [claim.value for claim in claims if isinstance(claim.value, Place)]
    if places:
        best = min(places, key=_width_of_place)
        country = COUNTRIES.get(best.country or "", best.name.upper() if best.kind is PlaceKind.COUNTRY else "")
        return country if best.kind is PlaceKind.COUNTRY else ": ".join(part for part in (country, best.name.upper()) if part)
    named = [claim.value.country for claim in extraction.claims if isinstance(claim.value, Place) and claim.value.country in COUNTRIES]
    return COUNTRIES[max(sorted({c for c in named if c}), key=named.count)] if named else None


def _width_of_place(place: Place) -> int:
    return _NARROW.index(place.kind)


def muc_number(count: Count) -> str:
    """7.15: "7", "~7", "6-", "6-8"; "PLURAL" when only a bound above is told."""
    if count.low is None:
        return "PLURAL"
    if count.approximate and count.high is not None:
        return f"~{count.low}"
    if count.high is None:
        return f"{count.low}-"
    return str(count.low) if count.low == count.high else f"{count.low}-{count.high}"


def instrument_type(words: str) -> str | None:
    """The set list of 7.8; None when none fits."""
    upper = words.upper()
    return next((kind for pattern, kind in _INSTRUMENTS if re.search(pattern, upper)), None)


def target_type(words: str) -> str:
    """The set list of 7.14, OTHER when none fits."""
    upper = words.upper()
    return next((kind for pattern, kind in _TARGETS if re.search(rf"\b({pattern})S?\b", upper)), "OTHER")


def victim_type(claim: Claim) -> str:
    """The set list of 7.21, by sector and mention kind; CIVILIAN is the default there too."""
    if not isinstance(claim.value, Actor):
        return "CIVILIAN"
    if re.search(r"GUARD", claim.quote.upper()) and claim.value.sector.value not in ("COP", "MIL"):
        return "SECURITY GUARD"
    by_kind = {"office-holder": "GOVERNMENT OFFICIAL", "security-force": "ACTIVE MILITARY"}
    return _VICTIMS.get(claim.value.sector.value) or by_kind.get(claim.value.kind, "CIVILIAN")


def is_organisation(claim: Claim) -> bool:
    """Whether a perpetrator goes into the organisation slot: a body, or the proper name or acronym of one; not its members."""
    words = re.sub(r"[^A-Z0-9 -]", "", claim.quote.upper()).strip()
    kind = claim.value.kind if isinstance(claim.value, Actor) else ""
    by_name = bool(_ORGANISATION_WORDS.search(words)) or (claim.quote.isupper() and _ACRONYM.fullmatch(words) is not None and not is_plural(words))
    return kind == "organisation" or (kind in ("armed-group", "security-force", "group") and by_name)


def is_plural(words: str) -> bool:
    """Whether the last word is a plural, by its form."""
    last = re.sub(r"[^A-Z ]", "", words.upper()).split()[-1:]
    return bool(last) and (last[0] in _PLURALS or (last[0].endswith("S") and not last[0].endswith(("SS", "US", "IS"))))


def names_part(claim: Claim, name: Span | None) -> tuple[str | None, str | None]:
    """(name, description) of a person: what stands before the name describes it; without a name all of it describes."""
    quote = " ".join(claim.quote.split())
    if name is None or not claim.span.covers(name):
        return None, quote
    start, end = name.start - claim.span.start, name.end - claim.span.start
    title = " ".join(claim.quote[:start].split()).strip(" ,.")
    return " ".join(claim.quote[start:end].split()), title or None
