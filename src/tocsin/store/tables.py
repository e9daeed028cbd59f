"""The tables, for queries. What makes them is the migrations; a test holds the two together.

Nothing is ever changed or deleted: triggers forbid it. `raws` are the bytes as received, `receipts` say which document they gave and where they were
found. A `reading` is one document read by one reader (its fingerprint names version, lexicons, gazetteer and model); `reading_claims` lists what it
claimed, so that a claim no longer made stays, and the current claims are those of the last reading. A claim is kept once for each wording of its
record: a later reading may give the same claim (the same key) another speaker. `judgements` say which event mentions are the same, `event_ids` which
mention an event's id was made of, for ids that events no longer have.

`events`, `event_mentions` and `stories` are what the last of the `reconcilings` made of all that: rebuilt each time, and never a record of their own.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

from tocsin.store.types import Big, Day, Flag, Json, Moment, Real

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

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

judgements = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("one", Text, nullable=False, index=True, comment="id of an event mention, the smaller"),
    Column("other", Text, nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("record", Json, nullable=False),
    sqlite_strict=True,
)

event_ids = Table(
    "event_ids",
    metadata,
    Column("id", Text, primary_key=True),
    Column("mention", Text, nullable=False, comment="the event mention the id was made of"),
    sqlite_strict=True,
)

reconcilings = Table(
    "reconcilings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("rule", Text, nullable=False),
    Column("as_of", Day),
    Column("events", Integer, nullable=False),
    Column("stories", Integer, nullable=False),
    sqlite_strict=True,
)

stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("record", Json, nullable=False),
    sqlite_strict=True,
)

events = Table(
    "events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("story", Text, index=True),
    Column("type", Text, nullable=False),
    Column("starts", Day, index=True),
    Column("ends", Day, comment="excluded"),
    Column("country", Text),
    Column("place", Text, comment="gazetteer id"),
    Column("place_kind", Text),
    Column("latitude", Real),
    Column("longitude", Real),
    Column("mentions", Integer, nullable=False),
    Column("record", Json, nullable=False),
    Index("ix_events_country_type", "country", "type"),
    sqlite_strict=True,
)

event_mentions = Table(
    "event_mentions",
    metadata,
    Column("mention", Text, primary_key=True),
    Column("event", Text, ForeignKey("events.id"), nullable=False, index=True),
    Column("document", Text, ForeignKey("documents.id"), nullable=False, index=True),
    sqlite_strict=True,
)
