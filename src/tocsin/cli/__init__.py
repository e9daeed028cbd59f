"""The `tocsin` command. Everything heavy is imported inside the commands, so that --help answers at once.

Exit codes: 0 all was read; 2 something was not (what could be read was still read, printed and stored; each failure is on standard error).
"""

import enum
import sys
from pathlib import Path
from typing import Annotated

import typer

from tocsin import __version__
from tocsin.cli import accounts, upkeep
from tocsin.cli.options import STORE, day
from tocsin.cli.piping import piped

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False)


class Verdict(enum.StrEnum):
    """What a person says of two event mentions."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Engine(enum.StrEnum):
    """What `batch` reads with, and `reconcile` compares with."""

    PROCESSES = "processes"
    RAY = "ray"


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

    on = day(published, "--published")
    sys.exit(piped(lambda: code_reports(paths, published=on, as_lines=output is Format.JSONL, store=store, model=not no_model)))


@app.command()
def batch(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[INPUT]...", help="Folders, .jsonl, .jsonl.gz, .parquet, .warc or .warc.gz files; s3://... too.", show_default=False),
    ] = None,
    out: Annotated[str | None, typer.Option(metavar="DIR", help="Where the parts go (made when missing): a folder, or s3://BUCKET/FOLDER.")] = None,
    engine: Annotated[Engine, typer.Option(help="Processes on this machine, or the Ray cluster that RAY_ADDRESS names.")] = Engine.PROCESSES,
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes or tasks that read. One for each core without.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="The day all of it was published, as 2024-05-14.")] = None,
    seconds: Annotated[float | None, typer.Option(min=0.1, help="Processor time that one record may take; 30 without.")] = None,
    megabytes: Annotated[int | None, typer.Option(min=100, help="Memory that one record may take; 2,000 without.")] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Read by rules alone, without the trained reader.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Take away the run that is in DIR and begin anew.")] = False,
    again: Annotated[
        str | None, typer.Option("--replay", metavar="DIR", help="Try again what is in quarantine in the run in DIR, with other limits if given.")
    ] = None,
) -> None:
    """Code an archive: pages and reports by the thousand, with all cores, to be stopped and taken up again at any moment.

    Each record is coded, skipped (with the reason) or put in quarantine; DIR holds the plan, the parts (Parquet), a log and the sums.

    Examples:
    `tocsin batch CC-NEWS-20240514.warc.gz --out out/`  a web archive

    `tocsin batch inbox/ more.jsonl.gz --out out/ --workers 8`  the same command again goes on where it was stopped

    `tocsin batch --replay out/ --seconds 120`  give what took too long more time

    `tocsin batch s3://archive/2024/ --out s3://work/2024 --engine ray`  with all nodes of a cluster
    """
    from tocsin.batch.manifest import Settings
    from tocsin.cli.batch import replay_batch, run_batch
    from tocsin.errors import BatchError

    on_ray = engine is Engine.RAY
    if again is not None:
        if inputs or out is not None or published is not None or no_model or fresh:
            raise BatchError("--replay takes the run as it was begun: only --engine, --workers, --seconds and --megabytes go with it")
        sys.exit(replay_batch(again, workers=workers, seconds=seconds, megabytes=megabytes, on_ray=on_ray))
    if not inputs or out is None:
        raise BatchError("name what is to be read, and where the result goes: tocsin batch INPUT... --out DIR")
    limits = Settings()
    settings = Settings(
        model=not no_model, published=day(published, "--published"), seconds=seconds or limits.seconds, megabytes=megabytes or limits.megabytes
    )
    sys.exit(run_batch(inputs, out, settings, workers=workers, fresh=fresh, on_ray=on_ray))


@app.command()
def load(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The run that `tocsin batch --out DIR` made.", show_default=False)],
    store: Annotated[str, typer.Option("--store", metavar="FILE", help="The store to add to (made when missing).")],
) -> None:
    """Bring what `tocsin batch` coded into a store. Loading the same again adds nothing.

    Examples:
    `tocsin load out/ --store unrest.db`  then: tocsin reconcile --store unrest.db
    """
    from tocsin.cli.batch import load as load_parts

    sys.exit(load_parts(folder, store))


@app.command()
def reconcile(
    store: STORE,
    rule: Annotated[str, typer.Option(help="How rival figures become one: range, conservative, majority, latest-official or hierarchy.")] = "range",
    order: Annotated[
        str | None, typer.Option("--hierarchy", metavar="KINDS", help="For --rule hierarchy: kinds of speakers, the first believed first.")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Only what was known on that day, as 2024-05-16.")] = None,
    engine: Annotated[Engine, typer.Option(help="Processes on this machine, or the Ray cluster that RAY_ADDRESS names.")] = Engine.PROCESSES,
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes or tasks that compare. One for each core without.")] = None,
) -> None:
    """Group what the reports tell into events and stories, and find low, best and high of every figure.

    Rival figures stay side by side; nothing is merged by editing, and every merge can be taken back. May be stopped and started again.

    Examples:
    `tocsin reconcile --store unrest.db`  everything that is known

    `tocsin reconcile --store unrest.db --rule conservative --as-of 2024-05-15`  the lowest standing figures, as known that day

    `tocsin reconcile --store unrest.db --rule hierarchy --hierarchy medical,ngo,police`  hospitals first, then rights groups, then the police

    `tocsin reconcile --store postgresql://... --engine ray`  comparing and finding on all nodes of a cluster
    """
    from tocsin.cli.reconcile import reconcile_store, rule_named

    named = rule_named(rule, order)
    sys.exit(reconcile_store(store, named, day(as_of, "--as-of"), workers=workers, on_ray=engine is Engine.RAY))


@app.command()
def show(
    store: STORE,
    event: Annotated[str | None, typer.Argument(metavar="[EVENT]", help="An event's id, or the beginning of it. All events without.")] = None,
) -> None:
    """Show the events of a store; or one event: who said what, when, and why the finding is what it is.

    Examples:
    `tocsin show --store unrest.db`  all events, by story

    `tocsin show e17f3a --store unrest.db`  one of them
    """
    from tocsin.cli.show import show as show_events

    sys.exit(piped(lambda: show_events(store, event)))


@app.command()
def judge(
    store: STORE,
    one: Annotated[str, typer.Argument(metavar="ONE", help="An event or event mention, by the beginning of its id; or a judgement, to undo it.")],
    other: Annotated[str | None, typer.Argument(metavar="[OTHER]", help="The other event or event mention.")] = None,
    verdict: Annotated[Verdict, typer.Option("--is", help="What they are to each other.")] = Verdict.SAME,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says so.")] = "person",
    because: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the judgement ONE back.")] = False,
) -> None:
    """Say that two events are the same or different, or take such a judgement back. Kept for good; counts from the next reconcile on.

    Examples:
    `tocsin judge e17f3a e1b209 --is same --by Ada --because "one march, two names of the square" --store unrest.db`

    `tocsin judge j14cd1 --undo --by Ada --store unrest.db`
    """
    from tocsin.cli.reconcile import keep_judgement, take_back
    from tocsin.errors import StoreError

    if undo:
        sys.exit(take_back(store, one, by=by, because=because))
    if other is None:
        raise StoreError("name two events or event mentions, or a judgement with --undo")
    sys.exit(keep_judgement(store, one, other, verdict.value, by=by, because=because))


@app.command()
def export(
    store: STORE,
    name: Annotated[
        str, typer.Option("--as", metavar="NAME", help="acled, plover, cameo, ucdp, geojson, parquet, geoparquet, ftm, hxl, annotations or prov.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the files go (made when missing).")] = Path(),
    people: Annotated[bool, typer.Option("--people", help="Let the names of private individuals through; they are withheld otherwise.")] = False,
) -> None:
    """Write the events in a format of other tools, with the words behind every value and what the format cannot say beside it.

    Examples:
    `tocsin export --as acled --store unrest.db --out out/`  ACLED-style columns (not ACLED data), provenance, losses

    `tocsin export --as geojson --store unrest.db`  for a map
    """
    from tocsin.cli.export import export as export_events

    sys.exit(export_events(store, name, out, people=people))


@app.command()
def serve(
    store: Annotated[str, typer.Option("--store", metavar="FILE", help="The store to show (made when missing).")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen on this machine; 0 for any free port.")] = 8000,
    team: Annotated[bool, typer.Option("--team", help="People log in, each with a role; see docs/workbench.md.")] = False,
    host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="For a team: a name the server is reached by, through a proxy. May be repeated.")
    ] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Read added reports by rules alone, without the trained reader.")] = False,
) -> None:
    """Open the workbench on a store: add reports, see, question and correct what they tell, download the result. Stop it with Ctrl-C.

    It listens on this machine only, and nothing leaves it.

    Examples:
    `tocsin serve --store unrest.db`  then open the address it prints

    `tocsin serve --store unrest.db --team --host tocsin.example.org`  for several people, behind a proxy that adds HTTPS
    """
    from tocsin.cli.serve import serve_store

    sys.exit(serve_store(store, port=port, team=team, hosts=host or (), model=not no_model))


for _command in (upkeep.backup, upkeep.restore, upkeep.forget, upkeep.doctor):
    app.command()(_command)
app.add_typer(upkeep.store_app, name="store")
app.add_typer(accounts.user_app, name="user")


@app.command()
def schema() -> None:
    """Print the JSON Schema of `tocsin code --format jsonl`."""
    import json

    from tocsin.export.lines import schema as lines_schema

    def printed() -> int:
        typer.echo(json.dumps(lines_schema(), indent=2))
        return 0

    sys.exit(piped(printed))


def main() -> None:
    """Run the command; what goes wrong on purpose is one line on standard error and exit code 2."""
    from tocsin.errors import TocsinError

    try:
        app()
    except TocsinError as error:
        typer.echo(f"tocsin: {error}", err=True)
        sys.exit(2)
