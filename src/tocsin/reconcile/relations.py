"""How the figures of one scope stand to each other, and which of them stand: repeated, superseded, taken back, mistyped, contradicted."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from tocsin.core.events import Relation, RelationKind, Scope
from tocsin.core.record import Record
from tocsin.core.scales import SpeakerKind
from tocsin.reconcile.figures import FINAL, TOLLS, bounds, narrower, point
from tocsin.reconcile.names import own_name
from tocsin.reconcile.slips import LIKELY, corrected, outliers, slip
from tocsin.reconcile.speakers import CHALLENGERS, Said, label, opposed
from tocsin.reconcile.telling import day, later, number, told

_COUNTING = CHALLENGERS | {SpeakerKind.NGO}
"""Speakers whose higher figure is a count of their own, which the paper's does not give way to."""


class Standing(Record, frozen=True, kw_only=True):
    """The figure a voice stands by now, with all its tellings: `tellings` holds the figure, whoever repeats it, and looser words for it."""

    figure: Said
    tellings: tuple[Said, ...]

    @property
    def last(self) -> Said:
        """The telling said last."""
        return self.tellings[-1]

    @property
    def words(self) -> str:
        """Who says it, and when last: "Interior ministry, 14 May: 12, again on 16 May"."""
        again = f", again on {day(self.last)}" if self.last.day != self.figure.day else ""
        return told(self.figure) + again


class History(Record, frozen=True, kw_only=True):
    """All figures of one scope in the order they were said, those that still stand (one a voice), and how they are related.

    `weak` holds what is only possible or hearsay: it stands only where nothing better does.
    """

    scope: Scope
    figures: tuple[Said, ...]
    standing: tuple[Standing, ...]
    weak: tuple[Said, ...]
    relations: tuple[Relation, ...]


def relate(scope: Scope, figures: Sequence[Said]) -> History:
    """The history of one scope; `figures` in the order they were said."""
    positive = [one for one in figures if not one.negated]
    firm = [one for one in positive if one.firm] or positive
    denials = list(_denials(figures, positive))
    odd = list(outliers(firm))
    gone_back = {relation.other for relation in denials if relation.kind is RelationKind.RETRACTS}
    gone = gone_back | {relation.claim for relation in odd}
    some = list(_in_passing(scope, [one for one in firm if one.claim.key not in gone]))
    gone |= {relation.claim for relation in some}
    voices: dict[str, list[Said]] = {}
    for one in firm:
        if one.claim.key not in gone:
            voices.setdefault(one.voice.name, []).append(one)
    relations, current = [*denials, *odd, *some, *corrected(firm, {relation.claim for relation in odd} - gone_back)], []
    for own in voices.values():
        stands, found = _one_voice(scope, own)
        current += stands
        relations += found
    risen = list(_risen(scope, current, voices))
    left_behind = {relation.other for relation in risen}
    standing = [stands for stands in current if stands.figure.claim.key not in left_behind]
    rivals = [_contradiction(one.figure, other.figure) for one, other in combinations(standing, 2) if _rival(one.figure, other.figure)]
    weak = tuple([one for one in positive if not one.firm]) if firm is not positive else ()
    return History(scope=scope, figures=tuple(figures), standing=tuple(standing), weak=weak, relations=tuple([*relations, *risen, *rivals]))


def parts(histories: Sequence[History], claims: Sequence[Said]) -> Iterator[Relation]:
    """What is part of what, said so or by its group or place; a part that is larger than a whole contradicts it."""
    by_key = {one.claim.key: one for one in claims}
    for one in claims:
        larger = by_key.get(one.claim.part_of or "")
        if larger is not None:
            sentence = f"{told(one)}: part of the {number(larger)} of the same report, not added to it"
            yield Relation(kind=RelationKind.PART_OF, claim=one.claim.key, other=larger.claim.key, sentence=sentence)
    for part in histories:
        for whole in [other for other in histories if narrower(part.scope, other.scope)]:
            in_report = {(other.claim.document, other.voice.name): other for other in whole.figures}
            for one in part.figures:
                other = in_report.get((one.claim.document, one.voice.name))
                if other is not None and one.claim.part_of is None:
                    sentence = f"{told(one)} ({part.scope.group}): among the {number(other)} of the same report, not added to it"
                    yield Relation(kind=RelationKind.PART_OF, claim=one.claim.key, other=other.claim.key, sentence=sentence)
            for small, large in [(one.figure, other.figure) for one in part.standing for other in whole.standing]:
                if bounds(small).low > bounds(large).high:
                    sentence = f"{told(small)} {part.scope.group}; {told(large)} in all: a part cannot be larger than its whole"
                    yield Relation(kind=RelationKind.CONTRADICTS, claim=small.claim.key, other=large.claim.key, sentence=sentence)


def _denials(figures: Sequence[Said], positive: Sequence[Said]) -> Iterator[Relation]:
    """A figure denied by its own voice or publisher is taken back from that day on; denied by anybody else it is contradicted.

    The publisher of a copied figure is that of the original: what it takes back is taken back in the copies too.
    """
    printers = {one.original: one.publisher for one in figures if one.claim.document == one.original}
    for denial in [one for one in figures if one.negated]:
        for one in positive:
            same = bounds(denial) == bounds(one) or (point(denial) is not None and point(denial) == point(one))
            if not same and not bounds(denial).holds(bounds(one)):  # who denies 19 does not deny "at least 4"
                continue
            printer = printers.get(one.original, one.publisher)
            own = denial.voice.name == one.voice.name or (denial.publisher is not None and denial.voice.name == own_name(printer or ""))
            if own and same and later(denial, one):
                sentence = f"{told(one, printed=True)}; taken back on {day(denial)} (in {denial.publisher or 'a report without a publisher'})"
                yield Relation(kind=RelationKind.RETRACTS, claim=denial.claim.key, other=one.claim.key, sentence=sentence)
            elif not own:
                sentence = f"{told(one)}; denied by {label(denial)}, {day(denial)}"
                yield Relation(kind=RelationKind.CONTRADICTS, claim=denial.claim.key, other=one.claim.key, sentence=sentence)


def _in_passing(scope: Scope, figures: Sequence[Said]) -> Iterator[Relation]:
    """Figures that tell of some of those whom the same report counts in full: "one critically" beside "four people were shot, police said".

    A figure that a paper gives as its own is no rival of a higher one that it prints of somebody else, unless that speaker counts for himself or is a
    side of the conflict.
    """
    if scope.measure not in TOLLS:
        return
    quoted: dict[str, list[Said]] = {}
    for one in figures:
        if one.voice.kind not in _COUNTING:
            quoted.setdefault(one.original, []).append(one)
    for one in figures:
        higher = [other for other in quoted.get(one.original, ()) if bounds(other).low > bounds(one).high and other.voice != one.voice]
        if higher and one.voice.kind is SpeakerKind.WRITER:
            whole = max(higher, key=lambda other: (bounds(other), other.claim.key))
            yield _relation(RelationKind.PART_OF, one, whole, "told beside it in one report, taken as some of them")


def _one_voice(scope: Scope, own: Sequence[Said]) -> tuple[list[Standing], list[Relation]]:
    """What a voice stands by after all it said, and how it came there. Within a day the higher figure is the later one: order is not known."""
    relations: list[Relation] = []
    tellings: list[list[Said]] = []
    doubtful: list[tuple[Said, Said]] = []
    before = _before(own) if scope.measure in TOLLS else {}
    for one in sorted(own, key=lambda one: (one.day or dt.date.max, bounds(one), one.known or dt.date.max, one.claim.key)):
        current = tellings[-1] if tellings else [one]
        first = current[0]
        same = next((group for group in tellings if bounds(group[0]) == bounds(one)), None)
        is_later = later(one, current[-1], days=1)
        if one.claim.key in before:
            if same is not None:
                same.append(one)
            relations.append(_relation(RelationKind.SUPERSEDES, before[one.claim.key], one, "one report gives both; the higher is the toll by then"))
        elif not tellings:
            tellings.append(current)
        elif same is current or (same is not None and not (is_later and _printed_by(one, current))):
            same.append(one)  # an older figure told again takes the newer one back only where the newer one was printed; elsewhere it is stale
            relations.append(_relation(RelationKind.REPEATS, one, same[0], "told again"))
        elif bounds(one).holds(bounds(first)):
            current.append(one)
            relations.append(_relation(RelationKind.REPEATS, one, first, "the same in looser words"))
        elif not is_later and one.original != first.original and (how := slip(point(one), point(first))) in LIKELY:
            doubtful.append((one, first))
            relations.append(_relation(RelationKind.CONTRADICTS, one, first, f"{how}? Too few reports to say which is right"))
        elif bounds(one).high < bounds(first).low and scope.measure in FINAL:
            tellings.append([one])
            relations.append(_relation(RelationKind.RETRACTS, one, first, "such a toll cannot fall, so the voice corrects itself"))
        else:
            tellings.append([one])
            relations.append(_relation(RelationKind.SUPERSEDES, one, first, "the same voice, later" if is_later else "the same voice, the same day"))
    stands = [Standing(figure=tellings[-1][0], tellings=tuple(tellings[-1]))]
    return stands + [Standing(figure=one, tellings=(one,)) for one, beside in doubtful if beside is stands[0].figure], relations


def _printed_by(one: Said, others: Sequence[Said]) -> bool:
    return one.publisher is not None and one.publisher in {other.publisher for other in others}


def _before(own: Sequence[Said]) -> dict[str, Said]:
    """Figures that only say where a toll stood before: the same voice gives a higher one in the same report ("rose to 14 from 11")."""
    highest: dict[str, Said] = {}
    for one in own:
        rival = highest.setdefault(one.claim.document, one)
        highest[one.claim.document] = max(rival, one, key=lambda one: (bounds(one).low, one.claim.key))
    now = [(one, highest[one.claim.document]) for one in own]
    return {one.claim.key: higher for one, higher in now if bounds(one).high < bounds(higher).low}


def _relation(kind: RelationKind, one: Said, other: Said, why: str) -> Relation:
    return Relation(kind=kind, claim=one.claim.key, other=other.claim.key, sentence=f"{told(other, printed=True)}; {told(one, printed=True)}: {why}")


def _risen(scope: Scope, current: Sequence[Standing], voices: Mapping[str, Sequence[Said]]) -> Iterator[Relation]:
    """Tolls that another voice's later and higher one leaves behind: to the reader of the day that is news, not a dispute.

    Never between the state and those who challenge it, whose figures are rivals from the start; nor between two voices who differed before the lower
    one spoke last.
    """
    if scope.measure not in TOLLS:
        return
    for low in current:
        newer = [high.figure for high in current if _is_news(high.figure, low, voices[high.figure.voice.name])]
        if newer:
            high = min(newer, key=lambda one: (one.day or dt.date.max, bounds(one), one.claim.key))
            sentence = f"{told(low.figure)}; {told(high)}: the toll rose"
            yield Relation(kind=RelationKind.SUPERSEDES, claim=high.claim.key, other=low.figure.claim.key, sentence=sentence)


def _is_news(high: Said, low: Standing, before: Sequence[Said]) -> bool:
    if opposed(high.voice, low.figure.voice):
        return False
    least = bounds(low.figure).low
    differed = any([bounds(one).low > least and not later(one, low.last, days=1) for one in before])
    return not differed and bounds(high).low > least and later(high, low.last, days=1)


def _rival(one: Said, other: Said) -> bool:
    return one.voice.name != other.voice.name and not bounds(one).meets(bounds(other))


def _contradiction(one: Said, other: Said) -> Relation:
    low, high = sorted([one, other], key=lambda figure: (bounds(figure), figure.claim.key))
    return Relation(
        kind=RelationKind.CONTRADICTS, claim=high.claim.key, other=low.claim.key, sentence=f"{told(low)}; {told(high)}: both cannot be right"
    )
