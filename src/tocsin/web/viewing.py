"""A view of the events in the address of a page: what is written there is all there is to it, and what cannot be read is said, not passed over."""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlencode

import msgspec

from tocsin.core.claims import MEASURES
from tocsin.core.record import Record
from tocsin.core.scales import Factuality, SpeakerKind
from tocsin.export.crosswalk import countries, sectors
from tocsin.resources.codebook import shipped_codebook
from tocsin.store.cards import ORDERS, Filter

PAGE_SIZE = 50
LONGEST = 200
"""Characters of one parameter: more is no filter that anybody writes."""
REVIEW_STATES = {"none": "not reviewed", "some": "reviewed in part", "all": "all claims reviewed", "disputed": "with disputes"}
ORDER_NAMES = {"date": "latest first", "killed": "most killed", "reports": "most reports", "weight": "most worth a review"}
FACTUALITY_NAMES = {
    "CT+": "certain",
    "PR+": "probable",
    "PS+": "possible",
    "CT-": "certainly not",
    "PR-": "probably not",
    "PS-": "possibly not",
    "Uu": "unknown, or not yet",
}


class View(Record, frozen=True, kw_only=True):
    """Which events, in which order, and which page of them."""

    wanted: Filter = Filter()
    order: str = "date"
    page: int = 1


class Chip(Record, frozen=True, kw_only=True):
    """One filter in force: what it says, and the view without it."""

    words: str
    without: str


class ViewError(Exception):
    """The address holds what is no view; `problems` says what, one sentence each, and `view` is what the rest of it asks for."""

    def __init__(self, problems: Iterable[str], view: View) -> None:
        """Take what is wrong, in words, and what could be read."""
        self.problems = tuple(problems)
        self.view = view
        super().__init__("; ".join(self.problems))


def read_view(parameters: Iterable[tuple[str, str]]) -> View:
    """The view that the parameters of an address ask for. Empty ones ask for nothing. Raises ViewError for what cannot be read."""
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        if value.strip():
            given.setdefault(name, []).append(value.strip())
    problems: list[str] = []
    fields: dict[str, object] = {}
    for name, values in given.items():
        try:
            fields |= _read(name, values)
        except ValueError as error:
            problems.append(str(error))
    order, page = fields.pop("order", "date"), fields.pop("page", 1)
    view = msgspec.convert({"wanted": Filter(**fields), "order": order, "page": page}, View)  # type: ignore[arg-type]
    if view.wanted.since is not None and view.wanted.until is not None and view.wanted.since > view.wanted.until:
        problems.append(f"from {view.wanted.since} is after to {view.wanted.until}")
    if problems:
        raise ViewError(problems, view)
    return view


def query_of(view: View) -> str:
    """The parameters of the view's address, always in one order; empty for all events."""
    wanted = view.wanted
    pairs: list[tuple[str, str]] = []
    for name, (field, _) in _ONE.items():
        value = getattr(wanted, field)
        if value is not None:
            pairs.append((name, _written(value)))
    for name, (field, _) in _SEVERAL.items():
        pairs += [(name, value) for value in getattr(wanted, field)]
    if view.order != "date":
        pairs.append(("order", view.order))
    if view.page != 1:
        pairs.append(("page", str(view.page)))
    return urlencode(pairs, safe=",:")


def address(view: View, path: str = "/") -> str:
    """The address of the view on a page."""
    query = query_of(view)
    return f"{path}?{query}" if query else path


def is_written_plainly(parameters: Iterable[tuple[str, str]]) -> bool:
    """Whether no parameter is empty: a form sends all of its fields, and an address is to be read by people."""
    return all([value.strip() for _, value in parameters])


def chips(view: View, story: str | None = None) -> tuple[Chip, ...]:
    """The filters in force; `story` is the title of the story that is looked at."""
    wanted = view.wanted
    found = []
    for name, (field, words) in _CHIPS.items():
        value = getattr(wanted, field)
        if value is None or value == ():
            continue
        if isinstance(value, tuple) and name != "bbox":
            for one in value:
                rest = tuple([other for other in value if other != one])
                found.append(_chip(view, words(one), {field: rest}))
        else:
            found.append(_chip(view, story or "one story" if name == "story" else words(_written(value)), {field: None}))
    return tuple(found)


def at(view: View, *, page: int = 1, order: str | None = None) -> View:
    """The same events on another page, or in another order."""
    return msgspec.structs.replace(view, page=page, order=order or view.order)


def country_name(code: str) -> str:
    """The English name of a country; its code when it is none of ISO's."""
    country = countries().get(code)
    return country.name if country is not None else code


def _chip(view: View, words: str, less: Mapping[str, object]) -> Chip:
    rest = msgspec.structs.replace(view, wanted=msgspec.structs.replace(view.wanted, **less), page=1)
    return Chip(words=words, without=address(rest))


def _read(name: str, values: list[str]) -> dict[str, object]:
    """The fields that a parameter fills. Raises ValueError, with a sentence for people."""
    for value in values:
        if len(value) > LONGEST:
            raise ValueError(f"{name} has {len(value)} characters; {LONGEST} are the most")
        if not value.isprintable():
            raise ValueError(f"{name} holds a character that cannot be printed")
    if name in _SEVERAL:
        field, read = _SEVERAL[name]
        return {field: tuple(dict.fromkeys([read(value) for value in values]))}
    if name not in _ALONE:
        raise ValueError(f"there is no filter called {name[:40]!r}; there are {', '.join([*_ONE, *_SEVERAL, 'order', 'page'])}")
    if len(values) > 1:
        raise ValueError(f"{name} is given {len(values)} times, and counts only once")
    field, read_one = _ALONE[name]
    return {field: read_one(values[0])}


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join([f"{number:g}" for number in value])
    return str(value)


def _day(name: str) -> Callable[[str], dt.date]:
    def read(value: str) -> dt.date:
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{name} {value} is not a day; write it as YEAR-MONTH-DAY, for example 2024-05-14") from None

    return read


def _among(name: str, known: Iterable[str]) -> Callable[[str], str]:
    allowed = tuple(known)

    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"{name} {value!r} is not known; there are: {', '.join(allowed)}")
        return value

    return read


def _factuality(value: str) -> str:
    """A plus sign that is typed into an address arrives as a blank, which is stripped."""
    known = [one.value for one in Factuality]
    return _among("factuality", known)(f"{value}+" if f"{value}+" in known else value)


def _family(value: str) -> str:
    return _among("family", shipped_codebook().families())(value)


def _type(value: str) -> str:
    if value not in shipped_codebook():
        raise ValueError(f"type {value!r} is not known; the code book lists them")
    return value


def _country(value: str) -> str:
    code = value.upper()
    if code not in countries():
        raise ValueError(f"country {value!r} is not known; write its two letters, for example SD")
    return code


def _box(value: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = [float(part) for part in value.split(",")]
    except ValueError:
        raise ValueError(f"bbox {value} is no area; write west,south,east,north in degrees, for example 22,8,38,22") from None
    if (
        not all([math.isfinite(number) for number in (west, south, east, north)])
        or not -90 <= south <= north <= 90
        or abs(west) > 900
        or abs(east) > 900
    ):
        raise ValueError(f"bbox {value} is no area: south is below north, between -90 and 90 degrees")
    if abs(east - west) >= 360:
        return -180.0, south, 180.0, north
    return _around(west), south, _around(east), north


def _around(longitude: float) -> float:
    """A map that is turned around the world counts on beyond 180 degrees."""
    return longitude if -180 <= longitude <= 180 else round((longitude + 180) % 360 - 180, 6)


def _page(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 1_000_000:
        raise ValueError(f"page {value} is not a number from 1 on")
    return int(value)


def _actor(value: str) -> str:
    """A sector, or words as a report has them."""
    sector = sectors().get(value)
    return f"by or against: {value if sector is None else sector.label.lower()}"


def _told(value: str) -> str:
    return f"told as {value} ({FACTUALITY_NAMES[value]})"


def _label(code: str) -> str:
    return shipped_codebook().row(code).label.lower()


_Read = Callable[[str], object]
_ONE: dict[str, tuple[str, _Read]] = {
    "q": ("words", str),
    "from": ("since", _day("from")),
    "to": ("until", _day("to")),
    "country": ("country", _country),
    "place": ("place", str),
    "bbox": ("box", _box),
    "review": ("review", _among("review", REVIEW_STATES)),
    "story": ("story", str),
}
"""Parameters that are given once: the field of Filter each fills, and how it is read."""
_SEVERAL: dict[str, tuple[str, Callable[[str], str]]] = {
    "family": ("families", _family),
    "type": ("types", _type),
    "actor": ("actors", str),
    "measure": ("measures", _among("measure", sorted([role.value for role in MEASURES]))),
    "factuality": ("factualities", _factuality),
    "speaker": ("speakers", _among("speaker", [kind.value for kind in SpeakerKind])),
    "publisher": ("publishers", str),
}
"""Parameters of which any may hold."""
_ALONE = _ONE | {"order": ("order", _among("order", ORDERS)), "page": ("page", _page)}
_CHIPS: dict[str, tuple[str, Callable[[str], str]]] = {
    "q": ("words", "reports with: {}".format),
    "from": ("since", "from {}".format),
    "to": ("until", "to {}".format),
    "country": ("country", country_name),
    "place": ("place", "place: {}".format),
    "bbox": ("box", "area {}".format),
    "family": ("families", str),
    "type": ("types", _label),
    "actor": ("actors", _actor),
    "measure": ("measures", "tells of {}".format),
    "factuality": ("factualities", _told),
    "speaker": ("speakers", "according to: {}".format),
    "publisher": ("publishers", "printed by: {}".format),
    "review": ("review", REVIEW_STATES.__getitem__),
    "story": ("story", str),
}
