"""How far the reader's scores can be believed: python -m training.calibration --data DIR [--reader FOLDER].

For each head, its answers on the development parts by score: how many, their mean score, and the share that is right. The expected calibration error
is the mean gap between the two, each bin weighed by its answers (Guo et al. 2017). Names and PolNeAR parts are right when span and label are exact,
the heads about events when a gold span of that label overlaps, answers about triggers when trigger and answer are the gold ones.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tocsin.core.document import Document, Report
from tocsin.core.hints import Hint, Hints
from tocsin.text.encoder import Encoder
from tocsin.text.segment import segment
from training import corpora, splits
from training.base import SHIPPED
from training.examples import CharSpan
from training.folder import MissingDataError, need, rows

Answer = tuple[float, bool]
"""A score and whether the answer was right."""
BINS = 5
Labelled = tuple[CharSpan, str]


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (see training/README.md)")
    parser.add_argument("--reader", type=Path, default=SHIPPED, help="folder of the reader's files")
    options = parser.parse_args(arguments)
    encoder = Encoder(options.reader)

    def read(text: str) -> Hints:
        return encoder.read(text, segment(Document.freeze(text, Report())).sentences)

    answers: dict[str, list[Answer]] = {}
    try:
        for head, answer in (*names(options.data, read), *statements(options.data, read), *in_domain(options.data, read)):
            answers.setdefault(head, []).append(answer)
    except MissingDataError as error:
        print(error, file=sys.stderr)
        return 2
    _print(answers)
    return 0


def names(data: Path, read: Callable[[str], Hints]) -> Iterator[tuple[str, Answer]]:
    """The names of newswire's development files."""
    raw = {row["id"]: row["text"] for row in rows(need(data, "newswire/articles.jsonl"))}
    for path in sorted(need(data, "newswire/ner").glob("*.tsv")):
        text = raw.get(path.name.removesuffix(".tsv"))
        if splits.newswire(path.name) == "dev" and text is not None:
            gold = set(corpora.newswire_entities(path.read_text(encoding="utf-8"), text))
            yield from (("ner", (hint.score, _labelled(hint) in gold)) for hint in read(text).of("ner"))


def statements(data: Path, read: Callable[[str], Hints]) -> Iterator[tuple[str, Answer]]:
    """The parts of PolNeAR's statements."""
    for text, told in corpora.polnear_articles(data, "dev"):
        gold = {(span, part) for statement in told for part, spans in statement.items() for span in spans}
        yield from (("attribution", (hint.score, _labelled(hint) in gold)) for hint in read(text).of("attribution"))


def in_domain(data: Path, read: Callable[[str], Hints]) -> Iterator[tuple[str, Answer]]:
    """Triggers, mentions, figures, and the answers about triggers, of both sets of labels."""
    for row in corpora.in_domain_rows(data, "dev"):
        hints = read(corpora.real_lines(row["text"]))
        wanted = corpora.filling(row)
        gold = {
            "trigger": [(tuple(item["span"]), item["type"]) for item in row["triggers"]],
            "mention": [(tuple(item["span"]), item["kind"]) for item in row["mentions"] if item["id"] in wanted],
            "figure": [(tuple(item["span"]), item["measure"]) for item in row["figures"]],
        }
        for head, labelled in gold.items():
            yield from ((head, (hint.score, _overlaps(_labelled(hint), labelled))) for hint in hints.of(head))
        for head in ("factuality", "modality"):
            answer_of = {tuple(item["span"]): item[head] for item in row["triggers"]}
            for hint in hints.of(head):
                span, label = _labelled(hint)
                if span in answer_of:
                    yield head, (hint.score, label == answer_of[span])


def _labelled(hint: Hint) -> Labelled:
    return (hint.span.start, hint.span.end), hint.label


def _overlaps(found: Labelled, gold: Iterable[Labelled]) -> bool:
    return any(label == found[1] and span[0] < found[0][1] and found[0][0] < span[1] for span, label in gold)


def bins(answers: Iterable[Answer]) -> list[list[Answer]]:
    """The answers by score, in BINS equal ranges of 0..1."""
    found: list[list[Answer]] = [[] for _ in range(BINS)]
    for score, right in answers:
        found[min(BINS - 1, int(score * BINS))].append((score, right))
    return found


def expected_error(answers: list[Answer]) -> float:
    """The expected calibration error, 0..1; 0 for no answers."""
    gaps = [abs(sum(score for score, _ in part) - sum(right for _, right in part)) for part in bins(answers)]
    return sum(gaps) / max(1, len(answers))


def _print(answers: dict[str, list[Answer]]) -> None:
    table = Table("head", "answers", "error", *[f"{i / BINS:.1f}-{(i + 1) / BINS:.1f}" for i in range(BINS)], title="share right by score (answers)")
    for head, given in answers.items():
        cells = [f"{100 * sum(right for _, right in part) / len(part):.0f} % ({len(part)})" if part else "" for part in bins(given)]
        table.add_row(head, str(len(given)), f"{100 * expected_error(given):.1f} %", *cells)
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())
