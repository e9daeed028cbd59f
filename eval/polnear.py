"""Attributions of political news (PolNeAR): exact span F1 over source, cue and content, and token F1.

Gold spans are widened to the reader's tokens that they touch (PolNeAR is scored on tokens); fragments with nothing but white space between them are
one span, other fragments are spans of their own. "finder" is what the attribution finder settles on, "hints" what the trained head proposes.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from eval import score
from eval.benchmark import Benchmark, Case, Metric, Split, Task
from tocsin.core.document import Document, Report, Segmented
from training.corpora import polnear_attributions

PARTS = ("source", "cue", "content")
Labelled = set[tuple[str, int, int]]


def load(task: Task) -> list[Any]:
    """(name, text, gold spans in characters) of every article; the first annotator's where there are several."""
    folder = task.need(f"polnear/{task.split.name}")
    annotations: dict[str, Any] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations.setdefault(path.stem, path)
        annotations.setdefault(path.stem.rpartition("_")[0], path)
    found = []
    for path in sorted((folder / "text").glob("*.txt")):
        if path.stem in annotations:
            text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
            statements = polnear_attributions(annotations[path.stem].read_text(encoding="utf-8"))
            gold = {(part, *span) for statement in statements for part, spans in statement.items() for span in joined(text, spans)}
            found.append((_short(path.stem), text, gold))
    return found


def _short(stem: str) -> str:
    """Publisher, date and number of an article; its file name also holds words of its headline."""
    parts = stem.split("_")
    return "_".join((*parts[:2], parts[-1]))


def joined(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Fragments with only white space between them are one."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if whole and not text[whole[-1][1] : start].strip():
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def run(task: Task, item: Any) -> Iterator[Case]:  # noqa: ANN401 - what load() made
    """One article."""
    name, text, gold = item
    document = Document.freeze(text, Report())
    tokens = token_spans(task.system.segment(document))
    finder = {
        (part, span.start, span.end)
        for statement in task.system.statements(document)
        for part, spans in (("source", (statement.source,)), ("cue", (statement.cue,)), ("content", statement.content))
        for span in spans
        if span is not None
    }
    yield from cases("finder", name, text, tokens=tokens, predicted=finder, gold=gold)
    if task.system.model:
        hints = {(hint.label, hint.span.start, hint.span.end) for hint in task.system.hints(document).of("attribution")}
        yield from cases("hints", name, text, tokens=tokens, predicted=hints, gold=gold)


def token_spans(segmented: Segmented) -> list[tuple[int, int]]:
    """All tokens of a document."""
    return [(token.span.start, token.span.end) for sentence in segmented.sentences for token in sentence.tokens]


def cases(who: str, name: str, text: str, *, tokens: Sequence[tuple[int, int]], predicted: Labelled, gold: Labelled) -> Iterator[Case]:
    """Exact spans (all parts, and each), and tokens."""
    answers, expected = widened(tokens, predicted), widened(tokens, gold)
    missed, wrong = ([f"{part}: {text[a:b]}" for part, a, b in sorted(items)] for items in (expected - answers, answers - expected))
    yield Case(f"{who} spans", name, score.exact(answers, expected), tuple(missed), tuple(wrong))
    for part in PARTS:
        yield Case(f"{who} {part}", name, score.exact({a for a in answers if a[0] == part}, {e for e in expected if e[0] == part}))
    yield Case(f"{who} tokens", name, score.exact(_tokens(tokens, predicted), _tokens(tokens, gold)))


def widened(tokens: Sequence[tuple[int, int]], labelled: Labelled) -> Labelled:
    """Every span from the first to the last token it touches; spans that touch none are left out."""
    found: Labelled = set()
    for part, start, end in labelled:
        touched = [token for token in tokens if token[0] < end and start < token[1]]
        if touched:
            found.add((part, touched[0][0], touched[-1][1]))
    return found


def _tokens(tokens: Sequence[tuple[int, int]], labelled: Labelled) -> set[tuple[str, tuple[int, int]]]:
    return {(part, token) for part in PARTS for token in score.covered(tokens, [(a, b) for p, a, b in labelled if p == part])}


def inputs(split: Split) -> tuple[str, ...]:
    """The split's folder."""
    return (f"polnear/{split.name}",)


BENCHMARK = Benchmark(
    name="polnear",
    about="attributions of political news, exact spans",
    metrics=tuple(
        Metric(f"{who} {what}", published, floor=what in ("spans", "tokens"))
        for who in ("finder", "hints")
        for what, published in (("spans", "annotators agree 92.3"), ("source", ""), ("cue", ""), ("content", ""), ("tokens", ""))
    ),
    inputs=inputs,
    load=load,
    score=run,
)
