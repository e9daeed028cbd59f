"""Claims and event mentions built by hand: what a report says, without a text."""

import datetime as dt
from dataclasses import dataclass, field

from tocsin.core.claims import Attribution, Claim, Role
from tocsin.core.events import EventMention
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span, Words
from tocsin.core.values import AnyValue, Count

MINISTRY = ("interior ministry", SpeakerKind.GOVERNMENT)
POLICE = ("police", SpeakerKind.POLICE)
HOSPITAL = ("hospital", SpeakerKind.MEDICAL)
PARTY = ("People's Dawn", SpeakerKind.OPPOSITION)
MONITOR = ("Rift Monitor", SpeakerKind.NGO)

_UNTIL = object()


@dataclass(frozen=True)
class Told:
    """One value a report gives; `by` are the speakers, innermost first, as (words, kind) or (words, kind, cue)."""

    role: Role
    value: AnyValue
    by: tuple[tuple, ...] = ()
    fields: dict = field(default_factory=dict)


def figure(low, high=_UNTIL, *, by=(), role=Role.KILLED, unit="people", approximate=False, **fields) -> Told:
    """`figure(12)` is 12, `figure(12, None)` at least 12, `figure(None, 12)` up to 12. `part` is the number of the told value it is part of."""
    value = Count(low=low, high=low if high is _UNTIL else high, approximate=approximate, unit=unit)
    return valued(role, value, by=by, **fields)


def valued(role, value, *, by=(), **fields) -> Told:
    return Told(role=role, value=value, by=(by,) if by and isinstance(by[0], str) else tuple(by), fields=fields)


def denied(low, high=_UNTIL, *, by=(), **fields) -> Told:
    return figure(low, high, by=by, factuality=Factuality.CT_MINUS, modality=Modality.NEGATED, **fields)


def day(number: int) -> dt.date:
    """That day of May 2024."""
    return dt.date(2024, 5, number)


def report(publisher, published, *told, document=None, trigger=0) -> EventMention:
    """One report's telling; `published` is a day of May 2024. `part=0` and `of=0` in a told value point at the first one."""
    name = document or f"d1-{publisher}-{published}"
    claims: list[Claim] = []
    for i, one in enumerate(told):
        fields = dict(one.fields)
        if "part" in fields:
            fields["part_of"] = claims[fields.pop("part")].key
        if "of" in fields:
            fields["qualifies"] = claims[fields.pop("of")].key
        claims.append(
            Claim(
                document=name,
                trigger=Span(trigger, trigger + 1),
                role=one.role,
                span=Span(10 * i, 10 * i + 5),
                quote=_quote(one.value),
                value=one.value,
                attribution=tuple([_link(*link) for link in one.by]),
                rule="by hand",
                **fields,
            )
        )
    return EventMention(
        document=name,
        trigger=Span(trigger, trigger + 1),
        published=None if published is None else day(published),
        publisher=publisher,
        claims=tuple(claims),
    )


def _quote(value) -> str:
    return f"{value.low}..{value.high} {value.unit}" if isinstance(value, Count) else getattr(value, "name", "then")


def _link(words, kind, cue=None) -> Attribution:
    return Attribution(span=Span(0, len(words)), quote=words, kind=kind, cue=None if cue is None else Words(span=Span(0, len(cue)), quote=cue))
