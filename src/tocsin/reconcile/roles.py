"""The value of an event's type, place, date, actor, target or victim: who says it is chosen, and who says otherwise."""

from collections.abc import Sequence

from tocsin.core.claims import Origin, Role
from tocsin.core.events import Finding
from tocsin.core.scales import Modality
from tocsin.core.values import (
    Actor,
    AnyValue,
    Count,
    DateInterval,
    Description,
    EventType,
    Facility,
    Instrument,
    Place,
    PlaceKind,
    Property,
    Unresolved,
)
from tocsin.reconcile.grading import grade
from tocsin.reconcile.names import normal
from tocsin.reconcile.speakers import Said

_VAGUE_TYPES = frozenset({"other", "attack", "killing", "death", "injury"})
"""These say what came of it, or that it was violent, and leave room for what was done ("shooting")."""
_FINENESS = [
    PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.SETTLEMENT, PlaceKind.DISTRICT, PlaceKind.LANDMARK
]  # fmt: skip


def value_finding(role: Role, claims: Sequence[Said], rule: str) -> Finding | None:
    """The value most voices give; of these the most precise, then the one most others leave room for, then the one told first.

    Of one day's parts, what is told of the event itself: "Monday afternoon", taken over from the march before it, gives way to "Monday evening".

    Guessed dates and vague types count only where there is nothing else.
    """
    positive = [one for one in claims if not one.negated and _is_told(one)]
    denials = [one for one in claims if one.negated and _is_told(one)]
    firm = [one for one in positive if one.firm] or positive
    stated = [one for one in firm if not _is_vague(one)] or firm
    if not stated:
        return None
    best, names = _most_said(stated)
    value, name = best.claim.value, _identity(best.claim.value)
    supporting = [one for one in firm if _identity(one.claim.value) == name]
    others = [one for one in firm if _identity(one.claim.value) != name and not _leaves_room(one.claim.value, value)]
    opposing = [*others, *[one for one in denials if _identity(one.claim.value) == name]]
    sentence = f"{best.claim.quote}: said by {len(names[name])} of {len(set().union(*names.values()))} independent voices"
    if len([rival for rival in names.values() if len(rival) == len(names[name])]) > 1:
        sentence += "; of values said as often the most precise, then the one others leave most room for, then the first"
    return Finding(
        role=role, rule=rule, sentence=sentence, supporting=tuple([one.claim.key for one in supporting]),
        opposing=tuple([one.claim.key for one in opposing]), value=value, grade=grade(supporting, opposing, (), ()),
    )  # fmt: skip


def _is_told(one: Said) -> bool:
    claim = one.claim
    settled = claim.qualifies is None and not claim.opinion and not isinstance(claim.value, Unresolved | Count)
    return settled and (one.negated or claim.modality in {Modality.ACTUAL, Modality.ATTEMPTED})


def _most_said(stated: Sequence[Said]) -> tuple[Said, dict[str, set[str]]]:
    """The claim whose value is chosen, and for every value the names of the voices that give it."""
    names: dict[str, set[str]] = {}
    values: dict[str, AnyValue] = {}
    for one in stated:
        name = _identity(one.claim.value)
        names.setdefault(name, set()).add(one.voice.name)
        values.setdefault(name, one.claim.value)
    room: dict[str, int] = {}
    for name, value in values.items():
        others = [names[other] for other in values if other != name and _leaves_room(values[other], value)]
        room[name] = len(set().union(*others))

    def weight(told: tuple[int, Said]) -> tuple[int, tuple[float, int], int, int]:
        i, one = told
        name = _identity(one.claim.value)
        return len(names[name]), _precision(one.claim.value), room[name], -i

    chosen = max(enumerate(stated), key=weight)[1]
    alike = [one for one in stated if _identity(one.claim.value) == _identity(chosen.claim.value)]
    precise = [one for one in alike if _precision(one.claim.value) == _precision(chosen.claim.value)]
    return next((one for one in precise if one.claim.origin is Origin.TEXT), chosen), names


def _is_vague(one: Said) -> bool:
    value = one.claim.value
    return one.claim.origin is Origin.ASSUMED or (isinstance(value, EventType) and value.code in _VAGUE_TYPES)


def _identity(value: AnyValue) -> str:
    """What two claims must share to say the same."""
    match value:
        case Place(gazetteer_id=name) | EventType(code=name):
            return name
        case DateInterval(start=start, end=end):
            return f"{start}..{end}"
        case Actor(name=name):
            return normal(name)
        case Facility(name=name) | Property(name=name) | Instrument(name=name) | Description(words=name):
            return name.lower()
        case Count() | Unresolved():
            raise TypeError(f"{value!r} is not a value to choose")


def _precision(value: AnyValue) -> tuple[float, int]:
    """Greater is more precise: a shorter date, a finer place, an actor whose group or sector is known and whose name says more."""
    match value:
        case DateInterval(days=days, part_of_day=part):
            return -float("inf") if days is None else -days, int(part is not None)
        case Place(kind=kind):
            return _FINENESS.index(kind), 0
        case Actor(name=name, group=known):
            return int(known is not None), len(name)
        case EventType(code=code):
            return int(code not in _VAGUE_TYPES), 0
        case _:
            return 0, 0


def _leaves_room(value: AnyValue, chosen: AnyValue) -> bool:
    """Whether one value does not speak against another: days that overlap, a country or province around a town, what came of it."""
    match value, chosen:
        case EventType(code=code), EventType():
            return code in _VAGUE_TYPES
        case DateInterval(), DateInterval():
            return value.overlaps(chosen)
        case Place(), Place():
            wide, fine = sorted([value, chosen], key=lambda place: _FINENESS.index(place.kind))
            around = wide.admin1 is None or wide.admin1 == fine.admin1
            return wide.kind in {PlaceKind.COUNTRY, PlaceKind.ADMIN1} and wide.country == fine.country and around
        case _:
            return False
