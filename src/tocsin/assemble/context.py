"""Where and when each act was: from its own sentence, else from what the report said last, else not at all."""

import datetime as dt

import msgspec

from tocsin.assemble.acts import Act
from tocsin.assemble.found import DatedMention, PlacedMention
from tocsin.core.claims import Origin
from tocsin.core.document import Sentence
from tocsin.core.spans import Span
from tocsin.core.values import DateInterval, Granularity, Place, PlaceKind, Unresolved
from tocsin.find.places import event_place

_LIST_GAP = frozenset({",", "and", "or", "&", "the", "as", "well", "in", "both"})
_BEGINNING = frozenset({"began", "begun", "started", "broke", "erupted", "since"})
"""Words that make a date the beginning of the story ("protests that broke out on Sunday")."""
_PARTING = frozenset({";", "after", "before", "when", "while", "who", "which", "but"})
"""Words that part a trigger from the date of another clause."""
_RELATIVE = frozenset({"which", "who", "where", "that"})
_NATIONAL = frozenset(
    "resignation dismissal coup agreement ceasefire concession statement-call demand accusation threat rejection talks sanction withdrawal".split()
)
"""Acts of politics: when the text names no place, they belong to the country, not to the town spoken of last."""
_BACKGROUND_DAYS = 60
"""An act this long before publication is background: a story's own events are rarely older (READING.md 14 asks only for "last year, in 2011")."""


class Memory(msgspec.Struct):
    """What the sentences so far have settled, for those that leave it out."""

    place: PlacedMention | None = None
    """The one place of the last sentence or paragraph that named any; the country they share when there were several."""
    countries: dict[str, PlacedMention] = {}
    """The first mention of each country by its own name."""
    date: DatedMention | None = None
    date_paragraph: int = -1
    since: DatedMention | None = None
    """When the story began ("protests, which broke out on January 2")."""


def locate(act: Act, row_places: tuple[PlacedMention, ...], memory: Memory) -> None:
    """Fill `act.places`: the place the grammar ties to the trigger with the rest of its list, else what the report spoke of last."""
    if row_places:
        at = event_place(act.sentence, act.trigger.span, [placed.mention.span for placed in row_places])
        if at is not None:
            act.places = [(placed, Origin.TEXT) for placed in _list_of(row_places[at], row_places, act.sentence)]
            return
    place = memory.place
    if act.trigger.type in _NATIONAL and place is not None and isinstance(place.value, Place):
        place = memory.countries.get(place.value.country or "")
    if place is not None:
        act.places = [(place, Origin.CONTEXT)]


def date(act: Act, row_dates: tuple[DatedMention, ...], memory: Memory, published: dt.date | None) -> None:
    """Fill `act.dates`: the date nearest to the trigger in its clause, else the last date of the same paragraph, else the story's."""
    nearest = _nearest_date(act, tuple([dated for dated in row_dates if not _of_relative_clause(act, dated)]))
    if nearest is not None:
        act.dates = [(nearest, Origin.TEXT)]
    elif memory.date is not None and (memory.date_paragraph == act.sentence.paragraph) and not _long_ago(memory.date.value, published):
        act.dates = [(memory.date, Origin.CONTEXT)]


def remember(
    memory: Memory, sentence: Sentence, places: tuple[PlacedMention, ...], dates: tuple[DatedMention, ...], published: dt.date | None
) -> None:
    """Let the sentence change what later ones fall back on."""
    settled = [placed for placed in places if isinstance(placed.value, Place)]
    for placed in settled:
        if isinstance(placed.value, Place) and placed.value.kind is PlaceKind.COUNTRY:
            memory.countries.setdefault(placed.value.country or "", placed)
    if settled:
        memory.place = _common(settled, memory)
    beginning = not _BEGINNING.isdisjoint(sentence.folded)
    for dated in dates:
        if isinstance(dated.value, DateInterval) and not _long_ago(dated.value, published):
            started = dated.value.start
            if (
                memory.since is None
                and (beginning or dated.value.end is None)
                and started is not None
                and (published is None or started <= published)
            ):
                memory.since = dated
            elif not beginning:
                memory.date, memory.date_paragraph = dated, sentence.paragraph


def _common(settled: list[PlacedMention], memory: Memory) -> PlacedMention | None:
    """The one narrow place among `settled`; where there are several, the country they share, if the report names it."""
    narrow = {
        placed.value.gazetteer_id: placed
        for placed in settled
        if isinstance(placed.value, Place) and placed.value.kind not in {PlaceKind.COUNTRY, PlaceKind.REGION}
    }
    if len(narrow) == 1:
        return next(iter(narrow.values()))
    countries = {placed.value.country for placed in settled if isinstance(placed.value, Place)}
    return memory.countries.get(countries.pop() or "") if len(countries) == 1 else None


def is_background(act: Act, published: dt.date | None) -> bool:
    """Whether the act's own date lies long before publication."""
    told = [dated.value for dated, origin in act.dates if origin is Origin.TEXT or act.sentence.span.covers(dated.mention.span)]
    return any([_long_ago(value, published) or _earlier_year(value, published) for value in told])


def _earlier_year(value: DateInterval | Unresolved, published: dt.date | None) -> bool:
    """A date given only by its year, and not this year's, is background: "earlier in 2021" in January 2022."""
    if published is None or not isinstance(value, DateInterval) or value.start is None:
        return False
    return value.granularity in {Granularity.YEAR, Granularity.DECADE} and value.start.year < published.year


def toll_interval(memory: Memory, published: dt.date) -> DateInterval:
    """READING.md 7: a cumulative toll runs from the start the report gives to the day it is stated."""
    start = memory.since.value.start if memory.since is not None and isinstance(memory.since.value, DateInterval) else None
    return DateInterval(start=start, end=published + dt.timedelta(days=1))


def _long_ago(value: DateInterval | Unresolved, published: dt.date | None) -> bool:
    if published is None or not isinstance(value, DateInterval) or value.end is None:
        return False
    return (published - value.end).days > _BACKGROUND_DAYS


def _list_of(chosen: PlacedMention, places: tuple[PlacedMention, ...], sentence: Sentence) -> list[PlacedMention]:
    """`chosen` with the places listed beside it ("in A, B and C"); "Kano, Nigeria" is one place, named with its country."""
    ordered = sorted(places, key=lambda placed: placed.mention.span)
    at = ordered.index(chosen)
    group = [chosen]
    for step in (1, -1):
        i = at
        while 0 <= i + step < len(ordered):
            left, right = (ordered[i], ordered[i + step]) if step > 0 else (ordered[i + step], ordered[i])
            between = _between(sentence, left.mention.span, right.mention.span)
            if not between or not set(between) <= _LIST_GAP or _holds(right, left) or not isinstance(ordered[i + step].value, Place):
                break
            i += step
            group.append(ordered[i])
    return sorted(group, key=lambda placed: placed.mention.span)


def _holds(outer: PlacedMention, inner: PlacedMention) -> bool:
    """Whether the second lies in the first ("Kano, Nigeria"; "Springfield, Illinois")."""
    if not isinstance(outer.value, Place) or not isinstance(inner.value, Place) or outer.value.country != inner.value.country:
        return False
    if inner.value.admin1 is None:
        return outer.value.kind is PlaceKind.COUNTRY and inner.value.kind is not PlaceKind.COUNTRY  # "Donetsk, Kharkiv": two provinces
    return outer.value.kind is PlaceKind.COUNTRY or (
        outer.value.kind is PlaceKind.ADMIN1 and inner.value.admin1 in {outer.value.name, outer.value.admin1}
    )


def _between(sentence: Sentence, left: Span, right: Span) -> tuple[str, ...]:
    return sentence.folded[sentence.begun(left.end) : sentence.begun(right.start)]


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
        own_clause = other.start > span.start or between[-1:] not in (("and",), ("but",), ("then",))
        return len(between) + 8 * (not own_clause) + 8 * sum(1 for word in between if word in _PARTING)

    return min(dates, key=distance, default=None)
