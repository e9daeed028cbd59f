"""Downloads: the events of a view in one format, zipped with its reports and a note of what it is."""

import datetime as dt
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tocsin import __version__
from tocsin.export.dataset import Dataset
from tocsin.export.exports import EXPORTS, write
from tocsin.web.viewing import View, address, at, chips

_CHUNK = 1 << 16
_SHORT = re.compile("[:,(]")
"""What ends the first words of a format's description."""


def packed(name: str, dataset: Dataset, view: View, *, people: bool, now: dt.datetime) -> IO[bytes]:
    """The archive, in a file without a name that is gone when it is closed. Raises ExportError as `tocsin.export.exports.write` does."""
    archive = tempfile.TemporaryFile()  # noqa: SIM115 - the caller's
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for path in write(name, dataset, Path(folder), people=people):
            files.write(path, path.name)
        files.writestr("about.txt", about(name, dataset, view, people=people, now=now))
    return archive


def formats() -> tuple[tuple[str, str, bool], ...]:
    """Every format: its name, what it is in a few words, and whether a library that it needs is missing here."""
    return tuple([(name, _SHORT.split(export.description)[0].strip(), export.missing) for name, export in EXPORTS.items()])


def chunks(archive: IO[bytes]) -> Iterator[bytes]:
    """Its bytes; closed after the last, or when nobody wants them any more."""
    with archive:
        archive.seek(0)
        while chunk := archive.read(_CHUNK):
            yield chunk


def about(name: str, dataset: Dataset, view: View, *, people: bool, now: dt.datetime) -> str:
    """What a downloaded archive is, for who finds it in a year."""
    filters = [f"  {chip.words}" for chip in chips(view)] or ["  none: all events of the store"]
    lines = [
        f"Made by Tocsin {__version__} on {now:%Y-%m-%d %H:%M} UTC.",
        f"Format: {EXPORTS[name].description}",
        f"Events: {len(dataset.events)}",
        "Filters:",
        *filters,
        f"Address of the view: {address(at(view))}",
        f"Findings by the rule: {dataset.rule}" + (f", as known on {dataset.as_of}" if dataset.as_of is not None else ""),
        "Names of private persons: " + ("shown" if people else "withheld"),
        "Contact details: withheld",
        "",
        "The findings rest on claims. A claim is what somebody said, not what Tocsin believes.",
        "The .provenance file, where there is one, gives the words behind every value; the .loss file what the format cannot say.",
    ]
    return "\n".join(lines) + "\n"
