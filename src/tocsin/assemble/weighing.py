"""How likely each act is one that the report tells of, of which type, and who and what plays a part in it: the evidence is weighed.

Done last, when the tellings of one act are joined: acts were placed, dated and told apart with all that was found, since a doubtful part may well be
what makes two acts two.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from tocsin.assemble.acts import Act, Argument, words_of
from tocsin.assemble.evidence import Part, Witnesses, of_act, sentences_of
from tocsin.assemble.found import DatedMention, Found, PlacedMention
from tocsin.assemble.typed import Types
from tocsin.core.claims import Origin, Role
from tocsin.core.mentions import Mention, MentionKind
from tocsin.core.spans import Span
from tocsin.core.values import Place
from tocsin.find.roles import PEOPLE
from tocsin.resources.lexicons import Lexicons
from tocsin.resources.weights import Weights, weights_of

Tied = TypeVar("Tied", PlacedMention, DatedMention)

ACTS, PARTS = "acts", "parts"
_PEOPLE = (Role.ACTOR, Role.TARGET, Role.VICTIM)
_THING = (Role.PROPERTY, Role.INSTRUMENT, Role.TARGET)
_MAY_PLAY = dict.fromkeys(PEOPLE, _PEOPLE) | {
    MentionKind.PLACE: (Role.PLACE,), MentionKind.FACILITY: (Role.FACILITY, Role.TARGET, Role.PROPERTY),
    MentionKind.VEHICLE: _THING, MentionKind.OBJECT: _THING, MentionKind.WEAPON: (Role.INSTRUMENT, Role.PROPERTY), MentionKind.DATE: (Role.DATE,),
}  # fmt: skip
"""The roles a mention is weighed in beside those that a rule gives it; that a town stands for its government is for the grammar to say."""
_WEIGHED = frozenset(
    {Role.ACTOR, Role.TARGET, Role.VICTIM, Role.PROPERTY, Role.PLACE, Role.FACILITY, Role.DATE, Role.INSTRUMENT, Role.CAUSE}
)  # fmt: skip
_RULE = "weighed"
ONCE = frozenset({Role.PLACE, Role.DATE})
"""Roles in which a mention is told of one act (READING.md 21): the likeliest."""
Weighed = dict[Span, tuple[float, Part]]
"""The likeliest part of each mention in an act, where it is likely enough."""


class Scales:
    """The weights of one reader for acts and for their parts."""

    def __init__(self, lexicons: Lexicons, *, trained: bool) -> None:
        """Take those of the trained reader, or those of the rules alone."""
        self.acts: Weights = weights_of(lexicons, ACTS, trained=trained)
        self.parts: Weights = weights_of(lexicons, PARTS, trained=trained)
        self._types = Types(lexicons, trained=trained)
        self._of_role = {role: self.parts.within(role.value) for role in _WEIGHED}

    def weigh(self, acts: Iterable[Act], found: Found) -> list[Act]:
        """The acts in order, each with how likely it is one, with its likeliest type and its likely parts.

        None is left out for being unlikely: what hangs on it would be lost with it (measured: docs/research-log.md).
        """
        kept = []
        for act in acts:
            act.likelihood = self.acts.probability(of_act(act, found))
            kept.append((act, self._likely_parts(act, found)))
            self._types.settle(act, found)
        nearest = _likeliest([weighed for _, weighed in kept])
        return [_with_parts(act, [one for one in weighed.values() if nearest.get(_once(one[1]), one) is one], found) for act, weighed in kept]

    def _likely_parts(self, act: Act, found: Found) -> Weighed:
        candidates = parts_of(act, found)
        witnesses = Witnesses(act, act.likelihood, candidates, found)
        best: Weighed = {}
        for part in candidates:
            likely = self._of_role[part.role].probability(witnesses.of(part))
            ruled = part.origin is Origin.TEXT
            if ruled and part.role is Role.VICTIM:
                likely = max(likely, self.parts.least)  # whoever was harmed is not lost for a doubt
            least = self.parts.least if ruled else self.parts.proposed
            if likely >= least and likely > best.get(part.mention.span, (0.0, part))[0]:
                best[part.mention.span] = likely, part
        return best


def _likeliest(told: Iterable[Weighed]) -> dict[tuple[Role, Span] | None, tuple[float, Part]]:
    """Of each place and date the part that is likeliest among all acts."""
    best: dict[tuple[Role, Span] | None, tuple[float, Part]] = {}
    for one in [one for weighed in told for one in weighed.values() if _once(one[1]) is not None]:
        if one[0] > best.get(_once(one[1]), (0.0, one[1]))[0]:
            best[_once(one[1])] = one
    return best


def _once(part: Part) -> tuple[Role, Span] | None:
    return (part.role, part.mention.span) if part.role in ONCE else None


def _with_parts(act: Act, chosen: list[tuple[float, Part]], found: Found) -> Act:
    parts = [part for _, part in chosen]
    act.likelihoods = {(part.role, part.mention.span): likely for likely, part in chosen}
    act.arguments = list(_arguments(act, parts, found))
    _settle(act, chosen, found)
    return act


def parts_of(act: Act, found: Found) -> list[Part]:
    """Every part that rules see played in `act`, and those that mentions of its sentences may play."""
    ruled = list(_ruled(act))
    mentions = {mention.span: mention for mention, *_ in ruled}
    near = set()
    for sentence in sentences_of(act, found):
        row = found.sentences[sentence.index]
        for mention in (*row.mentions, *[placed.mention for placed in row.places]):
            near.add(mention.span)
            mentions.setdefault(mention.span, mention)
    parts = []
    for span, mention in mentions.items():
        given = [(role, rule, origin) for one, role, rule, origin in ruled if one.span == span]
        roles = dict.fromkeys((*[role for role, _, _ in given], *(_MAY_PLAY.get(mention.kind, ()) if span in near else ())))
        for role in roles:
            mine = [(rule, origin) for one, rule, origin in given if one is role]
            others = tuple(dict.fromkeys([one for one, _, _ in given if one is not role]))
            origin = mine[0][1] if mine else None
            parts.append(Part(mention=mention, role=role, rules=tuple([rule for rule, _ in mine]), origin=origin, others=others))
    return sorted(parts, key=lambda part: (part.mention.span, part.role.value))


def _ruled(act: Act) -> Iterator[tuple[Mention, Role, str, Origin]]:
    """The parts that the rules give, each with the rule and where it was taken from."""
    for argument in act.arguments:
        if argument.role in _WEIGHED:
            yield argument.mention, argument.role, argument.rule, Origin.TEXT
    for placed, origin in act.places:
        yield placed.mention, Role.PLACE, "place", origin
    for dated, origin in act.dates:
        yield dated.mention, Role.DATE, "date", origin


def _arguments(act: Act, chosen: list[Part], found: Found) -> Iterator[Argument]:
    """The arguments that were chosen, those of the rules as they were and in their order; roles that are not weighed stay."""
    taken = {(part.role, part.mention.span) for part in chosen}
    ruled = {(argument.role, argument.mention.span) for argument in act.arguments}
    for argument in act.arguments:
        if argument.role not in _WEIGHED or (argument.role, argument.mention.span) in taken:
            yield argument
    for part in chosen:
        if part.role not in {Role.PLACE, Role.DATE} and (part.role, part.mention.span) not in ruled:
            words = words_of(part.mention.span, found.segmented.document.text)
            yield Argument(role=part.role, mention=part.mention, words=words, rule=_RULE, stance=act.stance)


def _settle(act: Act, chosen: list[tuple[float, Part]], found: Found) -> None:
    """Let the chosen places and dates be said of the act; those of the rules are only its context where none of them was chosen."""
    rows = [found.sentences[sentence.index] for sentence in sentences_of(act, found)]
    act.places = _said(act.places, [placed for row in rows for placed in row.places], chosen, Role.PLACE)
    act.dates = _said(act.dates, [dated for row in rows for dated in row.dates], chosen, Role.DATE)


def _said(ruled: list[tuple[Tied, Origin]], near: list[Tied], chosen: list[tuple[float, Part]], role: Role) -> list[tuple[Tied, Origin]]:
    """What is said of an act: what the rules gave it, where they are believed, and what else is likely and may be the same.

    Of a list the rules read ("in Boké, Conakry and Kankan") all are said or none; and one act is not in two countries for its words being near both.
    """
    likely = {part.mention.span: how for how, part in chosen if part.role is role}
    said = [one for one, _ in ruled] if any([one.mention.span in likely for one, _ in ruled]) else []
    added = sorted([one for one in near if one.mention.span in likely], key=lambda one: -likely[one.mention.span])
    for one in added:
        if one.mention.span not in [other.mention.span for other in said] and (not said or _country(one) == _country(said[0])):
            said.append(one)
    return [(one, Origin.TEXT) for one in said] or [(one, Origin.CONTEXT) for one, _ in ruled]


def _country(one: PlacedMention | DatedMention) -> str | None:
    return one.value.country if isinstance(one.value, Place) else None
