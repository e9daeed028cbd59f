"""What lists and filters of events show: rows, the values each filter offers, and page numbers."""

from collections.abc import Iterable, Mapping, Sequence

from tocsin.core.claims import Role
from tocsin.core.events import Event, Finding
from tocsin.core.record import Record
from tocsin.core.values import DateInterval
from tocsin.export.crosswalk import sectors
from tocsin.export.phrasing import bounds, days
from tocsin.resources.codebook import shipped_codebook
from tocsin.store.cards import Card, CardStore, Filter, is_told, whole
from tocsin.web.viewing import FACTUALITY_NAMES, country_name

SHOWN = (Role.KILLED, Role.INJURED, Role.ARRESTED)
PRECISION = {
    "settlement": "town or village",
    "district": "part of a town",
    "landmark": "landmark",
    "admin2": "district or county",
    "admin1": "province or state",
    "region": "region",
    "country": "known by country only",
}
"""What the kind of an event's place says of how precisely it is known."""
_FEW = 12
"""Publishers that are listed to be ticked; others are typed."""


class Choice(Record, frozen=True, kw_only=True):
    """One value that a filter offers, with how many events of the store have it; `chosen` when it is in force."""

    value: str
    words: str
    events: int
    chosen: bool


class Figure(Record, frozen=True, kw_only=True):
    """What a list shows of a finding: the best number, and the bounds where they say more."""

    best: str
    bounds: str


class Row(Record, frozen=True, kw_only=True):
    """One event of the list: `when` is its first day, `rest` what else is known of its time."""

    card: Card
    what: str
    told: bool
    when: str
    rest: str
    country: str
    precision: str
    figures: Mapping[str, Figure]


def rows(cards: Iterable[Card], events: Mapping[str, Event]) -> tuple[Row, ...]:
    """The list's rows. An event that was made anew meanwhile is left to the next look."""
    return tuple([_row(card, events[card.event]) for card in cards if card.event in events])


def choices(cards: CardStore, wanted: Filter) -> dict[str, tuple[Choice, ...]]:
    """What each filter offers, by the parameter's name."""
    by_type = cards.types()
    families = {family: sum([by_type.get(row.code, 0) for row in of]) for family, of in shipped_codebook().families().items()}
    actors = dict(cards.values("actor", only=tuple(sectors())))
    return {
        "family": _choices(families.items(), wanted.families, {}),
        "type": _choices(
            [(row.code, by_type.get(row.code, 0)) for row in shipped_codebook()], wanted.types, {row.code: row.label for row in shipped_codebook()}
        ),
        "sector": _choices(actors.items(), wanted.actors, {code: f"{row.label} ({code})" for code, row in sectors().items()}, known=sectors()),
        "measure": _choices(cards.values("measure"), wanted.measures, {}),
        "factuality": _choices(cards.values("factuality"), wanted.factualities, FACTUALITY_NAMES),
        "speaker": _choices(cards.values("speaker"), wanted.speakers, {}),
        "country": _countries(cards, wanted),
        "publisher": _choices(cards.values("publisher", limit=_FEW), wanted.publishers, {}),
    }


def page_numbers(page: int, pages: int) -> tuple[int | None, ...]:
    """The pages to offer: the first, the last, and those around; None where some are left out."""
    near = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    shown: list[int | None] = []
    for number in near:
        if shown and shown[-1] is not None and number - shown[-1] > 1:
            shown.append(None)
        shown.append(number)
    return tuple(shown)


def _choices(
    values: Iterable[tuple[str, int]], chosen: Sequence[str], words: Mapping[str, str], known: Iterable[str] | None = None
) -> tuple[Choice, ...]:
    """Those that some event has, and those in force whatever they are."""
    found = [(value, events) for value, events in values if events or value in chosen]
    listed = {value for value, _ in found}
    allowed = None if known is None else set(known)
    found += [(value, 0) for value in chosen if value not in listed and (allowed is None or value in allowed)]
    return tuple([Choice(value=value, words=words.get(value, value), events=events, chosen=value in chosen) for value, events in found])


def _countries(cards: CardStore, wanted: Filter) -> tuple[Choice, ...]:
    chosen = () if wanted.country is None else (wanted.country,)
    found = cards.countries()
    return tuple(sorted(_choices(found, chosen, {code: country_name(code) for code, _ in found}), key=_by_words))


def _by_words(choice: Choice) -> str:
    return choice.words


def _row(card: Card, event: Event) -> Row:
    date = next((one.value for one in event.findings if one.role is Role.DATE and isinstance(one.value, DateInterval)), None)
    words = days(date) if date is not None else ""
    when = str(date.start) if date is not None and date.start is not None and words.startswith(str(date.start)) else words
    return Row(
        card=card,
        what=shipped_codebook().row(card.type).label,
        told=is_told(event),
        when=when,
        rest=words.removeprefix(when).lstrip(", "),
        country=country_name(card.country) if card.country is not None and card.precision != "country" else "",
        precision=PRECISION[card.precision] if card.precision is not None else "",
        figures={measure.value: _figure(finding) for measure in SHOWN if (finding := whole(event, measure)) is not None},
    )


def _figure(finding: Finding) -> Figure:
    said = bounds(finding.low, finding.high)
    if finding.best is None or said == str(finding.best):
        return Figure(best=said, bounds="")
    return Figure(best=f"{finding.best:,}", bounds=said)
