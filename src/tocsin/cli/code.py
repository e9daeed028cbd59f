"""`tocsin code`: intake, reading, printing, storing, one report at a time."""

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tocsin.cli.screen import Screen
from tocsin.cli.table import print_extraction, print_legend
from tocsin.core.claims import Extraction
from tocsin.errors import IntakeError
from tocsin.export.lines import encode
from tocsin.intake import IntakeFailure, Item, make_document, read_items
from tocsin.pipeline import Reader, load_reader
from tocsin.store import open_store

if TYPE_CHECKING:
    from tocsin.store import Store  # at run time this would load SQLAlchemy, which only --store needs


def code_reports(paths: Sequence[str], *, published: dt.date | None, as_lines: bool, store: str | None, model: bool) -> int:
    """Code everything at `paths`; returns the exit code. Raises TocsinError when the reader or the store cannot be opened."""
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    screen = Screen()
    reader = load_reader(model=model)
    failures = coded = added = 0
    with ExitStack() as stack:
        kept = stack.enter_context(open_store(store)) if store is not None else None
        stack.enter_context(_stopped(errors, store))
        for extraction, item in _read(paths, published, reader, errors):
            if isinstance(extraction, IntakeFailure):
                failures += 1
                errors.print(f"[red]not read[/] {extraction.place}: {extraction.message}")
                continue
            coded += 1
            if kept is not None and item is not None:
                added += _keep(kept, extraction, item, reader)
            if as_lines:
                sys.stdout.buffer.write(encode(extraction))
                sys.stdout.buffer.flush()
            else:
                print_extraction(screen, extraction)
    if coded and not as_lines:
        print_legend(screen)
    if store is not None:
        errors.print(f"{coded} {'report' if coded == 1 else 'reports'} read, {added} new in {store}")
    if failures:
        errors.print(f"{failures} not read, {coded} read")
    return 2 if failures else 0


@contextmanager
def _stopped(errors: Console, store: str | None) -> Iterator[None]:
    """Ctrl-C ends the command as any other; say what was kept."""
    try:
        yield
    except KeyboardInterrupt:
        kept = "" if store is None else f"; what was read is in {store}, and the same command goes on with the rest"
        errors.print(f"stopped{kept}", markup=False)
        raise


def _read(
    paths: Sequence[str], published: dt.date | None, reader: Reader, errors: Console
) -> Iterator[tuple[Extraction, Item] | tuple[IntakeFailure, None]]:
    """Each report read, or why it could not be; a bar on standard error when there are many and somebody watches."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not (errors.is_terminal and sys.stdout.isatty() is False)) as progress:
        task = progress.add_task("reading", total=None)
        for item in read_items(paths, published=published):
            progress.update(task, description=item.place[-50:], advance=1)
            if isinstance(item, IntakeFailure):
                yield item, None
                continue
            try:
                document = make_document(item)
            except IntakeError as error:
                yield IntakeFailure.of(item.place, error), None
                continue
            yield reader.extract(document), item


def _keep(store: "Store", extraction: Extraction, item: Item, reader: Reader) -> int:
    return int(store.add(extraction, item.raw, reader.fingerprint).new_document)
