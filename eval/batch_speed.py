"""Speed and growth of `tocsin batch`: ``python -m eval.batch_speed DATA_DIR [--sizes 5000 20000] [--read]``. A benchmark, never a timed test.

Makes an archive of each size (eval/warc.py), sends it through the cascade with one worker, and prints for the largest what each step costs, in
processor time of one core; then how time and memory grow. Without ``--read`` the last step, coding, is left out: its speed is that of eval.speed.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval import warc
from tocsin.batch.manifest import Settings
from tocsin.batch.ready import Shipped
from tocsin.batch.relevance import Gate
from tocsin.batch.running import Metrics, run
from tocsin.core.claims import Extraction
from tocsin.core.document import Document
from tocsin.resources.lexicons import shipped_lexicons

SIZES = (5_000, 20_000)


class Triage:
    """The gate, and a reader that finds nothing."""

    reader = "triage only"

    def __init__(self, _settings: Settings) -> None:
        """Load the gate."""
        self.coder = self
        gate = Gate(shipped_lexicons())
        self.relevant, self.gate = gate.passes, gate.fingerprint

    def extract(self, document: Document) -> Extraction:
        """Nothing."""
        return Extraction(document=document, claims=())


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each size in a process of its own, and print."""
    parser = argparse.ArgumentParser(prog="python -m eval.batch_speed", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--read", action="store_true", help="with the trained reader as the last step")
    options = parser.parse_args(arguments)
    console = Console()
    growth = Table("records", "seconds on one core", "ms a record", "records a second", "memory MB", title="growth")
    for size in sorted(options.sizes):
        metrics = measure(options.data, size, read=options.read)
        spent = sum(step.seconds for step in metrics.steps.values())
        growth.add_row(f"{size:,}", f"{spent:.1f}", f"{1000 * spent / size:.2f}", f"{size / spent:.0f}", f"{metrics.megabytes:,}")
    steps = Table("step", "records", "share of all", "ms a record", "records a second", title=f"{size:,} records")
    for name, step in metrics.steps.items():
        steps.add_row(name, f"{step.records:,}", f"{step.records / size:.0%}", f"{step.milliseconds:.2f}", f"{step.per_second:,.0f}")
    console.print(steps, growth)
    reasons = Table("became", "records", "share", title="what became of them")
    reasons.add_row("coded", f"{metrics.sums.coded:,}", f"{metrics.sums.coded / size:.1%}")
    for reason, number in {**metrics.sums.skipped, **metrics.sums.quarantined}.items():
        reasons.add_row(reason, f"{number:,}", f"{number / size:.1%}")
    console.print(reasons)
    return 0


def measure(data: Path, size: int, *, read: bool) -> Metrics:
    """One run over a new archive of that size."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "made.warc.gz"
        warc.main([str(data), str(archive), "--records", str(size)])
        return run([str(archive)], Path(folder) / "out", Settings(seconds=300), workers=1, prepare=Shipped if read else Triage)


if __name__ == "__main__":
    sys.exit(main())
