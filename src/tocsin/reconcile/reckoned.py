"""Findings that no report states as a figure: people told one by one, and who is hurt of all who were shot.

They stand only where no report gives the figure itself. Nothing is invented: people told one by one are "at least" as many, and a difference is
made of two findings that are named in its sentence.
"""

from collections.abc import Mapping, Sequence

from tocsin.core.claims import Claim, Role
from tocsin.core.events import Finding, Scope
from tocsin.core.scales import Modality
from tocsin.core.values import EventType
from tocsin.reconcile.grading import grade
from tocsin.reconcile.persons import Person, by_report, may_be
from tocsin.reconcile.profiles import type_groups
from tocsin.reconcile.rules import Rule
from tocsin.reconcile.speakers import Said, label
from tocsin.reconcile.telling import day

_DEADLY = frozenset({"killing", "death"})
_NAMED_AT_MOST = 6
"""People a sentence lists; a longer list is cut."""


def reckoned(claims: Sequence[Said], stated: Sequence[Finding], rule: Rule) -> tuple[Finding, ...]:
    """What `claims` let reckon of the killed and injured beyond the findings `stated` of their figures."""
    known = {finding.scope: finding for finding in stated}
    killed = known.get(Scope(measure=Role.KILLED)) or _one_by_one(claims, Role.KILLED, rule)
    found = [killed] if killed is not None and killed.scope not in known else []
    if Scope(measure=Role.INJURED) not in known:
        injured = (
            _survivors(claims, known.get(Scope(measure=Role.CASUALTIES)), killed)
            or _most([_in_care(claims, stated), _largest_group(claims, stated)])
            or _one_by_one(claims, Role.INJURED, rule)
        )  # fmt: skip
        found += [injured] if injured is not None else []
    return tuple(found)


def _one_by_one(claims: Sequence[Said], measure: Role, rule: Rule) -> Finding | None:
    """The report that tells of most people one by one; the others leave room for it."""
    asked = [one for one in claims if _happened(one.claim) and (not rule.order or one.voice.kind in rule.order)]
    by_document = by_report(asked)
    told = list(by_document.values())
    if measure is not Role.KILLED and _tells_of_death(asked):
        told = _survivors_told(by_document, asked)
    reports = [hit for people in told if (hit := [person for person in people if person.is_of(measure)])]
    if not reports:
        return None
    most = max(reports, key=len)
    supporting = [one for people in reports for person in people for one in person.claims]
    sentence = f"no report gives a total; told one by one: {_listed(most)} ({label(most[0].claims[0])}, {day(most[0].claims[0])})"
    return _finding(Scope(measure=measure), rule.name, len(most), None, sentence, supporting, claims)


def _survivors_told(by_document: Mapping[str, Sequence[Person]], claims: Sequence[Said]) -> list[list[Person]]:
    """The people of the reports that know of a death, without whoever may be one of the dead: others may speak of the one who died."""
    dead = [person for people in by_document.values() for person in people if person.is_of(Role.KILLED)]
    knowing = {one.claim.document for one in claims if _tells_of_death([one])}
    return [
        [person for person in people if not any([may_be(person, one) for one in dead])]
        for document, people in by_document.items()
        if document in knowing
    ]


def _survivors(claims: Sequence[Said], shot: Finding | None, killed: Finding | None) -> Finding | None:
    """Who was shot, stabbed or hit and is not among the dead; all of them where no report tells of a death."""
    if shot is None or shot.best is None or (killed is None and _tells_of_death(claims)):
        return None
    dead = 0 if killed is None else killed.best
    if dead is None or dead >= shot.best:
        return None
    less = "no report tells of a death" if killed is None else f"{dead} of them dead ({killed.sentence})"
    sentence = f"{shot.best} killed or hurt ({shot.sentence}); {less}"
    keys = {*shot.supporting, *(killed.supporting if killed is not None else ())}
    supporting = [one for one in claims if one.claim.key in keys]
    high = None if shot.high is None else shot.best - dead
    return _finding(Scope(measure=Role.INJURED), shot.rule, shot.best - dead, high, sentence, supporting, claims)


def _in_care(claims: Sequence[Said], stated: Sequence[Finding]) -> Finding | None:
    """Who is in hospital, or was treated, after an act of violence was hurt in it; others may be too."""
    violent = any([isinstance(one.claim.value, EventType) and "harm" in type_groups(one.claim.value.code) for one in claims])
    scopes = [Scope(measure=measure) for measure in (Role.HOSPITALISED, Role.TREATED)]
    care = max([one for one in stated if one.scope in scopes and one.best], key=_best, default=None)
    if care is None or care.best is None or not violent:
        return None
    keys = set(care.supporting)
    supporting = [one for one in claims if one.claim.key in keys]
    sentence = f"no report gives a total; at least those {care.role.value}: {care.sentence}"
    return _finding(Scope(measure=Role.INJURED), care.rule, care.best, None, sentence, supporting, claims)


def _largest_group(claims: Sequence[Said], stated: Sequence[Finding]) -> Finding | None:
    """Where only groups are counted ("five teens were wounded"), there are at least as many as the largest of them."""
    groups = [(one.scope, one) for one in stated if one.scope is not None and one.scope.measure is Role.INJURED and one.best]
    here = [(scope, one) for scope, one in groups if scope.place is None and scope.period is None]
    if not here:
        return None
    scope, most = max(here, key=_best_of_group)
    keys = set(most.supporting)
    supporting = [one for one in claims if one.claim.key in keys]
    sentence = f"no report gives a total; at least the {scope.group}: {most.sentence}"
    return _finding(Scope(measure=Role.INJURED), most.rule, _best(most), None, sentence, supporting, claims)


def _best_of_group(group: tuple[Scope, Finding]) -> int:
    return _best(group[1])


def _most(findings: Sequence[Finding | None]) -> Finding | None:
    """The finding with the highest best number, the first of as many."""
    return max([one for one in findings if one is not None], key=_best, default=None)


def _best(finding: Finding) -> int:
    return finding.best or 0


def _finding(scope: Scope, rule: str, best: int, high: int | None, sentence: str, supporting: Sequence[Said], claims: Sequence[Said]) -> Finding:
    return Finding(
        role=scope.measure, rule=rule, sentence=sentence, supporting=tuple([one.claim.key for one in supporting]), scope=scope, low=best, best=best,
        high=high, grade=grade(supporting, (), (), claims),
    )  # fmt: skip


def _happened(claim: Claim) -> bool:
    return claim.modality is Modality.ACTUAL and not claim.opinion


def _tells_of_death(claims: Sequence[Said]) -> bool:
    """Whether anything of the event speaks of somebody dead, counted or not."""
    told = [one.claim for one in claims if not one.negated]
    typed = any([isinstance(claim.value, EventType) and claim.value.code in _DEADLY for claim in told])
    return typed or any([Role.KILLED in {claim.role, claim.counts_as} for claim in told])


def _listed(people: Sequence[Person]) -> str:
    names = [max(person.claims, key=_says_most).claim.quote for person in people]
    return ", ".join(names[:_NAMED_AT_MOST]) + (" and others" if len(names) > _NAMED_AT_MOST else "")


def _says_most(one: Said) -> tuple[int, str]:
    return len(one.claim.quote), one.claim.key
