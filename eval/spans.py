"""Every word a claim rests on stands at its span: ``python -m eval.spans DATA_DIR`` reads 500 real articles and exits with 1 if one does not."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

from tocsin.core.claims import Claim, Extraction
from tocsin.core.document import Document, Report
from tocsin.core.spans import Span

ARTICLES = 500


def main(arguments: Sequence[str] | None = None) -> int:
    """Read and check."""
    parser = argparse.ArgumentParser(prog="python -m eval.spans", description=__doc__)
    parser.add_argument("data", type=Path, help="the data folder")
    parser.add_argument("--no-model", dest="model", action="store_false")
    parser.add_argument("--limit", type=int, default=ARTICLES, metavar="N")
    options = parser.parse_args(arguments)
    path = options.data / "newswire" / "articles.jsonl"
    if not path.exists():
        print(f"newswire/articles.jsonl is not in {options.data}", file=sys.stderr)
        return 2
    from tocsin.pipeline import load_reader  # noqa: PLC0415 - loads the reader; --help does not wait for it

    reader = load_reader(model=options.model)
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(options.limit), strict=False)]
    console = Console()
    checked, wrong = 0, []
    for row in track(rows, description="articles", console=console, transient=True):
        extraction = reader.extract(Document.freeze(row["text"], Report()))
        checked += len(extraction.claims)
        wrong += [f"{row['id']}: {sentence}" for sentence in mismatches(extraction)]
    for sentence in wrong:
        console.print(sentence, markup=False, highlight=False)
    console.print(f"{checked} claims in {len(rows)} articles, {len(wrong)} whose words are not at their span")
    return 1 if wrong else 0


def mismatches(extraction: Extraction) -> Iterator[str]:
    """A sentence for every span of a claim (its words, speakers, cues, further mentions) whose quote is not the text there."""
    text = extraction.document.text
    for claim in extraction.claims:
        for what, span, quote in rests_on(claim):
            if span.end > len(text) or text[span.start : span.end] != quote:
                yield f"{claim.role.value} {what} [{span.start}, {span.end}) is not {quote!r}"
        if claim.trigger.end > len(text):
            yield f"{claim.role.value} trigger [{claim.trigger.start}, {claim.trigger.end}) in a text of {len(text)}"


def rests_on(claim: Claim) -> Iterator[tuple[str, Span, str]]:
    """All spans of a claim that come with words."""
    yield "words", claim.span, claim.quote
    for link in claim.attribution:
        yield "speaker", link.span, link.quote
        if link.cue is not None:
            yield "cue of the speaker", link.cue.span, link.cue.quote
    for words in claim.cues:
        yield "cue", words.span, words.quote
    for words in claim.mentions:
        yield "mention", words.span, words.quote


if __name__ == "__main__":
    sys.exit(main())
