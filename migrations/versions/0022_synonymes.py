"""The synonyms of the field.

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "groupe_synonymes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("graine", sa.String(length=60), nullable=True),
        sa.Column("mots", sa.Text(), nullable=False),
        sa.Column("aussi", sa.Text(), nullable=False),
        sa.Column("valide_du", sa.Date(), nullable=False),
        sa.Column("valide_au", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groupe_synonymes")),
        sa.UniqueConstraint("graine", name=op.f("uq_groupe_synonymes_graine")),
    )


def downgrade() -> None:
    op.drop_table("groupe_synonymes")
