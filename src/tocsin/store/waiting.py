"""Reports whose claims may have changed since they were last reconciled."""

from sqlalchemy import Connection, insert, select

from tocsin.store.tables import waiting


def wait(connection: Connection, document_id: str) -> None:
    """Have the next reconciling look at a report again; whatever changes its standing claims calls this in the same transaction."""
    connection.execute(insert(waiting).values(document=document_id))


def waiting_reports(connection: Connection) -> tuple[frozenset[str], int]:
    """The ids of the documents that wait, and the number up to which they are counted."""
    rows = connection.execute(select(waiting.c.number, waiting.c.document)).all()
    return frozenset([row.document for row in rows]), max([row.number for row in rows], default=0)
