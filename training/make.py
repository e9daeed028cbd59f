"""From the data folder to the shipped reader: python -m training.make --data DIR [--out DIR] [--to FOLDER] [--smoke]."""

import argparse
import subprocess
import sys
from pathlib import Path

from training.base import SHIPPED


def main(arguments: list[str] | None = None) -> int:
    """Train, export and measure, each in a process of its own; stops at the first that fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (see training/README.md)")
    parser.add_argument("--out", type=Path, default=Path("training/out/reader"), help="folder for weights and logs")
    parser.add_argument("--to", type=Path, default=SHIPPED, help="folder for the shipped files")
    parser.add_argument("--smoke", action="store_true", help="a few texts and steps, to see that everything runs")
    options = parser.parse_args(arguments)
    data, out, to = str(options.data), str(options.out), str(options.to)
    steps = [
        ["training.train", "--data", data, "--out", out, *(["--smoke"] if options.smoke else [])],
        ["training.export", "--run", out, "--to", to],
        ["training.evaluate", "--data", data, "--reader", to],
    ]
    for step in steps:
        code = subprocess.run([sys.executable, "-m", *step], check=False).returncode  # noqa: S603 - our own modules
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
