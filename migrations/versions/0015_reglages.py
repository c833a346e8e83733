"""The settings of practice, dated.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reglage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("valeur", sa.BigInteger(), nullable=False),
        sa.Column("valide_du", sa.Date(), nullable=False),
        sa.Column("valide_au", sa.Date(), nullable=True),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("pose_par", sa.String(length=200), nullable=False),
        sa.Column("pose_le", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reglage")),
    )
    with op.batch_alter_table("reglage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reglage_code"), ["code"], unique=False)


def downgrade() -> None:
    op.drop_table("reglage")
