"""`tocsin export`: the events of a store in the formats of other tools."""

import datetime as dt
from pathlib import Path

from rich.console import Console

from tocsin.cli.reconcile import mentions_of
from tocsin.errors import StoreError
from tocsin.export.dataset import Dataset
from tocsin.export.exports import write
from tocsin.store import open_store


def export(store: str, name: str, out: Path, *, people: bool) -> int:
    """Write the files. Raises StoreError when there are no events yet, ExportError when the format is unknown or needs an extra."""
    with open_store(store, create=False) as kept:
        last = kept.events.last()
        if last is None:
            raise StoreError(f"{store} has no events yet; make them with: tocsin reconcile --store {store}")
        dataset = Dataset(
            documents={document.id: document for document in kept.documents()},
            mentions={mention.id: mention for mention in mentions_of(kept)},
            claims={claim.key: claim for claim in kept.claims()},
            events=tuple(kept.events.all()),
            stories=tuple(kept.events.stories()),
            rule=last.rule,
            as_of=last.as_of,
            generated=dt.datetime.now(dt.UTC).date(),
        )
    written = write(name, dataset, out, people=people)
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for path in written:
        console.print(f"wrote {path}")
    return 0
