"""Run the code blocks of the documents, and write what they print.

python -m resources.blocks                  write the output below every command of a ``console`` block
python -m resources.blocks --check          fail where a block fails or prints something else

What is run, page by page, in a new folder that holds `examples/`:

- ``console``: a line that begins with "$ " is a command ("> " goes on with it), the lines under it are what it prints. A line "…" stands for any
  lines; where it stands alone under a command, the output is not shown.
- ``sh``: commands that must succeed. ``python``: a program that must succeed. ``sql``: a query that DuckDB must answer.

A block after a comment ``<!-- not run: reason -->`` is left alone. Other kinds of blocks (json, yaml, text) are no code here.
"""

import argparse
import difflib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple, Self

ROOT = Path(__file__).parent.parent
WIDTH = "110"
"""Columns of the tables that commands print."""
PATIENCE = 240
"""Seconds that a block may take."""
KINDS = ("console", "sh", "python", "sql")
ANY = "…"

_BLOCK = re.compile(r"(?P<before>^<!-- not run: [^\n]+ -->\n+)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_SQL = "import duckdb, sys; print(duckdb.sql(sys.argv[1]))"


class BlockError(Exception):
    """A block failed, or printed something else than its page says."""


class Block(NamedTuple):
    """A block of code: its kind, its lines, where the lines stand in the page, and whether it is to be run."""

    kind: str
    body: str
    start: int
    runs: bool


class Step(NamedTuple):
    """A command of a ``console`` block, and the lines that the page has under it."""

    command: str
    shown: list[str]


def pages() -> list[Path]:
    """Every page with a block that is run."""
    found = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md"), *ROOT.glob("gazetteer/*.md")])
    return [page for page in found if any(block.runs for block in blocks(page.read_text(encoding="utf-8")))]


def blocks(text: str) -> list[Block]:
    """The blocks of code in the order of the page."""
    found = [Block(one["kind"], one["body"], one.start("body"), one["before"] is None) for one in _BLOCK.finditer(text)]
    return [block for block in found if block.kind in KINDS]


def steps(body: str) -> list[Step]:
    """The commands of a ``console`` block. Raises BlockError when it does not begin with one."""
    found: list[Step] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append(Step(line[2:], []))
        elif found and line.startswith("> ") and not found[-1].shown:
            found[-1] = Step(f"{found[-1].command}\n{line[2:]}", [])
        elif found:
            found[-1].shown.append(line)
        else:
            raise BlockError(f"a console block begins with a command: {line}")
    return found


def run_page(page: Path) -> str:
    """The page's text, with what its commands print now. Raises BlockError when one fails."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, _Shell(Path(folder)) as shell:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        made = [(block, _run(shell, block)) for block in blocks(text) if block.runs]
    for block, body in reversed(made):
        text = text[: block.start] + body + text[block.start + len(block.body) :]
    return text


def _run(shell: "_Shell", block: Block) -> str:
    if block.kind == "console":
        return "".join(
            "$ " + step.command.replace("\n", "\n> ") + "\n" + "".join(f"{line}\n" for line in _printed(shell, step)) for step in steps(block.body)
        )
    arguments = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"], "sql": [sys.executable, "-c", _SQL]}
    shell.run([*arguments[block.kind], block.body])
    return block.body


def _printed(shell: "_Shell", step: Step) -> list[str]:
    """What the page has, where that is still true, or what the command prints."""
    lines = [line.rstrip() for line in shell.run(["bash", "-euo", "pipefail", "-c", step.command]).splitlines()]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return step.shown if matches(step.shown, lines) else lines


def matches(shown: list[str], printed: list[str]) -> bool:
    """Whether `printed` is what the page shows; a line "…" stands for any lines."""
    parts = ["(?:.*\n)*" if line == ANY else re.escape(line) + "\n" for line in shown]
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in printed)) is not None


class _Shell:
    """Runs commands in one folder, with the commands of this environment first; what they leave running ends with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        self.environment = {**os.environ, "PATH": path, "COLUMNS": WIDTH, "TERM": "dumb", "NO_COLOR": "1"}
        self.groups: list[int] = []

    def run(self, arguments: list[str]) -> str:
        """What it prints, errors too. Raises BlockError when it fails or takes too long."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:  # a file, for a server that is left running would keep a pipe open
            process = subprocess.Popen(  # noqa: S603 - the documents are ours
                arguments,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self.groups.append(process.pid)
            try:
                status = process.wait(PATIENCE)
            except subprocess.TimeoutExpired as error:
                raise BlockError(f"still running after {PATIENCE} s: {arguments[-1]}") from error
            output.seek(0)
            printed = output.read()
        if status:
            raise BlockError(f"ended with {status}: {arguments[-1]}\n{printed}")
        return printed

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for group in self.groups:
            try:
                os.killpg(group, signal.SIGTERM)
            except ProcessLookupError:
                continue


def drift(page: Path, now: str) -> list[str]:
    """How `now`, what run_page() gave, differs from the page as it stands."""
    stands = page.read_text(encoding="utf-8").splitlines()
    return list(difflib.unified_diff(stands, now.splitlines(), str(page.relative_to(ROOT)), "printed now", lineterm="", n=1))


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line; run the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", type=lambda name: Path(name).resolve(), help="some pages; all without them")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where something differs")
    options = parser.parse_args(arguments)
    wrong = False
    for page in options.pages or pages():
        try:
            now = run_page(page)
        except BlockError as error:
            print(f"{page.relative_to(ROOT)}: {error}")
            wrong = True
            continue
        difference = drift(page, now)
        print("\n".join(difference) or f"{page.relative_to(ROOT)}: as it says")
        if options.check:
            wrong = wrong or bool(difference)
        else:
            page.write_text(now, encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
