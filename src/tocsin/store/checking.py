"""Is everything in the store what its hashes say? Reads all of it."""

import hashlib
import zlib
from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, select

from tocsin.core.document import Document
from tocsin.core.forgotten import is_forgotten
from tocsin.errors import SpanError
from tocsin.store.rows import claim_row, digest, document_row, to_claim, to_document, to_problem
from tocsin.store.tables import claims, documents, metadata, problems, raws


def findings(connection: Connection) -> Iterator[str]:
    """What is wrong, one sentence each."""
    if connection.dialect.name == "sqlite":
        for (answer,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if answer != "ok":
                yield f"the file is damaged: {answer}"
    yield from _links(connection)
    yield from _raws(connection)
    yield from _documents(connection)
    yield from _claims(connection)
    yield from _problems(connection)


def _links(connection: Connection) -> Iterator[str]:
    for table in metadata.sorted_tables:
        for link in table.foreign_keys:
            pointed = link.column.table
            dangling = select(*table.primary_key).where(link.parent.not_in(select(link.column)))
            for row in connection.execute(dangling):
                yield f"row {', '.join([str(part) for part in row])} of {table.name} points to a row of {pointed.name} that is not there"


def _raws(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(raws)).yield_per(100):
        try:
            raw = zlib.decompress(row.compressed)
        except zlib.error as error:
            yield f"bytes {row.sha256} cannot be unpacked ({error})"
            continue
        if hashlib.sha256(raw).hexdigest() != row.sha256 or len(raw) != row.size:
            yield f"bytes {row.sha256} are not what their hash says"


def _documents(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(documents)).yield_per(100):
        try:
            document = to_document(row)
        except msgspec.MsgspecError as error:
            yield f"document {row.id}: its report cannot be read ({error})"
            continue
        if not is_forgotten(document.text) and Document.freeze(document.text, document.report) != document:
            yield f"document {row.id} is not what its hash says"
        if any([row._mapping[name] != value for name, value in document_row(document).items()]):  # noqa: SLF001 - SQLAlchemy's public name
            yield f"document {row.id}: its columns are not those of its record"


def _claims(connection: Connection) -> Iterator[str]:
    texts = select(documents.c.text.label("document_text"), claims).join(documents, documents.c.id == claims.c.document)
    for row in connection.execute(texts).yield_per(100):
        if digest(row.record) != row.digest:
            yield f"claim {row.key} is not what its hash says"
            continue
        try:
            claim = to_claim(row.record)
            fits = claim.span.quote(row.document_text) == claim.quote and claim.trigger.quote(row.document_text) is not None
        except (msgspec.MsgspecError, SpanError) as error:
            yield f"claim {row.key} cannot be read ({error})"
            continue
        if not fits:
            yield f"claim {row.key}: its words are not those of document {row.document} at [{claim.span.start}, {claim.span.end})"
        if any([row._mapping[name] != value for name, value in claim_row(claim).items()]):  # noqa: SLF001 - SQLAlchemy's public name
            yield f"claim {row.key}: its columns are not those of its record"


def _problems(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(problems)).yield_per(100):
        try:
            to_problem(row.record)
        except msgspec.MsgspecError as error:
            yield f"problem {row.position} of reading {row.reading} cannot be read ({error})"
