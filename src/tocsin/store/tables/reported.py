"""What was received and what was read of it; nothing of it is ever changed or deleted, which triggers forbid.

`raws` are the bytes as received, `receipts` say which document they gave and where they were found. A `reading` is one document read by one reader
(its fingerprint names version, lexicons, gazetteer and model); `reading_claims` lists what it claimed, so that a claim no longer made stays, and the
current claims are those of the last reading. A claim is kept once for each wording of its record: a later reading may give the same claim (the same
key) another speaker.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from tocsin.store.tables.naming import metadata
from tocsin.store.types import Big, Day, Flag, Json, Moment, Real

raws = Table(
    "raws",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("compressed", LargeBinary, nullable=False, comment="zlib"),
    sqlite_strict=True,
)

documents = Table(
    "documents",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("publisher", Text),
    Column("published", Day, index=True),
    Column("url", Text),
    Column("title", Text),
    Column("report", Json, nullable=False),
    Column("added", Moment, nullable=False),
    sqlite_strict=True,
)

receipts = Table(
    "receipts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document", Text, ForeignKey("documents.id"), nullable=False),
    Column("raw", Text, ForeignKey("raws.sha256"), nullable=False),
    Column("place", Text),
    Column("at", Moment, nullable=False),
    UniqueConstraint("document", "raw"),
    sqlite_strict=True,
)

readings = Table(
    "readings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document", Text, ForeignKey("documents.id"), nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("document", "fingerprint"),
    sqlite_strict=True,
)

claims = Table(
    "claims",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document", Text, ForeignKey("documents.id"), nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("digest", Text, nullable=False, comment="sha256 of the record"),
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("value_is", Text, nullable=False),
    Column("value", Json, nullable=False),
    Column("low", Big, comment="of a count"),
    Column("high", Big, comment="of a count"),
    Column("attribution", Json, nullable=False),
    Column("factuality", Text, nullable=False),
    Column("modality", Text, nullable=False),
    Column("background", Flag, nullable=False),
    Column("opinion", Flag, nullable=False),
    Column("disputed", Flag, nullable=False),
    Column("origin", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("score", Real),
    Column("record", Json, nullable=False, comment="the whole claim"),
    UniqueConstraint("document", "key", "digest"),
    Index("ix_claims_role_value_is", "role", "value_is"),
    sqlite_strict=True,
)

reading_claims = Table(
    "reading_claims",
    metadata,
    Column("reading", Integer, ForeignKey("readings.number"), primary_key=True),
    Column("position", Integer, primary_key=True, comment="in the order they were read"),
    Column("claim", Integer, ForeignKey("claims.number"), nullable=False, index=True),
    sqlite_strict=True,
)

problems = Table(
    "problems",
    metadata,
    Column("reading", Integer, ForeignKey("readings.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", Text, nullable=False, index=True),
    Column("record", Json, nullable=False),
    sqlite_strict=True,
)
