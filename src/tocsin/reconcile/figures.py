"""Figures over time: the count claims of an event by what they count, each a history in the order the figures were said."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import msgspec

from tocsin.core.claims import MEASURES, Claim, Role
from tocsin.core.events import EventMention, Scope
from tocsin.core.scales import Modality, SpeakerKind
from tocsin.core.values import Count, DateInterval, Granularity, Place, PlaceKind
from tocsin.reconcile.speakers import Said, Voice
from tocsin.resources.lexicons import shipped_lexicons

TOLLS = frozenset({Role.KILLED, Role.INJURED, Role.TREATED, Role.ARRESTED, Role.CASUALTIES, Role.MISSING, Role.DISPLACED})
"""Counted up while an event is told: a later and higher one is news of the same toll, not another opinion."""
FINAL = TOLLS - {Role.MISSING, Role.DISPLACED}
"""Tolls that cannot fall: who is missing is found and who is displaced goes home, but a lower death toll takes the higher one back."""
THINGS = frozenset({Role.DAMAGED, Role.LOOTED, Role.SEIZED})
PEOPLE, OBJECTS = "people", "things"

_ANYBODY = frozenset(
    "people persons person individuals individual humans human victims victim casualties casualty dead death deaths fatalities fatality bodies body "
    "lives life souls killed injured wounded hurt missing injuries injury wounds others other residents resident citizens citizen locals local "
    "inhabitants inhabitant villagers villager suspects suspect detainees detainee prisoners prisoner arrests arrest patients patient "
    "homicides homicide murders murder killings killing slayings slaying slain deceased more other".split()
)
"""Say nothing of who they are: the group counted is everybody."""
_CROWD = frozenset({"protesters", "supporters", "opposition", "rioters", "civilians"})
"""Who takes part in a demonstration is a demonstrator: as participants these are everybody."""
_ALIKE = frozenset(
    "children women men police military intelligence rebels gunmen gang protesters rioters journalists medics lawyers farmers refugees".split()
)
"""Groups of the lexicons whose nouns name the same people; others gather trades (teachers and students) that a count keeps apart."""
_WIDE = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.ADMIN1})
"""Places an event happens within, rather than at: they narrow no figure down."""
_ADDED = frozenset("more another further additional new extra".split())
_BESIDES = _ADDED | frozenset({"other", "others"})
HURT = frozenset({Role.INJURED, Role.TREATED, Role.HOSPITALISED})
"""Measures of people hurt and alive."""

_SOME_OF = {
    Role.KILLED: frozenset("dead killed deceased fatalities bodies slain".split()),
    Role.INJURED: frozenset("victims victim injured wounded others survivors patients".split()),
    Role.CASUALTIES: frozenset("victims victim casualties others".split()),
}
"""Of whom "n of the" counts only some: the words for everybody whom the measure counts."""

_AND = re.compile(r",|&|\band\b")
_WORD = re.compile(r"[\w'’-]+")


class Bounds(NamedTuple):
    """A count as two numbers that can be compared."""

    low: float
    high: float

    @classmethod
    def of(cls, value: Count) -> "Bounds":
        """Open ends are 0 and infinity; "about 60" reaches a tenth either way, our convention for when two figures still agree."""
        low = 0.0 if value.low is None else float(value.low)
        high = float("inf") if value.high is None else float(value.high)
        return cls(low * 0.9, high * 1.1) if value.approximate else cls(low, high)

    def meets(self, other: "Bounds") -> bool:
        """Whether some number lies within both."""
        return max(self.low, other.low) <= min(self.high, other.high)

    def holds(self, other: "Bounds") -> bool:
        """Whether `other` lies within, so that it says the same or more."""
        return self.low <= other.low and other.high <= self.high


def count(one: Said) -> Count:
    """The value of a figure claim. Raises TypeError for any other claim."""
    if not isinstance(one.claim.value, Count):
        raise TypeError(f"claim {one.claim.key} in the role {one.claim.role.value} is no figure")
    return one.claim.value


def bounds(one: Said) -> Bounds:
    """The bounds of a figure claim."""
    return Bounds.of(count(one))


def point(one: Said) -> int | None:
    """The one number a figure names: 12 for "12", "about 12" and "at least 12"; None for "dozens", "up to 12" and "10 to 15"."""
    value = count(one)
    if value.low == value.high or (value.high is None and not value.approximate):
        return value.low
    return None


def histories(claims: Sequence[Said], mentions: Sequence[EventMention]) -> dict[Scope, tuple[Said, ...]]:
    """The figures among `claims` by what they count, in the order of `claims`.

    A figure that is only some of another ("four of them", "three more") says nothing of the whole and is in no history, unless it has a group of
    its own ("including three children"). Figures that are only planned, feared or threatened are no tolls.
    """
    steps = _steps(claims)
    narrowed = {claim.qualifies: claim for mention in mentions for claim in mention.claims if claim.qualifies and claim.role is Role.PLACE}
    periods = {claim.qualifies: claim for mention in mentions for claim in mention.claims if claim.qualifies and claim.role is Role.DATE}
    own = [(one.claim.document, one.claim.value) for one in claims if one.claim.qualifies is None]
    main = _main_place({(document, value) for document, value in own if isinstance(value, Place)})
    starts = {value.start for _, value in own if isinstance(value, DateInterval) and value.start is not None}
    found: dict[Scope, list[Said]] = {}
    for one in claims:
        claim = one.claim
        if claim.role not in MEASURES or not isinstance(claim.value, Count) or claim.value.low is claim.value.high is None:
            continue
        if claim.modality not in {Modality.ACTUAL, Modality.NEGATED}:
            continue
        kind = group(claim)
        if (claim.part_of is not None and kind in {PEOPLE, OBJECTS}) or claim.key in steps or _is_some_of_them(claim):
            continue
        town, days = narrowed.get(claim.key), periods.get(claim.key)
        place = town.value if town is not None and isinstance(town.value, Place) and town.value.kind not in _WIDE else None
        start = days.value.start if days is not None and isinstance(days.value, DateInterval) else None
        scope = Scope(
            measure=claim.role,
            group=kind,
            place=place.gazetteer_id if place is not None and place.gazetteer_id != main else None,
            # a toll that runs since the event began is the event's own; its end moves with every report, so only its start tells two apart
            period=DateInterval(start=start, granularity=Granularity.RANGE) if start is not None and start < min(starts, default=start) else None,
        )
        found.setdefault(scope, []).append(one)
    return {scope: tuple(_borrowed(found[scope])) for scope in sorted(found, key=order)}


def _main_place(named: AbstractSet[tuple[str, Place]]) -> str | None:
    """The event's own place: the one most reports give."""
    reports = Counter([place.gazetteer_id for _, place in named if place.kind not in _WIDE])
    return min(reports, key=lambda name: (-reports[name], name), default=None)


def _borrowed(figures: Sequence[Said]) -> Iterator[Said]:
    """A figure a paper gives as its own where it also names who says that number ("At least 12 died. The ministry said 12") is that speaker's."""
    lenders: dict[tuple[str, int | None], Voice] = {}
    for one in figures:
        if one.voice.kind is not SpeakerKind.WRITER and not one.negated:
            lenders.setdefault((one.claim.document, point(one)), one.voice)
    for one in figures:
        lender = lenders.get((one.claim.document, point(one))) if one.voice.kind is SpeakerKind.WRITER and point(one) is not None else None
        yield one if lender is None else msgspec.structs.replace(one, voice=lender)


def order(scope: Scope) -> tuple[int, bool, str, str, str]:
    """Scopes as a reader wants them: by measure, the whole before its parts."""
    return list(Role).index(scope.measure), scope.group not in {PEOPLE, OBJECTS}, scope.group, scope.place or "", str(scope.period or "")


def narrower(part: Scope, whole: Scope) -> bool:
    """Whether what `part` counts is among what `whole` counts, by its group or its place."""
    same = part.measure is whole.measure and part.period == whole.period
    within_group = part.group == whole.group or whole.group in {PEOPLE, OBJECTS}
    return same and part != whole and within_group and whole.place in {None, part.place}


def _steps(claims: Sequence[Said]) -> frozenset[str]:
    """The keys of figures said on top of another ("three more people"): steps of a toll, not the toll.

    What "more" and "other" add to may be people of whom something else is told: in "one was killed and five more wounded" all the wounded are five.
    So what is told of the hurt beside the dead is whole, unless it is "more" beside another figure of the hurt, or one further person; elsewhere
    "others" are a step only beside a larger figure. "Another" is one of those of whom the report counts more.
    """
    steps = set()
    for one in claims:
        if one.claim.role not in MEASURES or one.negated or not _says(one.claim, _BESIDES):
            continue
        report = [other.claim for other in claims if other.claim.document == one.claim.document and not other.negated]
        rivals = [
            other.value for other in report if other.role is one.claim.role and isinstance(other.value, Count) and not _says(other, _BESIDES)
        ]  # fmt: skip
        whole = one.claim.role in HURT and any([Role.KILLED in {other.role, other.counts_as} for other in report]) and not _is_one_more(one.claim)
        same = [other.value for other in report if other.role is one.claim.role and isinstance(other.value, Count)]
        one_of_several = bounds(one).high == 1 and any([Bounds.of(value).low > 1 for value in same])
        beside_larger = any([Bounds.of(value).low > bounds(one).low for value in rivals])
        if one_of_several or ((rivals or not whole) if _says(one.claim, _ADDED) else (beside_larger and not whole)):
            steps.add(one.claim.key)
    return frozenset(steps)


def _is_some_of_them(claim: Claim) -> bool:
    """As in "three of the victims were taken to hospital", "one of the injured": how many there are in all it leaves open.

    What befell only some of them ("two of the victims died") is a figure of its own.
    """
    words = _WORD.findall(claim.quote.lower())
    return claim.role in _SOME_OF and bool({("of", "the"), ("of", "those")} & set(pairwise(words))) and words[-1] in _SOME_OF[claim.role]


def _is_one_more(claim: Claim) -> bool:
    """As in "another man": one person beside others; a bare "another" may be all there is ("one dead and another wounded")."""
    return isinstance(claim.value, Count) and claim.value.high == 1 and claim.value.unit is not None


def _says(claim: Claim, words: AbstractSet[str]) -> bool:
    return not words.isdisjoint(claim.quote.lower().split())


def group(claim: Claim) -> str:
    """Who or what is counted: everybody ("people"), everything ("things"), or the kind the unit names ("children", "police")."""
    unit = claim.value.unit if isinstance(claim.value, Count) else None
    named = [_WORD.findall(part) for part in _AND.split(unit or "")]
    heads = [" ".join(words).lower() for words in named if words and not _is_name(words[-1])]
    if claim.role in THINGS:
        return " and ".join(sorted([head.split()[-1] for head in heads])) or OBJECTS
    kinds = {_kind(head) for head in heads if claim.role is not Role.PARTICIPANTS or _listed(head) not in _CROWD}
    return " and ".join(sorted(kinds - {PEOPLE})) or PEOPLE


def _is_name(word: str) -> bool:
    """A name or a day that came with the number says nothing of who is counted: "18 Jose Estrada", "one man dead early Sunday"."""
    return word.istitle() and not is_common(word)


def is_common(word: str) -> bool:
    """Whether the word is a common noun for people, as a headline may write it with a capital: "Teenager"."""
    return _listed(word.lower()) is not None or word.lower() in _ANYBODY


def _kind(words: str) -> str:
    last = words.rsplit(maxsplit=1)[-1]
    if last in _ANYBODY:
        return PEOPLE
    listed = _listed(words)
    return listed if listed in _ALIKE else last.removesuffix("s") + "s"


def _listed(words: str) -> str | None:
    """The group the lexicons give for the noun that ends `words`."""
    kinds = _kinds()
    for head in (words, " ".join(words.split()[-2:]), words.rsplit(maxsplit=1)[-1]):
        for form in (head, head.removesuffix("s"), head.removesuffix("es"), head.removesuffix("ies") + "y"):
            if form in kinds:
                return kinds[form]
    return None


class _People(msgspec.Struct, frozen=True):
    heads: tuple[str, ...] = ()
    group: str | None = None


@cache
def _kinds() -> dict[str, str]:
    """Noun to group, from the lexicons of people and forces; the first entry that lists a noun has it."""
    kinds: dict[str, str] = {}
    for name in ("people", "forces"):
        for entry in shipped_lexicons().entries(name, _People):
            for head in entry.heads:
                kinds.setdefault(head, entry.group or head)
    return kinds
