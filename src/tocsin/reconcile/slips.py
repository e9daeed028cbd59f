"""Figures that look like a slip of the keys: digits swapped, doubled, dropped or added."""

from collections.abc import Container, Iterator, Sequence

from tocsin.core.events import Relation, RelationKind
from tocsin.reconcile.figures import point
from tocsin.reconcile.speakers import Said
from tocsin.reconcile.telling import day, later, number, told

LIKELY = frozenset({"digits swapped", "a digit doubled", "a doubled digit dropped"})
"""Slips so common that two reports of one speaker are left undecided; a digit too many needs better proof."""


def outliers(figures: Sequence[Said]) -> Iterator[Relation]:
    """A figure one report prints that looks like a slip of the keys beside a figure better attested.

    Better attested: two other reports have it from the very speaker this one quotes, or two other voices say it. And said on the right side of it:
    a higher figure nobody went on to contradict may be a toll that rose.
    """
    by_number: dict[int, list[Said]] = {}
    for one in figures:
        exact = point(one)
        if exact is not None:
            by_number.setdefault(exact, []).append(one)
    for odd, ones in sorted(by_number.items()):
        if len({one.original for one in ones}) > 1:
            continue
        one = ones[0]
        for usual, rivals in sorted(by_number.items()):
            how = slip(odd, usual)
            others = [rival for rival in rivals if rival.original != one.original]
            of_speaker = [rival for rival in others if rival.voice.name == one.voice.name]
            attested = len({rival.original for rival in of_speaker}) > 1 or len({rival.voice.name for rival in others} - {one.voice.name}) > 1
            in_time = any([later(rival, one) if odd > usual else later(one, rival) for rival in others])
            if how is not None and attested and in_time:
                right = (of_speaker or others)[0]
                sentence = f"{told(right)}; {one.publisher or 'one report'} alone prints {odd}: {how}"
                for own in ones:
                    yield Relation(kind=RelationKind.OUTLIER, claim=own.claim.key, other=right.claim.key, sentence=sentence)
                break


def slip(odd: int | None, usual: int | None) -> str | None:
    """How one number becomes the other under a typist's fingers; None when it does not."""
    if odd is None or usual is None:
        return None
    one, other = str(odd), str(usual)
    if len(one) == len(other):
        differ = [i for i in range(len(one)) if one[i] != other[i]]
        i = differ[0] if differ else 0
        swapped = differ == [i, i + 1] and one[i : i + 2] == other[i + 1] + other[i]
        return "digits swapped" if swapped else None
    short, long = sorted([one, other], key=len)
    if len(long) - len(short) != 1 or len(short) < 2:
        return None
    if short in {long[:i] + long[i + 1 :] for i in range(1, len(long)) if long[i] == long[i - 1]}:
        return "a digit doubled" if one == long else "a doubled digit dropped"
    if len(long) > 2 and short in {long[:i] + long[i + 1 :] for i in range(len(long))}:
        return "a digit added" if one == long else "a digit dropped"
    return None


def corrected(figures: Sequence[Said], slips: Container[str]) -> Iterator[Relation]:
    """A publisher that later prints the right figure of the same voice takes its slip back."""
    for wrong in [one for one in figures if one.claim.key in slips and one.publisher is not None]:
        for one in figures:
            same = one.voice.name == wrong.voice.name and one.publisher == wrong.publisher
            if same and one.claim.key not in slips and later(one, wrong, days=1):
                sentence = f"{told(wrong, printed=True)}; {one.publisher} corrects it to {number(one)} on {day(one)}"
                yield Relation(kind=RelationKind.RETRACTS, claim=one.claim.key, other=wrong.claim.key, sentence=sentence)
                break
