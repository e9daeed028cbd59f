"""From a form to a claim: what a person corrects, or adds. A field that cannot be understood is refused with a sentence that says what to write."""

import datetime as dt
import enum
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from tocsin.core.claims import MEASURES, Attribution, Claim, Role
from tocsin.core.document import Document
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span
from tocsin.core.values import (
    Actor,
    AnyValue,
    Count,
    DateInterval,
    Description,
    EventType,
    Facility,
    Granularity,
    Instrument,
    PartOfDay,
    Property,
    Sector,
)
from tocsin.errors import TocsinError
from tocsin.export.crosswalk import countries, sectors
from tocsin.resources.codebook import shipped_codebook
from tocsin.resources.gazetteer import Gazetteer

Form = Mapping[str, str]
PERSON = "person"
"""The rule of a claim that a person made."""
ACTOR_KINDS = ("group", "security-force", "armed-group", "organisation", "office-holder", "person")
PROPERTY_KINDS = ("facility", "vehicle", "weapon", "object")
LINKS = 3
"""Speakers a form has room for; a longer chain keeps its further links."""
_LARGEST = 10**12
_LONGEST = 400
"""Characters of one field."""
KINDS: dict[Role, str] = {
    Role.TYPE: "type",
    Role.ACTOR: "actor",
    Role.VICTIM: "actor",
    Role.TARGET: "actor",
    Role.PROPERTY: "property",
    Role.PLACE: "place",
    Role.FACILITY: "facility",
    Role.DATE: "date",
    Role.INSTRUMENT: "instrument",
    Role.CAUSE: "words",
    Role.CONTENT: "words",
} | dict.fromkeys(sorted(MEASURES, key=list(Role).index), "count")
"""The kind of value that a role has. A target may also be a facility or a thing."""


class CorrectionError(TocsinError):
    """What the form says makes no claim; the message says what to write."""


class What(enum.Enum):
    """The part of a claim that is corrected."""

    VALUE = "value"
    ROLE = "role"
    ATTRIBUTION = "attribution"
    FACTUALITY = "factuality"


@cache
def gazetteer() -> Gazetteer:
    """The installed gazetteer, opened once."""
    return Gazetteer()


def kind_of(claim: Claim) -> str:
    """The kind of the claim's value; of an unresolved one the kind its role has."""
    tag = str(claim.value.__struct_config__.tag)
    return KINDS[claim.role] if tag == "unresolved" else tag


def roles_for(claim: Claim) -> tuple[Role, ...]:
    """The roles that the claim's value may also have."""
    kind = kind_of(claim)
    own = {Role.TARGET} if kind in {"facility", "property"} else set()
    return tuple([role for role in Role if KINDS[role] == kind or role in own or role is claim.role])


def corrected(claim: Claim, document: Document, what: What, form: Form) -> Claim:
    """The claim with one part as the form has it; its words stay unless the form names others. Raises CorrectionError."""
    changes: dict[str, Any]
    match what:
        case What.VALUE:
            span = _rechosen(claim, document, form)
            value = value_of(kind_of(claim), form, span.quote(document.text), claim.value)
            as_of = _day(form, "as_of", "the day the figure is of") if isinstance(value, Count) else claim.as_of
            changes = {"value": value, "as_of": as_of, "span": span, "quote": span.quote(document.text)}
            if span != claim.span:
                changes["mentions"] = ()
        case What.ROLE:
            changes = {"role": _role(form)}
            if changes["role"] not in roles_for(claim):
                raise CorrectionError("this value cannot have that role: reject the claim, and add one from its words")
        case What.ATTRIBUTION:
            changes = {"attribution": _speakers(document, form, claim.span, claim.attribution)}
        case What.FACTUALITY:
            changes = _sureness(form)
    made = msgspec.structs.replace(claim, **changes, rule=PERSON, score=None)
    if msgspec.structs.replace(made, rule=claim.rule, score=claim.score) == claim:
        raise CorrectionError("nothing was changed: accept the claim if it is right as it is")
    return made


def added(document: Document, form: Form) -> Claim:
    """A claim that the reader missed: its words, its role and value, of an event of the report, or of one that the words themselves tell of."""
    span = chosen_words(document, form)
    role = _role(form)
    event = _text(form, "event")
    if event == "new":
        if role is not Role.TYPE:
            raise CorrectionError("a new event begins with what happened: choose the role type and the words that tell it, then add the rest to it")
        trigger = span
    else:
        trigger = _trigger(document, event)
    return Claim(
        document=document.id, trigger=trigger, role=role, span=span, quote=span.quote(document.text),
        value=value_of(KINDS[role], form, span.quote(document.text)), as_of=_day(form, "as_of", "the day the figure is of"),
        attribution=_speakers(document, form, span, ()), **_sureness(form), rule=PERSON,
    )  # fmt: skip


def chosen_words(document: Document, form: Form) -> Span:
    """The words a claim rests on: as selected, or as typed. Raises CorrectionError."""
    start, end = form.get("start", "").strip(), form.get("end", "").strip()
    if start and end:
        if not (start.isdecimal() and end.isdecimal()) or not int(start) < int(end) <= len(document.text):
            raise CorrectionError("the chosen words are not in this report: choose them again")
        return Span(int(start), int(end))
    return find_words(document.text, _text(form, "words"), 0)


def find_words(text: str, words: str, near: int) -> Span:
    """Where words stand in a text, as they are written there, nearest to a place. Raises CorrectionError."""
    if not words:
        raise CorrectionError("choose the words that say so in the report, or write them as they stand there")
    places = []
    at = text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    if not places:
        raise CorrectionError(f"“{words}” does not stand in this report: write the words exactly as they are there")
    start = min(places, key=lambda place: abs(place - near))
    return Span(start, start + len(words))


def value_of(kind: str, form: Form, quote: str, before: AnyValue | None = None) -> AnyValue:
    """The value that the form's fields for a kind make; `before` gives what a form does not show. Raises CorrectionError."""
    name = _text(form, "name") or (_name_of(before) if before is not None else "") or quote
    match kind:
        case "count":
            return _count(form)
        case "date":
            return _interval(form, before)
        case "place":
            row = gazetteer().by_id(_text(form, "place"))
            if row is None:
                raise CorrectionError("choose a place from the list: search for its name first")
            return gazetteer().place(row)
        case "type":
            code = _text(form, "code")
            if code not in shipped_codebook():
                raise CorrectionError("choose what happened from the code book's list")
            return EventType(code=code)
        case "actor":
            return Actor(
                name=name, kind=_among(form, "kind", ACTOR_KINDS, "the kind of actor", needed=True),
                sector=Sector(_among(form, "sector", tuple(sectors()), "the sector") if _text(form, "sector") else "UNK"),
                group=_text(form, "group") or None, country=_among(form, "country", tuple(countries()), "the country") or None,
            )  # fmt: skip
        case "property":
            return Property(name=name, kind=_among(form, "property_kind", PROPERTY_KINDS, "the kind of property", needed=True))
        case "facility":
            return Facility(name=name, kind=_text(form, "facility_kind") or None, place=before.place if isinstance(before, Facility) else None)
        case "instrument":
            return Instrument(name=name, kind=_text(form, "weapon") or None)
        case _:
            return Description(words=_text(form, "description") or (before.words if isinstance(before, Description) else "") or quote)


def _name_of(value: AnyValue) -> str:
    return value.name if isinstance(value, Actor | Property | Facility | Instrument) else ""


def _count(form: Form) -> Count:
    low, high = _number(form, "low", "lowest number"), _number(form, "high", "highest number")
    if low is None and high is None:
        raise CorrectionError("give a number: the lowest, the highest, or both; for an exact number write it in both")
    if low is not None and high is not None and low > high:
        raise CorrectionError(f"the lowest number, {low}, is above the highest, {high}")
    return Count(low=low, high=high, approximate=bool(form.get("approximate")), unit=_text(form, "unit") or None)


def _number(form: Form, name: str, called: str) -> int | None:
    written = _text(form, name).replace(",", "").replace(" ", "")
    if not written:
        return None
    if not (written.isascii() and written.isdecimal()) or int(written[:20]) > _LARGEST:
        raise CorrectionError(f"the {called} is “{_text(form, name)}”: write a whole number, or leave it empty where it is open")
    return int(written)


def _interval(form: Form, before: AnyValue | None) -> DateInterval:
    first, last = _day(form, "first", "the first day"), _day(form, "last", "the last day")
    if first is None and last is None:
        raise CorrectionError("give the first day, the last day, or both")
    if first is not None and last is not None and first > last:
        raise CorrectionError(f"the first day, {first}, is after the last, {last}")
    end = last + dt.timedelta(days=1) if last is not None and last < dt.date.max else None
    part = _among(form, "part_of_day", tuple([one.value for one in PartOfDay]), "the part of the day")
    same = isinstance(before, DateInterval) and (before.start, before.end) == (first, end)
    granularity = Granularity.DAY if first is not None and first == last else Granularity.RANGE
    if isinstance(before, DateInterval) and same:
        granularity = before.granularity
    return DateInterval(
        start=first, end=end, part_of_day=PartOfDay(part) if part else None, granularity=granularity, approximate=bool(form.get("approximate"))
    )


def _day(form: Form, name: str, called: str) -> dt.date | None:
    written = _text(form, name)
    if not written:
        return None
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise CorrectionError(f"{called} is “{written}”: write it as YEAR-MONTH-DAY, for example 2024-05-14") from None


def _role(form: Form) -> Role:
    return Role(_among(form, "role", tuple([role.value for role in Role]), "the role", needed=True))


def _rechosen(claim: Claim, document: Document, form: Form) -> Span:
    """The claim's own words, unless others were selected or written."""
    if form.get("start", "").strip():
        return chosen_words(document, form)
    words = _text(form, "words")
    return claim.span if not words or words == claim.quote else find_words(document.text, words, claim.span.start)


def _speakers(document: Document, form: Form, near: Span, before: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The chain as the form has it, the deepest first. A speaker whose words were left as they are keeps its place and cue."""
    made = []
    for i in range(LINKS):
        words, kind = _text(form, f"speaker{i}"), _among(form, f"kind{i}", tuple([one.value for one in SpeakerKind]), "the kind of speaker")
        withheld = not words and bool(form.get(f"kept{i}"))  # the page did not show the name: an empty field leaves it
        kept = before[i] if i < len(before) and (withheld or words == before[i].quote) else None
        if not words and (not withheld or not kind):
            continue
        if not kind:
            raise CorrectionError(f"say what kind of speaker “{words}” is")
        if kept is not None:
            made.append(msgspec.structs.replace(kept, kind=SpeakerKind(kind)))
            continue
        known = next((link for link in before if link.quote == words), None)
        span = known.span if known is not None else find_words(document.text, words, near.start)
        cue = known.cue if known is not None else None
        made.append(Attribution(span=span, quote=span.quote(document.text), kind=SpeakerKind(kind), cue=cue))
    return (*made, *before[LINKS:])


def _sureness(form: Form) -> dict[str, Any]:
    factuality = _among(form, "factuality", tuple([one.value for one in Factuality]), "the factuality", needed=True)
    modality = _among(form, "modality", tuple([one.value for one in Modality]), "the modality", needed=True)
    flags = {name: bool(form.get(name)) for name in ("background", "opinion", "disputed")}
    return {"factuality": Factuality(factuality), "modality": Modality(modality), **flags}


def _trigger(document: Document, event: str) -> Span:
    """The words that evoke the event that was chosen, as "start-end"."""
    start, dash, end = event.partition("-")
    if not dash or not (start.isdecimal() and end.isdecimal()) or not int(start) < int(end) <= len(document.text):
        raise CorrectionError("choose the event that the words are about")
    return Span(int(start), int(end))


def _text(form: Form, name: str) -> str:
    value = str(form.get(name, "")).strip()
    if len(value) > _LONGEST:
        raise CorrectionError(f"{name} has {len(value)} characters; {_LONGEST} are the most")
    return value


def _among(form: Form, name: str, known: tuple[str, ...], called: str, *, needed: bool = False) -> str:
    value = _text(form, name)
    if value not in known and (value or needed):
        raise CorrectionError(f"{called} is “{value}”, which is none of: {', '.join(known)}" if value else f"choose {called}")
    return value
