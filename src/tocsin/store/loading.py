"""Many readings at once, in one transaction: the same rows that `Store.add` would make of them one by one, in a fraction of the time."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from tocsin.core.claims import Extraction
from tocsin.core.forgotten import is_forgotten
from tocsin.core.record import Record
from tocsin.store import fulltext
from tocsin.store.rows import claim_row, document_row, encoded
from tocsin.store.rowwise import add_rows, rows_of
from tocsin.store.store import Store, refuse_misfits
from tocsin.store.tables import claims, documents, problems, reading_claims, readings, waiting


class Loaded(Record, frozen=True, kw_only=True):
    """What was new: documents, readings, and records of claims."""

    documents: int
    readings: int
    claims: int


def load_readings(store: Store, extractions: Iterable[Extraction], fingerprint: str) -> Loaded:
    """Keep these readings of one reader, all or none. What the store has already is passed over, so that loading again adds nothing.

    Raises StoreError when a claim does not fit its document, or the store cannot be written.
    """
    given = {one.document.id: one for one in extractions}
    for one in given.values():
        refuse_misfits(one, None)
    now = dt.datetime.now(dt.UTC)
    with store.writing() as connection:
        texts = {row.id: row.text for row in rows_of(connection, select(documents.c.id, documents.c.text), documents.c.id, given)}
        known = texts.keys()
        given = {name: one for name, one in given.items() if not is_forgotten(texts.get(name, ""))}
        read_before = select(readings.c.document).where(readings.c.fingerprint == fingerprint)
        read = {row.document for row in rows_of(connection, read_before, readings.c.document, given)}
        new = [one for one in given.values() if one.document.id not in known]
        fresh = [one for one in given.values() if one.document.id not in read]
        add_rows(connection, documents, [document_row(one.document) | {"added": now} for one in new])
        unfound = select(documents.c.number, documents.c.title, documents.c.text)
        for row in rows_of(connection, unfound, documents.c.id, [one.document.id for one in new]):
            fulltext.index(connection, row.number, row.title, row.text)
        add_rows(connection, readings, [{"document": one.document.id, "fingerprint": fingerprint, "at": now} for one in fresh])
        numbered = select(readings.c.document, readings.c.number).where(readings.c.fingerprint == fingerprint)
        ids = [one.document.id for one in fresh]
        numbers = {row.document: row.number for row in rows_of(connection, numbered, readings.c.document, ids)}
        added = _add_claims(connection, fresh, numbers)
        add_rows(connection, waiting, [{"document": one} for one in ids])
        add_rows(connection, problems, [
            {"reading": numbers[one.document.id], "position": i, "code": problem.code, "record": encoded(problem)}
            for one in fresh
            for i, problem in enumerate(one.problems)
        ])  # fmt: skip
    return Loaded(documents=len(new), readings=len(fresh), claims=added)


def _add_claims(connection: Connection, fresh: list[Extraction], numbers: dict[str, int]) -> int:
    """The claims that are not there yet, and for each reading the list of its claims. How many are new."""
    made = {one.document.id: [claim_row(claim) for claim in one.claims] for one in fresh}
    there = _numbers(connection, made)
    new = {_name(row): row for rows in made.values() for row in rows if _name(row) not in there}
    add_rows(connection, claims, list(new.values()))
    if new:
        there = _numbers(connection, made)
    listed = [
        {"reading": numbers[document], "position": i, "claim": there[_name(row)]} for document, rows in made.items() for i, row in enumerate(rows)
    ]
    add_rows(connection, reading_claims, listed)
    return len(new)


def _numbers(connection: Connection, of_documents: Iterable[str]) -> dict[tuple[str, str, str], int]:
    query = select(claims.c.document, claims.c.key, claims.c.digest, claims.c.number)
    return {(row.document, row.key, row.digest): row.number for row in rows_of(connection, query, claims.c.document, list(of_documents))}


def _name(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["document"], row["key"], row["digest"]
