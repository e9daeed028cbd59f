"""How well contact details are withheld, and how often something else is: `python -m eval.masking` (sentences of eval/masking.yaml, written by us).

A detail is withheld when none of it is shown. A stretch that is withheld and holds nothing to withhold is wrong.
"""

import re
from pathlib import Path

import msgspec
import yaml

from tocsin.export.masking import contacts

CORPUS = Path(__file__).with_name("masking.yaml")
_MARKED = re.compile(r"\[\[(.+?)\]\](?!\])")
Stretch = tuple[int, int]


class Told(msgspec.Struct, frozen=True):
    """One sentence, what of it must be withheld, and what is."""

    text: str
    expected: tuple[Stretch, ...]
    found: tuple[Stretch, ...]

    @property
    def missed(self) -> list[str]:
        """Details of which something is shown."""
        return [self.text[start:end] for start, end in self.expected if not any([one <= start and end <= other for one, other in self.found])]

    @property
    def wrong(self) -> list[str]:
        """What need not have been withheld."""
        return [self.text[start:end] for start, end in self.found if not any([one < end and start < other for one, other in self.expected])]


def told(marked: str) -> Told:
    """A sentence of the corpus, masked."""
    text, expected = "", []
    for i, part in enumerate(_MARKED.split(marked)):
        if i % 2:
            expected.append((len(text), len(text) + len(part)))
        text += part
    return Told(text, tuple(expected), tuple([(start, end) for start, end, _ in contacts(text)]))


def corpus() -> dict[str, list[Told]]:
    """All sentences by their headings."""
    read = msgspec.convert(yaml.safe_load(CORPUS.read_text(encoding="utf-8")), dict[str, list[str]])
    return {heading: [told(marked) for marked in sentences] for heading, sentences in read.items()}


def table(headings: dict[str, list[Told]]) -> str:
    """Details, how many are withheld whole, and how many stretches are withheld that need not be; the last line is of all."""
    rows = [(heading, *_sums(sentences)) for heading, sentences in headings.items()]
    rows.append(("all", *_sums([one for sentences in headings.values() for one in sentences])))
    lines = ["| sentences | details | withheld | wrongly withheld | recall | precision |", "|---|---|---|---|---|---|"]
    for heading, details, withheld, wrong in rows:
        recall = f"{withheld / details:.3f}" if details else "-"
        precision = f"{withheld / (withheld + wrong):.3f}" if withheld + wrong else "-"
        lines.append(f"| {heading} | {details} | {withheld} | {wrong} | {recall} | {precision} |")
    return "\n".join(lines)


def _sums(sentences: list[Told]) -> tuple[int, int, int]:
    details = sum([len(one.expected) for one in sentences])
    return details, details - sum([len(one.missed) for one in sentences]), sum([len(one.wrong) for one in sentences])


if __name__ == "__main__":
    found = corpus()
    print(table(found))
    for one in [one for sentences in found.values() for one in sentences]:
        for words in one.missed:
            print(f"shown: {words}")
        for words in one.wrong:
            print(f"wrongly withheld: {words}")
