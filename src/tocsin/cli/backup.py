"""`tocsin backup` and `tocsin restore`: a whole store as one file, and back."""

from pathlib import Path

from rich.console import Console

from tocsin.cli.progress import bar
from tocsin.store import open_store
from tocsin.store.backup import Manifest, back_up, restore


def back_up_store(store: str, path: Path) -> int:
    """Write the backup. Raises StoreError when there is no such store, or the file is there or cannot be written."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    with open_store(store, create=False) as kept, bar(console) as watching:
        made = back_up(kept, path, watching)
    console.print(f"wrote {path}: {_holding(made)}, {path.stat().st_size:,} bytes", markup=False)
    console.print("it holds everything, names and accounts too: keep it as safe as the store", markup=False)
    return 0


def restore_store(path: Path, store: str, *, overwrite: bool) -> int:
    """Make a store of the backup. Raises StoreError when the file is damaged, or a store is there and not to be overwritten."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    with bar(console) as watching:
        made = restore(path, store, overwrite=overwrite, watching=watching)
    console.print(f"restored {_holding(made)} as of {made.made:%Y-%m-%d %H:%M} (UTC); the hashes hold", markup=False)
    if made.rows.get("users"):
        console.print(f"everybody logs in again; look at the accounts as they were then: tocsin user list --store {store}", markup=False)
    return 0


def _holding(made: Manifest) -> str:
    rows = made.rows
    return f"{rows['documents']:,} reports, {rows['claims']:,} claims, {rows['events']:,} events, {rows['reviews']:,} reviews"
