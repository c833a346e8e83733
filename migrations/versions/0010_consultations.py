"""Tables of consultations."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import Centimes, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ingenierie_id", sa.Integer(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "lancee",
                "depouillee",
                "choisie",
                "attribuee",
                "infructueuse",
                "sans_suite",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cahier", sa.Text(), nullable=False),
        sa.Column("cahier_empreinte", sa.String(length=64), nullable=False),
        sa.Column("plafond_ttc_centimes", Centimes(), nullable=False),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.Column("lancee_le", UtcDateTime(), nullable=False),
        sa.Column("lancee_par_id", sa.Integer(), nullable=False),
        sa.Column("limite_intention", UtcDateTime(), nullable=False),
        sa.Column("limite_offre", UtcDateTime(), nullable=False),
        sa.Column("cle_enveloppee", sa.LargeBinary(), nullable=False),
        sa.Column("cle_version", sa.String(length=40), nullable=False),
        sa.Column("ouverte_le", UtcDateTime(), nullable=True),
        sa.Column("ouverte_par_id", sa.Integer(), nullable=True),
        sa.Column("choix_offre_id", sa.String(length=36), nullable=True),
        sa.Column("choix_motif", sa.Text(), nullable=False),
        sa.Column("choisie_le", UtcDateTime(), nullable=True),
        sa.Column("choisie_par_id", sa.Integer(), nullable=True),
        sa.Column("retenue_offre_id", sa.String(length=36), nullable=True),
        sa.Column("attribution_motif", sa.Text(), nullable=False),
        sa.Column("attribuee_le", UtcDateTime(), nullable=True),
        sa.Column("attribuee_par_id", sa.Integer(), nullable=True),
        sa.Column("cloture_motif", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribuee_par_id"],
            ["utilisateur.id"],
            name=op.f("fk_consultation_attribuee_par_id_utilisateur"),
        ),
        sa.ForeignKeyConstraint(
            ["choisie_par_id"], ["utilisateur.id"], name=op.f("fk_consultation_choisie_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["ingenierie_id"], ["ingenierie.id"], name=op.f("fk_consultation_ingenierie_id_ingenierie")
        ),
        sa.ForeignKeyConstraint(
            ["lancee_par_id"], ["utilisateur.id"], name=op.f("fk_consultation_lancee_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["ouverte_par_id"], ["utilisateur.id"], name=op.f("fk_consultation_ouverte_par_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_etat"), ["etat"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_ingenierie_id"), ["ingenierie_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consultation_limite_offre"), ["limite_offre"], unique=False)

    op.create_table(
        "selection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ingenierie_id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column(
            "origine",
            sa.Enum(
                "recherche",
                "aval",
                "connu",
                name="origine",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("recherche", sa.Text(), nullable=False),
        sa.Column("ajoutee_par_id", sa.Integer(), nullable=False),
        sa.Column("ajoutee_le", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ajoutee_par_id"], ["utilisateur.id"], name=op.f("fk_selection_ajoutee_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["ingenierie_id"], ["ingenierie.id"], name=op.f("fk_selection_ingenierie_id_ingenierie")
        ),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_selection_prestataire_id_prestataire")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection")),
        sa.UniqueConstraint(
            "ingenierie_id", "prestataire_id", name=op.f("uq_selection_ingenierie_id_prestataire_id")
        ),
    )
    with op.batch_alter_table("selection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_selection_ingenierie_id"), ["ingenierie_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_selection_prestataire_id"), ["prestataire_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "envoyee",
                "vue",
                "intention",
                "declinee",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("envoyee_le", UtcDateTime(), nullable=False),
        sa.Column("repondue_le", UtcDateTime(), nullable=True),
        sa.Column("motif_declin_code", sa.String(length=60), nullable=True),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_invitation_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["motif_declin_code"], ["motif.code"], name=op.f("fk_invitation_motif_declin_code_motif")
        ),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_invitation_prestataire_id_prestataire")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint(
            "consultation_id", "prestataire_id", name=op.f("uq_invitation_consultation_id_prestataire_id")
        ),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_prestataire_id"), ["prestataire_id"], unique=False)

    op.create_table(
        "offre",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "brouillon",
                "deposee",
                "retiree",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("contenu", sa.LargeBinary(), nullable=False),
        sa.Column("cle_enveloppee", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("deposee_le", UtcDateTime(), nullable=True),
        sa.Column("hors_delai", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_offre_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_offre_prestataire_id_prestataire")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offre")),
        sa.UniqueConstraint(
            "consultation_id", "prestataire_id", name=op.f("uq_offre_consultation_id_prestataire_id")
        ),
    )
    with op.batch_alter_table("offre", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offre_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offre_prestataire_id"), ["prestataire_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("posee_le", UtcDateTime(), nullable=False),
        sa.Column("reponse", sa.Text(), nullable=False),
        sa.Column("repondue_le", UtcDateTime(), nullable=True),
        sa.Column("repondue_par_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_question_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_question_prestataire_id_prestataire")
        ),
        sa.ForeignKeyConstraint(
            ["repondue_par_id"], ["utilisateur.id"], name=op.f("fk_question_repondue_par_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "tentative_depot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("recue_le", UtcDateTime(), nullable=False),
        sa.Column("issue", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_tentative_depot_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_tentative_depot_prestataire_id_prestataire")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tentative_depot")),
    )
    with op.batch_alter_table("tentative_depot", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tentative_depot_consultation_id"), ["consultation_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("tentative_depot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tentative_depot_consultation_id"))

    op.drop_table("tentative_depot")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_consultation_id"))

    op.drop_table("question")
    with op.batch_alter_table("offre", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offre_prestataire_id"))
        batch_op.drop_index(batch_op.f("ix_offre_consultation_id"))

    op.drop_table("offre")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_prestataire_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_consultation_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("selection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_selection_prestataire_id"))
        batch_op.drop_index(batch_op.f("ix_selection_ingenierie_id"))

    op.drop_table("selection")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_limite_offre"))
        batch_op.drop_index(batch_op.f("ix_consultation_ingenierie_id"))
        batch_op.drop_index(batch_op.f("ix_consultation_etat"))

    op.drop_table("consultation")
