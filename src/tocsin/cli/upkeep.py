"""The commands that look after a store, as they are asked for: backup, restore, forget, doctor and store check.

What they do is imported inside them, so that --help answers at once.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.options import STORE, day
from tocsin.cli.piping import piped

store_app = typer.Typer(no_args_is_help=True, help="What is done to a store as a whole.")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write; it must not be there yet.", show_default=False)],
    store: STORE,
) -> None:
    """Write a whole store into one file. The workbench may go on working meanwhile.

    Examples:
    `tocsin backup unrest-2024-05-16.zip --store unrest.db`

    `tocsin backup team.zip --store postgresql://tocsin@db.example.org/unrest`  the same kind of file, which restores into either kind of store
    """
    from tocsin.cli.backup import back_up_store

    sys.exit(back_up_store(store, file))


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


def forget(
    store: STORE,
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
    sys.exit(forget_words(store, report, day(before, "--before"), by=by, because=None if dry_run else because))


def doctor(
    store: Annotated[str | None, typer.Option("--store", metavar="FILE", help="A store to look at, too.")] = None,
) -> None:
    """Look whether everything is in order: what is installed, its data, this machine, a store. Ends with 1 when something is broken.

    Example: `tocsin doctor --store unrest.db`
    """
    from tocsin.cli.doctor import doctor as look

    sys.exit(piped(lambda: look(store)))


@store_app.command("check")
def check_store(store: STORE) -> None:
    """Compare every hash, span and link of a store, and what was reviewed, noted and counted. Ends with 1 when something is wrong.

    Example: `tocsin store check --store unrest.db`
    """
    from tocsin.cli.check import check

    sys.exit(piped(lambda: check(store)))
