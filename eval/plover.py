"""Sentences with a marked actor and target (PLV): macro-F1 over PLOVER's root codes.

The answer for a sentence is the root of one event of it, chosen by `choose`: the marked pair's event, else one that stands between them, else the
nearest. Roots come from resources/codebooks/event_types.yaml; the set merges CONCEDE and RETREAT into YIELD. A type without a root, or no event at
all, is no answer. SUPPORT and COOPERATE have no event type of ours and can only be missed.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from eval.benchmark import Benchmark, Case, Metric, Offsets, Split, Task
from eval.events import Event, events, span_of
from eval.score import Classes, Share, overlap
from tocsin.core.claims import Role
from tocsin.core.document import Document, Report
from training.base import SHIPPED
from training.plover import cross_validate, pools, read
from training.states import States

_CODE_BOOK = Path(__file__).resolve().parent.parent / "resources" / "codebooks" / "event_types.yaml"
_MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
_TARGETS = (Role.TARGET, Role.VICTIM, Role.PROPERTY, Role.FACILITY, Role.PLACE)


@cache
def roots() -> dict[str, str]:
    """PLOVER root of every event type that has one."""
    rows = yaml.safe_load(_CODE_BOOK.read_text(encoding="utf-8"))
    types = {row["code"]: row["plover"]["type"] for row in rows if "type" in row["plover"]}
    return {code: _MERGED.get(root, root) for code, root in types.items()}


def load(task: Task) -> list[Any]:
    """(row, sentence, what the classifier of training/plover.py says of it or None) of every sentence: it learns from the development part alone."""
    rows = read(task.need(f"plover/{task.split.plover}"))
    learned: list[str | None] = [None] * len(rows)
    if task.system.model and task.split.name == "dev":
        learned = [*cross_validate(rows, pools(rows, States(SHIPPED)))]
    return [(f"row-{number}", *told) for number, told in enumerate(zip(rows, learned, strict=True))]


def choose(found: Sequence[Event], actor: Offsets | None, target: Offsets | None) -> Event | None:
    """The event that holds the marked actor and target in its roles; then by fewer of them, by standing between the two, by nearness to the first."""
    anchor = actor or target or (0, 0)

    def merit(event: Event) -> tuple[int, int, int]:
        acts = actor is not None and any(overlap(span_of(claim), actor) for claim in event.of(Role.ACTOR))
        hits = target is not None and any(overlap(span_of(claim), target) for claim in event.of(*_TARGETS))
        start, end = event.triggers[0]
        between = actor is not None and target is not None and min(actor[1], target[1]) <= start and end <= max(actor[0], target[0])
        return acts + hits, int(between), -max(0, start - anchor[1], anchor[0] - end)

    return max(found, key=merit, default=None)


def run(task: Task, item: Any) -> Iterator[Case]:  # noqa: ANN401 - what load() made
    """One sentence."""
    name, (text, actor, target, root), learned = item
    coded = [event for event in events(task.system.extract(Document.freeze(text, Report()))) if event.type in roots()]
    event = choose(coded, actor, target)
    answer = roots()[event.type] if event else ""
    shown = (f"{root}, answered {answer or 'nothing'}: {text}",) if answer != root else ()
    yield Case("root", name, Classes(((answer, root),)), missed=shown)
    yield Case("root accuracy", name, Share(int(answer == root), 1))
    if learned is not None:
        yield Case("root, five folds", name, Classes(((learned, root),)))


def inputs(split: Split) -> tuple[str, ...]:
    """The one table."""
    return (f"plover/{split.plover}",)


BENCHMARK = Benchmark(
    name="plover",
    about="PLOVER roots of sentences with marked actor and target",
    metrics=(
        Metric("root", "zero-shot NLI 82.1 (test)", "macro-F1"),
        Metric("root accuracy", floor=False),
        Metric("root, five folds", "zero-shot NLI 82.1 (test)", "macro-F1 of training/plover.py, which does not ship"),
    ),
    inputs=inputs,
    load=load,
    score=run,
)
