"""What is needed to find out what a change can reach (docs/adr/0014); made again where something changes, and never a record of its own.

`mentions` with a digest of what they say, the `blocks` they are in, the `rare_words` and the `bands` of their reports, the reports that are worded
`alike`, the `pairs` that are compared, `originals` of copied reports, the `episodes` and `links` that stories are made of; and what is still to be
done, in `waiting` and `unsettled`.
"""

from sqlalchemy import Column, Index, Integer, Table, Text

from tocsin.store.tables.naming import metadata
from tocsin.store.types import Big, Day, Flag, Json, Real

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
