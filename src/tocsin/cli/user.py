"""`tocsin user`: the accounts of a team, from the command line; how the first admin comes to be."""

import sys

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from tocsin.cli.screen import Screen
from tocsin.errors import TocsinError
from tocsin.store import open_store
from tocsin.web.accounts import account_name, add_account, role_named, set_password
from tocsin.web.passwords import refuse_weak

BY = "command line"
"""Who the audit log says it was."""


def add(store: str, name: str, role: str) -> int:
    """Open an account; the password is asked for. Raises TocsinError for what is refused."""
    with open_store(store) as kept:
        role_named(role)
        password = _password(account_name(name))
        added = add_account(kept, name, role, password, by=BY)
    _say(f"{added} can log in, as {role}")
    return 0


def list_all(store: str) -> int:
    """Print all accounts."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("name", "role", "state", "last log-in (UTC)"):
        table.add_column(heading)
    with open_store(store, create=False) as kept:
        accounts = kept.accounts.all()
    for one in accounts:
        table.add_row(one.name, one.role, "open" if one.active else "closed", f"{one.seen:%Y-%m-%d %H:%M}" if one.seen is not None else "never")
    Screen().print(table if accounts else f"no accounts yet; add one with: tocsin user add NAME --role admin --store {store}")
    return 0


def set_role(store: str, name: str, role: str) -> int:
    """Give an account another role. Raises TocsinError when there is no such role or account, or no admin would be left."""
    with open_store(store, create=False) as kept:
        kept.accounts.set_role(name, role_named(role), by=BY)
    _say(f"{name} is now {role}")
    return 0


def deactivate(store: str, name: str) -> int:
    """Close an account. Raises TocsinError when there is none, or no admin would be left."""
    with open_store(store, create=False) as kept:
        kept.accounts.set_active(name, active=False, by=BY)
    _say(f"{name} can no longer log in; sessions and tokens have ended, and what was decided stays")
    return 0


def activate(store: str, name: str) -> int:
    """Open an account again. Raises TocsinError when there is none."""
    with open_store(store, create=False) as kept:
        kept.accounts.set_active(name, active=True, by=BY)
    _say(f"{name} can log in again")
    return 0


def password(store: str, name: str) -> int:
    """Give an account another password, which is asked for. Raises TocsinError for one that is refused."""
    with open_store(store, create=False) as kept:
        if all([one.name != name for one in kept.accounts.all()]):
            raise TocsinError(f"{store} has no account {name}")
        set_password(kept, name, _password(name), by=BY)
    _say(f"{name} has another password; sessions and tokens have ended")
    return 0


def _password(name: str) -> str:
    """Asked for twice and not shown; or the first line of what is piped in, for scripts. Raises TocsinError for one that is refused."""
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
    else:
        given = str(typer.prompt(f"Password for {name}", hide_input=True, confirmation_prompt=True))
    refuse_weak(given, name)
    return given


def _say(words: str) -> None:
    Console(stderr=True, soft_wrap=True, highlight=False).print(words, markup=False)
