"""Tables of ingenieries."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import Centimes, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ingenierie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("dla_id", sa.Integer(), nullable=False),
        sa.Column("diagnostic_id", sa.Integer(), nullable=True),
        sa.Column(
            "type",
            sa.Enum(
                "individuelle",
                "collective",
                name="type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("intitule", sa.String(length=200), nullable=False),
        sa.Column("secteur_code", sa.String(length=60), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "projet",
                "cdc_redige",
                "en_consultation",
                "attribuee",
                "commandee",
                "restituee",
                "service_fait",
                "soldee",
                "abandonnee",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("suivie_par_id", sa.Integer(), nullable=True),
        sa.Column("cree_le", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["diagnostic_id"], ["diagnostic.id"], name=op.f("fk_ingenierie_diagnostic_id_diagnostic")
        ),
        sa.ForeignKeyConstraint(["dla_id"], ["dla.id"], name=op.f("fk_ingenierie_dla_id_dla")),
        sa.ForeignKeyConstraint(
            ["secteur_code"], ["secteur.code"], name=op.f("fk_ingenierie_secteur_code_secteur")
        ),
        sa.ForeignKeyConstraint(
            ["suivie_par_id"], ["utilisateur.id"], name=op.f("fk_ingenierie_suivie_par_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingenierie")),
        sa.UniqueConstraint("reference", name=op.f("uq_ingenierie_reference")),
    )
    with op.batch_alter_table("ingenierie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ingenierie_diagnostic_id"), ["diagnostic_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ingenierie_dla_id"), ["dla_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ingenierie_etat"), ["etat"], unique=False)

    op.create_table(
        "cahier_des_charges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ingenierie_id", sa.Integer(), nullable=False),
        sa.Column("contexte", sa.Text(), nullable=False),
        sa.Column("objectifs", sa.Text(), nullable=False),
        sa.Column("resultats_attendus", sa.Text(), nullable=False),
        sa.Column("livrables", sa.Text(), nullable=False),
        sa.Column("modalites", sa.Text(), nullable=False),
        sa.Column("jours_centiemes", sa.Integer(), nullable=False),
        sa.Column("plafond_ttc_centimes", Centimes(), nullable=False),
        sa.Column("debut_souhaite", sa.Date(), nullable=True),
        sa.Column("fin_souhaitee", sa.Date(), nullable=True),
        sa.Column("limite_intention", UtcDateTime(), nullable=False),
        sa.Column("limite_offre", UtcDateTime(), nullable=False),
        sa.CheckConstraint("plafond_ttc_centimes > 0", name=op.f("ck_cahier_des_charges_plafond")),
        sa.ForeignKeyConstraint(
            ["ingenierie_id"], ["ingenierie.id"], name=op.f("fk_cahier_des_charges_ingenierie_id_ingenierie")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cahier_des_charges")),
        sa.UniqueConstraint("ingenierie_id", name=op.f("uq_cahier_des_charges_ingenierie_id")),
    )
    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ingenierie_id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ingenierie_id"], ["ingenierie.id"], name=op.f("fk_participation_ingenierie_id_ingenierie")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_participation_structure_id_structure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint(
            "ingenierie_id", "structure_id", name=op.f("uq_participation_ingenierie_id_structure_id")
        ),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_ingenierie_id"), ["ingenierie_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_structure_id"), ["structure_id"], unique=False)

    op.create_table(
        "prestation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ingenierie_id", sa.Integer(), nullable=False),
        sa.Column("thematique_code", sa.String(length=60), nullable=False),
        sa.Column("jours_centiemes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ingenierie_id"], ["ingenierie.id"], name=op.f("fk_prestation_ingenierie_id_ingenierie")
        ),
        sa.ForeignKeyConstraint(
            ["thematique_code"], ["thematique.code"], name=op.f("fk_prestation_thematique_code_thematique")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prestation")),
    )
    with op.batch_alter_table("prestation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prestation_ingenierie_id"), ["ingenierie_id"], unique=False)

    op.create_table(
        "critere",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cahier_id", sa.Integer(), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=120), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("poids", sa.Integer(), nullable=False),
        sa.Column("prix", sa.Boolean(), nullable=False),
        sa.CheckConstraint("poids BETWEEN 1 AND 100", name=op.f("ck_critere_poids")),
        sa.ForeignKeyConstraint(
            ["cahier_id"], ["cahier_des_charges.id"], name=op.f("fk_critere_cahier_id_cahier_des_charges")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_critere")),
    )
    with op.batch_alter_table("critere", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_critere_cahier_id"), ["cahier_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("critere", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_critere_cahier_id"))

    op.drop_table("critere")
    with op.batch_alter_table("prestation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prestation_ingenierie_id"))

    op.drop_table("prestation")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participation_structure_id"))
        batch_op.drop_index(batch_op.f("ix_participation_ingenierie_id"))

    op.drop_table("participation")
    op.drop_table("cahier_des_charges")
    with op.batch_alter_table("ingenierie", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ingenierie_etat"))
        batch_op.drop_index(batch_op.f("ix_ingenierie_dla_id"))
        batch_op.drop_index(batch_op.f("ix_ingenierie_diagnostic_id"))

    op.drop_table("ingenierie")
