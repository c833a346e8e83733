"""Files kept, the documents of the prestataires, the alerts sent before they end."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import Centimes, UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fichier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(length=64), nullable=False),
        sa.Column("nom", sa.String(length=160), nullable=False),
        sa.Column(
            "genre",
            sa.Enum(
                "pdf",
                "jpg",
                "png",
                "docx",
                "odt",
                "xlsx",
                name="genre",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("octets", sa.Integer(), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("utilisateur_id", sa.Integer(), nullable=False),
        sa.Column("depose_le", UtcDateTime(), nullable=False),
        sa.Column(
            "analyse",
            sa.Enum(
                "non_configure",
                "en_attente",
                "sain",
                "infecte",
                "erreur",
                name="analyse",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("analyse_le", UtcDateTime(), nullable=True),
        sa.Column("analyse_detail", sa.String(length=200), nullable=False),
        sa.CheckConstraint("octets > 0", name=op.f("ck_fichier_octets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fichier")),
        sa.UniqueConstraint("cle", name=op.f("uq_fichier_cle")),
    )
    with op.batch_alter_table("fichier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fichier_analyse"), ["analyse"], unique=False)
        batch_op.create_index(batch_op.f("ix_fichier_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column(
            "genre",
            sa.Enum(
                "attestation_vigilance",
                "rc_pro",
                "regularite_fiscale",
                "kbis_ou_sirene",
                "rib",
                "attestation_honneur",
                "liste_salaries_etrangers",
                name="genre",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fichier_id", sa.Integer(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "deposee",
                "acceptee",
                "refusee",
                "remplacee",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("emise_le", sa.Date(), nullable=False),
        sa.Column("fin", sa.Date(), nullable=True),
        sa.Column("numero", sa.String(length=60), nullable=False),
        sa.Column("code_securite", sa.String(length=15), nullable=False),
        sa.Column("assureur", sa.String(length=120), nullable=False),
        sa.Column("montant_centimes", Centimes(), nullable=True),
        sa.Column("deposee_par_id", sa.Integer(), nullable=False),
        sa.Column("deposee_le", UtcDateTime(), nullable=False),
        sa.Column("verifiee_par_id", sa.Integer(), nullable=True),
        sa.Column("verifiee_pour_id", sa.Integer(), nullable=True),
        sa.Column("verifiee_le", UtcDateTime(), nullable=True),
        sa.Column("authentique_par_id", sa.Integer(), nullable=True),
        sa.Column("authentique_le", UtcDateTime(), nullable=True),
        sa.Column("motif_refus", sa.Text(), nullable=False),
        sa.CheckConstraint("fin IS NULL OR fin >= emise_le", name=op.f("ck_piece_fin")),
        sa.CheckConstraint("montant_centimes IS NULL OR montant_centimes > 0", name=op.f("ck_piece_montant")),
        sa.ForeignKeyConstraint(
            ["authentique_par_id"], ["utilisateur.id"], name=op.f("fk_piece_authentique_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["deposee_par_id"], ["utilisateur.id"], name=op.f("fk_piece_deposee_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(["fichier_id"], ["fichier.id"], name=op.f("fk_piece_fichier_id_fichier")),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_piece_prestataire_id_prestataire")
        ),
        sa.ForeignKeyConstraint(
            ["verifiee_par_id"], ["utilisateur.id"], name=op.f("fk_piece_verifiee_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["verifiee_pour_id"], ["organisation.id"], name=op.f("fk_piece_verifiee_pour_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
        sa.UniqueConstraint("fichier_id", name=op.f("uq_piece_fichier_id")),
    )
    with op.batch_alter_table("piece", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_piece_etat"), ["etat"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_fin"), ["fin"], unique=False)
        batch_op.create_index(batch_op.f("ix_piece_prestataire_id"), ["prestataire_id"], unique=False)
        batch_op.create_index(
            "uq_piece_en_vigueur",
            ["prestataire_id", "genre", "etat"],
            unique=True,
            sqlite_where=sa.text("etat IN ('deposee', 'acceptee')"),
            postgresql_where=sa.text("etat IN ('deposee', 'acceptee')"),
        )

    op.create_table(
        "piece_alerte",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("piece_id", sa.Integer(), nullable=False),
        sa.Column("seuil", sa.Integer(), nullable=False),
        sa.Column("envoyee_le", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_piece_alerte_piece_id_piece")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_alerte")),
        sa.UniqueConstraint("piece_id", "seuil", name=op.f("uq_piece_alerte_piece_id_seuil")),
    )
    with op.batch_alter_table("piece_alerte", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_piece_alerte_piece_id"), ["piece_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("piece_alerte", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_piece_alerte_piece_id"))

    op.drop_table("piece_alerte")
    with op.batch_alter_table("piece", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_piece_en_vigueur",
            sqlite_where=sa.text("etat IN ('deposee', 'acceptee')"),
            postgresql_where=sa.text("etat IN ('deposee', 'acceptee')"),
        )
        batch_op.drop_index(batch_op.f("ix_piece_prestataire_id"))
        batch_op.drop_index(batch_op.f("ix_piece_fin"))
        batch_op.drop_index(batch_op.f("ix_piece_etat"))

    op.drop_table("piece")
    with op.batch_alter_table("fichier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fichier_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_fichier_analyse"))

    op.drop_table("fichier")
