"""From an extraction to the incidents of the 1992 task (MUC-4 templates), for evaluation only.

What counts as an incident follows taskdoc/template-doc-part1: violent acts and threats of them, not denied, not long past; an act whose victims are
all soldiers, police or guerrillas is war and no incident; an act of which neither a target nor a weapon is told is too vague. Mentions of one type
are one incident unless date, place or perpetrators differ (section 5.0). Deaths and injuries that stand alone belong to the incident they fit.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from eval.ceaf import normalise
from eval.events import Event, events
from eval.muc_fillers import instrument_type, is_organisation, is_plural, location, muc_date, muc_number, names_part, target_type, victim_type
from eval.muc_slots import Answer, Response
from tocsin.core.claims import MEASURES, Claim, Extraction, Origin, Role
from tocsin.core.scales import Factuality, Modality, SpeakerKind
from tocsin.core.spans import Span
from tocsin.core.values import Actor, Count, DateInterval, Place

INCIDENTS = {
    **dict.fromkeys(("attack", "killing", "shooting", "stabbing", "beating", "torture", "sexual-violence", "mob-violence", "shelling"), "ATTACK"),
    **dict.fromkeys(("air-strike", "excessive-force", "clash", "armed-clash", "property-destruction", "building-seizure", "riot"), "ATTACK"),
    **dict.fromkeys(("bombing", "suicide-bombing", "grenade", "landmine"), "BOMBING"),
    "abduction": "KIDNAPPING",
    "arson": "ARSON",
    "looting": "ROBBERY",
}
"""Incident types by ours. The task's HIJACKING and FORCED WORK STOPPAGE have no counterpart. A "threat" is taken for a threatened ATTACK."""

_AT_ITS_TARGET = frozenset({"BOMBING", "ARSON"})
"""Where a bomb goes off or a fire is set is what it is aimed at; an attack or an abduction may only have happened there."""
_OUTCOMES = frozenset({"death", "injury"})
_FIGHTS = frozenset({"clash", "armed-clash"})
_COMBATANTS = frozenset({"security-force", "armed-group"})
_DENIED = frozenset({Factuality.CT_MINUS, Factuality.PR_MINUS, Factuality.PS_MINUS})
_STAGES = {Modality.THREATENED: "THREATENED", Modality.ATTEMPTED: "ATTEMPTED", Modality.ACTUAL: "ACCOMPLISHED"}
_AUTHORITIES = frozenset({SpeakerKind.GOVERNMENT, SpeakerKind.POLICE, SpeakerKind.MILITARY, SpeakerKind.PROSECUTOR})
_PEOPLE = frozenset({"person", "office-holder", "group", "security-force", "armed-group"})
_NO_THINGS = _PEOPLE | {"place"}
_FATAL = ("kill", "murder", "assassin", "dead", "death", "die", "slain", "execut", "massacre")
_HURT = ("wound", "injur", "hurt", "beat")
_RAZED = ("destroy", "blow", "blew", "blown", "demolish", "raze", "gutted")

NameFinder = Callable[[Span], Span | None]
"""The span of the person's name inside a mention, or None when it holds no name."""


@dataclass
class Incident:
    """Events that are one incident."""

    kind: str
    stage: str
    events: list[Event] = field(default_factory=list)

    def claims(self, *roles: Role) -> list[Claim]:
        """The claims of all its events in these roles."""
        return [claim for event in self.events for claim in event.of(*roles)]


def incidents(extraction: Extraction) -> list[Incident]:
    """The incidents of one document, in the order of their first words."""
    found: list[Incident] = []
    outcomes = []
    for event in events(extraction):
        stage = "THREATENED" if event.type == "threat" else _STAGES.get(event.typed.modality)
        if event.factuality in _DENIED or event.typed.background or stage is None:
            continue
        if event.type in _OUTCOMES:
            outcomes.append(event)
        elif (kind := "ATTACK" if event.type == "threat" else INCIDENTS.get(event.type)) is not None:
            fitting = [incident for incident in found if (incident.kind, incident.stage) == (kind, stage) and agree(incident, event)]
            if fitting:
                fitting[-1].events.append(event)
            else:
                found.append(Incident(kind, stage, [event]))
    for event in outcomes:
        fitting = [incident for incident in found if agree(incident, event) and incident.stage == "ACCOMPLISHED"]
        if fitting:
            fitting[-1].events.append(event)
    return [incident for incident in found if told(incident) and not is_war(incident)]


def agree(incident: Incident, event: Event) -> bool:
    """Nothing that is known of both differs: date, place, perpetrators."""
    return all(_same(incident.claims(role), event.of(role), test) for role, test in _TESTS)


def _same(left: Sequence[Claim], right: Sequence[Claim], test: Callable[[Claim, Claim], bool]) -> bool:
    return not left or not right or any(test(a, b) for a in left for b in right)


def _dates_meet(left: Claim, right: Claim) -> bool:
    if isinstance(left.value, DateInterval) and isinstance(right.value, DateInterval):
        return left.value.overlaps(right.value)
    return left.quote == right.quote


def _places_meet(left: Claim, right: Claim) -> bool:
    if isinstance(left.value, Place) and isinstance(right.value, Place):
        one, other = left.value, right.value
        return one.gazetteer_id == other.gazetteer_id or (one.country == other.country and "country" in (one.kind.value, other.kind.value))
    return normalise(left.quote) == normalise(right.quote)


def _actors_meet(left: Claim, right: Claim) -> bool:
    if isinstance(left.value, Actor) and isinstance(right.value, Actor):
        return left.value.kind == right.value.kind
    return normalise(left.quote) == normalise(right.quote)


_TESTS = ((Role.DATE, _dates_meet), (Role.PLACE, _places_meet), (Role.ACTOR, _actors_meet))


def told(incident: Incident) -> bool:
    """Whether the text tells whom or what it hit, or with what."""
    return bool(incident.claims(Role.VICTIM, Role.TARGET, Role.PROPERTY, Role.FACILITY, Role.INSTRUMENT, Role.KILLED, Role.INJURED, Role.ABDUCTED))


def is_war(incident: Incident) -> bool:
    """Whether all that were hit bear arms for a side, and nothing else was hit."""
    hit = [claim.value for claim in incident.claims(Role.VICTIM, Role.TARGET) if isinstance(claim.value, Actor)]
    if not hit and all(event.type in _FIGHTS for event in incident.events):
        return True
    return bool(hit) and all(value.kind in _COMBATANTS for value in hit) and not incident.claims(Role.PROPERTY, Role.FACILITY)


def response(incident: Incident, extraction: Extraction, name_of: NameFinder) -> Response:
    """The filled template."""
    published = extraction.document.report.published
    slots: dict[int, list[Answer]] = {
        2: _one(muc_date([claim.value for claim in incident.claims(Role.DATE) if claim.origin is not Origin.ASSUMED], published)),
        3: _one(location(incident.claims(Role.PLACE), extraction)),
        4: [Answer(incident.kind)],
        5: [Answer(incident.stage)],
    }
    if incident.kind not in ("ARSON", "KIDNAPPING"):
        weapons = _strings(claim.quote for claim in incident.claims(Role.INSTRUMENT))
        slots[6] = [Answer(weapon) for weapon in weapons]
        slots[7] = [Answer(kind, weapon) for weapon in weapons if (kind := instrument_type(weapon))]
    slots |= _perpetrators(incident)
    if incident.kind != "KIDNAPPING":
        slots |= _things(incident)
    slots |= _people(incident, name_of)
    return Response({slot: tuple(answers) for slot, answers in slots.items() if answers})


def _one(value: str | None) -> list[Answer]:
    return [Answer(value)] if value else []


def _strings(quotes: Iterable[str]) -> list[str]:
    """Each once, white space made single."""
    kept: dict[str, str] = {}
    for quote in quotes:
        kept.setdefault(normalise(quote), " ".join(quote.split()))
    return [quote for key, quote in kept.items() if key]


def _perpetrators(incident: Incident) -> dict[int, list[Answer]]:
    claims = [claim for claim in incident.claims(Role.ACTOR) if isinstance(claim.value, Actor)]
    named = [claim for claim in claims if is_organisation(claim)]
    actors = [claim.value for claim in claims if isinstance(claim.value, Actor)]
    state = any(actor.kind == "security-force" or actor.sector.value in ("GOV", "MIL", "COP") for actor in actors)
    organisations = _strings(claim.quote for claim in named)
    return {
        8: [Answer("STATE-SPONSORED VIOLENCE" if state else "TERRORIST ACT")] if claims else [],
        9: [Answer(quote) for quote in _strings(claim.quote for claim in claims if claim not in named)],
        10: [Answer(quote) for quote in organisations],
        11: [Answer(confidence(next(claim for claim in named if normalise(claim.quote) == normalise(quote))), quote) for quote in organisations],
    }


def confidence(claim: Claim) -> str:
    """The decision tree of template-doc-part2, slot 11: who says so, and is any doubt expressed?"""
    speakers = [link.quote for link in claim.attribution]
    if any(normalise(claim.quote) in normalise(speaker) for speaker in speakers):
        return "CLAIMED OR ADMITTED"
    if claim.factuality is Factuality.CT_PLUS:
        return "REPORTED AS FACT"
    if any(link.kind in _AUTHORITIES for link in claim.attribution):
        return "SUSPECTED OR ACCUSED BY AUTHORITIES"
    return "SUSPECTED OR ACCUSED"


def _things(incident: Incident) -> dict[int, list[Answer]]:
    claims = incident.claims(Role.PROPERTY)
    if incident.kind in _AT_ITS_TARGET:
        claims += incident.claims(Role.FACILITY)
    claims += [claim for claim in incident.claims(Role.TARGET) if not isinstance(claim.value, Actor) or claim.value.kind not in _NO_THINGS]
    things = _strings(claim.quote for claim in claims)
    words = " ".join(event.quote.lower() for event in incident.events)
    razed = any(stem in words for stem in _RAZED)
    harmed = razed or incident.kind == "ARSON" or any(event.type == "property-destruction" for event in incident.events) or "damag" in words
    effect = "PROPERTY TAKEN FROM TARGET" if incident.kind == "ROBBERY" else "DESTROYED" if razed else "SOME DAMAGE" if harmed else None
    damaged = incident.claims(Role.DAMAGED)
    return {
        12: [Answer(thing) for thing in things],
        13: [Answer(target_type(thing), thing) for thing in things],
        14: [Answer(_count_of(thing, damaged), thing) for thing in things],
        16: [Answer(effect, thing) for thing in things if effect],
    }


def _count_of(words: str, figures: Sequence[Claim]) -> str:
    """The figure whose unit ends like the words; else 1 or PLURAL by the noun's form."""
    last = normalise(words).split()[-1:]
    for claim in figures:
        if isinstance(claim.value, Count) and normalise(claim.value.unit or claim.quote).split()[-1:] == last:
            return muc_number(claim.value)
    return "PLURAL" if is_plural(words) else "1"


@dataclass(frozen=True)
class Victim:
    """A person or group that was hit: name, description, or both."""

    name: str | None
    description: str | None
    claim: Claim
    event: Event

    @property
    def reference(self) -> str:
        """What the other slots refer to: the name, else the description."""
        return self.name or self.description or ""


def victims(incident: Incident, name_of: NameFinder) -> list[Victim]:
    """Victims and people aimed at, each once by name or description."""
    found: dict[str, Victim] = {}
    for event in incident.events:
        for claim in event.of(Role.VICTIM, Role.TARGET):
            if isinstance(claim.value, Actor) and (claim.role is Role.VICTIM or claim.value.kind in _PEOPLE):
                name, description = names_part(claim, name_of(claim.span))
                victim = Victim(name, description, claim, event)
                found.setdefault(normalise(victim.reference), victim)
    return [victim for key, victim in found.items() if key]


def _people(incident: Incident, name_of: NameFinder) -> dict[int, list[Answer]]:
    hit = victims(incident, name_of)
    return {
        18: [Answer(victim.name) for victim in hit if victim.name],
        19: [Answer(victim.description, victim.name) for victim in hit if victim.description],
        20: [Answer(victim_type(victim.claim), victim.reference) for victim in hit],
        21: [Answer(_how_many(victim, incident), victim.reference) for victim in hit],
        23: [Answer(effect, victim.reference) for victim in hit if (effect := effect_on(victim))],
    }


def _how_many(victim: Victim, incident: Incident) -> str:
    if victim.name:
        return "1"
    figures = incident.claims(*MEASURES)
    own = [claim for claim in figures if claim.span.overlaps(victim.claim.span) and isinstance(claim.value, Count)]
    return muc_number(own[0].value) if own else _count_of(victim.reference, figures)


def effect_on(victim: Victim) -> str | None:
    """DEATH, INJURY or nothing that the text tells of this victim."""
    words = victim.event.quote.lower()
    last = normalise(victim.reference).split()[-1:]
    units = {
        role: [normalise(claim.value.unit or claim.quote).split()[-1:] for claim in victim.event.of(role) if isinstance(claim.value, Count)]
        for role in (Role.KILLED, Role.INJURED)
    }
    if victim.event.type in ("killing", "death") or any(stem in words for stem in _FATAL) or last in units[Role.KILLED]:
        return "DEATH"
    if victim.event.type in ("injury", "beating") or any(stem in words for stem in _HURT) or last in units[Role.INJURED]:
        return "INJURY"
    return None


def entities(responses: Iterable[Response]) -> dict[str, list[list[str]]]:
    """Role fillers of a document for CEAF-REE: the string slots of all templates, one mention per entity.

    Fillers that differ only by leading words ("GUERRILLAS", "THE URBAN GUERRILLAS") or, for victims, by a fuller name are one entity, which is
    given by its longest form for people's names and by its first otherwise.
    """
    found: dict[str, list[list[str]]] = {}
    templates = list(responses)
    for role, slot in {"PerpInd": 9, "PerpOrg": 10, "Target": 12, "Victim": 18, "Weapon": 6}.items():
        kept: list[str] = []
        for words in (answer.value for template in templates for answer in template.slots.get(slot, ())):
            same = next((i for i, other in enumerate(kept) if _one_entity(words, other, by_any_part=slot == 18)), None)
            if same is None:
                kept.append(words)
            elif slot == 18 and len(words) > len(kept[same]):
                kept[same] = words
        found[role] = [[words] for words in kept]
    return found


def _one_entity(left: str, right: str, *, by_any_part: bool) -> bool:
    one, other = normalise(left).split(), normalise(right).split()
    nested = set(one) <= set(other) or set(other) <= set(one)
    return nested and (by_any_part or one[-1:] == other[-1:])
