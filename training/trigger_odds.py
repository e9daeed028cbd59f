"""How often a word of the triggers lexicon tells an act: python -m training.trigger_odds --data DIR.

Counted on the training documents of both sets of labels, with the rules alone, for every entry and every form of its words; written to
`resources/lexicons/trigger_odds.yaml` (then run `python -m resources.build`). A word seen seldom is drawn towards its entry, an entry towards a half.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tocsin.core.document import Document, Report
from tocsin.core.spans import Span
from tocsin.find.triggers import TriggerFinder, words_of
from tocsin.resources.lexicons import shipped_lexicons
from tocsin.text.morphology import Morphology
from tocsin.text.phrases import Phrases
from tocsin.text.segment import segment
from training import corpora
from training.folder import MissingDataError

TARGET = Path(__file__).parent.parent / "resources" / "lexicons" / "trigger_odds.yaml"
HEAD = """\
# How often what a rule of triggers.yaml finds is an act, by rule and words. Made by training/trigger_odds.py from training documents; do not edit.
"""
DRAWN = 4
"""Occurrences that the prior counts for."""
LEAST = 3
"""Words found less often have the odds of their entry."""
Counted = dict[str, dict[str, list[bool]]]
"""Rule, words, and of each occurrence whether it was labelled."""


def main(arguments: list[str] | None = None) -> int:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (see training/README.md)")
    options = parser.parse_args(arguments)
    try:
        counted = count(labelled(options.data))
    except MissingDataError as error:
        print(error, file=sys.stderr)
        return 2
    TARGET.write_text(HEAD + "".join(lines(counted)), encoding="utf-8")
    print(f"{TARGET.name}: {len(counted)} rules")
    return 0


def labelled(data: Path) -> Iterator[tuple[str, list[Span]]]:
    """The training texts with their triggers."""
    for row in corpora.in_domain_rows(data, "train"):
        yield corpora.real_lines(row["text"]), [Span(*item["span"]) for item in row["triggers"]]


def count(texts: Iterable[tuple[str, list[Span]]]) -> Counted:
    """What the lexicon finds in the texts, and how much of it is labelled."""
    lexicons = shipped_lexicons()
    finder, phrases = TriggerFinder(lexicons, Morphology(lexicons)), Phrases(lexicons)
    counted: Counted = defaultdict(lambda: defaultdict(list))
    for text, gold in texts:
        for sentence in segment(Document.freeze(text, Report())).sentences:
            for trigger in finder.find(sentence, phrases.chunks(sentence)):
                right = any(span.overlaps(trigger.span) for span in gold)
                counted[trigger.rule][words_of(sentence, trigger.span)].append(right)
    return counted


def lines(counted: Counted) -> Iterator[str]:
    """One line of YAML a rule."""
    for rule, words in sorted(counted.items()):
        odds = drawn([right for found in words.values() for right in found], 0.5)
        by_word = {word: round(drawn(found, odds), 2) for word, found in sorted(words.items()) if len(found) >= LEAST}
        yield f"- {{rule: {json.dumps(rule)}, odds: {odds:.2f}, words: {json.dumps(by_word, ensure_ascii=False)}}}\n"


def drawn(found: list[bool], prior: float) -> float:
    """The share of right ones, as if DRAWN more had been seen of which `prior` were right."""
    return (sum(found) + DRAWN * prior) / (len(found) + DRAWN)


if __name__ == "__main__":
    sys.exit(main())
