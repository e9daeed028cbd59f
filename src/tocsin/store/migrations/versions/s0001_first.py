"""The first schema: raws, documents, receipts, readings, claims, problems; append-only; full text search."""

import sqlalchemy as sa
from alembic import op

from tocsin.errors import StoreError
from tocsin.store.types import Big, Day, Flag, Json, Moment, Real

revision = "s0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("raws", "documents", "receipts", "readings", "claims", "reading_claims", "problems")
SAME = {
    "raws": "sha256 = NEW.sha256",
    "documents": "id = NEW.id OR number = NEW.number",
    "receipts": "number = NEW.number OR (document = NEW.document AND raw = NEW.raw)",
    "readings": "number = NEW.number OR (document = NEW.document AND fingerprint = NEW.fingerprint)",
    "claims": "number = NEW.number OR (document = NEW.document AND key = NEW.key AND digest = NEW.digest)",
    "reading_claims": "reading = NEW.reading AND position = NEW.position",
    "problems": "reading = NEW.reading AND position = NEW.position",
}


def upgrade() -> None:
    """From a blank database."""
    _tables()
    for name in TABLES:
        forbid_change(name, SAME[name])
    if op.get_context().dialect.name == "sqlite":
        _full_text()
    else:
        _full_text_on_postgresql()


def downgrade() -> None:
    """A store never goes back: an older Tocsin refuses it."""
    raise StoreError("a store only goes forward; to go back, restore a copy made before the upgrade")


def _tables() -> None:
    op.create_table(
        "raws",
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("compressed", sa.LargeBinary, nullable=False, comment="zlib"),
        sa.PrimaryKeyConstraint("sha256", name="pk_raws"),
        sqlite_strict=True,
    )
    op.create_table(
        "documents",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text),
        sa.Column("published", Day),
        sa.Column("url", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("report", Json, nullable=False),
        sa.Column("added", Moment, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_documents"),
        sa.UniqueConstraint("id", name="uq_documents_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_documents_sha256", "documents", ["sha256"])
    op.create_index("ix_documents_published", "documents", ["published"])
    op.create_table(
        "receipts",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("raw", sa.Text, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_receipts"),
        sa.UniqueConstraint("document", "raw", name="uq_receipts_document_raw"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_receipts_document"),
        sa.ForeignKeyConstraint(["raw"], ["raws.sha256"], name="fk_receipts_raw"),
        sqlite_strict=True,
    )
    op.create_table(
        "readings",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_readings"),
        sa.UniqueConstraint("document", "fingerprint", name="uq_readings_document_fingerprint"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_readings_document"),
        sqlite_strict=True,
    )
    op.create_table(
        "claims",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False, comment="sha256 of the record"),
        sa.Column("trigger_start", sa.Integer, nullable=False),
        sa.Column("trigger_end", sa.Integer, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("span_start", sa.Integer, nullable=False),
        sa.Column("span_end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("value_is", sa.Text, nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("low", Big, comment="of a count"),
        sa.Column("high", Big, comment="of a count"),
        sa.Column("attribution", Json, nullable=False),
        sa.Column("factuality", sa.Text, nullable=False),
        sa.Column("modality", sa.Text, nullable=False),
        sa.Column("background", Flag, nullable=False),
        sa.Column("opinion", Flag, nullable=False),
        sa.Column("disputed", Flag, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("score", Real),
        sa.Column("record", Json, nullable=False, comment="the whole claim"),
        sa.PrimaryKeyConstraint("number", name="pk_claims"),
        sa.UniqueConstraint("document", "key", "digest", name="uq_claims_document_key_digest"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_claims_document"),
        sqlite_strict=True,
    )
    op.create_index("ix_claims_key", "claims", ["key"])
    op.create_index("ix_claims_role_value_is", "claims", ["role", "value_is"])
    op.create_table(
        "reading_claims",
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False, comment="in the order they were read"),
        sa.Column("claim", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("reading", "position", name="pk_reading_claims"),
        sa.ForeignKeyConstraint(["reading"], ["readings.number"], name="fk_reading_claims_reading"),
        sa.ForeignKeyConstraint(["claim"], ["claims.number"], name="fk_reading_claims_claim"),
        sqlite_strict=True,
    )
    op.create_index("ix_reading_claims_claim", "reading_claims", ["claim"])
    op.create_table(
        "problems",
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("record", Json, nullable=False),
        sa.PrimaryKeyConstraint("reading", "position", name="pk_problems"),
        sa.ForeignKeyConstraint(["reading"], ["readings.number"], name="fk_problems_reading"),
        sqlite_strict=True,
    )
    op.create_index("ix_problems_code", "problems", ["code"])


def forbid_change(table: str, same: str) -> None:
    """No UPDATE, no DELETE; on SQLite no REPLACE either, which deletes without firing triggers unless a connection asks for it."""
    message = f"a Tocsin store is append-only: {table} cannot be changed"
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"CREATE FUNCTION forbid_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}'; END $$")
        op.execute(
            f"CREATE TRIGGER forbid_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION forbid_change_of_{table}()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END")
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "  # noqa: S608 - our own names
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _full_text() -> None:
    op.execute("CREATE VIRTUAL TABLE documents_text USING fts5(title, text, content='documents', content_rowid='number')")
    op.execute(
        "CREATE TRIGGER documents_index AFTER INSERT ON documents BEGIN "
        "INSERT INTO documents_text(rowid, title, text) VALUES (NEW.number, NEW.title, NEW.text); END"
    )


def _full_text_on_postgresql() -> None:
    """Filled by `tocsin.store.fulltext`; its number is called as in FTS5."""
    op.execute("CREATE TABLE documents_text (rowid INTEGER PRIMARY KEY REFERENCES documents (number), words TSVECTOR NOT NULL)")
    op.execute("CREATE INDEX ix_documents_text_words ON documents_text USING gin (words)")
    forbid_change("documents_text", "")
