"""Claims as a table a person enjoys reading: one row per event, its figures below it, the words at the end."""

import datetime as dt
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tocsin.core.claims import MEASURES, Claim, Extraction, Origin, Role
from tocsin.core.scales import Factuality, Modality
from tocsin.core.values import Count, DateInterval, EventType, Facility, Granularity, PartOfDay, Place, Unresolved

_SURE = {
    Factuality.CT_PLUS: ("as fact", "green"),
    Factuality.PR_PLUS: ("likely", "yellow"),
    Factuality.PS_PLUS: ("possible", "yellow"),
    Factuality.CT_MINUS: ("did not happen", "red"),
    Factuality.PR_MINUS: ("unlikely", "red"),
    Factuality.PS_MINUS: ("perhaps not", "red"),
    Factuality.UU: ("only reported", "magenta"),
}
_MODAL = {
    Modality.FUTURE: "planned",
    Modality.HYPOTHETICAL: "hypothetical",
    Modality.ORDERED: "ordered",
    Modality.THREATENED: "threatened",
    Modality.ATTEMPTED: "attempted",
    Modality.NEGATED: "did not happen",
}
_COLUMNS = {
    "event": 12,
    "who": 15,
    "whom or what": 16,
    "where": 13,
    "when": 13,
    "how many": 18,
    "according to": 17,
    "how sure": 9,
    "the words": 37,
}
"""The columns and their share of the width."""
_WORDS_BEFORE, _WORDS_AFTER = 24, 40
"""Characters of the sentence shown around the claim's words."""


def print_extraction(console: Console, extraction: Extraction) -> None:
    """One report: a heading, its events, and what was not understood."""
    report = extraction.document.report
    day = f", {show_day(report.published)}" if report.published is not None else ", no published date"
    title = report.title or extraction.document.text[:70].split("\n")[0]
    console.print(
        Rule(Text.assemble((title, "bold"), f"  {report.publisher or report.place or 'unknown publisher'}{day}"), align="left", style="dim")
    )
    if not extraction.claims:
        console.print("  no claims about unrest or violence\n", style="dim")
    else:
        console.print(_table(extraction))
    for problem in extraction.problems:
        console.print(f"  [dim]?[/] [dim]{problem.message}[/]", soft_wrap=True)
    console.print()


def print_legend(console: Console) -> None:
    """What the marks mean."""
    console.print(
        "[dim](in parentheses): carried over from elsewhere in the report.  ~ about.  + or more.  "
        "└ a part of the figure above.  According to whom: deepest speaker first, then who passed it on; the writer when nobody is named.[/]"
    )


def _table(extraction: Extraction) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), expand=True, show_lines=False)
    for name, ratio in _COLUMNS.items():
        table.add_column(name, ratio=ratio, overflow="fold")
    text = extraction.document.text
    for _, group in groupby(extraction.claims, key=lambda claim: claim.trigger):
        claims = list(group)
        _add_event(table, claims, text)
    return table


def _add_event(table: Table, claims: list[Claim], text: str) -> None:
    kind = next((claim for claim in claims if claim.role is Role.TYPE), claims[0])
    figures = [claim for claim in claims if claim.role in MEASURES]
    code = kind.value.code if isinstance(kind.value, EventType) else kind.role.value
    label = Text(code.replace("-", " "), style="bold")
    if kind.opinion:
        label.append("\nopinion", style="magenta")
    if kind.background:
        label.append("\nbackground", style="dim")
    means = _names(claims, Role.INSTRUMENT)
    if means:
        label.append("\nwith " + means.plain.replace("\n", ", "), style="dim")
    whole = [claim for claim in claims if claim.qualifies is None]
    row = [
        label,
        _names(whole, Role.ACTOR),
        _names(whole, Role.VICTIM, Role.TARGET, Role.PROPERTY),
        _names(whole, Role.PLACE, Role.FACILITY),
        _names(whole, Role.DATE),
    ]
    first = figures[0] if figures and speaker_words(figures[0]).plain == speaker_words(kind).plain else None
    table.add_row(*row, _count(first) if first is not None else "", speaker_words(kind), sure_words(kind), _words(text, first or kind))
    for figure in figures:
        if figure is not first:
            table.add_row("", "", "", "", "", _count(figure), speaker_words(figure), sure_words(figure), _words(text, figure))


def _names(claims: list[Claim], *roles: Role) -> Text:
    shown = Text()
    for claim in claims:
        if claim.role in roles:
            words = _value(claim)
            if words and words not in shown.plain.split("\n"):
                shown.append(("\n" if shown else "") + words, style="dim" if claim.origin is not Origin.TEXT else "")
    return shown


def _value(claim: Claim) -> str:
    match claim.value:
        case Place(name=name, country=country, kind=kind):
            shown = name if kind.value == "country" or not country else f"{name}, {country}"
        case Facility(name=name):
            shown = name
        case DateInterval() as interval:
            shown = show_interval(interval)
        case Unresolved():
            shown = f"{claim.quote} ?"
        case _:
            shown = claim.quote
    return f"({shown})" if claim.origin is not Origin.TEXT else shown


def count_words(value: Count) -> str:
    """A count as people write it: "~12", "12+", "up to 12", "10–12"."""
    about = "~" if value.approximate else ""
    match value.low, value.high:
        case int(low), None:
            return f"{about}{low:,}+"
        case None, int(high):
            return f"up to {about}{high:,}"
        case low, high if low == high:
            return f"{about}{low:,}"
        case low, high:
            return f"{about}{low}–{high}"


def _count(claim: Claim) -> Text:
    value = claim.value
    assert isinstance(value, Count)  # noqa: S101 - measures hold counts
    text = Text("└ " if claim.part_of else "")
    text.append(count_words(value), style="bold")
    text.append(f" {claim.role.value}")
    if value.unit and value.unit.lower() not in {"people", "persons"}:
        text.append(f" ({value.unit})", style="dim")
    return text


def speaker_words(claim: Claim) -> Text:
    """The chain of speakers, the innermost first; the writer where nobody is named."""
    if not claim.attribution:
        return Text("the writer", style="dim")
    shown = Text(claim.attribution[0].quote)
    for passed_on in claim.attribution[1:]:
        shown.append(f"\n← {passed_on.quote}", style="dim")
    return shown


def sure_words(claim: Claim) -> Text:
    """How surely it is said, and why it is not simply said."""
    words, style = _SURE[claim.factuality]
    modal = _MODAL.get(claim.modality)
    if modal is not None and claim.factuality in {Factuality.UU, Factuality.CT_MINUS}:
        words = modal
    elif modal is not None:
        words = f"{words}, {modal}"
    if claim.disputed:
        words += ", disputed"
    return Text(words, style=style)


def _words(text: str, claim: Claim) -> Text:
    """The claim's words, bold, with a little of what stands around them."""
    line_start = text.rfind("\n", 0, claim.span.start) + 1
    line_end = text.find("\n", claim.span.end)
    line_end = len(text) if line_end < 0 else line_end
    start = max(line_start, claim.span.start - _WORDS_BEFORE)
    end = min(line_end, claim.span.end + _WORDS_AFTER)
    if start > line_start:
        start = text.find(" ", start) + 1 or start
    if end < line_end:
        end = max(text.rfind(" ", claim.span.end, end), claim.span.end)
    shown = Text("…" if start > line_start else "", style="dim")
    shown.append(text[start : claim.span.start])
    shown.append(claim.quote.replace("\n", " "), style="bold not dim")
    shown.append(text[claim.span.end : end] + ("…" if end < line_end else ""))
    return shown


def show_interval(interval: DateInterval) -> str:
    """An interval as people write it: "5 Jan 2022", "2–5 Jan 2022", "Jan 2022", "since 2 Jan 2022"."""
    start, end = interval.start, interval.end
    about = "about " if interval.approximate else ""
    if start is None or end is None:
        known = start if start is not None else end
        return f"{about}{'since' if start is not None else 'until'} {show_day(known)}" if known is not None else "?"
    last = end - dt.timedelta(days=1)
    if interval.part_of_day is PartOfDay.NIGHT and interval.days == 2:
        return f"{about}night of {show_day(start)}"
    if interval.granularity is Granularity.MONTH:
        shown = f"{start:%b %Y}"
    elif interval.granularity is Granularity.YEAR:
        shown = f"{start:%Y}"
    elif start == last:
        shown = show_day(start)
    elif (start.year, start.month) == (last.year, last.month):
        shown = f"{start.day}–{show_day(last)}"
    else:
        shown = f"{show_day(start)} – {show_day(last)}"
    part = f", {interval.part_of_day.value}" if interval.part_of_day is not None else ""
    return about + shown + part


def show_day(day: dt.date | None) -> str:
    """A day as people write it."""
    return "?" if day is None else f"{day.day} {day:%b %Y}"
