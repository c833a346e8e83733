"""Tables of depouillement."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import Centimes, UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "declaration_interet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("utilisateur_id", sa.Integer(), nullable=False),
        sa.Column("sans_lien", sa.Boolean(), nullable=False),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("instant", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_declaration_interet_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["utilisateur_id"],
            ["utilisateur.id"],
            name=op.f("fk_declaration_interet_utilisateur_id_utilisateur"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration_interet")),
        sa.UniqueConstraint(
            "consultation_id",
            "utilisateur_id",
            name=op.f("uq_declaration_interet_consultation_id_utilisateur_id"),
        ),
    )
    with op.batch_alter_table("declaration_interet", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_declaration_interet_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "proces_verbal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("contenu", sa.Text(), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("etabli_le", UtcDateTime(), nullable=False),
        sa.Column("etabli_par_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_proces_verbal_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["etabli_par_id"], ["utilisateur.id"], name=op.f("fk_proces_verbal_etabli_par_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proces_verbal")),
        sa.UniqueConstraint(
            "consultation_id", "nature", name=op.f("uq_proces_verbal_consultation_id_nature")
        ),
    )
    with op.batch_alter_table("proces_verbal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proces_verbal_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "offre_ouverte",
        sa.Column("offre_id", sa.String(length=36), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "recevable",
                "non_conforme",
                "illisible",
                "retenue",
                "non_retenue",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("comprehension", sa.Text(), nullable=False),
        sa.Column("methode", sa.Text(), nullable=False),
        sa.Column("calendrier", sa.Text(), nullable=False),
        sa.Column("intervenants", sa.Text(), nullable=False),
        sa.Column("references", sa.Text(), nullable=False),
        sa.Column("jours_centiemes", sa.Integer(), nullable=False),
        sa.Column("total_ht_centimes", Centimes(), nullable=False),
        sa.Column("tva_dix_millemes", sa.Integer(), nullable=False),
        sa.Column("tva_centimes", Centimes(), nullable=False),
        sa.Column("total_ttc_centimes", Centimes(), nullable=False),
        sa.Column("motif_ecart", sa.Text(), nullable=False),
        sa.CheckConstraint("total_ttc_centimes >= 0", name=op.f("ck_offre_ouverte_total")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_offre_ouverte_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(["offre_id"], ["offre.id"], name=op.f("fk_offre_ouverte_offre_id_offre")),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_offre_ouverte_prestataire_id_prestataire")
        ),
        sa.PrimaryKeyConstraint("offre_id", name=op.f("pk_offre_ouverte")),
    )
    with op.batch_alter_table("offre_ouverte", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_offre_ouverte_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offre_id", sa.String(length=36), nullable=False),
        sa.Column("utilisateur_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("critere_ordre", sa.Integer(), nullable=False),
        sa.Column("note", sa.Integer(), nullable=False),
        sa.Column("commentaire", sa.Text(), nullable=False),
        sa.CheckConstraint("note BETWEEN 0 AND 5", name=op.f("ck_note_note")),
        sa.ForeignKeyConstraint(
            ["offre_id"], ["offre_ouverte.offre_id"], name=op.f("fk_note_offre_id_offre_ouverte")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_note_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["utilisateur_id"], ["utilisateur.id"], name=op.f("fk_note_utilisateur_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint(
            "offre_id",
            "utilisateur_id",
            "critere_ordre",
            name=op.f("uq_note_offre_id_utilisateur_id_critere_ordre"),
        ),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_offre_id"), ["offre_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_offre_id"))

    op.drop_table("note")
    with op.batch_alter_table("offre_ouverte", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offre_ouverte_consultation_id"))

    op.drop_table("offre_ouverte")
    with op.batch_alter_table("proces_verbal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proces_verbal_consultation_id"))

    op.drop_table("proces_verbal")
    with op.batch_alter_table("declaration_interet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declaration_interet_consultation_id"))

    op.drop_table("declaration_interet")
