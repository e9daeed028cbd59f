"""Findings as pages show them: a figure's range drawn, who is for it and against it, and what another rule or day would make of them."""

import datetime as dt
from collections.abc import Sequence

from tocsin.core.claims import Role
from tocsin.core.events import Event, Finding
from tocsin.core.record import Record
from tocsin.core.scales import SpeakerKind
from tocsin.errors import TocsinError
from tocsin.export.phrasing import bounds, days, in_words
from tocsin.reconcile.reconciling import event_of
from tocsin.reconcile.rules import RULES, Rule, hierarchy
from tocsin.store import Store
from tocsin.web.telling import Telling, Told


class Bar(Record, frozen=True, kw_only=True):
    """A range on a line of 0 to 100: where it begins, how long it is, where best stands, and which ends are open."""

    start: float
    width: float
    best: float | None
    open_low: bool
    open_high: bool


class Shown(Record, frozen=True, kw_only=True):
    """One finding: its name, its words, and the claims behind it. `before` is what the store's own finding says, where it differs."""

    finding: Finding
    name: str
    narrower: tuple[str, ...]
    words: str
    best: str | None
    bar: Bar | None
    sentence: str
    supporting: tuple[Told, ...]
    opposing: tuple[Told, ...]
    before: str | None


def chosen_rule(name: str, order: str | None) -> Rule:
    """The rule of this name, with its order of speakers ("medical,ngo"). Raises TocsinError for names there are not."""
    if name not in RULES:
        raise TocsinError(f"there is no rule {name}; choose one of: {', '.join(RULES)}")
    if name != "hierarchy" or not order:
        return RULES[name]
    kinds = {kind.value: kind for kind in SpeakerKind}
    wanted = [word.strip() for word in order.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in kinds]
    if unknown:
        raise TocsinError(f"there is no kind of speaker {unknown[0]}; the kinds are: {', '.join(kinds)}")
    return hierarchy([kinds[word] for word in wanted])


def otherwise(store: Store, telling: Telling, rule: Rule, as_of: dt.date | None) -> Event:
    """The event by another rule, or as it was known on a day; nothing is kept. Raises TocsinError when nothing was known of it then."""
    known = [one for one in telling.mentions if as_of is None or (one.published is not None and one.published <= as_of)]
    if not known:
        raise TocsinError(f"no report of this event was known on {as_of}; choose a later day")
    return event_of(known, store.events.copies(telling.documents), rule, as_of)


def findings_of(telling: Telling, event: Event, compared_with: Event | None = None) -> tuple[Shown, ...]:
    """The findings of an event in the order of the page: what, where, when, who, then figures, whole ones first."""
    top = _top(event.findings)
    before = {_identity(one): _words(one) for one in compared_with.findings} if compared_with is not None else None
    return tuple([_shown(telling, event, one, top, before) for one in sorted(event.findings, key=_place)])


_ORDER = (Role.TYPE, Role.PLACE, Role.DATE, Role.ACTOR, Role.TARGET, Role.VICTIM)


def _place(finding: Finding) -> tuple[int, int, str, int]:
    scope = finding.scope
    if scope is None:
        return 0, _ORDER.index(finding.role) if finding.role in _ORDER else len(_ORDER), "", 0
    narrow = (scope.group not in {"people", "things"}) + (scope.place is not None) + (scope.period is not None)
    return 1, list(Role).index(finding.role), "", narrow


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.role, finding.scope


def _words(finding: Finding) -> str:
    if finding.value is not None:
        return in_words(finding.value)
    words = bounds(finding.low, finding.high)
    return words if finding.best is None or str(finding.best) == words else f"{finding.best} ({words})"


def _top(findings: Sequence[Finding]) -> dict[Role, int]:
    """The largest number of each measure, which its bars are drawn to."""
    top: dict[Role, int] = {}
    for finding in findings:
        for number in (finding.low, finding.best, finding.high):
            if number is not None:
                top[finding.role] = max(top.get(finding.role, 1), number)
    return top


def _shown(telling: Telling, event: Event, finding: Finding, top: dict[Role, int], before: dict[tuple[object, ...], str] | None) -> Shown:
    scope = finding.scope
    narrower: list[str] = []
    if scope is not None:
        narrower += [scope.group] if scope.group not in {"people", "things"} else []
        narrower += [f"in {scope.place}"] if scope.place is not None else []
        narrower += [f"running toll, {days(scope.period)}"] if scope.period is not None else []
    now = _words(finding)
    was = None if before is None else before.get(_identity(finding), "no finding")
    return Shown(
        finding=finding, name=finding.role.value, narrower=tuple(narrower),
        words=telling.masked(now if scope is None else bounds(finding.low, finding.high)),
        best=None if finding.best is None else f"{finding.best:,}", bar=_bar(finding, top.get(finding.role, 1)) if scope is not None else None,
        sentence=telling.masked(finding.sentence), supporting=telling.told(finding.supporting, event.relations),
        opposing=telling.told(finding.opposing, event.relations), before=was if was != now else None,
    )  # fmt: skip


def _bar(finding: Finding, top: int) -> Bar | None:
    if finding.low is None and finding.high is None:
        return None
    start = 0.0 if finding.low is None else 100 * finding.low / top
    end = 100.0 if finding.high is None else 100 * finding.high / top
    best = None if finding.best is None else 100 * finding.best / top
    return Bar(
        start=round(min(start, 99), 1), width=round(max(1.0, end - start), 1), best=None if best is None else round(min(best, 98.5), 1),
        open_low=finding.low is None, open_high=finding.high is None,
    )  # fmt: skip
