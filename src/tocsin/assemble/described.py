"""Single people something was done to are victims even where no rule of the clause ties them to the act ("Ana Boe, 43, died", "left a man dead")."""

import msgspec

from tocsin.assemble.acts import fits
from tocsin.assemble.found import InSentence, graver
from tocsin.core.claims import Role
from tocsin.core.mentions import FigureMention, Mention, Trigger
from tocsin.core.spans import Span
from tocsin.find.counts import MeasureWord
from tocsin.find.roles import PEOPLE, Edge


def with_victims(row: InSentence, described: tuple[tuple[FigureMention, MeasureWord], ...]) -> InSentence:
    """`row` with a victim edge for every described person who has none: they are no figures (READING.md 1), the edge is their record.

    What befell each is kept beside them.
    """
    taken = {edge.mention.span for edge in row.roles.edges if edge.role is Role.VICTIM}
    edges = []
    fates: dict[Span, Role] = {}
    for person, measure in described:
        mention = next((one for one in row.mentions if one.kind in PEOPLE and one.span.overlaps(person.number)), None)
        at = mention.span if mention is not None else person.number
        fates[at] = graver(fates.get(at), measure.role) or measure.role
        trigger = _trigger(measure, row)
        if (
            mention is not None
            and trigger is not None
            and mention.span not in taken
            and (person.rule == "reflexive" or not _plays(mention, trigger, row))
        ):
            edges.append(Edge(trigger=trigger, role=Role.VICTIM, mention=mention, rule="described-one"))
            taken.add(mention.span)
    roles = msgspec.structs.replace(row.roles, edges=(*row.roles.edges, *edges))
    return msgspec.structs.replace(row, roles=roles, fates=fates)


def _plays(mention: Mention, trigger: Trigger, row: InSentence) -> bool:
    return any([edge.trigger is trigger and edge.mention is mention for edge in row.roles.edges])


def _trigger(measure: MeasureWord, row: InSentence) -> Trigger | None:
    """The trigger at the word that tells the harm, else the nearest one that can do it."""
    at = next((trigger for trigger in row.triggers if trigger.span.overlaps(measure.span)), None)
    if at is not None:
        return at
    near = [(abs(trigger.span.start - measure.span.start), i) for i, trigger in enumerate(row.triggers) if fits(trigger, measure.role)]
    return row.triggers[min(near)[1]] if near else None
