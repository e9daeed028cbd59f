"""From what a program asks to a claim: strict where a form can only offer what is right."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec

from tocsin.core.claims import Attribution, Claim, Role
from tocsin.core.document import Document
from tocsin.core.spans import Span, Words
from tocsin.core.values import Actor, AnyValue, Count, DateInterval, Description, EventType, Facility, Instrument, Place, Property, Unresolved
from tocsin.resources.codebook import shipped_codebook
from tocsin.web.api.bodies import BodyError
from tocsin.web.api.records import Changes, ClaimAsked, SpeakerAsked
from tocsin.web.correcting import ACTOR_KINDS, KINDS, PERSON, PROPERTY_KINDS, gazetteer

_LARGEST = 10**12
_LONGEST = 400


def corrected(claim: Claim, changes: Changes, document: Document) -> Claim:
    """The claim with the changes; its words stay unless another span is given. Raises BodyError."""
    given = {name: value for name in Changes.__struct_fields__ if (value := getattr(changes, name)) is not msgspec.UNSET}
    fields: dict[str, Any] = dict(given)
    if "span" in given:
        span = _within(given["span"], document, "the words")
        fields |= {"quote": span.quote(document.text), "mentions": ()}
    if "attribution" in given:
        fields["attribution"] = _speakers(given["attribution"], document)
    if "value" in given:
        fields["value"] = _value(given["value"])
    made = msgspec.structs.replace(claim, **fields, rule=PERSON, score=None)
    if msgspec.structs.replace(made, rule=claim.rule, score=claim.score) == claim:
        raise BodyError("nothing is changed: accept the claim if it is right as it is")
    if "role" in given or "value" in given:
        _refuse_misfit(made.role, made.value)
    return made


def added(asked: ClaimAsked, document: Document) -> Claim:
    """A claim that the reader missed. Raises BodyError."""
    span = _within(asked.span, document, "the words")
    if asked.trigger is None and asked.role is not Role.TYPE:
        raise BodyError("name the event by its trigger, a span; only a claim of the role type begins a new one")
    value = _value(asked.value)
    _refuse_misfit(asked.role, value)
    return Claim(
        document=document.id, trigger=span if asked.trigger is None else _within(asked.trigger, document, "the trigger"), role=asked.role,
        span=span, quote=span.quote(document.text), value=value, attribution=_speakers(asked.attribution, document), factuality=asked.factuality,
        modality=asked.modality, background=asked.background, opinion=asked.opinion, disputed=asked.disputed, as_of=asked.as_of, rule=PERSON,
    )  # fmt: skip


def _within(span: Span, document: Document, what: str) -> Span:
    if not span.start < span.end <= len(document.text):
        raise BodyError(f"{what} at [{span.start}, {span.end}] are not in the report, which has {len(document.text)} characters")
    return span


def _speakers(asked: Iterable[SpeakerAsked], document: Document) -> tuple[Attribution, ...]:
    made = []
    for one in asked:
        span = _within(one.span, document, "the speaker's words")
        cue = Words.at(_within(one.cue, document, "the cue"), document.text) if one.cue is not None else None
        made.append(Attribution(span=span, quote=span.quote(document.text), kind=one.kind, cue=cue))
    return tuple(made)


def _refuse_misfit(role: Role, value: AnyValue) -> None:
    """A role takes its kind of value; a target may also be a facility or a thing."""
    kind = str(value.__struct_config__.tag)
    if kind != KINDS[role] and not (role is Role.TARGET and kind in {"facility", "property"}):
        raise BodyError(f"the role {role.value} takes a value that is {KINDS[role]}, not {kind}")


def _value(value: AnyValue) -> AnyValue:
    """The value, when it says what can be. A place is the gazetteer's own row."""
    match value:
        case Count():
            _refuse_count(value)
        case DateInterval(start=start, end=end):
            if start is None and end is None:
                raise BodyError("a date has a start, an end (the day after the last), or both")
            if start is not None and end is not None and start >= end:
                raise BodyError(f"a date that starts on {start} cannot end before {start + dt.timedelta(days=1) if start < dt.date.max else start}")
        case EventType(code=code):
            if code not in shipped_codebook():
                raise BodyError(f"there is no event type {code[:40]!r}; the code book lists them")
        case Place(gazetteer_id=known):
            row = gazetteer().by_id(known)
            if row is None:
                raise BodyError(f"the gazetteer has no place {known[:40]!r}")
            return gazetteer().place(row)
        case Facility(place=place):
            _refuse_words(value.name, value.kind)
            return value if place is None else msgspec.structs.replace(value, place=_value(place))
        case Actor(kind=kind):
            _refuse_words(value.name, value.group, value.country)
            _refuse_unknown("kind of actor", kind, ACTOR_KINDS)
        case Property(kind=kind):
            _refuse_words(value.name)
            _refuse_unknown("kind of property", kind, PROPERTY_KINDS)
        case Instrument():
            _refuse_words(value.name, value.kind)
        case Description():
            _refuse_words(value.words)
        case Unresolved():
            raise BodyError("a person's claim says what the words mean: give a value that is resolved")
    return value


def _refuse_count(value: Count) -> None:
    numbers = [number for number in (value.low, value.high) if number is not None]
    if not numbers:
        raise BodyError("a count has a low, a high, or both")
    if min(numbers) < 0 or max(numbers) > _LARGEST:
        raise BodyError(f"a count lies between 0 and {_LARGEST:,}")
    if numbers != sorted(numbers):
        raise BodyError(f"the low of a count, {value.low}, is above its high, {value.high}")
    _refuse_words(value.unit)


def _refuse_words(*words: str | None) -> None:
    for one in words:
        if one is not None and (not one.strip() or len(one) > _LONGEST or not one.isprintable()):
            raise BodyError(f"words have 1 to {_LONGEST} characters that can be printed")


def _refuse_unknown(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise BodyError(f"there is no {what} {given[:40]!r}; there are: {', '.join(known)}")
