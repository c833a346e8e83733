"""Tables of accompagnement."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "structure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column("type_code", sa.String(length=60), nullable=False),
        sa.Column("secteur_code", sa.String(length=60), nullable=False),
        sa.Column("objet", sa.Text(), nullable=False),
        sa.Column("commune", sa.String(length=120), nullable=False),
        sa.Column("departement_code", sa.String(length=3), nullable=False),
        sa.Column("dla_id", sa.Integer(), nullable=False),
        sa.Column("annee_creation", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["departement_code"], ["departement.code"], name=op.f("fk_structure_departement_code_departement")
        ),
        sa.ForeignKeyConstraint(["dla_id"], ["dla.id"], name=op.f("fk_structure_dla_id_dla")),
        sa.ForeignKeyConstraint(["id"], ["organisation.id"], name=op.f("fk_structure_id_organisation")),
        sa.ForeignKeyConstraint(
            ["secteur_code"], ["secteur.code"], name=op.f("fk_structure_secteur_code_secteur")
        ),
        sa.ForeignKeyConstraint(
            ["type_code"], ["type_structure.code"], name=op.f("fk_structure_type_code_type_structure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structure")),
        sa.UniqueConstraint("siret", name=op.f("uq_structure_siret")),
    )
    with op.batch_alter_table("structure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_structure_departement_code"), ["departement_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_structure_dla_id"), ["dla_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_structure_secteur_code"), ["secteur_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_structure_type_code"), ["type_code"], unique=False)

    op.create_table(
        "accueil",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("dla_id", sa.Integer(), nullable=False),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "suite",
                "reorientation",
                "refus",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["dla_id"], ["dla.id"], name=op.f("fk_accueil_dla_id_dla")),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_accueil_structure_id_structure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accueil")),
    )
    with op.batch_alter_table("accueil", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accueil_dla_id"), ["dla_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_accueil_jour"), ["jour"], unique=False)
        batch_op.create_index(batch_op.f("ix_accueil_structure_id"), ["structure_id"], unique=False)

    op.create_table(
        "diagnostic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("dla_id", sa.Integer(), nullable=False),
        sa.Column(
            "type",
            sa.Enum("pre", "post", name="type", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "etat",
            sa.Enum(
                "en_cours",
                "partage",
                "valide",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("debut", sa.Date(), nullable=False),
        sa.Column("contexte", sa.Text(), nullable=False),
        sa.Column("projet", sa.Text(), nullable=False),
        sa.Column("forces", sa.Text(), nullable=False),
        sa.Column("faiblesses", sa.Text(), nullable=False),
        sa.Column("besoins", sa.Text(), nullable=False),
        sa.Column("preconisations", sa.Text(), nullable=False),
        sa.Column("redige_par_id", sa.Integer(), nullable=True),
        sa.Column("partage_le", UtcDateTime(), nullable=True),
        sa.Column("valide_le", UtcDateTime(), nullable=True),
        sa.Column("valide_par_id", sa.Integer(), nullable=True),
        sa.Column("remarques", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dla_id"], ["dla.id"], name=op.f("fk_diagnostic_dla_id_dla")),
        sa.ForeignKeyConstraint(
            ["redige_par_id"], ["utilisateur.id"], name=op.f("fk_diagnostic_redige_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_diagnostic_structure_id_structure")
        ),
        sa.ForeignKeyConstraint(
            ["valide_par_id"], ["utilisateur.id"], name=op.f("fk_diagnostic_valide_par_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diagnostic")),
    )
    with op.batch_alter_table("diagnostic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_diagnostic_debut"), ["debut"], unique=False)
        batch_op.create_index(batch_op.f("ix_diagnostic_dla_id"), ["dla_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_diagnostic_structure_id"), ["structure_id"], unique=False)

    op.create_table(
        "emploi_releve",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "diagnostic",
                "suivi",
                "enquete",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("nb_postes", sa.Integer(), nullable=False),
        sa.Column("nb_cdi", sa.Integer(), nullable=False),
        sa.Column("nb_cdd", sa.Integer(), nullable=False),
        sa.Column("nb_emplois_aides", sa.Integer(), nullable=False),
        sa.Column("etp_centiemes", sa.Integer(), nullable=True),
        sa.CheckConstraint("nb_cdi + nb_cdd = nb_postes", name=op.f("ck_emploi_releve_cdi_cdd")),
        sa.CheckConstraint("nb_cdi >= 0 AND nb_cdd >= 0", name=op.f("ck_emploi_releve_positifs")),
        sa.CheckConstraint(
            "nb_emplois_aides BETWEEN 0 AND nb_postes", name=op.f("ck_emploi_releve_emplois_aides")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_emploi_releve_structure_id_structure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emploi_releve")),
    )
    with op.batch_alter_table("emploi_releve", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_emploi_releve_structure_id"), ["structure_id"], unique=False)

    op.create_table(
        "mesure_impact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("dla_id", sa.Integer(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["dla_id"], ["dla.id"], name=op.f("fk_mesure_impact_dla_id_dla")),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_mesure_impact_structure_id_structure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mesure_impact")),
    )
    with op.batch_alter_table("mesure_impact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mesure_impact_annee"), ["annee"], unique=False)
        batch_op.create_index(batch_op.f("ix_mesure_impact_dla_id"), ["dla_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mesure_impact_structure_id"), ["structure_id"], unique=False)

    op.create_table(
        "structure_siae",
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("type_siae_code", sa.String(length=60), nullable=False),
        sa.Column("principal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_structure_siae_structure_id_structure")
        ),
        sa.ForeignKeyConstraint(
            ["type_siae_code"], ["type_siae.code"], name=op.f("fk_structure_siae_type_siae_code_type_siae")
        ),
        sa.PrimaryKeyConstraint("structure_id", "type_siae_code", name=op.f("pk_structure_siae")),
    )


def downgrade() -> None:
    op.drop_table("structure_siae")
    with op.batch_alter_table("mesure_impact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mesure_impact_structure_id"))
        batch_op.drop_index(batch_op.f("ix_mesure_impact_dla_id"))
        batch_op.drop_index(batch_op.f("ix_mesure_impact_annee"))

    op.drop_table("mesure_impact")
    with op.batch_alter_table("emploi_releve", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_emploi_releve_structure_id"))

    op.drop_table("emploi_releve")
    with op.batch_alter_table("diagnostic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_diagnostic_structure_id"))
        batch_op.drop_index(batch_op.f("ix_diagnostic_dla_id"))
        batch_op.drop_index(batch_op.f("ix_diagnostic_debut"))

    op.drop_table("diagnostic")
    with op.batch_alter_table("accueil", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accueil_structure_id"))
        batch_op.drop_index(batch_op.f("ix_accueil_jour"))
        batch_op.drop_index(batch_op.f("ix_accueil_dla_id"))

    op.drop_table("accueil")
    with op.batch_alter_table("structure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_structure_type_code"))
        batch_op.drop_index(batch_op.f("ix_structure_secteur_code"))
        batch_op.drop_index(batch_op.f("ix_structure_dla_id"))
        batch_op.drop_index(batch_op.f("ix_structure_departement_code"))

    op.drop_table("structure")
