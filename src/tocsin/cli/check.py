"""`tocsin store check`: does everything in a store hold? What does not is listed, with what to do about it."""

from collections import Counter

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tocsin.cli.progress import bar
from tocsin.cli.screen import Screen
from tocsin.store import open_store
from tocsin.store.opening import shown

_SHOWN = 20
"""Of one part; a store that is damaged all over needs no longer list."""


def check(store: str) -> int:
    """Look at everything; 1 when something is wrong. Raises StoreError when it cannot be opened or read."""
    named: Counter[str] = Counter()
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("part", "what is wrong", "what to do"):
        table.add_column(heading, overflow="fold")
    with open_store(store, create=False) as kept, bar(Console(stderr=True)) as watching:
        counts = kept.counts()
        for fault in kept.faults(watching):
            named[fault.part] += 1
            if named[fault.part] <= _SHOWN:
                table.add_row(fault.part, escape(fault.said), fault.remedy)
    for part, number in named.items():
        if number > _SHOWN:
            table.add_row(part, f"and {number - _SHOWN:,} more", "")
    screen = Screen()
    if not named:
        screen.print(f"everything holds: {counts.documents:,} reports and {counts.claims_ever:,} claims of {shown(store)}", markup=False)
        return 0
    screen.print(table)
    things = "thing is" if named.total() == 1 else "things are"
    screen.print(f"{named.total():,} {things} wrong in {shown(store)}", markup=False)
    return 1
