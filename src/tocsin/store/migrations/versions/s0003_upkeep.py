"""What is kept so that a reconciling does only what changed since the last one: digests, blocks, pairs, links, and what is still to be done.

Nothing is filled in: the next reconciling of an older store looks at all of it once.
"""

import sqlalchemy as sa
from alembic import op

from tocsin.errors import StoreError
from tocsin.store.types import Big, Day, Flag, Json, Real

revision = "s0003"
down_revision = "s0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From s0002."""
    op.add_column("reconcilings", sa.Column("speakers", Json, comment="order of the kinds of speakers that the rule goes by"))
    op.add_column("reconcilings", sa.Column("mentions", sa.Integer))
    op.add_column("reconcilings", sa.Column("reports", sa.Integer))
    op.add_column("reconcilings", sa.Column("compared", sa.Integer, comment="pairs, this time"))
    op.add_column("reconcilings", sa.Column("judged", sa.Integer, comment="number of the last judgement that was counted"))
    people = sa.text("\"by\" <> 'rule'")
    op.create_index("ix_judgements_people", "judgements", ["number"], sqlite_where=people, postgresql_where=people)
    _work()
    _identity()
    _stories()


def _work() -> None:
    op.create_table(
        "waiting",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_waiting"),
        sqlite_strict=True,
    )
    op.create_table(
        "upkeep",
        sa.Column("number", sa.Integer, nullable=False, comment="always 1"),
        sa.Column("comparer", sa.Text, nullable=False, comment="hash of what decides which pairs are compared, and how"),
        sa.Column("turn", sa.Integer, nullable=False, comment="counts the changes of the tables below"),
        sa.PrimaryKeyConstraint("number", name="pk_upkeep"),
        sqlite_strict=True,
    )
    op.create_table(
        "unsettled",
        sa.Column("mention", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("again", Flag, nullable=False, comment="its claims changed: what is found of its event is to be found again"),
        sa.PrimaryKeyConstraint("mention", name="pk_unsettled"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _identity() -> None:
    op.create_table(
        "mentions",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("published", Day),
        sa.Column("content", sa.Text, nullable=False, comment="digest of its claims"),
        sa.Column("profile", sa.Text, nullable=False, comment="digest of what is compared of it"),
        sa.PrimaryKeyConstraint("id", name="pk_mentions"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mentions_document", "mentions", ["document"])
    op.create_table(
        "blocks",
        sa.Column("block", Big, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("published", sa.Integer, nullable=False),
        sa.Column("mention", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("block", "day", "published", "mention", name="pk_blocks"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_blocks_mention", "blocks", ["mention"])
    op.create_table(
        "rare_words",
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("published", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("word", "published", "document", name="pk_rare_words"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_rare_words_document", "rare_words", ["document"])
    op.create_table(
        "alike",
        sa.Column("one", sa.Text, nullable=False, comment="id of a document, the smaller"),
        sa.Column("other", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_alike"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_alike_other", "alike", ["other"])
    op.create_table(
        "pairs",
        sa.Column("one", sa.Text, nullable=False, comment="id of an event mention, the smaller"),
        sa.Column("other", sa.Text, nullable=False),
        sa.Column("support", sa.Integer, nullable=False, comment="how many blocks make them a pair"),
        sa.Column("score", Real, comment="by the rule; none until they are compared"),
        sa.PrimaryKeyConstraint("one", "other", name="pk_pairs"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pairs_other", "pairs", ["other"])
    pending = sa.text("score IS NULL")
    op.create_index("ix_pairs_pending", "pairs", ["one", "other"], sqlite_where=pending, postgresql_where=pending)
    op.create_table(
        "bands",
        sa.Column("band", Big, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("band", "document", name="pk_bands"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_bands_document", "bands", ["document"])
    op.create_table(
        "originals",
        sa.Column("copy", sa.Text, nullable=False, comment="id of a document"),
        sa.Column("original", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("copy", name="pk_originals"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _stories() -> None:
    op.create_table(
        "episodes",
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("record", Json, nullable=False),
        sa.PrimaryKeyConstraint("event", name="pk_episodes"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_episodes_country_first_last_event", "episodes", ["country", "first", "last", "event"])
    op.create_table(
        "links",
        sa.Column("one", sa.Text, nullable=False, comment="id of an event, the smaller"),
        sa.Column("other", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_links"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_links_other", "links", ["other"])


def downgrade() -> None:
    """A store never goes back: an older Tocsin refuses it."""
    raise StoreError("a store only goes forward; to go back, restore a copy made before the upgrade")
