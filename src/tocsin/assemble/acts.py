"""One act per trigger: the trigger with everything the text ties to it, before acts told twice are merged."""

import msgspec

from tocsin.assemble.antecedents import antecedent
from tocsin.assemble.found import DatedMention, Figure, Found, InSentence, PlacedMention
from tocsin.core.claims import Origin, Role
from tocsin.core.document import Sentence
from tocsin.core.mentions import Mention, Stance, Trigger
from tocsin.core.scales import Modality
from tocsin.core.spans import Span
from tocsin.find.roles import OUTCOMES, PEOPLE, PRONOUN
from tocsin.find.triggers import SURE

_MEASURE_OF = {
    ("killing", "object"): Role.KILLED, ("death", "object"): Role.KILLED, ("injury", "object"): Role.INJURED, ("arrest", "object"): Role.ARRESTED,
    ("abduction", "object"): Role.ABDUCTED, ("beating", "object"): Role.BEATEN, ("arson", "object"): Role.DAMAGED,
    ("property-destruction", "object"): Role.DAMAGED, ("looting", "object"): Role.LOOTED, ("building-seizure", "object"): Role.SEIZED,
    ("release", "object"): Role.RELEASED, ("conviction", "object"): Role.CONVICTED, ("displacement", "object"): Role.DISPLACED,
    ("troop-deployment", "object"): Role.DEPLOYED, ("protest", "subject"): Role.PARTICIPANTS, ("march", "subject"): Role.PARTICIPANTS,
    ("strike", "subject"): Role.PARTICIPANTS, ("sit-in", "subject"): Role.PARTICIPANTS, ("hunger-strike", "subject"): Role.PARTICIPANTS,
    ("shooting", "subject"): Role.PARTICIPANTS, ("attack", "subject"): Role.PARTICIPANTS, ("armed-clash", "subject"): Role.PARTICIPANTS,
    ("clash", "subject"): Role.PARTICIPANTS, ("riot", "subject"): Role.PARTICIPANTS, ("arson", "subject"): Role.PARTICIPANTS,
    ("looting", "subject"): Role.PARTICIPANTS, ("demand", "subject"): Role.PARTICIPANTS, ("killing", "subject"): Role.PARTICIPANTS,
    ("death", "subject"): Role.KILLED, ("displacement", "subject"): Role.DISPLACED, ("abduction", "subject"): Role.MISSING,
}  # fmt: skip
"""What a figure counts when only the grammar tells: the part it plays for a trigger of the type."""

TYPE_OF_MEASURE = {
    Role.KILLED: "death", Role.INJURED: "injury", Role.TREATED: "injury", Role.HOSPITALISED: "injury", Role.ARRESTED: "arrest",
    Role.ABDUCTED: "abduction", Role.MISSING: "other", Role.DISPLACED: "displacement", Role.PARTICIPANTS: "protest",
    Role.DEPLOYED: "troop-deployment", Role.DAMAGED: "property-destruction", Role.LOOTED: "looting", Role.SEIZED: "other",
    Role.BEATEN: "beating", Role.CASUALTIES: "injury", Role.RELEASED: "release", Role.CONVICTED: "conviction",
}  # fmt: skip
"""The event a measure word evokes when no trigger is near: "three dead" is a death."""

_KNOWN = frozenset("the these those both all his her their its our my".split())
"""Determiners of people told of before."""
_TAKING_PART = frozenset({"subject", "object", "of", "by", "complement"})
_LOCATING = frozenset({"in", "at", "across", "around", "near", "outside", "inside"})
_TAKING_UP = frozenset("the these this those his her their its".split())

THING_MEASURES = frozenset({Role.DAMAGED, Role.LOOTED, Role.SEIZED})

_FITTING = {
    Role.KILLED: OUTCOMES | {
        "shooting", "bombing", "attack", "suicide-bombing", "grenade", "shelling", "air-strike", "landmine", "clash", "armed-clash", "riot",
        "stabbing", "mob-violence", "beating", "excessive-force", "dispersal", "arson", "protest", "torture", "coup",
    },
    Role.ARRESTED: {"arrest"}, Role.PARTICIPANTS: {"protest", "march", "strike", "sit-in", "riot", "boycott", "hunger-strike", "roadblock"},
    Role.DAMAGED: {"arson", "property-destruction", "riot", "bombing", "shelling", "air-strike", "attack"}, Role.LOOTED: {"looting"},
    Role.ABDUCTED: {"abduction"}, Role.DISPLACED: {"displacement"}, Role.RELEASED: {"release"}, Role.BEATEN: {"beating"},
    Role.CONVICTED: {"conviction"}, Role.SEIZED: {"looting", "building-seizure", "other"}, Role.DEPLOYED: {"troop-deployment"},
}  # fmt: skip
_FITTING[Role.INJURED] = _FITTING[Role.CASUALTIES] = _FITTING[Role.KILLED]
_FITTING[Role.TREATED] = _FITTING[Role.HOSPITALISED] = frozenset({"injury"})


class Argument(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A mention in a role, and how it came there; `words` are its words in lower case, for telling two acts apart.

    `fate` is what befell a victim told as one person, where words say it.
    """

    role: Role
    mention: Mention
    words: frozenset[str]
    rule: str
    stance: Stance
    fate: Role | None = None


class Act(msgspec.Struct, kw_only=True):
    """What one trigger evokes. Filled by the assembler, step by step; nothing outside `assemble` sees it."""

    trigger: Trigger
    sentence: Sentence
    stance: Stance
    opinion: bool
    arguments: list[Argument] = []
    figures: list[Figure] = []
    places: list[tuple[PlacedMention, Origin]] = []
    dates: list[tuple[DatedMention, Origin]] = []
    also: list[Trigger] = []
    """Triggers of the same act told again."""
    likelihood: float = 1.0
    """How likely the report tells of this act, 0..1, once it is weighed."""
    likelihoods: dict[tuple[Role, Span], float] = {}
    """The same of each part that was weighed and kept, by role and mention."""

    @property
    def anaphoric(self) -> bool:
        """Whether the trigger takes up what was told before: "the protests", "these clashes"."""
        if not self.trigger.nominal or self.figures:
            return False
        before = self.sentence.folded[: self.sentence.ended(self.trigger.span.start)]
        return not _TAKING_UP.isdisjoint(before[-2:])

    @property
    def placed_by_its_own_words(self) -> bool:
        """Whether a preposition of place follows the trigger at once: "the protests in Lyon" need not be those of Paris."""
        after = self.sentence.folded[self.sentence.begun(self.trigger.span.end) :]
        return bool(after) and after[0] in _LOCATING

    def has(self, role: Role) -> bool:
        """Whether something plays `role` already."""
        return any([argument.role is role for argument in self.arguments])


def acts_of(found: Found, index: int) -> list[Act]:
    """The acts of sentence `index`: outcomes joined to the acts that caused them, figures to the acts they count."""
    row = found.sentences[index]
    sentence = found.segmented.sentences[index]
    acts = {
        trigger.span: Act(trigger=trigger, sentence=sentence, stance=stance, opinion=opinion)
        for trigger, stance, opinion in zip(row.triggers, row.stances, row.opinions, strict=True)
    }
    joined = _joined(row)
    for edge in row.roles.edges:
        act = acts[joined.get(edge.trigger.span, edge.trigger).span]
        if edge.role is Role.ACTOR and edge.trigger is not act.trigger:
            continue
        mention: Mention | None = edge.mention
        if edge.mention.rule == PRONOUN:
            if edge.trigger.score < SURE:
                continue  # "they" of an act that is perhaps none
            mention = antecedent(found, index, edge.mention, [argument.mention.span for argument in act.arguments])
        if mention is None:
            continue
        words = words_of(mention.span, found.segmented.document.text)
        fate = row.fates.get(edge.mention.span) if edge.role is Role.VICTIM else None
        act.arguments.append(Argument(role=edge.role, mention=mention, words=words, rule=edge.rule, stance=act.stance, fate=fate))
    for figure in row.figures:
        _place_figure(figure, row, sentence, acts, joined)
    return [act for key, act in acts.items() if key not in joined and not _forbidden(act, row, sentence)]


def _forbidden(act: Act, row: InSentence, sentence: Sentence) -> bool:
    """Whether the act is only the content of a ban ("police are forbidden to use force"): then the ban is the act."""
    if act.stance.modality is not Modality.NEGATED:
        return False
    for ban in row.triggers:
        if ban.type == "ban" and ban.span.end <= act.trigger.span.start:
            between = sentence.folded[sentence.begun(ban.span.end) : sentence.begun(act.trigger.span.start)]
            return between in ((), ("to",), ("from",))
    return False


def _joined(row: InSentence) -> dict[Span, Trigger]:
    """Which outcome trigger belongs to which act, by the span of the outcome."""
    joined = {}
    for outcome in row.roles.outcomes:
        if outcome.result.type in OUTCOMES and outcome.act.type not in OUTCOMES | {"protest", "investigation", "statement-call", "conviction"}:
            joined[outcome.result.span] = outcome.act
    return joined


def _place_figure(figure: Figure, row: InSentence, sentence: Sentence, acts: dict[Span, Act], joined: dict[Span, Trigger]) -> None:
    """Give `figure` to the act it counts, or make an act of its measure word."""
    for link in row.roles.figures:
        if link.figure is not figure.mention:
            continue
        part = {"of": "object" if link.trigger.object else "subject", "by": "subject", "complement": "object"}.get(link.part, link.part)
        if link.trigger.subject == "victim" and part == "subject":
            part = "object"
        measure = figure.measure or _measure_by_part(figure, link.trigger, part, row)
        if measure is None or (figure.measure is None and part not in {"object", "subject"}):
            continue
        if figure.measure is not None and link.trigger.type not in _FITTING.get(measure, frozenset()):
            continue
        trigger = joined.get(link.trigger.span, link.trigger)
        acts[trigger.span].figures.append(msgspec.structs.replace(figure, measure=measure))
        return
    if figure.measure is None:
        affecting = _affecting(figure, row, sentence)
        if affecting is not None:
            acts[joined.get(affecting.span, affecting).span].figures.append(msgspec.structs.replace(figure, measure=Role.OTHER))
        return
    near = _nearest(figure, row, sentence) or _done_by(figure, row)
    if near is not None:
        acts[joined.get(near.span, near).span].figures.append(figure)
    elif figure.word is not None:
        # "46 people were admitted, 21 of them with burns": both are counted by one word
        acts.setdefault(figure.word, _act_of_word(figure.word, figure, sentence)).figures.append(figure)


def _nearest(figure: Figure, row: InSentence, sentence: Sentence) -> Trigger | None:
    """The trigger at the measure word, else the nearest one whose type fits the measure."""
    at = figure.word or figure.mention.span
    for trigger in row.triggers:
        if figure.word is not None and trigger.span.overlaps(figure.word):
            return trigger
    fitting = _FITTING.get(figure.measure or Role.OTHER, frozenset())
    near = [trigger for trigger in row.triggers if trigger.type in fitting] or ([*row.triggers] if figure.word == figure.mention.number else [])
    return min(near, key=lambda trigger: abs(trigger.span.start - at.start), default=None) if sentence.span.covers(at) else None


def _done_by(figure: Figure, row: InSentence) -> Trigger | None:
    """What a counted crowd did, of any type ("the crowd, put at 200 to 250, had demanded their release")."""
    if figure.measure is not Role.PARTICIPANTS or figure.word is None:
        return None
    return next((edge.trigger for edge in row.roles.edges if edge.role is Role.ACTOR and edge.mention.span.overlaps(figure.word)), None)


def _measure_by_part(figure: Figure, trigger: Trigger, part: str, row: InSentence) -> Role | None:
    """What the part a figure plays says it counts: only people are arrested or march."""
    measure = _MEASURE_OF.get((trigger.type, part))
    if measure is None or measure in THING_MEASURES or figure.mention.group is None or _counts_people(figure.mention.group, row):
        return measure
    return None


def _affecting(figure: Figure, row: InSentence, sentence: Sentence) -> Trigger | None:
    """The trigger that takes in people newly told of whose part no word names: they are a claim too, of the `other` measure (READING.md 1)."""
    mention = figure.mention
    opening = sentence.folded[: sentence.begun(mention.number.start + 1)][-2:]
    if mention.group is None or mention.high == 1 or not _KNOWN.isdisjoint(opening) or not _counts_people(mention.group, row):
        return None
    return next((link.trigger for link in row.roles.figures if link.figure is mention and link.part in _TAKING_PART), None)


def _counts_people(group: Span, row: InSentence) -> bool:
    return any([mention.kind in PEOPLE and mention.span.overlaps(group) and mention.span.end >= group.end for mention in row.mentions])


def fits(trigger: Trigger, measure: Role) -> bool:
    """Whether what `measure` counts can be the outcome of an act of the trigger's type."""
    return trigger.type in _FITTING.get(measure, frozenset())


def _act_of_word(word: Span, figure: Figure, sentence: Sentence) -> Act:
    """The act that a measure word evokes where no trigger is near."""
    kind = TYPE_OF_MEASURE.get(figure.measure or Role.OTHER, "other")
    trigger = Trigger(span=word, head=word, type=kind, nominal=False, rule=f"measure:{kind}", subject="victim", object="victim")
    return Act(trigger=trigger, sentence=sentence, stance=figure.stance, opinion=False)


def words_of(span: Span, text: str) -> frozenset[str]:
    """The words there in lower case, for telling two acts apart."""
    return frozenset(span.quote(text).lower().replace("’", "'").split())


def people_of(act: Act, role: Role) -> frozenset[str]:
    """The mention kinds that play `role`, for telling two acts apart."""
    return frozenset([argument.mention.kind.value for argument in act.arguments if argument.role is role])


def things_of(act: Act, text: str) -> list[frozenset[str]]:
    """What was burned, looted or seized, counted things too, each as its words."""
    counted = [figure.mention.group for figure in act.figures if figure.measure in THING_MEASURES and figure.mention.group is not None]
    return [argument.words for argument in act.arguments if argument.role is Role.PROPERTY] + [words_of(group, text) for group in counted]
