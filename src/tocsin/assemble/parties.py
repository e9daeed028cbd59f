"""Who fills a role of political violence where the grammar is silent: a trained head proposes, which learned it from MUC-4's templates."""

import msgspec

from tocsin.assemble.found import InSentence
from tocsin.core.claims import Role
from tocsin.core.document import Sentence
from tocsin.core.hints import Hint, Hints
from tocsin.core.mentions import Mention, MentionKind, Trigger
from tocsin.find.roles import THINGS, Edge

_FILLS = {
    "PerpInd": (Role.ACTOR, MentionKind.GROUP),
    "PerpOrg": (Role.ACTOR, MentionKind.ARMED_GROUP),
    "Target": (Role.TARGET, MentionKind.FACILITY),
    "Victim": (Role.VICTIM, MentionKind.PERSON),
    "Victims": (Role.VICTIM, MentionKind.GROUP),
    "Weapon": (Role.INSTRUMENT, MentionKind.WEAPON),
}
"""The role of each label, and the kind of a mention that no finder made."""
_VIOLENT = frozenset(
    "attack killing shooting stabbing beating torture sexual-violence mob-violence abduction bombing suicide-bombing grenade shelling air-strike "
    "landmine arson armed-clash property-destruction death injury".split()
)
"""Acts that a template of MUC-4 tells of, and their outcomes."""
_AT_PEOPLE = frozenset("killing shooting stabbing beating torture sexual-violence abduction death injury".split())
"""Acts done to people: the building of such an act is where it was, whatever the head learned to call its target."""
_SURE = 0.5


def with_parties(row: InSentence, sentence: Sentence, hints: Hints | None) -> InSentence:
    """`row` with an edge for every sure filler that plays no such part yet, to the nearest act of violence in its sentence."""
    acts = [trigger for trigger in row.triggers if trigger.type in _VIOLENT]
    if hints is None or not acts:
        return row
    edges = list(row.roles.edges)
    for hint in hints.within(sentence.span, "muc"):
        if not any([token.span.overlaps(hint.span) and token.text.isalnum() for token in sentence.tokens]):
            continue  # a quotation mark plays no part
        act = min(acts, key=lambda trigger: _gap(trigger, hint))
        blamed = any([edge.trigger is act and edge.role is Role.ACTOR for edge in edges])
        named = [edge for edge in edges if edge.mention.span.overlaps(hint.span)]
        playing = [edge for edge in named if _keeps(edge) or (blamed and edge.trigger.type == "accusation")]
        if hint.score >= _SURE and not playing and not any([trigger.head.overlaps(hint.span) for trigger in row.triggers]):
            edge = _edge(act, hint, row)
            if edge.role is not Role.TARGET or act.type not in _AT_PEOPLE:
                edges.append(edge)
    return msgspec.structs.replace(row, roles=msgspec.structs.replace(row.roles, edges=tuple(edges)))


def _keeps(edge: Edge) -> bool:
    """Whether who plays this part plays no other: who says or denies something may well have done the deed beside it, unless another is blamed."""
    return edge.role is not Role.ACTOR or edge.trigger.type in _VIOLENT


def _gap(trigger: Trigger, hint: Hint) -> int:
    return max(trigger.span.start - hint.span.end, hint.span.start - trigger.span.end)


def _edge(act: Trigger, hint: Hint, row: InSentence) -> Edge:
    role, kind = _FILLS[hint.label]
    told = [mention for mention in row.mentions if mention.span.overlaps(hint.span) and mention.kind not in {MentionKind.DATE, MentionKind.NUMBER}]
    mention = next(iter(told), Mention(span=hint.span, head=hint.span, kind=kind, rule="model:muc", score=hint.score))
    if role is Role.TARGET and mention.kind in THINGS - {MentionKind.FACILITY}:
        role = Role.PROPERTY
    return Edge(trigger=act, role=role, mention=mention, rule="model:muc")
