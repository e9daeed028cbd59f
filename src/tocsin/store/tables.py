"""The tables, for queries. What makes them is the migrations; a test holds the two together.

Nothing is ever changed or deleted: triggers forbid it. `raws` are the bytes as received, `receipts` say which document they gave and where they were
found. A `reading` is one document read by one reader (its fingerprint names version, lexicons, gazetteer and model); `reading_claims` lists what it
claimed, so that a claim no longer made stays, and the current claims are those of the last reading. A claim is kept once for each wording of its
record: a later reading may give the same claim (the same key) another speaker. `judgements` say which event mentions are the same, `event_ids` which
mention an event's id was made of, for ids that events no longer have.

`events`, `event_mentions` and `stories` are what the last of the `reconcilings` made of all that: made again where something changes, and never a
record of their own. So are the tables after them, which hold what is needed to find out what a change can reach (docs/adr/0014): `mentions` with a
digest of what they say, the `blocks` they are in, the `rare_words` and the `bands` of their reports, the reports that are worded `alike`, the `pairs`
that are compared, `originals` of copied reports, the `episodes` and `links` that stories are made of; and what is still to be done, in `waiting` and
`unsettled`.

`reviews` are people's decisions about claims, `settings` what they chose (the last of a name counts), `audit` who did what and when. `users`,
`sessions` and `tokens` are for teams; `feeds` and `intakes` what is to be read and how that went. `event_cards` and `event_facets` are a projection
of the events, for lists, maps and filters; made again with their event.
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
Index("ix_judgements_people", judgements.c.number, sqlite_where=judgements.c.by != "rule", postgresql_where=judgements.c.by != "rule")

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
    Column("speakers", Json, comment="order of the kinds of speakers that the rule goes by"),
    Column("mentions", Integer),
    Column("reports", Integer),
    Column("compared", Integer, comment="pairs, this time"),
    Column("judged", Integer, comment="number of the last judgement that was counted"),
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

waiting = Table("waiting", metadata, Column("number", Integer, primary_key=True), Column("document", Text, nullable=False), sqlite_strict=True)

upkeep = Table(
    "upkeep",
    metadata,
    Column("number", Integer, primary_key=True, comment="always 1"),
    Column("comparer", Text, nullable=False, comment="hash of what decides which pairs are compared, and how"),
    Column("turn", Integer, nullable=False, comment="counts the changes of the tables below"),
    sqlite_strict=True,
)

mentions = Table(
    "mentions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False, index=True),
    Column("published", Day),
    Column("content", Text, nullable=False, comment="digest of its claims"),
    Column("profile", Text, nullable=False, comment="digest of what is compared of it"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

blocks = Table(
    "blocks",
    metadata,
    Column("block", Big, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("published", Integer, primary_key=True, autoincrement=False),
    Column("mention", Text, primary_key=True, index=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

rare_words = Table(
    "rare_words",
    metadata,
    Column("word", Text, primary_key=True),
    Column("published", Integer, primary_key=True, autoincrement=False),
    Column("document", Text, primary_key=True, index=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

alike = Table(
    "alike",
    metadata,
    Column("one", Text, primary_key=True, comment="id of a document, the smaller"),
    Column("other", Text, primary_key=True, index=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

pairs = Table(
    "pairs",
    metadata,
    Column("one", Text, primary_key=True, comment="id of an event mention, the smaller"),
    Column("other", Text, primary_key=True, index=True),
    Column("support", Integer, nullable=False, comment="how many blocks make them a pair"),
    Column("score", Real, comment="by the rule; none until they are compared"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("ix_pairs_pending", pairs.c.one, pairs.c.other, sqlite_where=pairs.c.score.is_(None), postgresql_where=pairs.c.score.is_(None))

bands = Table(
    "bands",
    metadata,
    Column("band", Big, primary_key=True, autoincrement=False),
    Column("document", Text, primary_key=True, index=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

originals = Table(
    "originals",
    metadata,
    Column("copy", Text, primary_key=True, comment="id of a document"),
    Column("original", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

unsettled = Table(
    "unsettled",
    metadata,
    Column("mention", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("again", Flag, nullable=False, comment="its claims changed: what is found of its event is to be found again"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

episodes = Table(
    "episodes",
    metadata,
    Column("event", Text, primary_key=True),
    Column("country", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("record", Json, nullable=False),
    Index("ix_episodes_country_first_last_event", "country", "first", "last", "event"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

links = Table(
    "links",
    metadata,
    Column("one", Text, primary_key=True, comment="id of an event, the smaller"),
    Column("other", Text, primary_key=True, index=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

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

event_cards = Table(
    "event_cards",
    metadata,
    Column("event", Text, primary_key=True),
    Column("type", Text, nullable=False, index=True),
    Column("family", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("starts", Day, index=True),
    Column("ends", Day, comment="excluded"),
    Column("country", Text),
    Column("place", Text, comment="name"),
    Column("precision", Text, comment="kind of place"),
    Column("latitude", Real),
    Column("longitude", Real),
    Column("killed", Big, comment="best"),
    Column("injured", Big),
    Column("arrested", Big),
    Column("reports", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("reviewed", Integer, nullable=False, comment="claims that somebody decided about"),
    Column("disputes", Integer, nullable=False, comment="findings with claims against them"),
    Column("weight", Real, nullable=False, index=True, comment="how much a decision matters, for the review queue"),
    Index("ix_event_cards_country_starts", "country", "starts"),
    sqlite_strict=True,
)

event_facets = Table(
    "event_facets",
    metadata,
    Column("event", Text, primary_key=True),
    Column("facet", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Index("ix_event_facets_facet_value", "facet", "value", "event"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
