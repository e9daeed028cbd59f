"""``python -m eval DATA_DIR``: run the benchmarks, print the table, compare with the floors and with the committed run.

Exit code 0: every floor holds. 1: a floor is broken. 2: bad arguments, or nothing could be run.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from eval import gate, report, runs, suite
from eval.benchmark import SPLITS, Benchmark, Split, System, Task

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
PAGE = HERE.parent / "docs" / "benchmarks.md"
CHANGES_SHOWN = 50
PAPER = 170
"""Columns of the table where the output is no terminal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    options = _parser().parse_args(arguments)
    config = "model" if options.model else "no-model"
    if not options.data.is_dir():
        print(f"{options.data} is no folder: give the data folder (docs/benchmarks.md says what it holds)", file=sys.stderr)
        return 2
    console = Console() if sys.stdout.isatty() else Console(width=PAPER)
    try:
        result = _run(options, console)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if not result.figures:
        _say_not_run(console, result)
        return 2
    floors = gate.read(FLOORS)
    whole = options.limit is None and options.split == "dev" and not options.full
    verdicts = gate.check(floors, config, result.figures, result.prints) if whole else []
    console.print(report.table(result.figures, floors, config, verdicts))
    _say_words(console, result, options.show)
    if not whole:
        console.print("[yellow]A part of the data, or another split: floors and committed run are not compared.[/]")
    else:
        _compare(console, config, result, update=options.update or options.accept_lower is not None)
        if options.update or options.accept_lower is not None:
            for sentence in gate.update(floors, config, result.figures, result.prints, reason=options.accept_lower):
                console.print(sentence, markup=False)
            gate.write(FLOORS, floors)
        if options.write_docs:
            report.write_block(PAGE, config, report.markdown(result.figures, result.not_run))
    return _verdict(console, verdicts, result)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Run Tocsin's benchmarks on the development data.")
    parser.add_argument("data", type=Path, help="the data folder; what is missing in it is said, and its benchmark is not run")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help=f"some of {', '.join(b.name for b in suite.BENCHMARKS)}")
    parser.add_argument("--no-model", dest="model", action="store_false", help="rules alone, with floors of their own")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N documents of each set, spread over it; floors are not compared")
    parser.add_argument("--split", choices=sorted(SPLITS), default="dev", help="other splits of the same sets, where the folder holds them")
    parser.add_argument("--full", action="store_true", help="all GVA incidents instead of one in ten")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print up to N misses and wrong answers of each metric, with their words")
    parser.add_argument("--update", action="store_true", help="raise the floors and write eval/runs; never lowers a floor")
    parser.add_argument("--accept-lower", metavar="REASON", help="as --update, and lower floors too; the reason is written into floors.json")
    parser.add_argument("--write-docs", action="store_true", help="write the table into docs/benchmarks.md")
    return parser


def _run(options: argparse.Namespace, console: Console) -> suite.Run:
    from eval.system import Tocsin  # noqa: PLC0415 - loads the reader; --help does not wait for it

    system: System = Tocsin(model=options.model)
    split: Split = SPLITS[options.split]
    if options.full:
        split = Split(**{**vars(split), "incidents": None})
    columns = (TextColumn("{task.description:12}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:

        def watch(benchmark: Benchmark, documents: Sequence[object]) -> Iterable[object]:
            return progress.track(documents, description=benchmark.name)

        return suite.run(Task(options.data, system, split), options.only, options.limit, watch)


def _say_words(console: Console, result: suite.Run, shown: int) -> None:
    """Misses and wrong answers, on the screen only."""
    for benchmark, cases in result.cases if shown else []:
        for metric in benchmark.metrics:
            for what, items in (
                ("missed", [f"{case.case}  {words}" for case in cases if case.metric == metric.name for words in case.missed]),
                ("wrong", [f"{case.case}  {words}" for case in cases if case.metric == metric.name for words in case.wrong]),
            ):
                if items:
                    console.print(f"[bold]{benchmark.name} {metric.name}, {what}[/] ({len(items)})")
                    for item in items[:: max(1, len(items) // shown)][:shown]:
                        console.print(f"  {item}", markup=False, highlight=False, soft_wrap=True)


def _compare(console: Console, config: str, result: suite.Run, *, update: bool) -> None:
    """Gains and losses against the committed run; with `update` the new one is written over it (benchmarks that did not run keep theirs)."""
    path = HERE / "runs" / f"{config}-frozen.csv"
    before = runs.read(path)
    after = {key: found for benchmark, cases in result.cases for key, found in runs.results(benchmark, cases).items()}
    gains, losses = runs.changes(before, after)
    for title, style, found in (("gains", "green", gains), ("losses", "red", losses)):
        if found:
            console.print(f"[bold {style}]{len(found)} {title} against the committed run[/]")
            for _, sentence in found[:CHANGES_SHOWN]:
                console.print(f"  {sentence}", markup=False, highlight=False)
            if len(found) > CHANGES_SHOWN:
                console.print(f"  ... and {len(found) - CHANGES_SHOWN} more")
    if update:
        ran = {benchmark.name for benchmark, _ in result.cases}
        runs.write(path, {key: kept for key, kept in before.items() if key[0] not in ran} | after)


def _say_not_run(console: Console, result: suite.Run) -> None:
    for name, why in result.not_run.items():
        console.print(f"[yellow]{name}: not run[/] ({why})")


def _verdict(console: Console, verdicts: Sequence[gate.Verdict], result: suite.Run) -> int:
    """The last lines, and the exit code."""
    _say_not_run(console, result)
    below = [verdict for verdict in verdicts if verdict.state == "below"]
    for verdict in below:
        console.print(f"[bold red]below its floor:[/] {verdict.sentence}")
    for verdict in verdicts:
        if verdict.state == "other data":
            console.print(f"[yellow]{verdict.sentence}[/]")
    counts = {state: sum(verdict.state == state for verdict in verdicts) for state in ("holds", "new", "other data", "below")}
    console.print(", ".join(f"{count} {state}" for state, count in counts.items() if count) or "no floor compared")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
