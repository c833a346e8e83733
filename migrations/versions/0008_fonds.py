"""Tables of fonds."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.append_only import ddl, ddl_inverse
from dla_market.kernel.types import Centimes, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fonds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("verrou", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_fonds_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fonds")),
        sa.UniqueConstraint("organisation_id", "annee", name=op.f("uq_fonds_organisation_id_annee")),
    )
    with op.batch_alter_table("fonds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fonds_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "fonds_mouvement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fonds_id", sa.Integer(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "conventionner",
                "reduire",
                "reserver",
                "liberer",
                "engager",
                "desengager",
                "realiser",
                "facturer",
                "payer",
                name="type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("objet_type", sa.String(length=40), nullable=False),
        sa.Column("objet_id", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.Text(), nullable=False),
        sa.Column("instant", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["fonds_id"], ["fonds.id"], name=op.f("fk_fonds_mouvement_fonds_id_fonds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fonds_mouvement")),
    )
    with op.batch_alter_table("fonds_mouvement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fonds_mouvement_fonds_id"), ["fonds_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_fonds_mouvement_objet_type_objet_id"), ["objet_type", "objet_id"], unique=False
        )

    op.create_table(
        "fonds_reservation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fonds_id", sa.Integer(), nullable=False),
        sa.Column("objet_type", sa.String(length=40), nullable=False),
        sa.Column("objet_id", sa.Integer(), nullable=False),
        sa.Column("montant_centimes", Centimes(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "en_attente",
                "engagee",
                "liberee",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("montant_centimes > 0", name=op.f("ck_fonds_reservation_montant")),
        sa.ForeignKeyConstraint(["fonds_id"], ["fonds.id"], name=op.f("fk_fonds_reservation_fonds_id_fonds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fonds_reservation")),
        sa.UniqueConstraint("objet_type", "objet_id", name=op.f("uq_fonds_reservation_objet_type_objet_id")),
    )
    with op.batch_alter_table("fonds_reservation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fonds_reservation_fonds_id"), ["fonds_id"], unique=False)

    op.create_table(
        "convention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("financeur_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("debut", sa.Date(), nullable=False),
        sa.Column("fin", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["financeur_id"], ["financeur.id"], name=op.f("fk_convention_financeur_id_financeur")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_convention_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_convention")),
        sa.UniqueConstraint("reference", name=op.f("uq_convention_reference")),
    )
    with op.batch_alter_table("convention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_convention_financeur_id"), ["financeur_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_convention_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "tranche",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("convention_id", sa.Integer(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column(
            "poste",
            sa.Enum(
                "offre_service_interne",
                "fonds_ingenierie",
                name="poste",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("montant_centimes", Centimes(), nullable=False),
        sa.Column("fonds_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("montant_centimes >= 0", name=op.f("ck_tranche_montant")),
        sa.ForeignKeyConstraint(
            ["convention_id"], ["convention.id"], name=op.f("fk_tranche_convention_id_convention")
        ),
        sa.ForeignKeyConstraint(["fonds_id"], ["fonds.id"], name=op.f("fk_tranche_fonds_id_fonds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tranche")),
        sa.UniqueConstraint(
            "convention_id", "annee", "poste", name=op.f("uq_tranche_convention_id_annee_poste")
        ),
    )
    with op.batch_alter_table("tranche", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tranche_annee"), ["annee"], unique=False)
        batch_op.create_index(batch_op.f("ix_tranche_convention_id"), ["convention_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tranche_fonds_id"), ["fonds_id"], unique=False)

    op.create_table(
        "fonds_compte",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "dotation",
                "disponible",
                "reserve",
                "engage",
                "realise",
                "facture",
                "paye",
                name="nature",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("solde_centimes", Centimes(), nullable=False),
        sa.CheckConstraint(
            "nature = 'dotation' OR solde_centimes >= 0", name=op.f("ck_fonds_compte_solde_positif")
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"], ["tranche.id"], name=op.f("fk_fonds_compte_tranche_id_tranche")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fonds_compte")),
        sa.UniqueConstraint("tranche_id", "nature", name=op.f("uq_fonds_compte_tranche_id_nature")),
    )
    with op.batch_alter_table("fonds_compte", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fonds_compte_tranche_id"), ["tranche_id"], unique=False)

    op.create_table(
        "fonds_imputation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fonds_id", sa.Integer(), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=False),
        sa.Column("objet_type", sa.String(length=40), nullable=False),
        sa.Column("objet_id", sa.Integer(), nullable=False),
        sa.Column("engage_centimes", Centimes(), nullable=False),
        sa.Column("realise_centimes", Centimes(), nullable=False),
        sa.Column("facture_centimes", Centimes(), nullable=False),
        sa.Column("paye_centimes", Centimes(), nullable=False),
        sa.CheckConstraint(
            "0 <= paye_centimes AND paye_centimes <= facture_centimes AND facture_centimes <= realise_centimes AND realise_centimes <= engage_centimes",
            name=op.f("ck_fonds_imputation_ordre"),
        ),
        sa.ForeignKeyConstraint(["fonds_id"], ["fonds.id"], name=op.f("fk_fonds_imputation_fonds_id_fonds")),
        sa.ForeignKeyConstraint(
            ["tranche_id"], ["tranche.id"], name=op.f("fk_fonds_imputation_tranche_id_tranche")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fonds_imputation")),
        sa.UniqueConstraint(
            "objet_type",
            "objet_id",
            "tranche_id",
            name=op.f("uq_fonds_imputation_objet_type_objet_id_tranche_id"),
        ),
    )
    with op.batch_alter_table("fonds_imputation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fonds_imputation_fonds_id"), ["fonds_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fonds_imputation_objet_id"), ["objet_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fonds_imputation_tranche_id"), ["tranche_id"], unique=False)

    op.create_table(
        "fonds_part_reservation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=False),
        sa.Column("montant_centimes", Centimes(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reservation_id"],
            ["fonds_reservation.id"],
            name=op.f("fk_fonds_part_reservation_reservation_id_fonds_reservation"),
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"], ["tranche.id"], name=op.f("fk_fonds_part_reservation_tranche_id_tranche")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fonds_part_reservation")),
        sa.UniqueConstraint(
            "reservation_id", "tranche_id", name=op.f("uq_fonds_part_reservation_reservation_id_tranche_id")
        ),
    )
    with op.batch_alter_table("fonds_part_reservation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fonds_part_reservation_reservation_id"), ["reservation_id"], unique=False
        )

    op.create_table(
        "fonds_ecriture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mouvement_id", sa.Integer(), nullable=False),
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("montant_centimes", Centimes(), nullable=False),
        sa.CheckConstraint("montant_centimes <> 0", name=op.f("ck_fonds_ecriture_non_nul")),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["fonds_compte.id"], name=op.f("fk_fonds_ecriture_compte_id_fonds_compte")
        ),
        sa.ForeignKeyConstraint(
            ["mouvement_id"],
            ["fonds_mouvement.id"],
            name=op.f("fk_fonds_ecriture_mouvement_id_fonds_mouvement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fonds_ecriture")),
    )
    with op.batch_alter_table("fonds_ecriture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fonds_ecriture_compte_id"), ["compte_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fonds_ecriture_mouvement_id"), ["mouvement_id"], unique=False)
    for table in ("fonds_mouvement", "fonds_ecriture"):
        for ordre in ddl(op.get_bind().dialect.name, table):
            op.execute(ordre)


def downgrade() -> None:
    for table in ("fonds_mouvement", "fonds_ecriture"):
        for ordre in ddl_inverse(op.get_bind().dialect.name, table):
            op.execute(ordre)
    with op.batch_alter_table("fonds_ecriture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fonds_ecriture_mouvement_id"))
        batch_op.drop_index(batch_op.f("ix_fonds_ecriture_compte_id"))

    op.drop_table("fonds_ecriture")
    with op.batch_alter_table("fonds_part_reservation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fonds_part_reservation_reservation_id"))

    op.drop_table("fonds_part_reservation")
    with op.batch_alter_table("fonds_imputation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fonds_imputation_tranche_id"))
        batch_op.drop_index(batch_op.f("ix_fonds_imputation_objet_id"))
        batch_op.drop_index(batch_op.f("ix_fonds_imputation_fonds_id"))

    op.drop_table("fonds_imputation")
    with op.batch_alter_table("fonds_compte", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fonds_compte_tranche_id"))

    op.drop_table("fonds_compte")
    with op.batch_alter_table("tranche", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tranche_fonds_id"))
        batch_op.drop_index(batch_op.f("ix_tranche_convention_id"))
        batch_op.drop_index(batch_op.f("ix_tranche_annee"))

    op.drop_table("tranche")
    with op.batch_alter_table("convention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_convention_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_convention_financeur_id"))

    op.drop_table("convention")
    with op.batch_alter_table("fonds_reservation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fonds_reservation_fonds_id"))

    op.drop_table("fonds_reservation")
    with op.batch_alter_table("fonds_mouvement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fonds_mouvement_objet_type_objet_id"))
        batch_op.drop_index(batch_op.f("ix_fonds_mouvement_fonds_id"))

    op.drop_table("fonds_mouvement")
    with op.batch_alter_table("fonds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fonds_organisation_id"))

    op.drop_table("fonds")
