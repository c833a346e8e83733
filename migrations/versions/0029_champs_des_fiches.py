"""What a fiche says besides: of its references what they cost and who tells of them, of people their address.

Revision ID: 0029
Revises: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import Centimes

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("prestataire_reference", sa.Column("montant_centimes", Centimes(), nullable=True))
    op.add_column(
        "prestataire_reference", sa.Column("contact", sa.String(300), nullable=False, server_default="")
    )
    op.add_column("intervenant", sa.Column("courriel", sa.String(255), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("intervenant") as batch_op:
        batch_op.drop_column("courriel")
    with op.batch_alter_table("prestataire_reference") as batch_op:
        batch_op.drop_column("contact")
        batch_op.drop_column("montant_centimes")
