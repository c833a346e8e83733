"""Tables of commandes."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import Centimes, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commande",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("numero", sa.String(length=40), nullable=False),
        sa.Column("ingenierie_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("sans_consultation_motif_code", sa.String(length=60), nullable=True),
        sa.Column("dla_id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("objet", sa.String(length=300), nullable=False),
        sa.Column("contenu", sa.Text(), nullable=False),
        sa.Column("jours_centiemes", sa.Integer(), nullable=False),
        sa.Column("ht_centimes", Centimes(), nullable=False),
        sa.Column("tva_dix_millemes", sa.Integer(), nullable=False),
        sa.Column("tva_centimes", Centimes(), nullable=False),
        sa.Column("ttc_centimes", Centimes(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "a_signer",
                "signee_dla",
                "signee_prestataire",
                "signee",
                "notifiee",
                "executee",
                "soldee",
                "annulee",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("etablie_le", UtcDateTime(), nullable=False),
        sa.Column("notifiee_le", UtcDateTime(), nullable=True),
        sa.Column("debut", sa.Date(), nullable=True),
        sa.Column("fin", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "etat NOT IN ('notifiee', 'executee', 'soldee') OR notifiee_le IS NOT NULL",
            name=op.f("ck_commande_notifiee"),
        ),
        sa.CheckConstraint("ht_centimes + tva_centimes = ttc_centimes", name=op.f("ck_commande_ttc")),
        sa.CheckConstraint("ht_centimes >= 0 AND tva_centimes >= 0", name=op.f("ck_commande_positifs")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_commande_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["dla_id"], ["dla.id"], name=op.f("fk_commande_dla_id_dla")),
        sa.ForeignKeyConstraint(
            ["ingenierie_id"], ["ingenierie.id"], name=op.f("fk_commande_ingenierie_id_ingenierie")
        ),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_commande_prestataire_id_prestataire")
        ),
        sa.ForeignKeyConstraint(
            ["sans_consultation_motif_code"],
            ["motif.code"],
            name=op.f("fk_commande_sans_consultation_motif_code_motif"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commande")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_commande_consultation_id")),
        sa.UniqueConstraint("numero", name=op.f("uq_commande_numero")),
    )
    with op.batch_alter_table("commande", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commande_dla_id"), ["dla_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commande_etat"), ["etat"], unique=False)
        batch_op.create_index(batch_op.f("ix_commande_ingenierie_id"), ["ingenierie_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commande_notifiee_le"), ["notifiee_le"], unique=False)
        batch_op.create_index(batch_op.f("ix_commande_prestataire_id"), ["prestataire_id"], unique=False)

    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commande_id", sa.Integer(), nullable=False),
        sa.Column("partie", sa.String(length=20), nullable=False),
        sa.Column("respect_cahier", sa.Integer(), nullable=False),
        sa.Column("ecoute", sa.Integer(), nullable=False),
        sa.Column("expertise", sa.Integer(), nullable=False),
        sa.Column("utilite", sa.Integer(), nullable=False),
        sa.Column("delais", sa.Integer(), nullable=False),
        sa.Column("recommandation", sa.Integer(), nullable=False),
        sa.Column("commentaire", sa.Text(), nullable=False),
        sa.Column("rendue_par_id", sa.Integer(), nullable=True),
        sa.Column("rendue_le", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "respect_cahier BETWEEN 0 AND 5 AND ecoute BETWEEN 0 AND 5 AND expertise BETWEEN 0 AND 5 AND utilite BETWEEN 0 AND 5 AND delais BETWEEN 0 AND 5 AND recommandation BETWEEN 0 AND 5",
            name=op.f("ck_evaluation_notes"),
        ),
        sa.ForeignKeyConstraint(
            ["commande_id"], ["commande.id"], name=op.f("fk_evaluation_commande_id_commande")
        ),
        sa.ForeignKeyConstraint(
            ["rendue_par_id"], ["utilisateur.id"], name=op.f("fk_evaluation_rendue_par_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("commande_id", "partie", name=op.f("uq_evaluation_commande_id_partie")),
    )
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_commande_id"), ["commande_id"], unique=False)

    op.create_table(
        "facture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("commande_id", sa.Integer(), nullable=False),
        sa.Column("numero_fournisseur", sa.String(length=60), nullable=False),
        sa.Column("date_emission", sa.Date(), nullable=False),
        sa.Column("recue_le", UtcDateTime(), nullable=False),
        sa.Column("echeance", sa.Date(), nullable=False),
        sa.Column("ht_centimes", Centimes(), nullable=False),
        sa.Column("tva_centimes", Centimes(), nullable=False),
        sa.Column("ttc_centimes", Centimes(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "recue",
                "validee",
                "payee",
                "rejetee",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("validee_le", UtcDateTime(), nullable=True),
        sa.Column("validee_par_id", sa.Integer(), nullable=True),
        sa.Column("motif_rejet", sa.Text(), nullable=False),
        sa.CheckConstraint("ht_centimes + tva_centimes = ttc_centimes", name=op.f("ck_facture_ttc")),
        sa.CheckConstraint("ttc_centimes > 0", name=op.f("ck_facture_positif")),
        sa.ForeignKeyConstraint(
            ["commande_id"], ["commande.id"], name=op.f("fk_facture_commande_id_commande")
        ),
        sa.ForeignKeyConstraint(
            ["validee_par_id"], ["utilisateur.id"], name=op.f("fk_facture_validee_par_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facture")),
        sa.UniqueConstraint(
            "commande_id", "numero_fournisseur", name=op.f("uq_facture_commande_id_numero_fournisseur")
        ),
    )
    with op.batch_alter_table("facture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_facture_commande_id"), ["commande_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_facture_etat"), ["etat"], unique=False)

    op.create_table(
        "livrable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("commande_id", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "prevu",
                "remis",
                "accepte",
                "refuse",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("contenu", sa.Text(), nullable=False),
        sa.Column("remis_le", UtcDateTime(), nullable=True),
        sa.Column("decide_le", UtcDateTime(), nullable=True),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commande_id"], ["commande.id"], name=op.f("fk_livrable_commande_id_commande")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_livrable")),
    )
    with op.batch_alter_table("livrable", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_livrable_commande_id"), ["commande_id"], unique=False)

    op.create_table(
        "service_fait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("commande_id", sa.Integer(), nullable=False),
        sa.Column("montant_ttc_centimes", Centimes(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum("atteste", "certifie", name="etat", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("observations", sa.Text(), nullable=False),
        sa.Column("atteste_le", UtcDateTime(), nullable=False),
        sa.Column("atteste_par_id", sa.Integer(), nullable=True),
        sa.Column("certifie_le", UtcDateTime(), nullable=True),
        sa.Column("certifie_par_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("montant_ttc_centimes > 0", name=op.f("ck_service_fait_montant")),
        sa.ForeignKeyConstraint(
            ["atteste_par_id"], ["utilisateur.id"], name=op.f("fk_service_fait_atteste_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["certifie_par_id"], ["utilisateur.id"], name=op.f("fk_service_fait_certifie_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["commande_id"], ["commande.id"], name=op.f("fk_service_fait_commande_id_commande")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_fait")),
    )
    with op.batch_alter_table("service_fait", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_fait_commande_id"), ["commande_id"], unique=False)

    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commande_id", sa.Integer(), nullable=False),
        sa.Column("partie", sa.String(length=20), nullable=False),
        sa.Column("utilisateur_id", sa.Integer(), nullable=False),
        sa.Column("nom", sa.String(length=200), nullable=False),
        sa.Column("instant", UtcDateTime(), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["commande_id"], ["commande.id"], name=op.f("fk_signature_commande_id_commande")
        ),
        sa.ForeignKeyConstraint(
            ["utilisateur_id"], ["utilisateur.id"], name=op.f("fk_signature_utilisateur_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("commande_id", "partie", name=op.f("uq_signature_commande_id_partie")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signature_commande_id"), ["commande_id"], unique=False)

    op.create_table(
        "paiement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("facture_id", sa.Integer(), nullable=False),
        sa.Column("montant_centimes", Centimes(), nullable=False),
        sa.Column("jour", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("saisi_par_id", sa.Integer(), nullable=True),
        sa.Column("saisi_le", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["facture_id"], ["facture.id"], name=op.f("fk_paiement_facture_id_facture")),
        sa.ForeignKeyConstraint(
            ["saisi_par_id"], ["utilisateur.id"], name=op.f("fk_paiement_saisi_par_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paiement")),
        sa.UniqueConstraint("facture_id", name=op.f("uq_paiement_facture_id")),
    )


def downgrade() -> None:
    op.drop_table("paiement")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signature_commande_id"))

    op.drop_table("signature")
    with op.batch_alter_table("service_fait", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_fait_commande_id"))

    op.drop_table("service_fait")
    with op.batch_alter_table("livrable", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_livrable_commande_id"))

    op.drop_table("livrable")
    with op.batch_alter_table("facture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_facture_etat"))
        batch_op.drop_index(batch_op.f("ix_facture_commande_id"))

    op.drop_table("facture")
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_commande_id"))

    op.drop_table("evaluation")
    with op.batch_alter_table("commande", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commande_prestataire_id"))
        batch_op.drop_index(batch_op.f("ix_commande_notifiee_le"))
        batch_op.drop_index(batch_op.f("ix_commande_ingenierie_id"))
        batch_op.drop_index(batch_op.f("ix_commande_etat"))
        batch_op.drop_index(batch_op.f("ix_commande_dla_id"))

    op.drop_table("commande")
