"""Speed and size: ``python -m eval.speed [DATA_DIR]``. Prints what it measures; it is a benchmark, never a timed test.

- reports of 400 words a second on one core, through the whole reader: the fastest of three passes (the first with cold caches), and the slowest 1%
  with their ids (articles of the data folder, the first 400 words of each; without a data folder the example reports);
- from a cold start to the first claim, in a new process;
- ``tocsin --help``, the fastest of five;
- resident memory after reading 200 reports;
- the installed size of the core: the distribution and everything it requires;
- how the cost grows with length: documents of 1,000 to 100,000 words made of the same reports.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent.parent
EXAMPLES = HERE / "examples" / "reports"
SOURCES = {"tocsin": HERE / "src" / "tocsin", "tocsin-gazetteer": HERE / "gazetteer" / "src" / "tocsin_gazetteer"}
WORDS = 400
LENGTHS = (1_000, 3_000, 10_000, 30_000, 100_000)
REPORTS = 200
PASSES = 3
_ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

_COLD = """
import datetime, sys
from tocsin.core.document import Document, Report
from tocsin.pipeline import load_reader
text = sys.stdin.read()
extraction = load_reader(model={model}).extract(Document.freeze(text, Report(published=datetime.date(2024, 5, 6))))
print(extraction.claims[0].quote)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m eval.speed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", help="the data folder; without it the example reports are read again and again")
    parser.add_argument("--no-model", dest="model", action="store_false")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        print(json.dumps(_measure(_reports(options.data), model=options.model)))
        return 0
    console = Console()
    given = [*([str(options.data.resolve())] if options.data else []), *([] if options.model else ["--no-model"])]
    command = [sys.executable, "-m", "eval.speed", "--child", *given]
    measured = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE, env={**os.environ, **_ONE_CORE}).stdout)  # noqa: S603
    _print_throughput(console, measured)
    for what, wanted, (elapsed, busy) in (("cold start to the first claim", 2, _cold_start(model=options.model)), ("tocsin --help", 0.4, _help())):
        console.print(f"{what:31} {elapsed:.2f} s, {busy:.2f} s of them on the processor (wanted: under {wanted})")
    console.print(f"resident memory                 {measured['memory']:.0f} MB after {len(measured['seconds'])} reports (wanted: under 400)")
    _print_sizes(console)
    return 0


def _reports(data: Path | None) -> list[tuple[str, str]]:
    """(id, text) of reports of about 400 words: whole words, line breaks kept."""
    if data is None:
        examples = _examples()
        return [(f"{name} #{i}", _cut(f"{text}\n\n{examples[(i + 1) % len(examples)][1]}", WORDS)) for i, (name, text) in enumerate(examples * 20)]
    articles = data / "newswire" / "articles.jsonl"
    if not articles.exists():
        raise SystemExit(f"newswire/articles.jsonl is not in {data}: leave the folder out to read the example reports")
    with articles.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    long = [(row["id"], _cut(row["text"], WORDS)) for row in rows if len(row["text"].split()) >= WORDS]
    return long[:REPORTS]


def _examples() -> list[tuple[str, str]]:
    return [(path.name, path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.txt"))]


def _cut(text: str, words: int) -> str:
    """The first `words` words, with the white space between them."""
    end, counted, inside = len(text), 0, False
    for i, character in enumerate(text):
        if character.isspace():
            inside = False
        elif not inside:
            inside, counted = True, counted + 1
            if counted > words:
                end = i
                break
    return text[:end].rstrip()


def _measure(reports: Sequence[tuple[str, str]], *, model: bool) -> dict[str, object]:
    """In a process of its own: processor seconds of every report, memory, and the growth curve."""
    import resource  # noqa: PLC0415 - not on every system, and only here

    from tocsin.core.document import Document, Report  # noqa: PLC0415 - counted in the child only
    from tocsin.pipeline import load_reader  # noqa: PLC0415

    reader = load_reader(model=model)
    seconds: dict[str, float] = {}
    documents = [(name, Document.freeze(text, Report())) for name, text in reports]
    passes: list[float] = []
    for _ in range(PASSES):
        begun = time.process_time()
        for name, document in documents:
            start = time.process_time()
            reader.extract(document)
            seconds[name] = min(seconds.get(name, math.inf), time.process_time() - start)
        passes.append(time.process_time() - begun)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    whole = "\n\n".join(text for _, text in reports)
    whole = "\n\n".join([whole] * (LENGTHS[-1] // max(1, len(whole.split())) + 1))
    growth = []
    for length in LENGTHS:
        document = Document.freeze(_cut(whole, length), Report())
        start = time.process_time()
        claims = len(reader.extract(document).claims)
        growth.append((length, time.process_time() - start, claims))
    return {"passes": passes, "seconds": seconds, "memory": memory, "growth": growth}


def _print_throughput(console: Console, measured: dict[str, object]) -> None:
    seconds, growth, passes = measured["seconds"], measured["growth"], measured["passes"]
    if not isinstance(seconds, dict) or not isinstance(growth, list) or not isinstance(passes, list):
        raise TypeError("the measuring process answered something else")
    rates = ", ".join(f"{len(seconds) / spent:.1f}" for spent in passes)
    console.print(
        f"{len(seconds) / min(passes):.1f} reports of {WORDS} words a second on one core ({len(seconds)} reports; passes: {rates}; wanted: 12)"
    )
    slowest = sorted(seconds, key=seconds.__getitem__, reverse=True)[: max(1, len(seconds) // 100)]
    console.print("slowest 1%: " + ", ".join(f"{name} {1000 * seconds[name]:.0f} ms" for name in slowest), highlight=False)
    table = Table("words", "seconds", "ms per 1,000 words", "claims", title="cost of one document by its length")
    for length, spent, claims in growth:
        table.add_row(f"{length:,}", f"{spent:.2f}", f"{1e6 * spent / length:.0f}", str(claims))
    console.print(table)


def _cold_start(*, model: bool) -> tuple[float, float]:
    return _timed([sys.executable, "-c", _COLD.format(model=model)], _examples()[0][1])


def _timed(command: Sequence[str], text: str = "") -> tuple[float, float]:
    """Seconds that passed, and seconds of processor time: on a busy machine only the second says something about the program."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, text=True, input=text)  # noqa: S603
    elapsed, after = time.perf_counter() - start, os.times()
    return elapsed, after.children_user + after.children_system - before.children_user - before.children_system


def _help() -> tuple[float, float]:
    script = Path(sys.executable).with_name("tocsin")
    command = [str(script)] if script.exists() else [sys.executable, "-c", "from tocsin.cli import main; main()"]
    return min(_timed([*command, "--help"]) for _ in range(5))


def sizes(root: str = "tocsin") -> dict[str, int]:
    """Bytes of every distribution that `root` needs without extras, itself included; what is not installed is left out."""
    found: dict[str, int] = {}
    waiting = [root]
    while waiting:
        name = waiting.pop()
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        key = distribution.metadata["Name"].lower()
        if key in found:
            continue
        files = [Path(str(distribution.locate_file(file))) for file in distribution.files or ()]
        found[key] = sum(file.stat().st_size for file in files if file.is_file())
        requirements = [Requirement(text) for text in distribution.requires or ()]
        waiting += [r.name for r in requirements if r.marker is None or r.marker.evaluate({"extra": ""})]
    for name, source in SOURCES.items():
        if name in found and found[name] < 10**6 and source.is_dir():  # installed for editing: the files lie in the source folder
            files = [file for file in source.rglob("*") if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".xz"]
            found[name] = sum(file.stat().st_size for file in files)
    return found


def _print_sizes(console: Console) -> None:
    found = sizes()
    console.print(f"installed size of the core: {sum(found.values()) / 1e6:.0f} MB in {len(found)} distributions")
    table = Table("distribution", "MB")
    ranked = sorted(found, key=found.__getitem__, reverse=True)
    for name in ranked[:12]:
        table.add_row(name, f"{found[name] / 1e6:.1f}")
    table.add_row(f"{len(ranked[12:])} more", f"{sum(found[name] for name in ranked[12:]) / 1e6:.1f}")
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
