"""Where and when each act was: from its own sentence, else from what the report said last, else not at all."""

import datetime as dt

import msgspec

from tocsin.assemble.acts import Act
from tocsin.assemble.found import DatedMention, Found, PlacedMention
from tocsin.core.claims import Origin
from tocsin.core.document import Sentence
from tocsin.core.spans import Span
from tocsin.core.values import DateInterval, Place, PlaceKind, Unresolved
from tocsin.find.places import event_place

_LIST_GAP = frozenset({",", "and", "or", "&", "the", "as", "well", "in", "both"})
_BEGINNING = frozenset({"began", "begun", "started", "broke", "erupted", "since"})
"""Words that make a date the beginning of the story ("protests that broke out on Sunday")."""
_RELATIVE = frozenset({"which", "who", "where", "that"})
_BACKGROUND_DAYS = 60
"""An act this long before publication is background: a story's own events are rarely older (READING.md 14 asks only for "last year, in 2011")."""


class Memory(msgspec.Struct):
    """What the sentences so far have settled, for those that leave it out."""

    place: PlacedMention | None = None
    place_paragraph: int = -1
    date: DatedMention | None = None
    date_paragraph: int = -1
    since: DatedMention | None = None
    """The open or long interval the story runs over ("protests, which broke out on January 2")."""


def locate(act: Act, row_places: tuple[PlacedMention, ...], memory: Memory) -> None:
    """Fill `act.places`: the place the grammar ties to the trigger with the rest of its list, else the last place of the report."""
    if row_places:
        at = event_place(act.sentence, act.trigger.span, tuple([placed.mention for placed in row_places]))
        chosen = next((placed for placed in row_places if placed.mention is at), None)
        if chosen is not None:
            act.places = [(placed, Origin.TEXT) for placed in _list_of(chosen, row_places, act.sentence)]
            return
    if memory.place is not None:
        act.places = [(memory.place, Origin.CONTEXT)]


def date(act: Act, row_dates: tuple[DatedMention, ...], memory: Memory, published: dt.date | None) -> None:
    """Fill `act.dates`: the date nearest to the trigger in its clause, else the last date of the same paragraph, else the story's."""
    nearest = _nearest_date(act, tuple([dated for dated in row_dates if not _of_relative_clause(act, dated)]))
    if nearest is not None:
        act.dates = [(nearest, Origin.TEXT)]
    elif memory.date is not None and (memory.date_paragraph == act.sentence.paragraph) and not _long_ago(memory.date.value, published):
        act.dates = [(memory.date, Origin.CONTEXT)]


def remember(memory: Memory, sentence: Sentence, places: tuple[PlacedMention, ...], dates: tuple[DatedMention, ...], published: dt.date | None) -> None:
    """Let the sentence change what later ones fall back on: its narrowest settled place and its last settled date."""
    settled = [placed for placed in places if isinstance(placed.value, Place)]
    if settled:
        narrow = [placed for placed in settled if isinstance(placed.value, Place) and placed.value.kind not in {PlaceKind.COUNTRY, PlaceKind.REGION}]
        if narrow or memory.place is None or memory.place_paragraph < sentence.paragraph - 1:
            memory.place, memory.place_paragraph = (narrow or settled)[0], sentence.paragraph
    for dated in dates:
        if isinstance(dated.value, DateInterval) and not _long_ago(dated.value, published):
            memory.date, memory.date_paragraph = dated, sentence.paragraph
            open_ended = dated.value.end is None or (dated.value.days or 0) > 1 or not _BEGINNING.isdisjoint(sentence.folded)
            if memory.since is None and open_ended and dated.value.start is not None:
                memory.since = dated


def is_background(act: Act, published: dt.date | None) -> bool:
    """Whether the act's own date lies long before publication."""
    return any([_long_ago(dated.value, published) for dated, origin in act.dates if origin is Origin.TEXT])


def toll_interval(found: Found, memory: Memory, published: dt.date) -> DateInterval:
    """READING.md 7: a cumulative toll runs from the start the report gives to the day it is stated."""
    start = memory.since.value.start if memory.since is not None and isinstance(memory.since.value, DateInterval) else None
    return DateInterval(start=start, end=published + dt.timedelta(days=1))


def _long_ago(value: DateInterval | Unresolved, published: dt.date | None) -> bool:
    if published is None or not isinstance(value, DateInterval) or value.end is None:
        return False
    return (published - value.end).days > _BACKGROUND_DAYS


def _list_of(chosen: PlacedMention, places: tuple[PlacedMention, ...], sentence: Sentence) -> list[PlacedMention]:
    """`chosen` with the places listed beside it ("in A, B and C"). A comma alone joins two only inside a longer list: "Kano, Nigeria" is one place."""
    ordered = sorted(places, key=lambda placed: placed.mention.span)
    at = ordered.index(chosen)
    group = [chosen]
    joins: set[str] = set()
    for step in (1, -1):
        i = at
        while 0 <= i + step < len(ordered):
            left, right = sorted((ordered[i], ordered[i + step]), key=lambda placed: placed.mention.span)
            between = _between(sentence, left.mention.span, right.mention.span)
            if not between or not set(between) <= _LIST_GAP or _contains(left, right):
                break
            joins |= set(between)
            i += step
            group.append(ordered[i])
    return sorted(group, key=lambda placed: placed.mention.span) if "and" in joins or "or" in joins or len(group) == 1 else [chosen]


def _contains(inner: PlacedMention, outer: PlacedMention) -> bool:
    """Whether the second names the country or province of the first ("Kano, Nigeria")."""
    if not isinstance(inner.value, Place) or not isinstance(outer.value, Place):
        return False
    wide = outer.value.kind in {PlaceKind.COUNTRY, PlaceKind.ADMIN1}
    return wide and inner.value.country == outer.value.country and inner.value.kind is not outer.value.kind and outer.value.kind is PlaceKind.COUNTRY


def _between(sentence: Sentence, left: Span, right: Span) -> tuple[str, ...]:
    return tuple([word for token, word in zip(sentence.tokens, sentence.folded, strict=True) if left.end <= token.span.start < right.start])


def _of_relative_clause(act: Act, dated: DatedMention) -> bool:
    """Whether the date stands in a relative clause that is over before the trigger comes: "protests, which began on Sunday, led to clashes"."""
    if dated.mention.span.start > act.trigger.span.start:
        return False
    words = [(token.span.start, word) for token, word in zip(act.sentence.tokens, act.sentence.folded, strict=True)]
    opened = [at for at, word in words if word in _RELATIVE and at < dated.mention.span.start]
    closed = [at for at, word in words if word == "," and dated.mention.span.end <= at < act.trigger.span.start]
    return bool(opened and closed)


def _nearest_date(act: Act, dates: tuple[DatedMention, ...]) -> DatedMention | None:
    """The date with the fewest words between it and the trigger; a clause mark between them counts as many."""
    span = act.trigger.span

    def distance(dated: DatedMention) -> int:
        other = dated.mention.span
        left, right = (span, other) if span.start < other.start else (other, span)
        between = _between(act.sentence, left, right)
        return len(between) + 8 * sum(1 for word in between if word in {";", "after", "before", "when", "while", "who", "which", "but"})

    return min(dates, key=distance, default=None)
