"""The `tocsin` command. Everything heavy is imported inside the commands, so that --help answers at once.

Exit codes: 0 all was read; 2 something was not (what could be read was still read, printed and stored; each failure is on standard error).
"""

import datetime as dt
import enum
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from tocsin import __version__

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

    day = _day(published, "--published")
    sys.exit(_piped(lambda: code_reports(paths, published=day, as_lines=output is Format.JSONL, store=store, model=not no_model)))


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
        model=not no_model, published=_day(published, "--published"), seconds=seconds or limits.seconds, megabytes=megabytes or limits.megabytes
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


_STORE = Annotated[str, typer.Option("--store", metavar="FILE", help="The store that `tocsin code --store FILE` filled.")]


@app.command()
def reconcile(
    store: _STORE,
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
    sys.exit(reconcile_store(store, named, _day(as_of, "--as-of"), workers=workers, on_ray=engine is Engine.RAY))


@app.command()
def show(
    store: _STORE,
    event: Annotated[str | None, typer.Argument(metavar="[EVENT]", help="An event's id, or the beginning of it. All events without.")] = None,
) -> None:
    """Show the events of a store; or one event: who said what, when, and why the finding is what it is.

    Examples:
    `tocsin show --store unrest.db`  all events, by story

    `tocsin show e17f3a --store unrest.db`  one of them
    """
    from tocsin.cli.show import show as show_events

    sys.exit(_piped(lambda: show_events(store, event)))


@app.command()
def judge(
    store: _STORE,
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
    store: _STORE,
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


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write; it must not be there yet.", show_default=False)],
    store: _STORE,
) -> None:
    """Write a whole store into one file. The workbench may go on working meanwhile.

    Examples:
    `tocsin backup unrest-2024-05-16.zip --store unrest.db`

    `tocsin backup team.zip --store postgresql://tocsin@db.example.org/unrest`  the same kind of file, which restores into either kind of store
    """
    from tocsin.cli.backup import back_up_store

    sys.exit(back_up_store(store, file))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `tocsin backup` wrote.", show_default=False)],
    store: Annotated[str, typer.Option("--store", metavar="FILE", help="The store to make.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Put it in the place of the store that is there, which is lost.")] = False,
) -> None:
    """Make a store of a backup: all of it, or nothing. Log-ins and tokens end, since some may have been ended after the backup.

    Examples:
    `tocsin restore unrest-2024-05-16.zip --store unrest.db`

    `tocsin restore unrest-2024-05-16.zip --store unrest.db --overwrite`  stop the workbench first
    """
    from tocsin.cli.backup import restore_store

    sys.exit(restore_store(file, store, overwrite=overwrite))


@app.command()
def forget(
    store: _STORE,
    report: Annotated[str | None, typer.Argument(metavar="[REPORT]", help="One report, by its id or the beginning of it.")] = None,
    before: Annotated[str | None, typer.Option("--before", metavar="DATE", help="All reports published before that day, as 2024-05-14.")] = None,
    because: Annotated[str | None, typer.Option("--because", metavar="TEXT", help="Why; it stands in the audit log.")] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")] = "command line",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would go.")] = False,
) -> None:
    """Take the words of reports out of a store for good. Hashes, days, places and figures that name nobody stay; so does who did this and why.

    It cannot be undone, and backups made before still hold the words.

    Examples:
    `tocsin forget --before 2022-01-01 --dry-run --store unrest.db`  what would go

    `tocsin forget d1a17f3c --because "asked for by the person named" --by Ada --store unrest.db`  one report
    """
    from tocsin.cli.forget import forget as forget_words
    from tocsin.errors import StoreError

    if (report is None) == (before is None):
        raise StoreError("name one report, or a day with --before")
    if because is None and not dry_run:
        raise StoreError("say why with --because; or look first with --dry-run")
    sys.exit(forget_words(store, report, _day(before, "--before"), by=by, because=None if dry_run else because))


@app.command()
def doctor(
    store: Annotated[str | None, typer.Option("--store", metavar="FILE", help="A store to look at, too.")] = None,
) -> None:
    """Look whether everything is in order: what is installed, its data, this machine, a store. Ends with 1 when something is broken.

    Example: `tocsin doctor --store unrest.db`
    """
    from tocsin.cli.doctor import doctor as look

    sys.exit(_piped(lambda: look(store)))


store_app = typer.Typer(no_args_is_help=True, help="What is done to a store as a whole.")
app.add_typer(store_app, name="store")


@store_app.command("check")
def check_store(store: _STORE) -> None:
    """Compare every hash, span and link of a store, and what was reviewed, noted and counted. Ends with 1 when something is wrong.

    Example: `tocsin store check --store unrest.db`
    """
    from tocsin.cli.check import check

    sys.exit(_piped(lambda: check(store)))


user_app = typer.Typer(no_args_is_help=True, help="The accounts of a team, for `tocsin serve --team`; the first admin is made here.")
app.add_typer(user_app, name="user")
_NAME = Annotated[str, typer.Argument(metavar="NAME", help="The account's name.", show_default=False)]
_TEAM_STORE = Annotated[str, typer.Option("--store", metavar="FILE", help="The store that the team works on.")]
_ROLE = Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, coder, editor or admin; each may do all that the ones before it may.")]


@user_app.command("add")
def add_user(name: _NAME, store: _TEAM_STORE, role: _ROLE = "reader") -> None:
    """Open an account. The password is asked for, or read from standard input.

    Example: `tocsin user add "Ada Boe" --role admin --store unrest.db`
    """
    from tocsin.cli import user

    sys.exit(user.add(store, name, role))


@user_app.command("list")
def list_users(store: _TEAM_STORE) -> None:
    """Print all accounts."""
    from tocsin.cli import user

    sys.exit(_piped(lambda: user.list_all(store)))


@user_app.command("role")
def set_user_role(name: _NAME, store: _TEAM_STORE, role: _ROLE) -> None:
    """Give an account another role."""
    from tocsin.cli import user

    sys.exit(user.set_role(store, name, role))


@user_app.command("deactivate")
def deactivate_user(name: _NAME, store: _TEAM_STORE) -> None:
    """Close an account and end its sessions and tokens; what the person decided stays."""
    from tocsin.cli import user

    sys.exit(user.deactivate(store, name))


@user_app.command("activate")
def activate_user(name: _NAME, store: _TEAM_STORE) -> None:
    """Open a closed account again."""
    from tocsin.cli import user

    sys.exit(user.activate(store, name))


@user_app.command("password")
def set_user_password(name: _NAME, store: _TEAM_STORE) -> None:
    """Give an account another password, asked for or read from standard input; its sessions and tokens end."""
    from tocsin.cli import user

    sys.exit(user.password(store, name))


@app.command()
def schema() -> None:
    """Print the JSON Schema of `tocsin code --format jsonl`."""
    import json

    from tocsin.export.lines import schema as lines_schema

    def printed() -> int:
        typer.echo(json.dumps(lines_schema(), indent=2))
        return 0

    sys.exit(_piped(printed))


def _piped(command: Callable[[], int]) -> int:
    """Run what prints a lot; when the reader of our output went away (head, less) nothing is wrong, and what is left goes nowhere."""
    try:
        code = command()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _day(words: str | None, option: str) -> dt.date | None:
    if words is None:
        return None
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        typer.echo(f"tocsin: {option} {words}: not a day; write it as YEAR-MONTH-DAY, for example 2024-05-14", err=True)
        raise typer.Exit(2) from None


def main() -> None:
    """Run the command; what goes wrong on purpose is one line on standard error and exit code 2."""
    from tocsin.errors import TocsinError

    try:
        app()
    except TocsinError as error:
        typer.echo(f"tocsin: {error}", err=True)
        sys.exit(2)
