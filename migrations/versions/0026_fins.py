"""What a prestataire takes back by itself, and the reminders before the end of a référencement or an aval.

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import UtcDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

AVANT = ("demande", "en_instruction", "a_completer", "accepte", "refuse", "dereference")
APRES = (*AVANT, "retire", "renonce")


def parmi(valeurs: tuple[str, ...]) -> sa.TextClause:
    return sa.text(f"etat IN ({', '.join(repr(v) for v in valeurs)})")


def upgrade() -> None:
    with op.batch_alter_table("referencement") as batch_op:
        batch_op.drop_constraint(op.f("ck_referencement_etat"), type_="check")
        batch_op.create_check_constraint(op.f("ck_referencement_etat"), parmi(APRES))
        batch_op.add_column(sa.Column("fini_le", sa.Date(), nullable=True))
    op.create_table(
        "referencement_rappel",
        sa.Column("referencement_id", sa.Integer(), nullable=False),
        sa.Column(
            "palier",
            sa.Enum("premier", "second", name="palier", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("envoye_le", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referencement_id"],
            ["referencement.id"],
            name=op.f("fk_referencement_rappel_referencement_id_referencement"),
        ),
        sa.PrimaryKeyConstraint("referencement_id", "palier", name=op.f("pk_referencement_rappel")),
    )
    op.create_table(
        "aval_rappel",
        sa.Column("aval_id", sa.Integer(), nullable=False),
        sa.Column("envoye_le", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["aval_id"], ["aval.id"], name=op.f("fk_aval_rappel_aval_id_aval")),
        sa.PrimaryKeyConstraint("aval_id", name=op.f("pk_aval_rappel")),
    )


def downgrade() -> None:
    """A request taken back goes back to refused, a référencement given up to taken back by the region."""
    op.drop_table("aval_rappel")
    op.drop_table("referencement_rappel")
    op.execute("UPDATE referencement SET etat = 'refuse' WHERE etat = 'retire'")
    op.execute("UPDATE referencement SET etat = 'dereference' WHERE etat = 'renonce'")
    with op.batch_alter_table("referencement") as batch_op:
        batch_op.drop_constraint(op.f("ck_referencement_etat"), type_="check")
        batch_op.create_check_constraint(op.f("ck_referencement_etat"), parmi(AVANT))
        batch_op.drop_column("fini_le")
