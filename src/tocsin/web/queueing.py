"""The review queue: which claim is next, what its event makes of it, and what a decision would change."""

from collections.abc import Iterator
from urllib.parse import urlencode

import msgspec

from tocsin.core.claims import Claim, Role
from tocsin.core.events import Event, EventMention
from tocsin.core.record import Record
from tocsin.core.spans import Span
from tocsin.export.phrasing import finding_in_words
from tocsin.reconcile.reconciling import event_of
from tocsin.resources.codebook import shipped_codebook
from tocsin.store import Store
from tocsin.store.cards import Card
from tocsin.store.queue import Reviewed
from tocsin.store.settings import MaskingSettings
from tocsin.web.marking import Paragraph, near
from tocsin.web.reported import Reported, Standing, in_order
from tocsin.web.telling import Telling, Told
from tocsin.web.workspace import Workspace

MODES = {"new": "To decide", "second": "Second reading", "mine": "My decisions", "all": "All claims"}
_SKIPPED = 200
"""Skipped claims that an address remembers."""
_SHORT = 10
"""Characters of a key that an address names a skipped claim by."""
_MANY = 80
"""Tellings of an event above which it is not worked out anew to say what a decision would change."""


class Asked(Record, frozen=True, kw_only=True):
    """What the address of the queue says: which claims, those passed over, one claim to begin with; `home` is a report to go back to after it."""

    mode: str = "new"
    event: str | None = None
    role: Role | None = None
    skip: tuple[str, ...] = ()
    claim: str | None = None
    home: str | None = None

    def address(self, path: str = "/review", **more: str) -> str:
        """The address of the queue, or of another page that comes back to it, with further parameters."""
        pairs = [("mode", self.mode)] if self.mode != "new" else []
        pairs += [("event", self.event)] if self.event is not None else []
        pairs += [("role", self.role.value)] if self.role is not None else []
        pairs += [("claim", self.claim)] if self.claim is not None else []
        pairs += [("home", self.home)] if self.home is not None else []
        pairs += [("skip", ".".join(self.skip))] if self.skip else []
        pairs += list(more.items())
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def skipping(self, key: str) -> "Asked":
        """The queue without this claim."""
        return msgspec.structs.replace(self, skip=(*self.skip, key[:_SHORT])[-_SKIPPED:], claim=None, home=None)

    @property
    def without_skipped(self) -> str:
        """The address of the same queue with the skipped claims in it again."""
        return msgspec.structs.replace(self, skip=(), claim=None, home=None).address()

    def plain(self) -> "Asked":
        """The same queue without one claim of it."""
        return msgspec.structs.replace(self, claim=None, home=None)

    def at(self, key: str) -> "Asked":
        """The same queue, this claim first."""
        return msgspec.structs.replace(self, claim=key)

    def passes(self, key: str) -> bool:
        """Whether the claim was not passed over."""
        return key[:_SHORT] not in self.skip


class Change(Record, frozen=True, kw_only=True):
    """One finding that would be another: its name, what it is now, and what it would be (None: nothing)."""

    name: str
    now: str | None
    then: str | None


class EventSide(Record, frozen=True, kw_only=True):
    """The event a claim counts for: its findings in words, and what rejecting the claim would change; `too_large` when that was not worked out."""

    card: Card
    event: Event
    findings: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]
    too_large: bool


class Turn(Record, frozen=True, kw_only=True):
    """One claim to be decided about. `siblings` are the other claims of its telling; `own` the telling's claims of type, place and date."""

    reported: Reported
    standing: Standing
    told: Told
    paragraphs: tuple[Paragraph, ...]
    event: EventSide | None
    siblings: tuple[tuple[Standing, Told], ...]
    own: dict[str, Standing]
    blind: bool


def turn(workspace: Workspace, person: str, asked: Asked) -> Turn | None:
    """The next claim, or the one that is asked for; None when no claim is left. Raises StoreError for a claim that there is not."""
    store = workspace.store
    blind = asked.mode == "second"
    if asked.claim is not None:
        document = store.queue.document_of(asked.claim)
        reported = Reported(store, document if document is not None else asked.claim, blind=blind)
        return _turn(workspace, reported, reported.standing(asked.claim), blind=blind)
    for reported, standing in _waiting(store, person, asked):
        return _turn(workspace, reported, standing, blind=blind)
    return None


def _waiting(store: Store, person: str, asked: Asked) -> Iterator[tuple[Reported, Standing]]:
    if asked.mode in {"second", "mine"}:
        yield from _by_reviews(store, person, asked)
        return
    events = [asked.event] if asked.event is not None else store.queue.events(asked.role, decided=asked.mode == "all")
    for event_id in events:
        found: list[tuple[Reported, Standing]] = []
        for document in store.events.documents_of(event_id):
            reported = Reported(store, document)
            found += [
                (reported, standing)
                for standing in reported.standings
                if reported.event_of(standing.claim) == event_id and _is_asked(standing, asked) and (asked.mode == "all" or not standing.decided)
            ]
        yield from sorted([one for one in found if one[1].state != "dropped"], key=_second_in_order)


def _second_in_order(pair: tuple[Reported, Standing]) -> tuple[int, float, Span, str]:
    return in_order(pair[1])


def _is_asked(standing: Standing, asked: Asked) -> bool:
    return asked.passes(standing.key) and (asked.role is None or standing.claim.role is asked.role)


def _by_reviews(store: Store, person: str, asked: Asked) -> Iterator[tuple[Reported, Standing]]:
    """Claims that were decided about: by others alone, to be read by this person as if nobody had; or by this person."""
    rows: list[Reviewed] = list(store.queue.second(person) if asked.mode == "second" else store.queue.decided_by(person))
    for row in rows:
        if not asked.passes(row.claim):
            continue
        seen = Reported(store, row.document)
        now = seen.standing(row.claim)
        if not now.decided or not _is_asked(now, asked) or (asked.event is not None and seen.event_of(now.claim) != asked.event):
            continue
        if asked.mode == "mine":
            yield seen, now
        else:
            blind = Reported(store, row.document, blind=True)
            yield blind, blind.standing(row.claim)


def _turn(workspace: Workspace, reported: Reported, standing: Standing, *, blind: bool) -> Turn:
    shown = near(reported.shown(focus=standing.key), reported.document.text, standing.claim.span)
    siblings = [one for one in reported.standings if one.claim.trigger == standing.claim.trigger and one is not standing]
    own = {one.claim.role.value: one for one in [*reversed(siblings), standing] if one.stands and one.claim.qualifies is None}
    if blind:  # as it stands in the store, for the notice that somebody decided meanwhile
        reviews = workspace.store.reviews.of_claim(standing.key)
        standing = msgspec.structs.replace(standing, last=reviews[-1].id if reviews else "")
    return Turn(
        reported=reported, standing=standing, told=reported.told(standing, blind=blind), paragraphs=shown, blind=blind,
        event=None if blind else _event_side(workspace, reported, standing),
        siblings=tuple([(one, reported.told(one, blind=blind)) for one in sorted(siblings, key=in_order)]), own=own,
    )  # fmt: skip


def _event_side(workspace: Workspace, reported: Reported, standing: Standing) -> EventSide | None:
    store = workspace.store
    event_id = reported.event_of(standing.claim)
    card = store.cards.get(event_id) if event_id is not None else None
    if event_id is None or card is None:
        return None
    event = store.events.get(event_id)
    telling = Telling(store, event, people=store.settings.get(MaskingSettings).people)
    too_large = len(event.mentions) > _MANY
    changes = () if too_large or not standing.stands else _changes(workspace, telling, event, standing.claim)
    return EventSide(card=card, event=event, findings=_findings(telling, event), changes=changes, too_large=too_large)


def _findings(telling: Telling, event: Event) -> tuple[tuple[str, str], ...]:
    return tuple([(_name(telling, event, i), telling.masked(_words(event, i))) for i in range(len(event.findings))])


def _name(telling: Telling, event: Event, i: int) -> str:
    finding = event.findings[i]
    scope = finding.scope
    narrower = [] if scope is None or scope.group in {"people", "things"} else [scope.group]
    if scope is not None and scope.place is not None:
        narrower.append("in one place")
    if scope is not None and scope.period is not None:
        narrower.append("in one period")
    return telling.masked(f"{finding.role.value} ({', '.join(narrower)})" if narrower else finding.role.value)


def _words(event: Event, i: int) -> str:
    finding = msgspec.structs.replace(event.findings[i], scope=None)
    words = finding_in_words(finding)
    return shipped_codebook().row(words).label if words in shipped_codebook() else words


def _changes(workspace: Workspace, telling: Telling, event: Event, claim: Claim) -> tuple[Change, ...]:
    """What the event would be without the claim; without its type, the telling is gone with all its claims."""
    mentions = [kept for mention in telling.mentions if (kept := _without(mention, claim)) is not None]
    if not mentions:
        return (Change(name="event", now=telling.event.type, then=None),)
    then = event_of(mentions, workspace.store.events.copies(telling.documents), workspace.rule(), None)
    now = {(one.role, one.scope): i for i, one in enumerate(event.findings)}
    after = {(one.role, one.scope): i for i, one in enumerate(then.findings)}
    found = []
    for identity in dict.fromkeys([*now, *after]):
        before = _words(event, now[identity]) if identity in now else None
        later = _words(then, after[identity]) if identity in after else None
        if before != later:
            name = _name(telling, event, now[identity]) if identity in now else _name(telling, then, after[identity])
            found.append(
                Change(
                    name=name, now=telling.masked(before) if before is not None else None, then=telling.masked(later) if later is not None else None
                )
            )
    return tuple(found)


def _without(mention: EventMention, claim: Claim) -> EventMention | None:
    if claim.document != mention.document or claim.trigger != mention.trigger:
        return mention
    left = tuple([one for one in mention.claims if one.key != claim.key])
    return None if claim.role is Role.TYPE or not left else msgspec.structs.replace(mention, claims=left)
