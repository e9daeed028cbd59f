"""An extraction seen as events: the claims that share a trigger."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tocsin.core.claims import Claim, Extraction, Origin, Role
from tocsin.core.scales import Factuality
from tocsin.core.values import Actor, DateInterval, EventType, Facility, Instrument, Place, Property

EDGES = frozenset({Role.ACTOR, Role.VICTIM, Role.TARGET, Role.PROPERTY, Role.PLACE, Role.FACILITY, Role.DATE, Role.INSTRUMENT, Role.CAUSE})
"""READING.md 21's roles."""


@dataclass(frozen=True)
class Event:
    """One event mention: where its trigger stands (first of `triggers`, then its repeats), its type, the claim that gives it, its other claims."""

    triggers: tuple[tuple[int, int], ...]
    quote: str
    type: str
    typed: Claim
    claims: tuple[Claim, ...] = field(default=())

    @property
    def factuality(self) -> Factuality:
        """How sure the event is said to be: that of its type claim."""
        return self.typed.factuality

    def of(self, *roles: Role) -> list[Claim]:
        """The claims in these roles."""
        return [claim for claim in self.claims if claim.role in roles]

    @property
    def edges(self) -> list[Claim]:
        """The claims in READING.md 21's roles that the sentence itself makes; what was taken over from the context or assumed is no mention here."""
        return [claim for claim in self.claims if claim.role in EDGES and claim.origin is Origin.TEXT]


def events(extraction: Extraction) -> list[Event]:
    """The event mentions in the order of their triggers; claims whose trigger has no type belong to none."""
    groups: dict[tuple[int, int], list[Claim]] = {}
    for claim in extraction.claims:
        groups.setdefault((claim.trigger.start, claim.trigger.end), []).append(claim)
    found = []
    for trigger, claims in sorted(groups.items()):
        for typed in claims:
            if typed.role is Role.TYPE and isinstance(typed.value, EventType):
                repeats = tuple((words.span.start, words.span.end) for words in typed.mentions)
                others = tuple(claim for claim in claims if claim.role is not Role.TYPE)
                found.append(Event((trigger, *repeats), typed.quote, typed.value.code, typed, others))
    return found


def kind_of(claim: Claim) -> str | None:
    """The mention kind (READING.md 20) that a claim's value stands for; None for figures, causes and other values that are no mention."""
    match claim.value:
        case Actor(kind=kind) | Property(kind=kind):
            return kind
        case Place():
            return "place"
        case Facility():
            return "facility"
        case DateInterval():
            return "date"
        case Instrument():
            return "weapon"
        case _:
            kinds = {Role.PLACE: "place", Role.FACILITY: "facility", Role.DATE: "date", Role.INSTRUMENT: "weapon"}
            return kinds.get(claim.role)


def span_of(claim: Claim) -> tuple[int, int]:
    """The claim's span as a pair."""
    return claim.span.start, claim.span.end


def json_lines(path: Path) -> Iterator[Any]:
    """The records of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
