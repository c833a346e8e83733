"""What a fiche says besides: a kind, its VAT, its networks; of references the price and whom to call; addresses.

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

AVANT = ("cabinet", "independant", "portage", "reseau", "cooperative", "association", "autre")
APRES = (*AVANT, "point_appui")


def parmi(valeurs: tuple[str, ...]) -> sa.TextClause:
    return sa.text(f"type_prestataire IN ({', '.join(repr(v) for v in valeurs)})")


def upgrade() -> None:
    with op.batch_alter_table("prestataire") as batch_op:
        batch_op.drop_constraint(op.f("ck_prestataire_type_prestataire"), type_="check")
        batch_op.create_check_constraint(op.f("ck_prestataire_type_prestataire"), parmi(APRES))
        batch_op.add_column(sa.Column("tva_dix_millemes", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("sans_tete_de_reseau", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.add_column("prestataire_reference", sa.Column("montant_centimes", Centimes(), nullable=True))
    op.add_column(
        "prestataire_reference", sa.Column("contact", sa.String(300), nullable=False, server_default="")
    )
    op.add_column("intervenant", sa.Column("courriel", sa.String(255), nullable=False, server_default=""))


def downgrade() -> None:
    """A point d’appui becomes of another kind."""
    with op.batch_alter_table("intervenant") as batch_op:
        batch_op.drop_column("courriel")
    with op.batch_alter_table("prestataire_reference") as batch_op:
        batch_op.drop_column("contact")
        batch_op.drop_column("montant_centimes")
    op.execute("UPDATE prestataire SET type_prestataire = 'autre' WHERE type_prestataire = 'point_appui'")
    with op.batch_alter_table("prestataire") as batch_op:
        batch_op.drop_constraint(op.f("ck_prestataire_type_prestataire"), type_="check")
        batch_op.create_check_constraint(op.f("ck_prestataire_type_prestataire"), parmi(AVANT))
        batch_op.drop_column("sans_tete_de_reseau")
        batch_op.drop_column("tva_dix_millemes")
