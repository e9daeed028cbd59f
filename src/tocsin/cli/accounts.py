"""The commands of `tocsin user`, as they are asked for; what they do (`tocsin.cli.user`) is imported inside them, so that --help answers at once."""

import sys
from typing import Annotated

import typer

from tocsin.cli.piping import piped

user_app = typer.Typer(no_args_is_help=True, help="The accounts of a team, for `tocsin serve --team`; the first admin is made here.")
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

    sys.exit(piped(lambda: user.list_all(store)))


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
