"""What the directory of companies says of a SIRET; who drafted a fiche, and what became of one unclaimed."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import UtcDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

AUTEUR = "fk_fiche_origine_creee_par_id_utilisateur"


def upgrade() -> None:
    op.create_table(
        "verification_sirene",
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "active",
                "fermee",
                "inconnue",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("fermee_le", sa.Date(), nullable=True),
        sa.Column("verifiee_le", UtcDateTime(), nullable=True),
        sa.Column("constatee_le", UtcDateTime(), nullable=True),
        sa.Column("essayee_le", UtcDateTime(), nullable=False),
        sa.Column("echecs", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["prestataire_id"],
            ["prestataire.id"],
            name=op.f("fk_verification_sirene_prestataire_id_prestataire"),
        ),
        sa.PrimaryKeyConstraint("prestataire_id", name=op.f("pk_verification_sirene")),
    )
    with op.batch_alter_table("verification_sirene", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_verification_sirene_etat"), ["etat"], unique=False)

    with op.batch_alter_table("fiche_origine", schema=None) as batch_op:
        batch_op.add_column(sa.Column("creee_par_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("prevenue_le", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("effacee_le", UtcDateTime(), nullable=True))
        batch_op.create_foreign_key(op.f(AUTEUR), "utilisateur", ["creee_par_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("fiche_origine", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(AUTEUR), type_="foreignkey")
        for colonne in ("effacee_le", "prevenue_le", "creee_par_id"):
            batch_op.drop_column(colonne)

    with op.batch_alter_table("verification_sirene", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verification_sirene_etat"))
    op.drop_table("verification_sirene")
