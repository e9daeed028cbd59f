"""What people do: reviews, settings, accounts, feeds, the intake queue, the audit log; and the cards that lists and maps of events are made from."""

import sqlalchemy as sa
from alembic import op

from tocsin.errors import StoreError
from tocsin.store.migrations.versions.s0001_first import forbid_change
from tocsin.store.types import Big, Day, Flag, Json, Moment, Real

revision = "s0004"
down_revision = "s0003"
branch_labels = None
depends_on = None

SAME = {
    "reviews": "number = NEW.number OR id = NEW.id",
    "settings": "number = NEW.number",
    "audit": "number = NEW.number",
}


def upgrade() -> None:
    """From s0003."""
    _reviews()
    _accounts()
    _intake()
    _cards()
    for table, same in SAME.items():
        forbid_change(table, same)


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("claim", sa.Text, nullable=False, comment="key"),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("record", Json, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_reviews"),
        sa.UniqueConstraint("id", name="uq_reviews_id"),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name="fk_reviews_document"),
        sqlite_strict=True,
    )
    op.create_index("ix_reviews_document", "reviews", ["document"])
    op.create_index("ix_reviews_claim", "reviews", ["claim"])
    op.create_table(
        "settings",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_settings"),
        sqlite_strict=True,
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False, comment="id of what was acted upon"),
        sa.Column("details", Json, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
        sqlite_strict=True,
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])


def _accounts() -> None:
    op.create_table(
        "users",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password", sa.Text, nullable=False, comment="Argon2id"),
        sa.Column("active", Flag, nullable=False),
        sa.Column("made", Moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_users"),
        sqlite_strict=True,
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.Text, nullable=False, comment="sha256 of the cookie"),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("made", Moment, nullable=False),
        sa.Column("expires", Moment, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("revoked", Moment),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
        sa.ForeignKeyConstraint(["user"], ["users.name"], name="fk_sessions_user"),
        sqlite_strict=True,
    )
    op.create_index("ix_sessions_user", "sessions", ["user"])
    op.create_table(
        "tokens",
        sa.Column("digest", sa.Text, nullable=False, comment="sha256 of the token"),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("made", Moment, nullable=False),
        sa.Column("used", Moment),
        sa.Column("revoked", Moment),
        sa.PrimaryKeyConstraint("digest", name="pk_tokens"),
        sqlite_strict=True,
    )
    op.create_index("ix_tokens_user", "tokens", ["user"])


def _intake() -> None:
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("made", Moment, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False, comment="between two looks"),
        sa.Column("active", Flag, nullable=False),
        sa.Column("looked", Moment),
        sa.Column("etag", sa.Text),
        sa.Column("modified", sa.Text),
        sa.Column("failure", sa.Text),
        sa.PrimaryKeyConstraint("url", name="pk_feeds"),
        sqlite_strict=True,
    )
    op.create_table(
        "intakes",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("place", sa.Text, nullable=False, comment="file name, URL or 'pasted text'"),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("state", sa.Text, nullable=False, comment="waiting, done, known (the store had it) or failed"),
        sa.Column("done", Moment),
        sa.Column("message", sa.Text),
        sa.Column("document", sa.Text),
        sa.Column("feed", sa.Text),
        sa.Column("published", Day, comment="as given by who added it"),
        sa.Column("raw", sa.LargeBinary, comment="as given, with what was said of it (msgpack), until it is read"),
        sa.PrimaryKeyConstraint("number", name="pk_intakes"),
        sqlite_strict=True,
    )
    op.create_index("ix_intakes_state", "intakes", ["state"])
    op.create_index("ix_intakes_feed", "intakes", ["feed", "place"])


def _cards() -> None:
    op.create_table(
        "event_cards",
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("family", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("starts", Day),
        sa.Column("ends", Day, comment="excluded"),
        sa.Column("country", sa.Text),
        sa.Column("place", sa.Text, comment="name"),
        sa.Column("precision", sa.Text, comment="kind of place"),
        sa.Column("latitude", Real),
        sa.Column("longitude", Real),
        sa.Column("killed", Big, comment="best"),
        sa.Column("injured", Big),
        sa.Column("arrested", Big),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("claims", sa.Integer, nullable=False),
        sa.Column("reviewed", sa.Integer, nullable=False, comment="claims that somebody decided about"),
        sa.Column("disputes", sa.Integer, nullable=False, comment="findings with claims against them"),
        sa.Column("weight", Real, nullable=False, comment="how much a decision matters, for the review queue"),
        sa.PrimaryKeyConstraint("event", name="pk_event_cards"),
        sqlite_strict=True,
    )
    for columns in (["starts"], ["country", "starts"], ["type"], ["weight"]):
        op.create_index(f"ix_event_cards_{'_'.join(columns)}", "event_cards", columns)
    op.create_table(
        "event_facets",
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("facet", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("event", "facet", "value", name="pk_event_facets"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_facets_facet_value", "event_facets", ["facet", "value", "event"])


def downgrade() -> None:
    """A store never goes back: an older Tocsin refuses it."""
    raise StoreError("a store only goes forward; to go back, restore a copy made before the upgrade")
