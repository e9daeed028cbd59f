"""`tocsin forget`: the words of reports leave a store for good."""

import datetime as dt

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from tocsin.cli.progress import bar
from tocsin.cli.screen import Screen
from tocsin.store import open_store
from tocsin.store.forgetting import forget as forget_words
from tocsin.store.forgetting import named, older

_SHOWN = 20
"""Reports named before it is only counted."""


def forget(store: str, report: str | None, before: dt.date | None, *, by: str, because: str | None) -> int:
    """Forget one report, or all before a day; without a reason only show them. Raises StoreError when there is no such report."""
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    with open_store(store, create=False) as kept:
        chosen = [named(kept, report)] if report is not None else older(kept, before) if before is not None else []
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for heading in ("report", "published", "publisher", "characters"):
            table.add_column(heading)
        for one in chosen[:_SHOWN]:
            day = one.report.published
            table.add_row(one.id, day.isoformat() if day is not None else "day unknown", one.report.publisher or "", f"{len(one.text):,}")
        if chosen:
            Screen().print(table)
        if because is None or not chosen:
            errors.print(f"{len(chosen):,} {'report' if len(chosen) == 1 else 'reports'} would lose the words; nothing has changed")
            return 0
        with bar(errors) as watching:
            done = forget_words(kept, chosen, by=by, because=because, watching=watching)
    errors.print(
        f"the words of {done.reports:,} {'report' if done.reports == 1 else 'reports'} are gone; {done.claims_kept:,} claims stay, "
        f"{done.claims_gone:,} went with their words",
    )
    errors.print(f"make the events again with: tocsin reconcile --store {store}", markup=False)
    errors.print("backups and exports made before still hold the words: delete them too", markup=False)
    return 0
