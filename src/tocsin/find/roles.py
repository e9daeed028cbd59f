"""Who did what to whom: which mentions play which part for a trigger (READING.md 21), from the grammar around it."""

from collections.abc import Iterator

import msgspec

from tocsin.core.claims import Role
from tocsin.core.document import Sentence
from tocsin.core.hints import Hints
from tocsin.core.mentions import FigureMention, Mention, MentionKind, Trigger
from tocsin.core.spans import Span
from tocsin.text.clauses import Clauses
from tocsin.text.phrases import Chunk, ChunkKind, Phrases, VerbForm, Voice
from tocsin.text.wordclasses import NUMBER

PEOPLE = frozenset({
    MentionKind.PERSON, MentionKind.OFFICE_HOLDER, MentionKind.GROUP, MentionKind.ORGANISATION, MentionKind.SECURITY_FORCE, MentionKind.ARMED_GROUP,
})  # fmt: skip
PRONOUN = "pronoun"
"""The rule of a mention that is only a pronoun: the assembler looks for whom it stands."""
_PRONOUNS = dict.fromkeys(("he", "him", "she", "her"), MentionKind.PERSON) | dict.fromkeys(("they", "them"), MentionKind.GROUP)
THINGS = frozenset({MentionKind.VEHICLE, MentionKind.WEAPON, MentionKind.OBJECT, MentionKind.FACILITY})
_MEANS = frozenset({MentionKind.WEAPON, MentionKind.VEHICLE, MentionKind.OBJECT})
OUTCOMES = frozenset({"killing", "death", "injury"})
"""Types that are the outcome of another act where the text names one (READING.md 23)."""
_SUBJECTS = {"victim": Role.VICTIM, "target": Role.TARGET}
"""What a subject is when the entry says it is no actor: who dies; whom an accusation names as having done it."""
_MUTUAL = frozenset({"clash", "armed-clash", "talks", "agreement", "ceasefire"})
"""Types whose two sides both act."""
_LIGHT = frozenset(
    "stage hold carry launch mount conduct lead join begin start organise organize perpetrate commit make take make give issue announce declare "
    "introduce impose attend have call resume continue wage sign".split()
)
"""Verbs that only carry a nominal event: who stages a protest protests."""
_BLAMING = frozenset({"blame", "accuse", "suspect"})
"""Verbs whose object did what follows "for" or "of"."""
_ORDERED = frozenset({"curfew", "state-of-emergency", "ban", "internet-shutdown", "troop-deployment"})
"""Official acts that are done by ordering them; who orders a shooting does not shoot."""
_ABOUT = {"protest", "march", "strike", "sit-in", "hunger-strike", "boycott", "demand", "riot", "roadblock"}
_FALLING_ON = frozenset({"shooting", "grenade", "riot", "shelling"})
"""Types whose verbs name what they are aimed at after "at", "on" or "into": "fired at a bus"."""
_AT = frozenset({"investigation", "roadblock", "troop-deployment", "arrest"})
"""Types whose building or road is where they are done: a house searched, a road blocked."""
_TAKEN_OR_BURNED = frozenset({"arson", "looting", "building-seizure"})
"""Types whose object is a thing even where no lexicon knows it; what is destroyed or shattered may be a hope."""
_ADDRESSED = frozenset({"demand", "threat", "accusation", "statement-call", "sanction", "aid"})
"""Types that are done to a government; what else is done to a place is done in it."""
_SURE_LINK = 0.5
"""Score from which a link of the model counts where the grammar says nothing."""
_CERTAIN_LINK = 0.9
"""Score from which a link counts beside what the grammar says: one more who acts, a building that was only where it happened."""
_LINKED = {role.value: role for role in (Role.ACTOR, Role.VICTIM, Role.TARGET, Role.PROPERTY, Role.INSTRUMENT, Role.CAUSE)}
_LEFT = 8
"""Tokens between "left" and the outcome it leaves: "left at least three people dead"."""
_REACH = 12
"""Tokens after a noun in which its prepositional phrases are looked for."""


class Edge(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """`mention` plays `role` for `trigger`; `rule` says by which grammar."""

    trigger: Trigger
    role: Role
    mention: Mention
    rule: str


class FigureLink(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """`figure` counts what plays `part` (subject, object, of, ...) for `trigger`."""

    trigger: Trigger
    figure: FigureMention
    part: str


class Outcome(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """`result` ("killed nine") is what came of `act` ("the blast"): READING.md 23."""

    act: Trigger
    result: Trigger


class Roles(msgspec.Struct, frozen=True, kw_only=True):
    """All that the grammar of one sentence says about its triggers."""

    edges: tuple[Edge, ...] = ()
    figures: tuple[FigureLink, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


class RoleFinder:
    """Reads roles off the grammar of one sentence."""

    def __init__(self, phrases: Phrases) -> None:
        """Take the chunker."""
        self._phrases = phrases

    def find(
        self,
        sentence: Sentence,
        triggers: tuple[Trigger, ...],
        mentions: tuple[Mention, ...],
        figures: tuple[FigureMention, ...],
        hints: Hints | None = None,
    ) -> Roles:
        """The edges of all `triggers` of `sentence`, by grammar, and by the model where the grammar is silent. Times and places play no part here."""
        dates = [mention.span for mention in mentions if mention.kind is MentionKind.DATE]
        starts = {token.span.start: i for i, token in enumerate(sentence.tokens)}
        skip = frozenset([i for date in dates for i in range(sentence.begun(date.start), sentence.ended(date.end))])
        clauses = Clauses(sentence, self._phrases, skip)
        edges: list[Edge] = []
        links: list[FigureLink] = []
        outcomes: list[Outcome] = []
        for trigger in triggers:
            at = starts[trigger.head.start]
            for part, chunk in _parts(clauses, trigger, at):
                counted = clauses.those_of(chunk)
                named = [edge for whom in counted for edge in _edges(clauses, trigger, part, whom, mentions)]
                edges.extend(named or _edges(clauses, trigger, part, chunk, mentions))  # "a group of policemen raided": the policemen did
                whole = chunk.span.join(counted[-1].span) if counted else chunk.span
                links.extend(FigureLink(trigger=trigger, figure=figure, part=part) for figure in figures if figure.span.overlaps(whole))
                if part in {"subject", "in"}:
                    acts = [other for other in triggers if other is not trigger and other.nominal and whole.covers(other.head)]
                    outcomes.extend(Outcome(act=act, result=trigger) for act in acts)
            act = _cause(clauses, trigger, at, triggers)
            if act is not None:
                outcomes.append(Outcome(act=act, result=trigger))
        if hints is not None:
            told = {(edge.trigger.span, edge.role) for edge in edges}
            edges = [_where_it_was(edge, hints) for edge in edges]
            for edge, score in _hinted(sentence, triggers, mentions, hints):
                if (edge.trigger.span, edge.role) not in told or (edge.role is Role.ACTOR and score >= _CERTAIN_LINK):
                    edges.append(edge)
        return Roles(edges=_unique(edges), figures=tuple(links), outcomes=tuple(outcomes))


def _parts(clauses: Clauses, trigger: Trigger, at: int) -> Iterator[tuple[str, Chunk]]:
    """The grammatical parts around the trigger whose head is token `at`, each with its chunk."""
    end = max(at + 1, clauses.sentence.begun(trigger.span.end))
    chunk = clauses.chunk_at(at)
    if trigger.nominal or (chunk is not None and chunk.kind is ChunkKind.NOUN):
        yield from _nominal_parts(clauses, trigger, at, end)
        return
    if chunk is None or chunk.kind is ChunkKind.PRONOUN:
        for subject in _predicated(clauses, at):
            yield "object", subject
        return
    bare = chunk.first == chunk.head and clauses.words[chunk.end : chunk.end + 1] in (("at",), ("on",), ("into",))
    bare = bare and trigger.type in _FALLING_ON
    passive = chunk.voice is Voice.PASSIVE and not bare  # "soldiers shot at the crowd" did the shooting
    passive = passive or clauses.shares_passive(chunk)
    for subject in clauses.subjects(chunk):
        yield ("object" if passive else "subject"), subject
    stop = max(end, clauses.clause_end(end - 1))
    for found in clauses.phrases_from(end):
        yield ("complement" if passive else "object"), found
    if passive:
        for found in clauses.governed_by(frozenset({"by"}), end, stop):
            yield "subject", found
    yield from _prepositions(clauses, end, stop)


def _predicated(clauses: Clauses, at: int) -> tuple[Chunk, ...]:
    """Of whom a predicate without a verb of its own is said: "the court is on fire", "there are seven victims in critical condition"."""
    before = clauses.chunk_at(at - 1)
    if before is not None and before.kind is ChunkKind.NOUN:
        return (before,)
    group = clauses.verb_group_before(at)
    if group is None or NUMBER in clauses.tags[group.end : at]:
        return ()  # "the mayor spoke of 12 dead": they are counted
    return clauses.subjects(group)


def _nominal_parts(clauses: Clauses, trigger: Trigger, at: int, end: int) -> Iterator[tuple[str, Chunk]]:
    for found in clauses.possessor(at):
        yield "possessor", found
    chunk = clauses.chunk_at(at)
    if chunk is not None and at > chunk.first:
        span = clauses.sentence.tokens[chunk.first].span.join(clauses.sentence.tokens[at - 1].span)
        yield "premodifier", Chunk(kind=chunk.kind, first=chunk.first, end=at, head=at - 1, span=span)
    stop = min(clauses.clause_end(end - 1), end + _REACH)
    for found in clauses.governed_by(frozenset({"of"}), end, min(stop, end + 1)):
        yield "of", found
    for found in clauses.governed_by(frozenset({"by"}), end, stop):
        yield "by", found
    for found in clauses.pair_after("between", end, stop):
        yield "between", found
    yield from _prepositions(clauses, end, stop)
    if trigger.subject == "target":
        for found in clauses.phrases_from(clauses.after_verbs(end)):
            yield "subject", found
        return
    group = clauses.verb_group_before(at)
    if group is not None and group.lemma in _BLAMING and clauses.words[(chunk.first if chunk is not None else at) - 1] in {"for", "of"}:
        for found in clauses.objects(group) if trigger.subject == "actor" else ():
            yield "subject", found  # "they blamed the army for the attack"; whom they blame for a death did not die
        return
    light = group is not None and (group.lemma in _LIGHT or (group.lemma == "order" and trigger.type in _ORDERED))
    if group is not None and chunk is not None and light and group.voice is Voice.ACTIVE and group.end >= chunk.first - 1:
        for subject in clauses.subjects(group):
            yield "subject", subject


_PREPOSITIONS = {
    "with": "with",
    "against": "against",
    "on": "on",
    "at": "on",
    "into": "on",
    "using": "using",
    "over": "over",
    "from": "from",
    "to": "to",
}


def _prepositions(clauses: Clauses, end: int, stop: int) -> Iterator[tuple[str, Chunk]]:
    for word, part in _PREPOSITIONS.items():
        for found in clauses.governed_by(frozenset({word}), end, stop):
            yield part, found
    for word in ("in", "during", "after"):
        for found in clauses.governed_by(frozenset({word}), end, stop):
            yield "in", found


def _cause(clauses: Clauses, trigger: Trigger, at: int, triggers: tuple[Trigger, ...]) -> Trigger | None:
    """The act a participle or a relative clause gives the outcome of: "a bomb exploded, killing two", "an ambush in which two died"."""
    before = [other for other in triggers if other.span.end <= trigger.span.start]
    left = clauses.verb_group_before(at)
    if left is not None and left.lemma == "leave" and at - left.end < _LEFT:
        subjects = clauses.subjects(left)
        named = [other for other in before if any([subject.span.covers(other.head) for subject in subjects])]
        return (named or before)[-1] if named or before else None
    group = clauses.chunk_at(at)
    if group is None or group.kind is not ChunkKind.VERB:
        return None
    if group.form is VerbForm.GERUND and clauses.words[group.first - 1 : group.first] in ((",",), ("and",)):
        acts = [other for other in before if other.type not in OUTCOMES]
        return acts[-1] if acts else None
    opening = clauses.words[max(0, group.first - 6) : group.first]
    relative = opening[-1:] in {("that",), ("which",)} or ("which" in opening and {"in", "during"} & set(opening))
    nominal = [other for other in before if other.nominal]
    return nominal[-1] if relative and nominal else None


def _edges(clauses: Clauses, trigger: Trigger, part: str, chunk: Chunk, mentions: tuple[Mention, ...]) -> Iterator[Edge]:
    """The roles of the mentions in `chunk`; a thing burned or looted needs no lexicon to be one."""
    end = clauses.ends_at(chunk)
    for mention in mentions:
        if mention.span.overlaps(chunk.span) and not mention.span.overlaps(trigger.head):
            role = _role(trigger, part, mention, end)
            if role is not None:
                yield Edge(trigger=trigger, role=role, mention=mention, rule=f"grammar:{part}")
    word = clauses.words[chunk.head]
    if chunk.kind is ChunkKind.PRONOUN and word in _PRONOUNS:
        pronoun = Mention(span=chunk.span, head=chunk.span, kind=_PRONOUNS[word], rule=PRONOUN, score=0.6)
        role = _role(trigger, part, pronoun, end)
        if role is not None:
            yield Edge(trigger=trigger, role=role, mention=pronoun, rule=f"pronoun:{part}")
    known = any([mention.span.overlaps(chunk.span) for mention in mentions])
    if part == "object" and trigger.object == "property" and trigger.type in _TAKEN_OR_BURNED and chunk.kind is ChunkKind.NOUN and not known:
        thing = clauses.without_determiner(chunk)
        yield Edge(
            trigger=trigger,
            role=Role.PROPERTY,
            mention=Mention(span=thing, head=clauses.sentence.tokens[chunk.head].span, kind=MentionKind.OBJECT, rule="grammar:thing", score=0.5),
            rule="grammar:thing",
        )


def _role(trigger: Trigger, part: str, mention: Mention, end: int) -> Role | None:
    kind = mention.kind
    if kind is MentionKind.PLACE:
        return _state_role(trigger, part) if _heads(mention, end) else None
    match part:
        case "subject" | "by":
            return _subject_role(trigger, kind) if _heads(mention, end) else None
        case "possessor" | "premodifier":
            if kind not in PEOPLE:
                return None
            return _object_role(trigger, kind) if trigger.object == "victim" and part == "possessor" else _subject_role(trigger, kind)
        case "between":
            return Role.ACTOR if kind in PEOPLE else None
        case "object" | "of":
            if not _heads(mention, end):
                return None
            if part == "of" and trigger.object is None:
                return _subject_role(trigger, kind)
            return _object_role(trigger, kind)
        case "with" | "using":
            if kind in _MEANS and trigger.type not in _MUTUAL:
                return Role.INSTRUMENT
            return Role.ACTOR if kind in PEOPLE and trigger.type in _MUTUAL else None
        case "against":
            if trigger.type in _ABOUT and kind not in PEOPLE:
                return Role.CAUSE if kind is MentionKind.OBJECT else None
            return Role.TARGET if kind in PEOPLE | {MentionKind.FACILITY} else None
        case "on":
            return _on_role(trigger, kind)
        case "to":
            return _object_role(trigger, kind) if trigger.object == "property" and not trigger.nominal else None
        case "over":
            return Role.CAUSE if trigger.type in _ABOUT and kind is MentionKind.OBJECT else None
        case _:
            return None


def _state_role(trigger: Trigger, part: str) -> Role | None:
    """The part of a place that stands for its government: "Chile sent troops", "sanctions against Chile", "talks with Chile"."""
    if trigger.subject == "actor" and (part in {"subject", "by", "possessor", "between"} or (part == "with" and trigger.type in _MUTUAL)):
        return Role.ACTOR
    if trigger.type == "sanction" and part in {"against", "on"}:
        return Role.TARGET
    return Role.TARGET if part == "against" or (trigger.type in _ADDRESSED and part == "object") else None


def _heads(mention: Mention, end: int) -> bool:
    """Whether the mention is the phrase's head and not part of what comes before it ("police cars" are no police)."""
    return mention.span.end >= end


def _subject_role(trigger: Trigger, kind: MentionKind) -> Role | None:
    if trigger.subject == "instrument" or (kind in {MentionKind.WEAPON, MentionKind.VEHICLE} and trigger.subject == "actor"):
        return Role.INSTRUMENT if kind in _MEANS else None
    if kind not in PEOPLE:
        return None
    return _SUBJECTS.get(trigger.subject or "", Role.ACTOR)


def _object_role(trigger: Trigger, kind: MentionKind) -> Role | None:
    if kind is MentionKind.PLACE:
        return None
    if kind is MentionKind.FACILITY and trigger.type in _AT:
        return Role.FACILITY
    if kind is MentionKind.WEAPON and trigger.object in {"victim", "attacked", "target"}:
        return Role.INSTRUMENT  # what is fired or thrown: "fired tear gas at the crowd"
    match trigger.object:
        case None:
            return Role.VICTIM if trigger.subject == "victim" and kind in PEOPLE else None
        case "victim":
            if kind in PEOPLE:
                return Role.TARGET if kind is MentionKind.ORGANISATION else Role.VICTIM
            return Role.TARGET if kind is MentionKind.FACILITY else None
        case "property":
            return Role.PROPERTY if kind in THINGS else Role.TARGET
        case "attacked":
            return Role.PROPERTY if kind in {MentionKind.VEHICLE, MentionKind.OBJECT} else Role.TARGET
        case "target":
            return Role.TARGET
        case "instrument":
            return Role.INSTRUMENT if kind in _MEANS else None
        case _:
            return None


def _on_role(trigger: Trigger, kind: MentionKind) -> Role | None:
    """On, at or into whom an act falls: "opened fire on the crowd", "an attack on the barracks"."""
    if trigger.type in _FALLING_ON and (kind in PEOPLE or (kind in THINGS and not trigger.nominal)):
        return Role.TARGET
    if (
        trigger.object in {"attacked", "target"}
        and trigger.type not in _ABOUT
        and (kind in PEOPLE or (kind is MentionKind.FACILITY and trigger.nominal))
    ):
        return Role.TARGET
    return None


def _hinted(sentence: Sentence, triggers: tuple[Trigger, ...], mentions: tuple[Mention, ...], hints: Hints) -> Iterator[tuple[Edge, float]]:
    """The model's links between a trigger and a mention of the sentence, with their scores."""
    for link in hints.links_within("role", sentence.span):
        role = _LINKED.get(link.label)
        if role is None or link.score < _SURE_LINK:
            continue
        for trigger in triggers:
            if trigger.span.overlaps(link.anchor):
                near = [mention for mention in mentions if mention.span.overlaps(link.to) and not mention.span.overlaps(trigger.head)]
                fitting = [mention for mention in near if mention.kind not in {MentionKind.PLACE, MentionKind.DATE}]
                yield from ((Edge(trigger=trigger, role=role, mention=mention, rule="model:role"), link.score) for mention in fitting[:1])


def _where_it_was(edge: Edge, hints: Hints) -> Edge:
    """`edge`, or where the model is certain that a building is only where the act happened, the edge that says so."""
    if edge.mention.kind is not MentionKind.FACILITY:
        return edge
    for link in hints.links_within("role", edge.trigger.span):
        if link.label == Role.FACILITY.value and link.score >= _CERTAIN_LINK and link.to.overlaps(edge.mention.span):
            return msgspec.structs.replace(edge, role=Role.FACILITY, rule="model:facility")
    return edge


def _unique(edges: list[Edge]) -> tuple[Edge, ...]:
    """Each mention once for each trigger: the first part named wins."""
    seen: dict[tuple[Span, Span, Span], Edge] = {}
    for edge in edges:
        seen.setdefault((edge.trigger.span, edge.mention.span, edge.trigger.head), edge)
    return tuple(seen.values())
