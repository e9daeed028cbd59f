"""What people decided, and how they come in.

`reviews` are their decisions about claims, `settings` what they chose (the last of a name counts), `audit` who did what and when: these are kept for
good. `users`, `sessions` and `tokens` are for teams; `feeds` and `intakes` what is to be read and how that went.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from tocsin.store.tables.naming import metadata
from tocsin.store.types import Day, Flag, Json, Moment

reviews = Table(
    "reviews",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("document", Text, ForeignKey("documents.id"), nullable=False, index=True),
    Column("claim", Text, nullable=False, index=True, comment="key"),
    Column("decision", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("record", Json, nullable=False),
    sqlite_strict=True,
)

settings = Table(
    "settings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("value", Json, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_strict=True,
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True, comment="id of what was acted upon"),
    Column("details", Json, nullable=False),
    sqlite_strict=True,
)

users = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False, comment="Argon2id"),
    Column("active", Flag, nullable=False),
    Column("made", Moment, nullable=False),
    sqlite_strict=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True, comment="sha256 of the cookie"),
    Column("user", Text, ForeignKey("users.name"), nullable=False, index=True),
    Column("made", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("agent", Text, nullable=False),
    Column("revoked", Moment),
    sqlite_strict=True,
)

tokens = Table(
    "tokens",
    metadata,
    Column("digest", Text, primary_key=True, comment="sha256 of the token"),
    Column("user", Text, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("used", Moment),
    Column("revoked", Moment),
    sqlite_strict=True,
)

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("title", Text),
    Column("by", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("minutes", Integer, nullable=False, comment="between two looks"),
    Column("active", Flag, nullable=False),
    Column("looked", Moment),
    Column("etag", Text),
    Column("modified", Text),
    Column("failure", Text),
    Column("failures", Integer, nullable=False, server_default="0", comment="in a row"),
    sqlite_strict=True,
)

intakes = Table(
    "intakes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("place", Text, nullable=False, comment="file name, URL or 'pasted text'"),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False, index=True, comment="waiting, done, known (the store had it) or failed"),
    Column("done", Moment),
    Column("message", Text),
    Column("document", Text),
    Column("feed", Text),
    Column("published", Day, comment="as given by who added it"),
    Column("raw", LargeBinary, comment="as given, with what was said of it (msgpack), until it is read"),
    Index("ix_intakes_feed", "feed", "place"),
    sqlite_strict=True,
)
