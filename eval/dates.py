"""How well dates are found and read, on a corpus of phrases written for it in the manner of reports.

    python -m eval.dates                  figures
    python -m eval.dates --errors         and what went wrong

Each line of `eval/dates_corpus.jsonl`: `text`, `published` (or null), `dates`: the expected mentions in order, each `quote` and `is` (see `written`),
optionally `future` (the sentence speaks of what is to come) and `note`.
"""

import argparse
import datetime as dt
from collections import Counter
from pathlib import Path

import msgspec

from tocsin.core.document import Document, Report
from tocsin.core.values import DateInterval, Reason, Unresolved
from tocsin.find.dates import DateFinder, carried
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.text.segment import segment

CORPUS = Path(__file__).with_name("dates_corpus.jsonl")
_REASONS = {
    Reason.AMBIGUOUS: "?ambiguous",
    Reason.IMPOSSIBLE: "?impossible",
    Reason.NO_PUBLISHED_DATE: "?no-published-date",
    Reason.NO_EARLIER_DATE: "?no-earlier-date",
    Reason.UNKNOWN: "?unknown",
}


class Expected(msgspec.Struct, frozen=True):
    """A date that a careful reader finds: its words and its value."""

    quote: str
    value: str = msgspec.field(name="is")


class Phrase(msgspec.Struct, frozen=True):
    """One line of the corpus."""

    text: str
    published: dt.date | None
    dates: tuple[Expected, ...]
    future: bool = False
    note: str = ""


def written(value: DateInterval | Unresolved) -> str:
    """A value in short: ``2022-01-05`` one day, ``A..B`` from A up to, not including, B, ``+night`` the part of day, ``~`` before it approximate."""
    if isinstance(value, Unresolved):
        return _REASONS[value.reason]
    start, end = value.start, value.end
    one_day = start is not None and end is not None and (end - start).days == 1
    days = str(start) if one_day else f"{start or ''}..{end or ''}"
    part = f"+{value.part_of_day.value}" if value.part_of_day is not None else ""
    return ("~" if value.approximate else "") + days + part


def corpus() -> list[Phrase]:
    """The phrases of the corpus."""
    return msgspec.json.decode(b"[" + b",".join(CORPUS.read_bytes().splitlines()) + b"]", type=list[Phrase])


def read(finder: DateFinder, text: str, published: dt.date | None, *, future: bool = False) -> list[tuple[str, str, str]]:
    """Quote, value and rule of each date of `text`, in order; each counts from those before it, as in the pipeline."""
    segmented = segment(Document.freeze(text, Report(published=published)))
    found: list[tuple[str, str, str]] = []
    context: DateInterval | None = None
    for sentence in segmented.sentences:
        for mention in finder.find(sentence):
            value = finder.resolve(mention, text, published, context, future=future)
            context = carried(context, mention, value)
            found.append((mention.span.quote(text), written(value), mention.rule))
    return found


def main() -> None:
    """Print figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="print each date missed, wrong or too many")
    show = parser.parse_args().errors
    finder = DateFinder(shipped_lexicons())
    tally: Counter[str] = Counter()
    for phrase in corpus():
        found = [(quote, value) for quote, value, _ in read(finder, phrase.text, phrase.published, future=phrase.future)]
        expected = [(date.quote, date.value) for date in phrase.dates]
        quotes = Counter(quote for quote, _ in found) & Counter(quote for quote, _ in expected)
        both = Counter(found) & Counter(expected)
        tally.update(expected=len(expected), found=len(found), spans=quotes.total(), values=both.total(), phrases=1, whole=found == expected)
        if show and found != expected:
            print(f"{phrase.published}  {phrase.text}\n    expected {expected}\n    found    {found}")
    print(f"phrases            {tally['phrases']}, wholly right {tally['whole']} ({tally['whole'] / tally['phrases']:.1%})")
    print(f"spans              precision {tally['spans'] / tally['found']:.1%}, recall {tally['spans'] / tally['expected']:.1%}")
    print(f"span and value     {tally['values']} of {tally['expected']} ({tally['values'] / tally['expected']:.1%})")


if __name__ == "__main__":
    main()
