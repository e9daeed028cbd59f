"""What the reports together tell of.

`judgements` say which event mentions are the same, `event_ids` which mention an event's id was made of, for ids that events no longer have: both are
records, and are kept. `events`, `event_mentions` and `stories` are what the last of the `reconcilings` made of all that: made again where something
changes. `event_cards` and `event_facets` are a projection of the events, for lists, maps and filters; made again with their event.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from tocsin.store.tables.naming import metadata
from tocsin.store.types import Big, Day, Json, Moment, Real

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
