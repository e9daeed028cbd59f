"""One event as the writers of tables look at it: its findings by role, and whether it is told to have happened at all."""

from collections.abc import Callable

import msgspec

from tocsin.core.claims import Attribution, Claim, Origin, Role
from tocsin.core.document import Document
from tocsin.core.events import Event, EventMention, Finding, mention_id
from tocsin.core.scales import Factuality, Modality
from tocsin.core.values import Actor, DateInterval, Facility, PartOfDay, Place, PlaceKind
from tocsin.export.crosswalk import Country, countries, sectors
from tocsin.export.dataset import Dataset
from tocsin.export.masking import Masking
from tocsin.export.writing import documents_of
from tocsin.resources.codebook import EventTypeRow, shipped_codebook

DENIED = frozenset({Factuality.CT_MINUS, Factuality.PR_MINUS, Factuality.PS_MINUS})
_FORCES = frozenset({"security-force", "armed-group"})
_TWO_SIDED = frozenset({"armed-clash", "clash"})
_WHOLE = frozenset({"people", "things"})


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """The figure of a whole event for one measure. `whole` is False when only parts are reported: then it is the largest of them."""

    finding: Finding
    whole: bool

    @property
    def best(self) -> int | None:
        """The number chosen; the lower bound when none is, which is the most careful number that is reported."""
        return self.finding.best if self.finding.best is not None else self.finding.low


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who acts or is acted on, with the finding that says so."""

    actor: Actor
    finding: Finding

    @property
    def is_force(self) -> bool:
        """Whether they bear arms: a security force, an armed group, or a sector that does."""
        return self.actor.kind in _FORCES or sectors()[self.actor.sector.value].armed


class View:
    """Made once per event and export."""

    def __init__(self, dataset: Dataset, event: Event, masking: Masking) -> None:
        self.dataset = dataset
        self.event = event
        self.masking = masking
        self.row: EventTypeRow = shipped_codebook().row(event.type)
        self.mentions: tuple[EventMention, ...] = tuple([dataset.mention(mention) for mention in event.mentions])
        self.documents: tuple[str, ...] = documents_of(dataset, event)

    def findings(self, *roles: Role) -> tuple[Finding, ...]:
        """The findings in these roles, in the order of the roles, then of the event."""
        return tuple([finding for role in roles for finding in self.event.findings if finding.role is role])

    @property
    def reports(self) -> tuple[Document, ...]:
        """The documents that tell of it."""
        return tuple([self.dataset.document(document) for document in self.documents])

    @property
    def facilities(self) -> tuple[Claim, ...]:
        """The claims that name a building, square or road where it happened; findings are seldom made of them."""
        return tuple([claim for mention in self.mentions for claim in mention.of(Role.FACILITY) if _is_told(claim)])

    @property
    def type_finding(self) -> Finding | None:
        """What settles the type."""
        return next(iter(self.findings(Role.TYPE)), None)

    @property
    def date_finding(self) -> Finding | None:
        """The first finding whose value is a span of days."""
        return next((finding for finding in self.findings(Role.DATE) if isinstance(finding.value, DateInterval)), None)

    @property
    def date(self) -> DateInterval | None:
        """When it happened."""
        return self.date_finding.value if self.date_finding is not None and isinstance(self.date_finding.value, DateInterval) else None

    @property
    def date_is_assumed(self) -> bool:
        """Whether no words say the day, and the published day was taken for it."""
        finding = self.date_finding
        return finding is not None and all([claim.origin is not Origin.TEXT for claim in self.dataset.supporting(finding)])

    @property
    def place_finding(self) -> Finding | None:
        """The first finding that says where: a place, or else a facility inside one."""
        said = [*self.findings(Role.PLACE, Role.FACILITY), *[as_finding(claim) for claim in self.facilities]]
        return next((finding for finding in said if _place(finding) is not None), None)

    @property
    def place(self) -> Place | None:
        """Where it happened."""
        return _place(self.place_finding) if self.place_finding is not None else None

    @property
    def country(self) -> Country | None:
        """The country of the place, where the place has one."""
        return countries().get(self.place.country or "") if self.place is not None else None

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """Longitude and latitude. None for a country: its middle is not where it happened."""
        place = self.place
        if place is None or place.kind is PlaceKind.COUNTRY or place.latitude is None or place.longitude is None:
            return None
        return place.longitude, place.latitude

    def parties(self, *roles: Role) -> tuple[Party, ...]:
        """Who plays these roles: whom the finding names, then the others its report names beside them, then kinds that only other reports name.

        A finding has one actor, an event often two. Within one report two names are two actors; across reports they may be two words for one, so
        that there only a sector or group not yet named counts as another.
        """
        parties: list[Party] = []
        for role in roles:
            named: list[Party] = [Party(actor=one.value, finding=one) for one in self.findings(role) if isinstance(one.value, Actor)]
            first = {self._mention_of(key) for party in named for key in party.finding.supporting[:1]}
            others = [claim for mention in sorted(self.mentions, key=_among(first)) for claim in mention.of(role) if _is_told(claim)]
            for claim in others:
                actor = claim.value
                if isinstance(actor, Actor) and not any([_same(party.actor, actor, within=self._mention_of(claim.key) in first) for party in named]):
                    named.append(Party(actor=actor, finding=as_finding(claim)))
            parties.extend(named)
        return tuple(parties)

    def _mention_of(self, key: str) -> str:
        claim = self.dataset.claim(key)
        return mention_id(claim.document, claim.trigger)

    @property
    def two_sided(self) -> bool:
        """Whether those who act fought each other; in every other type they acted together."""
        return self.event.type in _TWO_SIDED

    def figure(self, measure: Role) -> Figure | None:
        """The figure for the event's own place and time; the largest part when only parts are told, since figures are never added."""
        own = [
            finding for finding in self.findings(measure) if finding.scope is None or (finding.scope.place is None and finding.scope.period is None)
        ]
        wholes = [finding for finding in own if finding.scope is None or finding.scope.group in _WHOLE]
        found = wholes or sorted(own, key=_size, reverse=True)
        return Figure(finding=found[0], whole=bool(wholes)) if found else None

    def number(self, measure: Role) -> tuple[int | None, Finding | None]:
        """The best number for a measure, with its finding."""
        figure = self.figure(measure)
        return (figure.best, figure.finding) if figure is not None else (None, None)

    @property
    def telling(self) -> tuple[Claim, ...]:
        """The claims that say what the event is: those of the type; without one, all."""
        claims = tuple([claim for mention in self.mentions for claim in mention.claims])
        return tuple([claim for claim in claims if claim.role is Role.TYPE]) or claims

    @property
    def happened(self) -> bool:
        """Whether some report tells it as something that took place, surely or not, and not only as planned, feared, attempted or denied."""
        return any([claim.modality is Modality.ACTUAL and claim.factuality not in DENIED for claim in self.telling])

    @property
    def stances(self) -> str:
        """How surely and in what way it is told, over all reports: "CT+ actual, CT- negated"."""
        return ", ".join(dict.fromkeys([f"{claim.factuality.value} {claim.modality.value}" for claim in self.telling]))

    @property
    def speakers(self) -> tuple[tuple[Claim, Attribution], ...]:
        """Everybody some claim of the event is attributed to, each with the first such claim."""
        found: dict[str, tuple[Claim, Attribution]] = {}
        for mention in self.mentions:
            for claim in mention.claims:
                for link in claim.attribution:
                    found.setdefault(link.quote, (claim, link))
        return tuple(found.values())

    def name(self, party: Party) -> str:
        """Who it is, masked."""
        return self.masking.value(party.actor, self.documents)

    def words(self, text: str) -> str:
        """Text about the event, masked."""
        return self.masking.text(text, self.documents)

    @property
    def label(self) -> str:
        """What, where and when, as far as known: "Protest, Arandis, 2024-05-15"."""
        parts = [self.row.label, self.place.name if self.place is not None else None, str(self.date.start) if self.date and self.date.start else None]
        return ", ".join([part for part in parts if part is not None])


def as_finding(claim: Claim) -> Finding:
    """A claim as the finding it would be alone: for roles in which all that is named counts, and nothing is chosen."""
    return Finding(role=claim.role, rule="all that are named", sentence="named in a report", supporting=(claim.key,), value=claim.value)


def _is_told(claim: Claim) -> bool:
    return claim.factuality not in DENIED and claim.modality is Modality.ACTUAL and claim.qualifies is None and not claim.opinion


def _among(first: set[str]) -> Callable[[EventMention], bool]:
    """Sorts the mentions of `first` to the front and leaves the others in their order."""

    def is_later(mention: EventMention) -> bool:
        return mention.id not in first

    return is_later


def _same(one: Actor, other: Actor, *, within: bool) -> bool:
    if one.name.casefold() == other.name.casefold():
        return True
    return not within and (one.sector, one.group) == (other.sector, other.group)


def length(date: DateInterval) -> int | None:
    """Days it takes, one night counting as one day; None when an end is open."""
    return 1 if date.part_of_day is PartOfDay.NIGHT and date.days == 2 else date.days


def _place(finding: Finding) -> Place | None:
    if isinstance(finding.value, Facility):
        return finding.value.place
    return finding.value if isinstance(finding.value, Place) else None


def _size(finding: Finding) -> int:
    return finding.best or finding.low or 0
