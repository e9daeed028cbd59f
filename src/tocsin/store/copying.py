"""Which reports are copies after some came or went: only those are looked at whose texts share a band with theirs, or with a third that does."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection, select

from tocsin.reconcile.copies import Sketch, copies, sketch
from tocsin.store.reports import Reports
from tocsin.store.rowwise import add_rows, drop_rows, rows_of
from tocsin.store.tables import bands, originals


class Copying:
    """Finds the changes in one state of the store, then writes them."""

    def __init__(self, connection: Connection, reports: Reports, as_of: dt.date | None) -> None:
        """Take a connection to read by; reports published after `as_of` are copies of nothing yet."""
        self._connection = connection
        self._reports = reports
        self._as_of = as_of
        self._sketches: dict[str, Sketch] = {}
        self._by_band: dict[int, set[str]] = {}
        self._fresh: set[str] = set()
        self._went: set[str] = set()
        self._before: dict[str, str] = {}
        self.originals: dict[str, str] = {}
        """The original of each copy, of the reports that were looked at."""

    def look(self, telling: Collection[str], silent: Collection[str], *, everything: bool) -> frozenset[str]:
        """Find the copies after changes in these reports, which tell something or nothing; returns the reports whose original is another now.

        With `everything` no report is looked at for having changed, but all for the day they are known on.
        """
        banded = {row.document for row in rows_of(self._connection, select(bands.c.document).distinct(), bands.c.document, {*telling, *silent})}
        self._fresh, self._went = set(telling) - banded, banded.intersection(silent)
        for document in sorted(self._fresh):
            for band in self._sketch(document).bands:
                self._by_band.setdefault(band, set()).add(document)
        reached = self._sharing() if everything else self._reached({*telling, *silent})
        known = sorted([one for one in reached - set(silent) if self._is_known(one)])
        made = copies([self._reports.document(one) for one in known], {one: self._sketch(one) for one in known})
        self.originals = {copy: original for copy, original in made.items() if copy != original}
        looked = {*reached, *telling, *silent}
        rows = self._connection.execute(select(originals)) if everything else rows_of(self._connection, select(originals), originals.c.copy, looked)
        self._before = {row.copy: row.original for row in rows}
        return frozenset([one for one in self._before.keys() | self.originals.keys() if self._before.get(one) != self.originals.get(one)])

    def _sketch(self, document: str) -> Sketch:
        if document not in self._sketches:
            self._sketches[document] = sketch(self._reports.document(document).text)
        return self._sketches[document]

    def _is_known(self, document: str) -> bool:
        published = self._reports.document(document).report.published
        return self._as_of is None or (published is not None and published <= self._as_of)

    def _sharing(self) -> set[str]:
        """Every report that shares a band with another."""
        for row in self._connection.execute(select(bands)):
            self._by_band.setdefault(row.band, set()).add(row.document)
        return {document for sharing in self._by_band.values() if len(sharing) > 1 for document in sharing}

    def _reached(self, documents: Collection[str]) -> set[str]:
        """These reports, those that share a band with them, and those that share one with others so reached."""
        seen: set[int] = set()
        found: set[str] = set()
        frontier = set(documents)
        while frontier:
            theirs = {row.band for row in rows_of(self._connection, select(bands.c.band), bands.c.document, frontier)}
            theirs.update([band for document in frontier & self._fresh for band in self._sketch(document).bands])
            found |= frontier
            frontier = {row.document for row in rows_of(self._connection, select(bands.c.document), bands.c.band, theirs - seen)}
            frontier.update([document for band in theirs - seen for document in self._by_band.get(band, ())])
            frontier -= found
            seen |= theirs
        return found

    def among(self, documents: Collection[str]) -> dict[str, str]:
        """The originals of those of these reports that are copies."""
        standing = {row.copy: row.original for row in rows_of(self._connection, select(originals), originals.c.copy, documents)}
        return {copy: original for copy, original in standing.items() if copy not in self._before} | self.originals

    def write(self, connection: Connection) -> None:
        """Keep it."""
        drop_rows(connection, bands.c.document, self._went)
        add_rows(
            connection, bands, [{"band": band, "document": document} for document in sorted(self._fresh) for band in self._sketch(document).bands]
        )
        drop_rows(connection, originals.c.copy, self._before)
        add_rows(connection, originals, [{"copy": copy, "original": original} for copy, original in self.originals.items()])
