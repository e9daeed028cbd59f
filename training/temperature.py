"""Which temperature would make a head's scores keep their word? python -m training.temperature --data DIR [--reader FOLDER].

A head's scores before softmax are divided by the temperature (Guo et al. 2017). It is fitted by the expected calibration error on half of the
development documents and measured on the other half, for the answers that training/calibration.py judges. What is printed comes on top of the
temperatures that the files already have: those stand in training/heads.py and are worked into the weights at export.
"""

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tocsin.core.document import Document, Report
from tocsin.core.hints import Hints
from tocsin.text.chunks import Layout
from tocsin.text.encoder import Encoder, Floats
from tocsin.text.segment import segment
from training.base import SHIPPED
from training.calibration import Answer, expected_error, in_domain, names, statements
from training.folder import MissingDataError

TRIED = (0.7, 1.0, 1.3, 1.6, 2.0, 2.5)


class Tempered(Encoder):
    """A reader whose network reads every text once and whose answers are worked out anew at each `temperature`."""

    temperature = 1.0

    def __init__(self, folder: Path) -> None:
        """Load the reader of `folder`."""
        super().__init__(folder)
        self._kept: dict[tuple[bytes, bytes], tuple[Floats, Floats]] = {}

    def _run_chunk(self, layout: Layout, low: int, high: int) -> tuple[Floats, Floats]:
        key = (layout.ids[low:high].tobytes(), layout.shapes[low:high].tobytes())
        if key not in self._kept:
            self._kept[key] = super()._run_chunk(layout, low, high)
        logits, sides = self._kept[key]
        return logits / self.temperature, sides


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (see training/README.md)")
    parser.add_argument("--reader", type=Path, default=SHIPPED, help="folder of the reader's files")
    options = parser.parse_args(arguments)
    encoder = Tempered(options.reader)
    errors: dict[str, dict[float, tuple[float, float]]] = {}
    try:
        for temperature in TRIED:
            encoder.temperature = temperature
            one, other = answers(options.data, encoder, 0), answers(options.data, encoder, 1)
            for head in sorted(one):
                errors.setdefault(head, {})[temperature] = (expected_error(one[head]), expected_error(other.get(head, [])))
    except MissingDataError as error:
        print(error, file=sys.stderr)
        return 2
    table = Table("head", "fitted", "error of the other half", "as it is", title="temperatures, on top of those of the files")
    for head, found in errors.items():
        best = min(found, key=lambda temperature: found[temperature][0])
        table.add_row(head, f"{best:g}", f"{100 * found[best][1]:.1f} %", f"{100 * found[1.0][1]:.1f} %")
    Console(width=100).print(table)
    return 0


def answers(data: Path, encoder: Encoder, half: int) -> dict[str, list[Answer]]:
    """The scored answers of every head on one half of the development documents."""

    def read(text: str) -> Hints:
        return encoder.read(text, segment(Document.freeze(text, Report())).sentences) if half_of(text) == half else Hints()

    found: dict[str, list[Answer]] = {}
    for head, answer in _judged(data, read):
        found.setdefault(head, []).append(answer)
    return found


def _judged(data: Path, read: Callable[[str], Hints]) -> Iterator[tuple[str, Answer]]:
    yield from names(data, read)
    yield from statements(data, read)
    yield from in_domain(data, read)


def half_of(text: str) -> int:
    """0 or 1, by the text alone."""
    return hashlib.sha256(text.encode()).digest()[0] % 2


if __name__ == "__main__":
    sys.exit(main())
