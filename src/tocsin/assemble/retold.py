"""A figure told again is one claim with several mentions (READING.md 2): headline, lead and quotation, and people taken up again ("the three")."""

from collections.abc import Iterator
from operator import itemgetter

import msgspec

from tocsin.assemble.found import Figure, Found, InSentence
from tocsin.core.claims import Role
from tocsin.core.document import Sentence
from tocsin.core.mentions import Statement
from tocsin.core.scales import SpeakerKind
from tocsin.core.spans import SpanIndex
from tocsin.core.values import DateInterval, Place, PlaceKind

_ANYBODY = frozenset(
    "people persons person individuals victims victim others other lives deaths death dead bodies casualties fatalities injuries injured wounded "
    "killed arrests arrest".split()
)
"""Said of any group: "3 killed" and "three students"."""
_DEFINITE = frozenset("the these those both all his her their its".split())
_WEAK = frozenset({Role.CASUALTIES, Role.PARTICIPANTS, Role.OTHER, Role.ARRESTED})
"""Measures a bare noun may give ("the four victims", "the three suspects"): with "the" they only say who is spoken of."""
_CROWDS = frozenset({Role.PARTICIPANTS, Role.DEPLOYED})
"""Told in round numbers: a thousand here and a thousand there are two crowds."""
_SURE = 10
"""From this number on, the same number of the same measure in one report is the same count, whatever the group is called."""
_REMEMBERED = 40
"""Tellings of one number that are looked back at: more than any article has, and a bound on the work that a list without end makes."""
_WIDE = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.ADMIN1})


class _Told(msgspec.Struct, frozen=True):
    figure: Figure
    sentence: Sentence
    row: InSentence
    speaker: Statement | None
    definite: bool
    """Said with a word that takes up what was told: "the three"."""


def told_once(found: Found) -> Found:
    """`found` with every figure once, its other tellings in `again`."""
    told = list(_figures(found))
    tellings: list[list[int]] = []
    by_number: dict[tuple[float | None, float | None], list[list[int]]] = {}
    for j, other in enumerate(told):
        rivals = by_number.setdefault((other.figure.mention.low, other.figure.mention.high), [])
        same = next((group for group in rivals[-_REMEMBERED:] if all(_same(told[i], other) for i in group[-_REMEMBERED:])), None)
        if same is None:
            tellings.append([j])
            rivals.append(tellings[-1])
        else:
            same.append(j)
    mains = {_main(told, group): group for group in tellings}
    wholes = {told[i].figure.mention.span: told[main].figure.mention for main, group in mains.items() for i in group}
    kept: dict[int, list[Figure]] = {}
    for main, group in sorted(mains.items()):
        figure, whole = told[main].figure, told[main].figure.subset_of
        again = tuple([told[i].figure.mention.span for i in group if i != main])
        main_whole = wholes.get(whole.span, whole) if whole is not None else None
        kept.setdefault(told[main].sentence.index, []).append(msgspec.structs.replace(figure, again=again, subset_of=main_whole))
    rows = [msgspec.structs.replace(row, figures=tuple(kept.get(index, ()))) for index, row in enumerate(found.sentences)]
    return msgspec.structs.replace(found, sentences=tuple(rows))


def _main(told: list[_Told], group: list[int]) -> int:
    """Which telling the claim is made of: the first that names its speaker, and of the measure the first one gives."""
    measure = told[group[0]].figure.measure
    return next((i for i in group if told[i].speaker is not None and told[i].figure.measure is measure), group[0])


def _figures(found: Found) -> Iterator[_Told]:
    spoken = [one for one in found.statements if one.kind is not SpeakerKind.WRITER and one.source is not None]
    contents = SpanIndex((part, (len(part), statement)) for statement in spoken for part in statement.content)
    for sentence, row in zip(found.segmented.sentences, found.sentences, strict=True):
        for figure in row.figures:
            # whose words the figure is in: the narrowest statement around it that has a speaker other than the writer
            _, speaker = min(contents.covering(figure.mention.number), key=itemgetter(0), default=(0, None))
            yield _Told(figure, sentence, row, speaker, _is_definite(sentence, figure))


def _same(first: _Told, other: _Told) -> bool:
    """Whether `other`, of the same number, tells `first` again: the same measure, and nothing that tells them apart."""
    one, two = first.figure, other.figure
    if one.measure is None or two.measure is None or (first.sentence is other.sentence and (one.mention.low or 0) < _SURE):
        return False
    if one.measure is not two.measure:
        return _one_voice(first, other) and two.measure in _WEAK and two.subset_of is None and other.definite and _groups_agree(first, other)
    if one.subset_of is not None or two.subset_of is not None:
        return _one_voice(first, other) and one.subset_of is not None and two.subset_of is not None and _groups_agree(first, other)
    sure = (one.mention.low or 0) >= _SURE
    if other.definite and (sure or _one_voice(first, other)):
        return True  # by whatever noun: "two pupils were killed", and later "the killing of the two boys"
    if not _one_voice(first, other) or (one.measure in _CROWDS and _apart(first.row, other.row)):
        return False
    named = first.sentence.headline or _groups_agree(first, other)
    return sure or (named and not _apart(first.row, other.row))


def _one_voice(first: _Told, other: _Told) -> bool:
    """A number from another named speaker is another claim; the writer's headline and the police's number are one."""
    return first.speaker is None or other.speaker is None or first.speaker.kind is other.speaker.kind


def _is_definite(sentence: Sentence, figure: Figure) -> bool:
    first = sentence.begun(figure.mention.span.start)
    return not _DEFINITE.isdisjoint(sentence.folded[max(0, first - 1) : first + 1])


def _groups_agree(first: _Told, other: _Told) -> bool:
    one, two = _head(first), _head(other)
    return one is None or two is None or one in _ANYBODY or two in _ANYBODY or one.rstrip("s") == two.rstrip("s")


def _head(told: _Told) -> str | None:
    group = told.figure.mention.group
    if group is None:
        return None
    return told.sentence.folded[told.sentence.ended(group.end) - 1]


def _apart(first: InSentence, other: InSentence) -> bool:
    """Whether the two sentences name different towns or different days."""
    here, there = _towns(first), _towns(other)
    if here and there and here.isdisjoint(there):
        return True
    days = [[dated.value for dated in row.dates if isinstance(dated.value, DateInterval)] for row in (first, other)]
    return all(days) and not any([one.overlaps(two) for one in days[0] for two in days[1]])


def _towns(row: InSentence) -> set[str]:
    settled = [placed.value for placed in row.places if isinstance(placed.value, Place)]
    return {place.gazetteer_id for place in settled if place.kind not in _WIDE}
