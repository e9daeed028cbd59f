"""`tocsin serve`: the workbench over one store, until it is stopped."""

from collections.abc import Sequence

from rich.console import Console

from tocsin.errors import TocsinError
from tocsin.store import open_store
from tocsin.store.accounts import ADMIN
from tocsin.web.accounts import TeamAccounts
from tocsin.web.app import create_app
from tocsin.web.serving import LOOPBACK, serve
from tocsin.web.workspace import Workspace


def serve_store(store: str, *, port: int, team: bool, hosts: Sequence[str], model: bool) -> int:
    """Serve, and print the address once it can be opened. Raises TocsinError when the store or the port cannot be used, or a team has no admin."""
    if hosts and not team:
        raise TocsinError("--host is for teams: serve with --team, or leave it out and open the address that is printed")
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    with open_store(store) as kept:
        if team and not any([one.active and one.role == ADMIN for one in kept.accounts.all()]):
            raise TocsinError(f"nobody could log in as admin; make the first with: tocsin user add NAME --role admin --store {store}")
        workspace = Workspace(kept, kept.where, team=team, model=model)
        last = kept.events.last()
        if kept.counts().documents and (last is None or kept.cards.are_missing()):
            console.print("grouping what the reports tell into events ...")
            workspace.refresh()
        app = create_app(workspace, accounts=TeamAccounts(kept) if team else None, hosts=hosts)

        def ready(address: str) -> None:
            console.print(f"Tocsin serves {kept.where} at {address} (stop: Ctrl-C)")

        serve(app, host=LOOPBACK, port=port, ready=ready)
    return 0
