"""What is compared of an event mention, taken from its claims once: places, days, names, figures and kinds."""

import datetime as dt
import re

import msgspec

from tocsin.core.claims import MEASURES, Claim, Origin, Role
from tocsin.core.events import EventMention
from tocsin.core.values import Actor, Count, DateInterval, Facility, Instrument, Place, Sector
from tocsin.reconcile.stems import stem
from tocsin.reconcile.wording import shipped_counts

_ALIKE = {
    "crowd": "protest march sit-in strike roadblock riot mob-violence clash dispersal excessive-force",
    "harm": "killing beating shooting stabbing attack death injury mob-violence clash armed-clash excessive-force bombing suicide-bombing grenade "
    "shelling air-strike landmine",
    "damage": "riot looting arson property-destruction building-seizure",
}
"""Types that one happening may be told as: the protest that became a riot (READING.md 22), the shooting whose report only says who died. An arrest
and the charge that follows are two acts."""
_GROUPS = {
    code: frozenset({code, *[group for group, codes in _ALIKE.items() if code in codes.split()]}) for code in set(" ".join(_ALIKE.values()).split())
}
_NAMED = frozenset({"person", "office-holder", "armed-group", "organisation"})
_TOKEN = re.compile(r"[^\W\d_][\w'’-]*")


class Profile(msgspec.Struct, frozen=True):
    """One event mention, ready to be compared.

    Days are ordinals; `told` is False where the day was only assumed from the publication. `names` are parts of proper names with their rarity.
    """

    id: str
    document: str
    published: int | None
    type: str
    groups: frozenset[str]
    stems: frozenset[str]
    places: tuple[Place, ...]
    dates: tuple[DateInterval, ...]
    told: bool
    names: dict[str, float]
    facilities: frozenset[str]
    instruments: frozenset[str]
    figures: dict[Role, tuple[Count, ...]]
    sectors: frozenset[str]

    @property
    def days(self) -> tuple[int, int] | None:
        """First and last day on which it may have happened: as dated, else the week up to the publication."""
        closed = [(date.start.toordinal(), date.end.toordinal() - 1) for date in self.dates if date.start and date.end]
        if closed and self.told:
            return min(first for first, _ in closed), max(last for _, last in closed)
        return (self.published - 6, self.published) if self.published is not None else None


def profile(mention: EventMention) -> Profile:
    """What `mention` says that can be compared."""
    dates = [claim for claim in mention.claims if isinstance(claim.value, DateInterval) and claim.role is Role.DATE and claim.qualifies is None]
    said = [claim for claim in dates if claim.origin is not Origin.ASSUMED]
    actors = [claim.value for claim in mention.claims if isinstance(claim.value, Actor)]
    figures: dict[Role, list[Count]] = {}
    for claim in mention.claims:
        if claim.role in MEASURES and isinstance(claim.value, Count) and claim.part_of is None:
            figures.setdefault(claim.role, []).append(claim.value)
    return Profile(
        id=mention.id,
        document=mention.document,
        published=_ordinal(mention.published),
        type=mention.type,
        groups=type_groups(mention.type),
        stems=frozenset([stem for claim in mention.of(Role.TYPE) for quote in _quotes(claim) for stem in _stems(quote)]),
        places=tuple([claim.value for claim in mention.of(Role.PLACE) if isinstance(claim.value, Place)]),
        dates=tuple([claim.value for claim in said or dates if isinstance(claim.value, DateInterval)]),
        told=bool(said),
        names={name: rarity for actor in actors if actor.kind in _NAMED for name, rarity in proper_names(actor.name).items()},
        facilities=frozenset([name for claim in mention.claims if isinstance(claim.value, Facility) for name in proper_names(claim.value.name)]),
        instruments=frozenset([claim.value.kind for claim in mention.claims if isinstance(claim.value, Instrument) and claim.value.kind]),
        figures={role: tuple(counts) for role, counts in figures.items()},
        sectors=frozenset([actor.group or actor.sector.value for actor in actors if actor.group or actor.sector is not Sector.UNK]),
    )


def type_groups(code: str) -> frozenset[str]:
    """The type and the kinds of happening it may be told as: two types that share nothing are different acts."""
    return _GROUPS.get(code, frozenset({code}))


def proper_names(words: str) -> dict[str, float]:
    """The parts of proper names in the words of a mention, folded, with their rarity: capitalised, and not of the common vocabulary ("Police")."""
    counts = shipped_counts()
    tokens = [token.lower().removesuffix("'s").removesuffix("’s") for token in _TOKEN.findall(words) if token[0].isupper() and len(token) > 2]
    return {token: rarity for token in tokens if (rarity := counts.rarity(token))}


def _quotes(claim: Claim) -> list[str]:
    return [claim.quote, *[words.quote for words in claim.mentions]]


def _stems(quote: str) -> list[str]:
    return [stem(token) for token in _TOKEN.findall(quote) if len(token) > 2]


def _ordinal(day: dt.date | None) -> int | None:
    return day.toordinal() if day is not None else None
