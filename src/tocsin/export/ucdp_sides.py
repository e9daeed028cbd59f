"""Who fought whom in a UCDP-style row, which type of violence that makes, and whose dead they were."""

import msgspec

from tocsin.core.claims import Role
from tocsin.core.events import Finding
from tocsin.core.values import Actor
from tocsin.export.crosswalk import sectors
from tocsin.export.view import Party, View

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
_CIVILIAN_GROUPS = frozenset({"civilians", "women", "children", "protesters", "students", "journalists", "workers", "farmers", "medics", "refugees"})


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """The two sides, and the type of violence where the sides settle it."""

    type: int | None
    name_a: str
    name_b: str
    finding_a: Finding
    finding_b: Finding | None
    a: Actor
    b: Actor | None

    def deaths(self, view: View, best: int) -> tuple[int, int, int, int]:
        """Dead of side a, side b, civilians, and unknown; together `best`. Of parts that may overlap only the largest counts for its side."""
        told = [0, 0, 0]
        for finding in view.findings(Role.KILLED):
            scope, number = finding.scope, finding.best or finding.low or 0
            if scope is None or scope.place is not None or scope.period is not None:
                continue
            if self.b is not None and _is_of(scope.group, self.b):
                told[1] = max(told[1], number)
            elif _is_of(scope.group, self.a):
                told[0] = max(told[0], number)
            elif scope.group in _CIVILIAN_GROUPS:
                told[2] = max(told[2], number)
        if sum(told) > best:  # parts of rival tolls: they say nothing about this one
            told = [0, 0, 0]
        if self.type == ONE_SIDED and told[0] == 0:
            # one-sided violence is by definition against civilians
            return told[0], told[1], best - told[0] - told[1], 0
        return told[0], told[1], told[2], best - sum(told)


def conflict(view: View) -> Conflict | None:
    """The sides. None when no actor is organised: part of the state's forces, or an armed group with a name."""
    acting = [party for party in view.parties(Role.ACTOR) if _is_organised(view, party)]
    if not acting:
        return None
    hit = view.parties(Role.VICTIM, Role.TARGET)
    others = [party for party in hit if _is_organised(view, party)]
    if view.two_sided:
        others = [*acting[1:], *others]
    # in a state-based conflict the government is side a
    a, b = acting[0], next((party for party in others if party.actor.name != acting[0].actor.name), None)
    if b is not None and _is_state(b) and not _is_state(a):
        a, b = b, a
    kind = _type(a, b, any([not party.is_force for party in hit]))
    if kind is not None and kind not in view.row.ucdp.types:
        kind = None
    return Conflict(
        type=kind,
        name_a=_name(view, a),
        name_b=_name(view, b) if b is not None else "Civilians" if kind == ONE_SIDED else "",
        finding_a=a.finding,
        finding_b=b.finding if b is not None else None,
        a=a.actor,
        b=b.actor if b is not None else None,
    )


def _type(a: Party, b: Party | None, unarmed_hit: bool) -> int | None:
    if b is not None:
        return STATE_BASED if _is_state(a) else NON_STATE
    return ONE_SIDED if unarmed_hit else None


def _name(view: View, party: Party) -> str:
    if not _is_state(party):
        return view.name(party)
    return f"Government of {view.country.name}" if view.country is not None else view.name(party)


def _is_state(party: Party) -> bool:
    return sectors()[party.actor.sector.value].state


def _is_organised(view: View, party: Party) -> bool:
    """The state's forces; an armed group only by a name, since UCDP lists its groups and has none called "gunmen"."""
    if not party.is_force:
        return False
    return _is_state(party) or any([_named(view, key) for key in party.finding.supporting])


def _named(view: View, key: str) -> bool:
    """Whether the words are a name: a capital within, or a first capital that does not merely begin the sentence."""
    claim = view.dataset.claim(key)
    first, *rest = claim.quote.split() or [""]
    if any([word[0].isupper() for word in rest]) or sum([letter.isupper() for letter in first]) > 1:
        return True
    before = view.dataset.document(claim.document).text[: claim.span.start].rstrip()
    return first[:1].isupper() and before[-1:].isalnum()


def _is_of(group: str, actor: Actor) -> bool:
    return group in {actor.group, actor.name.lower()}
