"""How often in a row a feed failed: one that goes on failing is looked at less often."""

import sqlalchemy as sa
from alembic import op

from tocsin.errors import StoreError

revision = "s0005"
down_revision = "s0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From s0004."""
    op.add_column("feeds", sa.Column("failures", sa.Integer, nullable=False, server_default="0", comment="in a row"))


def downgrade() -> None:
    """A store never goes back: an older Tocsin refuses it."""
    raise StoreError("a store only goes forward; to go back, restore a copy made before the upgrade")
