"""Which texts take longer than they are long: ``python -m eval.growth_of_snippets [--length N]``. A benchmark, never a timed test.

Each snippet, of the shapes that the rules look for, is repeated to N, 2N and 4N characters and read by rules alone, as text; then pages are made of
some of them. Printed are the seconds of one core, and how much each doubling multiplied them: 2 is in step with the length, 4 is its square. Marked
is what took more than three times as long both times; it is mended in the rule that a profile names.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from itertools import pairwise

from rich.console import Console
from rich.table import Table

from tocsin.core.document import Document, Report
from tocsin.errors import IntakeError
from tocsin.intake import Item, make_document
from tocsin.pipeline import Reader, load_reader

LENGTH = 20_000
TIMES = (1, 2, 4)
STEEP = 3.0
"""Times as long for twice the length."""
SHORTEST = 0.05
"""Seconds under which a clock says little."""
SNIPPETS = (
    *"1-|1 |1, |1. |12 - |12-14 |1/2 |10:30 |1% |$1 |five, |five and |one and |two hundred and |twenty-|٣ ".split("|"),
    *"- |– |/|. |...|, |; |: |( |(a) |[a] |“a” |\" |\"a\" |' |'a' |* |█|a\n|a\n\n|a.\n|A b.\n|• a\n|\n|a|a |A |A. |A.B. |U.S. |No. 1 |é |中|́".split(
        "|"
    ),
    *"Ann Boe |Ann Boe, |Mr. Boe |Ann Boe and |President Boe |the mayor, Ann Boe, |by Ann Boe\n|LOMO, May 3 (PXA) - ".split("|"),
    *"Cairo |Cairo, |Cairo, Egypt |in Cairo |south of Cairo |10 km north of Cairo |the bridge in ".split("|"),
    *"Monday |on Monday, |May 3 |May 3, 2024 |2024-05-03 |last week |two days later |the day after ".split("|"),
    *'said |said that |he said |he said, |police said |Police said. |"a" he said. |"a"\n|according to police, |told Boe |Boe told Boe that '.split(
        "|"
    ),
    *"killed |killed 3 |killed 3, |killed 3. |killed 3 and |killed three people and |3 killed, |3 dead 4 hurt |wounded 3, |killing 3, ".split("|"),
    *"at least 3 |including 3 |3 people, including |of them 3 |3 or 4 |from 1 to 3 |the toll of 3 |toll rose to 12 |the 3 |3 others ".split("|"),
    *"police arrested 5 |police killed |was killed |protest |attack on |the attack |to protest |not |denied |may have |if |did not ".split("|"),
    *"killed on Monday in Cairo by police, |killed on Monday in Cairo by police. |police said 3 people were killed. |Clashes erupted. ".split("|"),
    *"the |of the |and |or |by |in the |who said |which |that |he |they |his |to |will be |have been ".split("|"),
)
PAGES = ("<p>killed 3 and ", "<div>", "<b>a", "<a href='/a'>a</a> ", "<table><tr><td>3", "<li>a</li>", "&amp;", "<!--a-->", "<br>a", "a ", "\n")
TOLD = "Police said on Monday that three people were killed at a march in the capital, and that the inquiry had begun. "
"""What a page of odd pieces needs to be taken for a report in English."""


def main(arguments: list[str] | None = None) -> int:
    """Time them all and print the table; 1 when one is steep."""
    parser = argparse.ArgumentParser(prog="python -m eval.growth_of_snippets", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--length", type=int, default=LENGTH, help="characters of the shortest text")
    length = parser.parse_args(arguments).length
    table = Table("snippet", "as", *[f"{length * times:,}" for times in TIMES], "times as long", "", title="seconds by characters")
    steep = 0
    for snippet, kind, seconds in _timed(load_reader(model=False), length):
        growth = [later / max(before, SHORTEST) for before, later in pairwise(seconds)]
        is_steep = min(growth) > STEEP
        steep += is_steep
        table.add_row(
            repr(snippet), kind, *[f"{one:.2f}" for one in seconds], " ".join([f"{one:.1f}" for one in growth]), "steep" if is_steep else ""
        )
    Console().print(table)
    print(f"{steep} of {len(SNIPPETS) + len(PAGES)} take more than {STEEP:g} times as long for twice the length")
    return 1 if steep else 0


def _timed(reader: Reader, length: int) -> Iterator[tuple[str, str, list[float]]]:
    for snippet in SNIPPETS:
        yield snippet, "text", [_seconds(reader, _text(snippet, length * times)) for times in TIMES]
    for snippet in PAGES:
        yield snippet, "page", [_seconds(reader, _page(snippet, length * times)) for times in TIMES]


def _text(snippet: str, length: int) -> Item:
    return Item(place="snippet", raw=b"", text=snippet * (length // len(snippet)), media_type="text/plain")


def _page(snippet: str, length: int) -> Item:
    body = snippet * (length // len(snippet))
    return Item(place="snippet", raw=f"<html><body><article><p>{TOLD * 5}</p>{body}</article></body></html>".encode(), media_type="text/html")


def _seconds(reader: Reader, item: Item) -> float:
    begun = time.process_time()
    try:
        document = make_document(item)
    except IntakeError:  # no language is told from commas: they are read all the same
        document = Document.freeze(item.text or "", Report())
    reader.extract(document)
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
