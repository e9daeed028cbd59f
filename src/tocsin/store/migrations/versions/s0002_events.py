"""Judgements about event mentions, the ids events have had, and the last reconciling's events and stories, which are rebuilt and not kept."""

import sqlalchemy as sa
from alembic import op

from tocsin.errors import StoreError
from tocsin.store.migrations.versions.s0001_first import forbid_change
from tocsin.store.types import Day, Json, Moment, Real

revision = "s0002"
down_revision = "s0001"
branch_labels = None
depends_on = None

SAME = {
    "judgements": "number = NEW.number OR id = NEW.id",
    "event_ids": "id = NEW.id",
    "reconcilings": "number = NEW.number",
}


def upgrade() -> None:
    """From s0001."""
    op.create_table(
        "judgements",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("one", sa.Text, nullable=False, comment="id of an event mention, the smaller"),
        sa.Column("other", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("record", Json, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_judgements"),
        sa.UniqueConstraint("id", name="uq_judgements_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_judgements_one", "judgements", ["one"])
    op.create_index("ix_judgements_other", "judgements", ["other"])
    op.create_table(
        "event_ids",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("mention", sa.Text, nullable=False, comment="the event mention the id was made of"),
        sa.PrimaryKeyConstraint("id", name="pk_event_ids"),
        sqlite_strict=True,
    )
    op.create_table(
        "reconcilings",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("as_of", Day),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("stories", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_reconcilings"),
        sqlite_strict=True,
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("record", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
        sqlite_strict=True,
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("story", sa.Text),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("starts", Day),
        sa.Column("ends", Day, comment="excluded"),
        sa.Column("country", sa.Text),
        sa.Column("place", sa.Text, comment="gazetteer id"),
        sa.Column("place_kind", sa.Text),
        sa.Column("latitude", Real),
        sa.Column("longitude", Real),
        sa.Column("mentions", sa.Integer, nullable=False),
        sa.Column("record", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sqlite_strict=True,
    )
    op.create_index("ix_events_story", "events", ["story"])
    op.create_index("ix_events_starts", "events", ["starts"])
    op.create_index("ix_events_country_type", "events", ["country", "type"])
    op.create_table(
        "event_mentions",
        sa.Column("mention", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("mention", name="pk_event_mentions"),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name="fk_event_mentions_event"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_event_mentions_document"),
        sqlite_strict=True,
    )
    op.create_index("ix_event_mentions_event", "event_mentions", ["event"])
    op.create_index("ix_event_mentions_document", "event_mentions", ["document"])
    for table, same in SAME.items():
        forbid_change(table, same)


def downgrade() -> None:
    """A store never goes back: an older Tocsin refuses it."""
    raise StoreError("a store only goes forward; to go back, restore a copy made before the upgrade")
