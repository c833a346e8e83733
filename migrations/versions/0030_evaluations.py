"""The points of an evaluation that were not asked: pédagogie, appropriation, and two that the DLA alone says.

Revision ID: 0030
Revises: 0029
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

COLONNES = ("pedagogie", "appropriation", "relation_dla", "rapport_qualite_prix")
NOTES = "ck_evaluation_notes_ajoutees"
DU_DLA = "ck_evaluation_du_dla"


def upgrade() -> None:
    """Empty where an evaluation was given before: a point that was not asked is unknown, not a zero."""
    with op.batch_alter_table("evaluation", schema=None) as lot:
        for colonne in COLONNES:
            lot.add_column(sa.Column(colonne, sa.Integer(), nullable=True))
        lot.create_check_constraint(
            op.f(NOTES),
            "pedagogie BETWEEN 0 AND 5 AND appropriation BETWEEN 0 AND 5"
            " AND relation_dla BETWEEN 0 AND 5 AND rapport_qualite_prix BETWEEN 0 AND 5",
        )
        lot.create_check_constraint(
            op.f(DU_DLA), "partie = 'dla' OR relation_dla IS NULL AND rapport_qualite_prix IS NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("evaluation", schema=None) as lot:
        lot.drop_constraint(op.f(NOTES), type_="check")
        lot.drop_constraint(op.f(DU_DLA), type_="check")
        for colonne in reversed(COLONNES):
            lot.drop_column(colonne)
