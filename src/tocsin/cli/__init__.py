"""The `tocsin` command. Everything heavy is imported inside the commands, so that --help answers at once.

Exit codes: 0 all was read; 2 something was not (what could be read was still read, printed and stored; each failure is on standard error).
"""

import datetime as dt
import enum
import os
import sys
from typing import Annotated

import typer

from tocsin import __version__

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False)


class Format(enum.StrEnum):
    """How `code` prints."""

    TABLE = "table"
    JSONL = "jsonl"


def _version(value: bool) -> None:
    if value:
        typer.echo(f"tocsin {__version__}")
        raise typer.Exit


@app.callback()
def tocsin(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")] = False,
) -> None:
    """Read news reports of unrest into claims: who did what to whom, where, when, how many, according to whom and how surely."""


@app.command()
def code(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, URLs, or - for standard input.", show_default=False)],
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day the reports were published, as 2024-05-14. Wins over what they say.")
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="A table for people, or JSON lines for programs.")] = Format.TABLE,
    store: Annotated[str | None, typer.Option(metavar="FILE", help="Keep reports and claims in this SQLite store (made when missing).")] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Read by rules alone, without the trained reader.")] = False,
) -> None:
    """Read reports and print what they claim.

    Reads .txt, .html, .pdf and .jsonl (one object a line: id, text, published, publisher, url, title), whole folders, and web addresses.

    Examples:
    `tocsin code examples/reports`  the invented story that ships with Tocsin

    `tocsin code report.txt --published 2024-05-14`  weekdays and "yesterday" count from that day

    `curl -s https://news.example/a | tocsin code - --format jsonl | jq .quote`  for programs

    `tocsin code inbox/ --store unrest.db`  keep everything; coding the same report again adds nothing
    """
    from tocsin.cli.code import code_reports

    try:
        failed = code_reports(paths, published=_day(published), as_lines=output is Format.JSONL, store=store, model=not no_model)
        sys.stdout.flush()
    except BrokenPipeError:
        # the reader of our output went away (head, less): nothing is wrong; what is left in the buffer goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        failed = 0
    sys.exit(failed)


@app.command()
def schema() -> None:
    """Print the JSON Schema of `tocsin code --format jsonl`."""
    import json

    from tocsin.export.lines import schema as lines_schema

    typer.echo(json.dumps(lines_schema(), indent=2))


def _day(words: str | None) -> dt.date | None:
    if words is None:
        return None
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        typer.echo(f"tocsin: --published {words}: not a day; write it as YEAR-MONTH-DAY, for example 2024-05-14", err=True)
        raise typer.Exit(2) from None


def main() -> None:
    """Run the command; what goes wrong on purpose is one line on standard error and exit code 2."""
    from tocsin.errors import TocsinError

    try:
        app()
    except TocsinError as error:
        typer.echo(f"tocsin: {error}", err=True)
        sys.exit(2)
