"""Which figure is part of which (READING.md 5)."""

from tocsin.core.document import Sentence
from tocsin.core.mentions import FigureMention

_ANY_GROUP = frozenset("victims dead injured wounded casualties deaths survivors detainees arrested killed patients people others hostages".split())


def parents(mentions: list[tuple[Sentence, FigureMention]]) -> dict[int, int]:
    """Index -> index of the larger figure. "including 5 women and 3 children": every member of the list is a part of the same whole."""
    linked: dict[int, int] = {}
    for i, (sentence, mention) in enumerate(mentions):
        parent = _whole(mentions, linked, i) if mention.subset else _fellow(mentions, linked, i, sentence)
        if parent is not None:
            linked[i] = parent
    return linked


def _whole(mentions: list[tuple[Sentence, FigureMention]], linked: dict[int, int], i: int) -> int | None:
    """The nearest earlier figure that is large enough: in the sentence first, then in the two before it."""
    sentence, mention = mentions[i]
    size = mention.low if mention.low is not None else mention.high
    for j in range(i - 1, -1, -1):
        other_sentence, other = mentions[j]
        if sentence.index - other_sentence.index > 2:
            return None
        upper = other.high if other.high is not None else None
        if not _same_people(sentence, mention, other_sentence, other):
            continue
        same_list = linked.get(j) is not None and other_sentence is sentence and other.subset
        if not same_list and (upper is None or size is None or upper > size):
            return j
    return None


def _group_words(sentence: Sentence, mention: FigureMention) -> tuple[str, ...]:
    if mention.group is None:
        return ()
    return sentence.folded[sentence.begun(mention.group.start) : sentence.ended(mention.group.end)]


def _same_people(sentence: Sentence, mention: FigureMention, other_sentence: Sentence, other: FigureMention) -> bool:
    """As in "n of the X" is a part of an earlier figure of X, or of victims and the like; "including n" and "n of them" of any."""
    words = _group_words(sentence, mention)
    opened_by_of = "of" in sentence.folded[sentence.begun(mention.number.end) : sentence.begun(mention.span.end)]
    if not words or not opened_by_of:
        return True
    return words[-1] in _ANY_GROUP or words[-1] in _group_words(other_sentence, other)


def _fellow(mentions: list[tuple[Sentence, FigureMention]], linked: dict[int, int], i: int, sentence: Sentence) -> int | None:
    """A figure joined by "and" or a comma alone to a member of a list of parts belongs to the same whole."""
    if i == 0 or mentions[i - 1][0] is not sentence or i - 1 not in linked:
        return None
    between = sentence.folded[sentence.begun(mentions[i - 1][1].span.end) : sentence.begun(mentions[i][1].span.start)]
    return linked[i - 1] if between in (("and",), (",",), (",", "and")) else None
