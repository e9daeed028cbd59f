"""Compare Tocsin's reading of the example reports with the golden one.

python -m eval.golden                      the table, and whether every floor holds (exit code 1 when not)
python -m eval.golden --no-model           the rules alone
python -m eval.golden --show [ID ...]      what was missed, misread or not expected, with its words
python -m eval.golden --update             raise the floors; never lowers one without --accept-lower "why"
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval import gate
from eval.benchmark import Metric, fingerprint
from eval.figures import Figure
from eval.golden.book import book, judged
from eval.golden.gold import GOLDEN, HERE, GoldError, read_examples, read_gold
from eval.golden.score import ASPECTS, GROUPS, Golden, Pair, pairs, score
from eval.score import PRF, Share
from tocsin.core.claims import Extraction
from tocsin.core.document import Document
from tocsin.pipeline import Reader, load_reader

FLOORS = Path(__file__).parent / "floors.json"
_NAME = "golden"


def figures(reader: Reader) -> list[Figure]:
    """Every line of the table: the example reports, then the code book's sentences. Raises GoldError when a report has no gold."""
    groups, aspects = dict.fromkeys(GROUPS, PRF()), dict.fromkeys(ASPECTS, Share())
    for golden, extraction in _read(reader):
        found, right = score(golden, extraction)
        groups = {name: groups[name] + found[name] for name in GROUPS}
        aspects = {name: aspects[name] + right[name] for name in ASPECTS}
    lines = [Figure(_NAME, Metric(name), "F1", total.value, total) for name, total in groups.items()]
    return lines + [Figure(_NAME, Metric(name), "share", total.value, total) for name, total in (aspects | book(reader)).items()]


def verdicts(config: str, lines: Sequence[Figure]) -> list[gate.Verdict]:
    """What the floors say about `lines`; `config` is "model" or "no-model"."""
    return gate.check(gate.read(FLOORS), config, lines, _prints())


def _prints() -> dict[str, str]:
    return {_NAME: fingerprint(HERE, ("examples/reports", "tests/golden", "resources/codebooks/event_types.yaml"))}


def _read(reader: Reader, only: Sequence[str] = ()) -> Iterator[tuple[Golden, Extraction]]:
    for name, document in read_examples().items():
        if not only or name in only:
            yield _golden(name, document), reader.extract(document)


def _golden(name: str, document: Document) -> Golden:
    path = GOLDEN / name / "projection.jsonl"
    if not path.is_file():
        raise GoldError(f"{name} has no golden claims ({path.relative_to(HERE)})")
    return Golden.of(document.text, read_gold(path))


def _sentence(pair: Pair) -> str | None:
    """What a reviewer wants to hear about one pair; None when all is well."""
    gold, claim = pair.gold, pair.read
    if pair.right or (gold is not None and gold.optional):
        return None
    if gold is None and claim is not None:
        return f"  not expected  {claim.role.value:12} {claim.quote!r} = {claim.value} ({claim.rule})"
    if gold is not None and claim is None:
        return f"  missed        {gold.role.value:12} {gold.quote!r} of {gold.trigger!r}"
    if gold is not None and claim is not None:
        return f"  misread       {gold.role.value:12} {gold.quote!r}: {gold.value}, read as {claim.value} ({claim.rule})"
    return None


def _show(reader: Reader, only: Sequence[str]) -> None:
    for golden, extraction in _read(reader, only):
        print(extraction.document.report.place)
        for pair in pairs(golden, extraction.claims):
            sentence = _sentence(pair)
            if sentence is not None:
                print(sentence)
    if not only or "book" in only:
        print("code book")
        print("\n".join([f"  {name}: {sentence}" for name, sentence, right in judged(reader) if not right]))


def _table(lines: Sequence[Figure]) -> None:
    print(f"{'':14}{'value':>7}{'right':>7}{'read':>7}{'gold':>7}{'P':>7}{'R':>7}")
    for line in lines:
        print(f"{line.metric.name:14}{line.shown:>7}" + "".join([f"{count:>7}" for count in line.counts]))


def main() -> None:
    """Print, and with --update re-pin."""
    parser = argparse.ArgumentParser(description="Compare the reading of the example reports with the golden one.")
    parser.add_argument("--no-model", action="store_true", help="the rules alone")
    parser.add_argument("--show", nargs="*", metavar="ID", help="print what differs, of all reports or of these")
    parser.add_argument("--update", action="store_true", help="raise the floors to what was reached")
    parser.add_argument("--accept-lower", metavar="WHY", help="with --update: lower floors that are not reached, and keep the reason")
    options = parser.parse_args()
    reader = load_reader(model=not options.no_model)
    if options.show is not None:
        _show(reader, options.show)
        return
    config, lines = "no-model" if options.no_model else "model", figures(reader)
    _table(lines)
    if options.update:
        floors = gate.read(FLOORS)
        print("\n".join(gate.update(floors, config, lines, _prints(), reason=options.accept_lower)))
        gate.write(FLOORS, floors)
    broken = [verdict.sentence for verdict in verdicts(config, lines) if verdict.state != "holds"]
    if broken:
        sys.exit("\n".join(broken))


if __name__ == "__main__":
    main()
