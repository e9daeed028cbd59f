"""`tocsin export`: the events of a store in the formats of other tools."""

import datetime as dt
from pathlib import Path

from rich.console import Console

from tocsin.errors import ExportError
from tocsin.export.exports import write
from tocsin.store import open_store
from tocsin.store.dataset import dataset_of


def export(store: str, name: str, out: Path, *, people: bool) -> int:
    """Write the files. Raises StoreError when there are no events yet, ExportError when the format is unknown or needs an extra."""
    with open_store(store, create=False) as kept:
        dataset = dataset_of(kept, store, dt.datetime.now(dt.UTC).date())
    try:
        written = write(name, dataset, out, people=people)
    except OSError as error:
        raise ExportError(
            f"{error.filename or out} could not be written ({error.strerror}); check the permissions of {out}, and the space there"
        ) from error
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for path in written:
        console.print(f"wrote {path}")
    return 0
