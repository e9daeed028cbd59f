"""Does the reader answer alike whoever it is about? python -m training.swaptest [--no-model].

Names of countries, peoples, groups, faiths, cities and persons are swapped in sentences of ours and in the reports of examples/. Nothing else
changes, so triggers, types, factuality and figures must not. Printed is the share of answers that are not what most names in that slot get. "heads"
are what the network proposes, "claims" what the whole reader says. Sentences and names are in swaptest.toml.
"""

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from tocsin.core.claims import MEASURES, Role
from tocsin.core.document import Document, Report
from tocsin.core.values import Count, EventType
from tocsin.pipeline import Reader, load_reader
from tocsin.text.segment import segment

SENTENCES = Path(__file__).with_name("swaptest.toml")
EXAMPLES = Path(__file__).parent.parent / "examples"
ASKED = ("triggers", "types", "factuality", "figures")
Answers = dict[str, tuple[str, ...]]
"""What a text got, by what was asked: names of the slot written as the slot."""
Cell = tuple[str, str, str, str]
"""Texts, what is swapped, who answers, what is asked."""


class Swap(NamedTuple):
    """One text with one slot of a kind, filled in every way: texts and the names that stand in them for those of the first text."""

    where: str
    kind: str
    texts: tuple[tuple[str, tuple[str, ...]], ...]


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-model", action="store_true", help="rules alone")
    options = parser.parse_args(arguments)
    reader = load_reader(model=not options.no_model)
    book = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    changed: Counter[Cell] = Counter()
    given: Counter[Cell] = Counter()
    for swap in (*sentences(book), *reports(book)):
        readings = [read(reader, text, names) for text, names in swap.texts]
        for source in readings[0]:
            for question in ASKED:
                cell = (swap.where, swap.kind, source, question)
                differ, total = differing([reading[source][question] for reading in readings])
                changed[cell] += differ
                given[cell] += total
    _print(changed, given)
    return 0


def sentences(book: dict[str, dict[str, list[str]]]) -> Iterator[Swap]:
    """Every template with each of its slots swapped, the others at rest."""
    names = book["names"]
    for template in book["templates"]["sentences"]:
        for kind in dict.fromkeys(re.findall(r"\{(\w+)\}", template)):
            filled = template.format(**{other: ("{" + kind + "}") if other == kind else names[other][0] for other in names})
            yield Swap("sentences", kind, tuple([(filled.replace("{" + kind + "}", name), (name,)) for name in names[kind]]))


def reports(book: dict[str, dict[str, list[str]]]) -> Iterator[Swap]:
    """The bodies of the text reports of examples/, their names of one kind swapped throughout, each for another of the list."""
    for path in sorted(EXAMPLES.glob("*/*.txt")):
        body = path.read_text(encoding="utf-8").partition("\n\n")[2]
        for kind, own in book["examples"].items():
            present = [name for name in own if re.search(rf"\b{name}\b", body)]
            if present:
                others = book["names"][kind]
                fillings = [present] + [[others[(shift + i) % len(others)] for i in range(len(present))] for shift in range(len(others))]
                yield Swap("reports", kind, tuple([(_renamed(body, present, filling), tuple(filling)) for filling in fillings]))


def _renamed(text: str, present: list[str], filling: list[str]) -> str:
    other = dict(zip(present, filling, strict=True))
    return re.sub(rf"\b({'|'.join(present)})\b", lambda found: other[found[1]], text)


def read(reader: Reader, text: str, names: tuple[str, ...]) -> dict[str, Answers]:
    """The answers of the heads (where there is a model) and of the claims."""
    document = Document.freeze(text, Report())
    hints = reader.hints(segment(document))
    answers = {"claims": _claims(reader, document, names)}
    if hints is not None:

        def said(head: str, *, labels: bool) -> tuple[str, ...]:
            return tuple([f"{_slot(hint.span.quote(text), names)}{' ' + hint.label if labels else ''}" for hint in hints.of(head)])

        answers["heads"] = {
            "triggers": said("trigger", labels=False),
            "types": said("trigger", labels=True),
            "factuality": said("factuality", labels=True),
            "figures": said("figure", labels=True),
        }
    return answers


def _claims(reader: Reader, document: Document, names: tuple[str, ...]) -> Answers:
    claims = sorted(reader.extract(document).claims, key=lambda claim: (claim.trigger.start, claim.span.start, claim.role.value))
    types = [claim for claim in claims if claim.role is Role.TYPE and isinstance(claim.value, EventType)]
    quotes = [_slot(claim.quote, names) for claim in types]
    figures = [(claim.role.value, claim.value) for claim in claims if claim.role in MEASURES and isinstance(claim.value, Count)]
    return {
        "triggers": tuple(quotes),
        "types": tuple([f"{quote} {claim.value.code}" for quote, claim in zip(quotes, types, strict=True) if isinstance(claim.value, EventType)]),
        "factuality": tuple([f"{quote} {claim.factuality.value}" for quote, claim in zip(quotes, types, strict=True)]),
        "figures": tuple([f"{measure} {count.low}..{count.high}" for measure, count in figures]),
    }


def _slot(words: str, names: tuple[str, ...]) -> str:
    for name in names:
        words = words.replace(name, "_")
    return words


def differing(answers: list[tuple[str, ...]]) -> tuple[int, int]:
    """How many answers are more or other than those of the commonest reading, or lacking from it; and how many there are in all."""
    usual = Counter(Counter(answers).most_common(1)[0][0])
    found = [Counter(one) for one in answers]
    return sum(max((one - usual).total(), (usual - one).total()) for one in found), sum(max(one.total(), usual.total()) for one in found)


def _print(changed: Counter[Cell], given: Counter[Cell]) -> None:
    sources = sorted({source for _, _, source, _ in given})
    table = Table("texts", "swapped", *[f"{source}: {question}" for source in sources for question in ASKED], title="share that changes (answers)")
    for where, kind in dict.fromkeys((where, kind) for where, kind, _, _ in given):
        cells = [(where, kind, source, question) for source in sources for question in ASKED]
        table.add_row(where, kind, *[f"{100 * changed[cell] / max(1, given[cell]):.1f} % ({given[cell]})" for cell in cells])
    Console(width=180).print(table)


if __name__ == "__main__":
    sys.exit(main())
