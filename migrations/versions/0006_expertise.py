"""Tables of expertise."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("secteur_code", sa.String(length=60), nullable=False),
        sa.Column("niveau", sa.Integer(), nullable=False),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "propose",
                "confirme",
                "refuse",
                "retire",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("propose_par_id", sa.Integer(), nullable=False),
        sa.Column("propose_le", UtcDateTime(), nullable=False),
        sa.Column("confirme_par_id", sa.Integer(), nullable=True),
        sa.Column("confirme_le", UtcDateTime(), nullable=True),
        sa.Column("fin", sa.Date(), nullable=False),
        sa.Column("motif_fin", sa.Text(), nullable=False),
        sa.CheckConstraint("niveau BETWEEN 1 AND 3", name=op.f("ck_aval_niveau")),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre_ressources.id"], name=op.f("fk_aval_centre_id_centre_ressources")
        ),
        sa.ForeignKeyConstraint(
            ["confirme_par_id"], ["utilisateur.id"], name=op.f("fk_aval_confirme_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_aval_prestataire_id_prestataire")
        ),
        sa.ForeignKeyConstraint(
            ["propose_par_id"], ["utilisateur.id"], name=op.f("fk_aval_propose_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["secteur_code"], ["secteur.code"], name=op.f("fk_aval_secteur_code_secteur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aval")),
    )
    with op.batch_alter_table("aval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_aval_centre_id"), ["centre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_aval_prestataire_id"), ["prestataire_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("aval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_aval_prestataire_id"))
        batch_op.drop_index(batch_op.f("ix_aval_centre_id"))

    op.drop_table("aval")
