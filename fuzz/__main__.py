"""Fuzz one target: python -m fuzz finders --seconds 600.

Guided by coverage (atheris): bytes that reach new code are kept in fuzz/corpus/TARGET (not in the repository) and varied further. Watching coverage
takes most of the time; with --unguided what was kept is varied without it, several times as often. A finding ends the run; its bytes are written to
fuzz/findings/TARGET-HASH, and tests/test_fuzz.py replays them for ever. Executions of each kind are added up in fuzz/runs.json.
"""

import argparse
import hashlib
import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
FINDINGS = HERE / "findings"
CORPUS = HERE / "corpus"
RUNS = HERE / "runs.json"
SLOW = 5
"""Seconds of the processor after which one input is a hang."""
LONGEST = 96
"""Bytes of an input; each is a word or a mark."""


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line, and fuzz until the time is over or something is found."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=["intake", "finders", "reconcile", "store", "exports", "api"])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--unguided", action="store_true", help="vary what earlier runs kept, without watching coverage")
    options = parser.parse_args(arguments)
    if options.unguided:
        return unguided(options.target, options.seconds)
    try:
        import atheris
    except ImportError:
        print("fuzzing needs atheris: pip install atheris", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["tocsin"]):
        from fuzz.targets import TARGETS
    run = Run(options.target, TARGETS[options.target], "guided")
    corpus = CORPUS / options.target
    corpus.mkdir(parents=True, exist_ok=True)
    limits = [f"-max_total_time={options.seconds}", f"-max_len={LONGEST}", f"-timeout={SLOW * 10}", "-print_final_stats=1", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *limits, str(corpus)], run)
    try:
        atheris.Fuzz()  # ends the process
    finally:
        run.note()
    return 0


def unguided(name: str, seconds: int) -> int:
    """Varied inputs until the time is over; never the same twice over, since the seed is the clock's."""
    from fuzz.targets import TARGETS

    folder = CORPUS / name
    kept = [file.read_bytes() for file in sorted(folder.iterdir())] if folder.is_dir() else []
    run, chance, end = Run(name, TARGETS[name], "unguided"), random.Random(time.time_ns()), time.monotonic() + seconds
    while time.monotonic() < end:
        run(varied(kept, chance))
    run.note()
    return 0


def varied(kept: list[bytes], chance: random.Random) -> bytes:
    """The beginning of one input and the end of another with a few bytes changed, or bytes by chance where nothing was kept."""
    data = bytearray(chance.randbytes(chance.randint(1, LONGEST)))
    if kept:
        one, other = chance.choice(kept), chance.choice(kept)
        data = bytearray(one[: chance.randint(0, len(one))] + other[chance.randint(0, len(other)) :])
    for _ in range(chance.randint(1, 6)):
        place = chance.randint(0, len(data))
        data[place : place + chance.randint(0, 1)] = chance.randbytes(chance.randint(0, 2))
    return bytes(data[:LONGEST])


class Run:
    """Calls the target, counts, and keeps what it finds."""

    def __init__(self, name: str, target: Callable[[bytes], None], kind: str) -> None:
        self.name = name
        self.target = target
        self.kind = kind
        self.executions = 0
        self.noted = time.monotonic()

    def __call__(self, data: bytes) -> None:
        """One input."""
        started, worked = time.monotonic(), time.process_time()
        try:
            self.target(data)
            assert time.process_time() - worked < SLOW, f"one input took {time.process_time() - worked:.1f} s of the processor"
        except BaseException:
            FINDINGS.mkdir(exist_ok=True)
            (FINDINGS / f"{self.name}-{hashlib.sha256(data).hexdigest()[:12]}").write_bytes(data)
            raise
        self.executions += 1
        if started - self.noted > 10:
            self.note()

    def note(self) -> None:
        """Add the executions since the last note to the file (libFuzzer ends the process without a farewell)."""
        runs = json.loads(RUNS.read_text(encoding="utf-8")) if RUNS.exists() else {}
        counts = runs.setdefault(self.name, {})
        counts[self.kind] = counts.get(self.kind, 0) + self.executions
        self.executions, self.noted = 0, time.monotonic()
        beside = RUNS.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps(runs, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        beside.replace(RUNS)


if __name__ == "__main__":
    sys.exit(main())
