"""What a named rule makes of everything said of one event: findings for its figures, type, place, date, actor, victim and target."""

import datetime as dt
from collections.abc import Mapping, Sequence

from tocsin.core.claims import Role
from tocsin.core.events import EventMention, Finding, Relation
from tocsin.reconcile.figures import Bounds, bounds, histories, point
from tocsin.reconcile.grading import grade
from tocsin.reconcile.reckoned import reckoned
from tocsin.reconcile.relations import History, parts, relate
from tocsin.reconcile.roles import value_finding
from tocsin.reconcile.rules import Chosen, Rule, choose
from tocsin.reconcile.speakers import Said, said

_CHOSEN_ROLES = (Role.TYPE, Role.ACTOR, Role.TARGET, Role.VICTIM, Role.PLACE, Role.DATE)


def findings(
    mentions: Sequence[EventMention], copies: Mapping[str, str], rule: Rule, as_of: dt.date | None = None
) -> tuple[tuple[Finding, ...], tuple[Relation, ...]]:
    """The findings of one event, and how its figures are related, from what was known by `as_of`.

    `mentions` are the event's, in any order; `copies` maps a copied document to its original. A rule that goes by kinds of speakers makes no finding
    of a figure that none of them gives. Raises TocsinError when there is no rule of this name.
    """
    everything = said(mentions, copies, as_of)
    claims = tuple([one for one in everything if not one.claim.background]) or everything  # an event's own history is not its toll
    told = [relate(scope, figures) for scope, figures in histories(claims, mentions).items()]
    relations = tuple(dict.fromkeys([*[relation for history in told for relation in history.relations], *parts(told, claims)]))
    chosen = [_figure(history, choose(rule, history.standing), rule, relations) for history in told if history.standing]
    figures = [finding for finding in chosen if finding is not None]
    values = [value_finding(role, [one for one in claims if one.claim.role is role], rule.name) for role in _CHOSEN_ROLES]
    return tuple([*[finding for finding in values if finding is not None], *figures, *reckoned(claims, figures, rule)]), relations


def _figure(history: History, chosen: Chosen | None, rule: Rule, relations: Sequence[Relation]) -> Finding | None:
    if chosen is None:
        return None
    tellings = {one.claim.key for stands in history.standing for one in stands.tellings}
    supporting = [one for stands in history.standing if _backs(stands.figure, chosen) for one in stands.tellings]
    keys = {one.claim.key for one in supporting}
    opposing = [one for one in history.figures if one.claim.key not in keys and _speaks_against(one, chosen)]
    rivals = [one for one in opposing if one.claim.key in tellings or one.negated]
    notes = [chosen.sentence]
    if not any([one.firm for one in supporting]):
        notes.append("said only as possible or as hearsay")
    elif history.weak:
        notes.append(f"set aside as only possible or hearsay: {len(history.weak)}")
    return Finding(
        role=history.scope.measure, rule=rule.name, sentence="; ".join(notes), supporting=tuple([one.claim.key for one in supporting]),
        opposing=tuple([one.claim.key for one in opposing]), scope=history.scope, low=chosen.low, best=chosen.best, high=chosen.high,
        grade=grade(supporting, rivals, relations, history.figures),
    )  # fmt: skip


def _backs(one: Said, chosen: Chosen) -> bool:
    """Whether the figure is the one chosen: it names the best number, or is too vague to name one and leaves room for it."""
    named = point(one)
    if chosen.best is None:
        return bounds(one).meets(Bounds(chosen.low or 0, float("inf") if chosen.high is None else chosen.high))
    return named == chosen.best or (named is None and bounds(one).meets(Bounds(chosen.best, chosen.best)))


def _speaks_against(one: Said, chosen: Chosen) -> bool:
    """Whether it leaves no room for the best number, or denies it. Against an unknown number nobody speaks but who denies all there is."""
    if chosen.best is None:
        return one.negated
    room = bounds(one).meets(Bounds(chosen.best, chosen.best))
    return room if one.negated else not room
