"""Other hosts that follow a file of the outbox.

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox_relais",
        sa.Column("file", sa.String(30), nullable=False),
        sa.Column("de", sa.String(30), nullable=False),
        sa.Column("vu_le", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_outbox_relais")),
    )
    op.create_index(op.f("ix_outbox_relais_de"), "outbox_relais", ["de"])


def downgrade() -> None:
    """What the relays had not done goes with them: a copy made again reads everything."""
    op.execute("DELETE FROM outbox_livraison WHERE file LIKE 'index:%' AND livree_le IS NULL")
    op.drop_index(op.f("ix_outbox_relais_de"), table_name="outbox_relais")
    op.drop_table("outbox_relais")
