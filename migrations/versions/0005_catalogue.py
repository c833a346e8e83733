"""Tables of catalogue."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import Centimes, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prestataire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column(
            "type_prestataire",
            sa.Enum(
                "cabinet",
                "independant",
                "portage",
                "reseau",
                "cooperative",
                "association",
                "autre",
                name="type_prestataire",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "regime_tva",
            sa.Enum(
                "assujetti",
                "franchise",
                name="regime_tva",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("titre", sa.String(length=200), nullable=False),
        sa.Column("presentation", sa.Text(), nullable=False),
        sa.Column("adresse", sa.String(length=300), nullable=False),
        sa.Column("commune", sa.String(length=120), nullable=False),
        sa.Column("departement_code", sa.String(length=3), nullable=True),
        sa.Column("telephone", sa.String(length=30), nullable=False),
        sa.Column("courriel", sa.String(length=255), nullable=False),
        sa.Column("site", sa.String(length=255), nullable=False),
        sa.Column("tarif_jour_ht_centimes", Centimes(), nullable=True),
        sa.Column("individuel", sa.Boolean(), nullable=False),
        sa.Column("collectif", sa.Boolean(), nullable=False),
        sa.Column("disponible_le", sa.Date(), nullable=True),
        sa.Column(
            "etat",
            sa.Enum(
                "brouillon",
                "soumise",
                "a_completer",
                "publiee",
                "suspendue",
                "fermee",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("confirmee_le", sa.Date(), nullable=True),
        sa.Column("cree_le", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["departement_code"],
            ["departement.code"],
            name=op.f("fk_prestataire_departement_code_departement"),
        ),
        sa.ForeignKeyConstraint(["id"], ["organisation.id"], name=op.f("fk_prestataire_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prestataire")),
        sa.UniqueConstraint("siret", name=op.f("uq_prestataire_siret")),
    )
    with op.batch_alter_table("prestataire", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_prestataire_departement_code"), ["departement_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_prestataire_etat"), ["etat"], unique=False)

    op.create_table(
        "intervenant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("nom", sa.String(length=200), nullable=False),
        sa.Column("fonction", sa.String(length=200), nullable=False),
        sa.Column("experience", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_intervenant_prestataire_id_prestataire")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervenant")),
    )
    with op.batch_alter_table("intervenant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intervenant_prestataire_id"), ["prestataire_id"], unique=False)

    op.create_table(
        "prestataire_activite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("secteur_code", sa.String(length=60), nullable=False),
        sa.Column("thematique_code", sa.String(length=60), nullable=False),
        sa.Column("niveau", sa.Integer(), nullable=False),
        sa.CheckConstraint("niveau BETWEEN 1 AND 3", name=op.f("ck_prestataire_activite_niveau")),
        sa.ForeignKeyConstraint(
            ["prestataire_id"],
            ["prestataire.id"],
            name=op.f("fk_prestataire_activite_prestataire_id_prestataire"),
        ),
        sa.ForeignKeyConstraint(
            ["secteur_code"], ["secteur.code"], name=op.f("fk_prestataire_activite_secteur_code_secteur")
        ),
        sa.ForeignKeyConstraint(
            ["thematique_code"],
            ["thematique.code"],
            name=op.f("fk_prestataire_activite_thematique_code_thematique"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prestataire_activite")),
        sa.UniqueConstraint(
            "prestataire_id",
            "secteur_code",
            "thematique_code",
            name=op.f("uq_prestataire_activite_prestataire_id_secteur_code_thematique_code"),
        ),
    )
    with op.batch_alter_table("prestataire_activite", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_prestataire_activite_prestataire_id"), ["prestataire_id"], unique=False
        )

    op.create_table(
        "prestataire_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(length=200), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("secteur_code", sa.String(length=60), nullable=True),
        sa.Column("thematique_code", sa.String(length=60), nullable=True),
        sa.Column("jours_centiemes", sa.Integer(), nullable=True),
        sa.Column("resume", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["prestataire_id"],
            ["prestataire.id"],
            name=op.f("fk_prestataire_reference_prestataire_id_prestataire"),
        ),
        sa.ForeignKeyConstraint(
            ["secteur_code"], ["secteur.code"], name=op.f("fk_prestataire_reference_secteur_code_secteur")
        ),
        sa.ForeignKeyConstraint(
            ["thematique_code"],
            ["thematique.code"],
            name=op.f("fk_prestataire_reference_thematique_code_thematique"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prestataire_reference")),
    )
    with op.batch_alter_table("prestataire_reference", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_prestataire_reference_prestataire_id"), ["prestataire_id"], unique=False
        )

    op.create_table(
        "prestataire_zone",
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("departement_code", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["departement_code"],
            ["departement.code"],
            name=op.f("fk_prestataire_zone_departement_code_departement"),
        ),
        sa.ForeignKeyConstraint(
            ["prestataire_id"],
            ["prestataire.id"],
            name=op.f("fk_prestataire_zone_prestataire_id_prestataire"),
        ),
        sa.PrimaryKeyConstraint("prestataire_id", "departement_code", name=op.f("pk_prestataire_zone")),
    )
    op.create_table(
        "referencement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("regional_id", sa.Integer(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "demande",
                "accepte",
                "refuse",
                "dereference",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("demande_le", sa.Date(), nullable=False),
        sa.Column("debut", sa.Date(), nullable=True),
        sa.Column("fin", sa.Date(), nullable=True),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_referencement_prestataire_id_prestataire")
        ),
        sa.ForeignKeyConstraint(
            ["regional_id"], ["dla_regional.id"], name=op.f("fk_referencement_regional_id_dla_regional")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referencement")),
    )
    with op.batch_alter_table("referencement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referencement_prestataire_id"), ["prestataire_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referencement_regional_id"), ["regional_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("referencement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referencement_regional_id"))
        batch_op.drop_index(batch_op.f("ix_referencement_prestataire_id"))

    op.drop_table("referencement")
    op.drop_table("prestataire_zone")
    with op.batch_alter_table("prestataire_reference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prestataire_reference_prestataire_id"))

    op.drop_table("prestataire_reference")
    with op.batch_alter_table("prestataire_activite", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prestataire_activite_prestataire_id"))

    op.drop_table("prestataire_activite")
    with op.batch_alter_table("intervenant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intervenant_prestataire_id"))

    op.drop_table("intervenant")
    with op.batch_alter_table("prestataire", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prestataire_etat"))
        batch_op.drop_index(batch_op.f("ix_prestataire_departement_code"))

    op.drop_table("prestataire")
