"""Options that several commands have, and how what they are given is read."""

import datetime as dt
from typing import Annotated

import typer

STORE = Annotated[str, typer.Option("--store", metavar="FILE", help="The store that `tocsin code --store FILE` filled.")]


def day(words: str | None, option: str) -> dt.date | None:
    """The day that `option` was given, if any; what is no day ends the command with 2."""
    if words is None:
        return None
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        typer.echo(f"tocsin: {option} {words}: not a day; write it as YEAR-MONTH-DAY, for example 2024-05-14", err=True)
        raise typer.Exit(2) from None
