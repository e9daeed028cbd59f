"""The same act told twice is one act: headline and body, and a mention taken up again (READING.md 14)."""

from collections import defaultdict, deque
from typing import TypeVar

import msgspec

from tocsin.assemble.acts import Act, people_of, things_of
from tocsin.assemble.found import DatedMention, PlacedMention
from tocsin.core.claims import Origin, Role
from tocsin.core.scales import Factuality
from tocsin.core.values import DateInterval, Place, PlaceKind
from tocsin.find.roles import OUTCOMES
from tocsin.find.triggers import SURE

Tied = TypeVar("Tied", PlacedMention, DatedMention)

_SAME = (
    frozenset({"protest", "march"}), frozenset({"clash", "armed-clash"}), frozenset({"killing", "death", "shooting"}), frozenset({"injury", "death"}),
    frozenset({"bombing", "attack", "suicide-bombing"}), frozenset({"riot", "mob-violence"}), frozenset({"killing", "attack"}),
)  # fmt: skip
"""Types two tellings of one act may differ in."""
_SAYS_MORE = {"attack": {"bombing", "suicide-bombing"}, "bombing": {"suicide-bombing"}, "clash": {"armed-clash"}}
"""Types of another telling that say more of how it was done: of an act told twice the more specific one stays."""
_MAY_BE_ONE = (
    frozenset({"person", "office-holder"}), frozenset({"organisation", "office-holder", "place"}), frozenset({"person", "group"}),
)  # fmt: skip
"""Kinds of mention in which the same people may be told of: by name and by office, by body and by who speaks for it."""
_REMEMBERED = 40
"""Acts of one type that are looked back at: more than any article of the newswire sample has, and a bound on the work a book-length text makes."""
_TOLD_OFTEN = 60
"""Tellings from which on one more is another act, for the same reason."""
_NEAR = 3
"""Sentences within which the same kind of act is still the one told before."""
_RUNNING = frozenset({"total", "altogether", "toll", "far", "overall", "already", "since", "latest"})
"""Words of a running toll, which no single act made."""
_HARMING = frozenset(
    "shooting bombing attack suicide-bombing grenade shelling air-strike landmine clash armed-clash stabbing mob-violence excessive-force "
    "dispersal".split()
)
"""Acts that can kill or wound."""
_KILLING = frozenset({"shooting", "stabbing", "beating"})
"""Acts of which a killing told without a doer is the outcome; what is done in attacks and battles is more than one thing."""


def with_results(acts: list[Act]) -> list[Act]:
    """`acts` in order, where an outcome joins the act it came of (READING.md 23): its figures and victims are that act's.

    "Police opened fire on the crowd. Two people were killed": the second sentence names no doer of its own, and nothing in it says that they died
    elsewhere or on another day.
    """
    kept: list[Act] = []
    for act in acts:
        cause = _cause_of(act, kept[-_REMEMBERED:])
        if cause is None:
            kept.append(act)
        else:
            _take_in(cause, act)
    return kept


def with_far_results(acts: list[Act]) -> list[Act]:
    """The same of acts that are merged: whoever died or was hurt is the victim of the act of harm told before, however far, or right after.

    Only where nothing in the words of the outcome makes it another act's.
    """
    kept: list[Act] = []
    for i, act in enumerate(acts):
        cause = _far_cause_of(act, kept[-_REMEMBERED:], acts[i + 1 : i + 1 + _REMEMBERED])
        if cause is None:
            kept.append(act)
        else:
            _take_in(cause, act)
    return kept


def _take_in(cause: Act, act: Act) -> None:
    cause.also.append(act.trigger)
    cause.figures.extend(act.figures)
    taken = {argument.mention.span for argument in cause.arguments}
    cause.arguments.extend(one for one in act.arguments if one.role is Role.VICTIM and one.mention.span not in taken)


def _cause_of(act: Act, before: list[Act]) -> Act | None:
    """The nearest act told before that `act` is the outcome of."""
    if act.trigger.type not in OUTCOMES or act.has(Role.ACTOR) or not _plain(act) or not _RUNNING.isdisjoint(act.sentence.folded):
        return None
    for one in reversed(before):
        apart = act.sentence.index - one.sentence.index
        if apart > 1 or (apart and (act.sentence.paragraph != one.sentence.paragraph or _set_by_own_words(act))):
            return None
        if len(one.also) < _TOLD_OFTEN and _can_cause(one, act) and _plain(one) and _dates_agree(one, act) and _own_places_agree(one, act):
            return one
    return None


def _far_cause_of(act: Act, before: list[Act], after: list[Act]) -> Act | None:
    """The last act before that `act` may be the outcome of; the first after it where there is none."""
    if act.trigger.type not in OUTCOMES or act.has(Role.ACTOR) or not _plain(act) or not _RUNNING.isdisjoint(act.sentence.folded):
        return None
    soon = [one for one in after if one.sentence.index - act.sentence.index <= 1]
    return next((one for one in (*reversed(before), *soon) if len(one.also) < _TOLD_OFTEN and _may_have_caused(one, act)), None)


def _may_have_caused(one: Act, act: Act) -> bool:
    fitting = one.trigger.type in _KILLING and not act.trigger.nominal if act.trigger.type == "killing" else _can_cause(one, act)
    if not fitting or not _plain(one) or (_set_by_own_words(act) and not _set_by_own_words(one)):
        return False
    alike = _settled_alike(one, act) if act.figures else _own_places_agree(one, act)
    return alike and _dates_agree(one, act) and _people_agree(one, act)


def _can_cause(one: Act, act: Act) -> bool:
    return one.trigger.type in _HARMING or (one.trigger.type in {"killing", "death"} and act.trigger.type != "killing")


def _own_places_agree(first: Act, act: Act) -> bool:
    left = {placed.value.gazetteer_id for placed, _ in first.places if isinstance(placed.value, Place)}
    right = {placed.value.gazetteer_id for placed, origin in act.places if isinstance(placed.value, Place) and origin is Origin.TEXT}
    return not left or not right or bool(left & right)


def _settled_alike(first: Act, act: Act) -> bool:
    """Whether no place, the context's too, parts the two: the injured of a country are not those of the town spoken of before."""
    left = {placed.value.gazetteer_id for placed, _ in first.places if isinstance(placed.value, Place)}
    right = {placed.value.gazetteer_id for placed, _ in act.places if isinstance(placed.value, Place)}
    return not left or not right or bool(left & right)


def _plain(act: Act) -> bool:
    return act.stance.factuality is Factuality.CT_PLUS


def borne_out(acts: list[Act]) -> list[Act]:
    """`acts` without those that one word alone speaks for.

    The model does not see it, or doubts it, it is told once, and with nobody, nowhere and at no time. An act that is denied has none of these: "no
    arrests were made".
    """
    return [act for act in acts if act.trigger.score >= SURE or act.also or act.figures or act.arguments or _denied(act) or _set_by_own_words(act)]


def _denied(act: Act) -> bool:
    return act.stance.factuality is Factuality.CT_MINUS


def _set_by_own_words(act: Act) -> bool:
    """Whether the act's sentence itself says where or when it was."""
    return any([origin is Origin.TEXT for _, origin in (*act.places, *act.dates)])


def merged(acts: list[Act], text: str) -> list[Act]:
    """`acts` of the document `text` in order, each later telling folded into the first of its act."""
    kept: list[Act] = []
    recent: dict[str, deque[Act]] = defaultdict(_recent)
    for act in acts:
        rivals = [first for kind in _kinds(act) for first in recent[kind] if len(first.also) < _TOLD_OFTEN]
        same = next((first for first in sorted(rivals, key=_begin) if _same(first, act, text)), None)
        if same is None:
            kept.append(act)
            recent[act.trigger.type].append(act)
        else:
            _fold(same, act)
    return kept


def _recent() -> deque[Act]:
    return deque(maxlen=_REMEMBERED)


def _begin(act: Act) -> int:
    return act.trigger.span.start


def _kinds(act: Act) -> set[str]:
    """The types an earlier telling of `act` may have."""
    kind = act.trigger.type
    return {kind}.union(*[group for group in _SAME if kind in group])


def _same(first: Act, act: Act, text: str) -> bool:
    """Same type, same stance, no conflict in place, date, people or numbers. Without a shared place and type, nothing is merged."""
    if not _same_type(first, act) or not (_dates_agree(first, act) and _people_agree(first, act) and _things_agree(first, act, text)):
        return False
    if act.anaphoric:
        return not act.placed_by_its_own_words or _countries_agree(first, act)
    if act.sentence.index == first.sentence.index:
        return act.trigger.type in OUTCOMES and _places_agree(first, act)
    if _negative(first) != _negative(act) or first.opinion != act.opinion:
        return False
    if (first.stance.factuality is Factuality.CT_PLUS) != (act.stance.factuality is Factuality.CT_PLUS):
        return False
    return (_places_agree(first, act) or _goes_on(first, act)) and _figures_agree(first, act)


def _goes_on(first: Act, act: Act) -> bool:
    """Whether an act told a little later says neither where nor when nor how many, so that nothing in its words makes it another one."""
    return act.sentence.index - first.sentence.index <= _NEAR and not act.figures and not _set_by_own_words(act)


def _same_type(first: Act, act: Act) -> bool:
    if first.trigger.type == act.trigger.type:
        return True
    return first.sentence.headline and any([{first.trigger.type, act.trigger.type} <= group for group in _SAME])


def _negative(act: Act) -> bool:
    return act.stance.factuality in {Factuality.CT_MINUS, Factuality.PR_MINUS, Factuality.PS_MINUS}


def _places_agree(first: Act, act: Act) -> bool:
    left = {placed.value.gazetteer_id for placed, _ in first.places if isinstance(placed.value, Place)}
    right = {placed.value.gazetteer_id for placed, _ in act.places if isinstance(placed.value, Place)}
    if left and right:
        return bool(left & right) or (not act.figures and _nested(first, act))  # the toll of a town is not its country's
    if act.sentence.index - first.sentence.index <= _NEAR:
        return True
    silent = [origin is Origin.CONTEXT for _, origin in (*first.places, *act.places)]
    return first.sentence.headline or all(silent) or (not left and any(silent))


def _nested(first: Act, act: Act) -> bool:
    """Whether a place of one act lies in a place of the other: a town and its country."""
    pairs = [(left.value, right.value) for left, _ in first.places for right, _ in act.places]
    return any([_lies_in(left, right) or _lies_in(right, left) for left, right in pairs if isinstance(left, Place) and isinstance(right, Place)])


def _lies_in(inner: Place, outer: Place) -> bool:
    if inner.country != outer.country or inner.kind is PlaceKind.COUNTRY:
        return False
    return outer.kind is PlaceKind.COUNTRY or (outer.kind is PlaceKind.ADMIN1 and outer.name in {inner.admin1, inner.admin2})


def _countries_agree(first: Act, act: Act) -> bool:
    """Enough for what the text itself takes up again with "the": "the protests" in a city are those of its country."""
    left = {placed.value.country for placed, _ in first.places if isinstance(placed.value, Place)}
    right = {placed.value.country for placed, origin in act.places if isinstance(placed.value, Place) and origin is Origin.TEXT}
    return not left or not right or bool(left & right)


def _dates_agree(first: Act, act: Act) -> bool:
    left = [dated.value for dated, origin in first.dates if isinstance(dated.value, DateInterval) and origin is Origin.TEXT]
    right = [dated.value for dated, origin in act.dates if isinstance(dated.value, DateInterval) and origin is Origin.TEXT]
    return not left or not right or any([one.overlaps(other) for one in left for other in right])


def _people_agree(first: Act, act: Act) -> bool:
    for role in (Role.ACTOR, Role.VICTIM, Role.TARGET):
        left, right = people_of(first, role), people_of(act, role)
        if left and right and not left & right and not any([{one, other} <= kinds for kinds in _MAY_BE_ONE for one in left for other in right]):
            return False
    return True


def _things_agree(first: Act, act: Act, text: str) -> bool:
    """Two fires in two buildings are two acts, unless one telling names no building."""
    left, right = things_of(first, text), things_of(act, text)
    return not left or not right or any([one <= other or other <= one for one in left for other in right])


def _figures_agree(first: Act, act: Act) -> bool:
    """Two tellings may differ in their tolls, which stay side by side; but two crowds of different sizes are two crowds."""
    left = {(f.measure, f.mention.low) for f in first.figures}
    right = {(f.measure, f.mention.low) for f in act.figures}
    shared = {measure for measure, _ in left} & {measure for measure, _ in right}
    return not shared or bool(shared & {Role.KILLED, Role.INJURED, Role.ARRESTED}) or bool(left & right)


def _fold(first: Act, act: Act) -> None:
    first.also.append(act.trigger)
    if act.trigger.type in _SAYS_MORE.get(first.trigger.type, ()):
        first.trigger = msgspec.structs.replace(first.trigger, type=act.trigger.type)
    taken = {argument.mention.span for argument in first.arguments}
    told = [argument for argument in act.arguments if not act.anaphoric or (argument.rule.startswith("grammar") and _plain(act))]
    first.arguments.extend(argument for argument in told if argument.mention.span not in taken)
    first.figures.extend(act.figures)
    first.places = [*_better(first.places, act.places), *_again(first.places, act.places)]
    first.dates = [*_better(first.dates, act.dates), *_again(first.dates, act.dates)]


def _better(first: list[tuple[Tied, Origin]], later: list[tuple[Tied, Origin]]) -> list[tuple[Tied, Origin]]:
    """A later telling settles place or date only by its own words, and only what the first left open."""
    own = [pair for pair in later if pair[1] is Origin.TEXT]
    return own if own and not any([origin is Origin.TEXT for _, origin in first]) else first


def _again(first: list[tuple[Tied, Origin]], later: list[tuple[Tied, Origin]]) -> list[tuple[Tied, Origin]]:
    """What the later telling says of its own with the same value: one claim, made at two places of the text."""
    told = {one.mention.span for one, _ in first}
    values = [one.value for one, _ in first]
    return [(one, origin) for one, origin in later if origin is Origin.TEXT and one.value in values and one.mention.span not in told]
