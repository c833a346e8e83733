"""Tables of the ressources and the sollicitations; a shortlist may name a centre as the origin of a choice."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ORIGINES = ("recherche", "aval", "connu")
SELECTION = sa.table("selection", sa.column("origine"))


def _permettre_les_origines(*origines: str) -> None:
    """The CHECK of an enumeration: SQLite copies the table without the former one, which it cannot drop."""
    condition = "origine IN ({})".format(", ".join(f"'{o}'" for o in origines))
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("selection", recreate="always" if sqlite else "never") as batch_op:
        if not sqlite:
            batch_op.drop_constraint(batch_op.f("ck_selection_origine"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_selection_origine"), condition)


def upgrade() -> None:
    _permettre_les_origines(*ORIGINES, "centre")
    op.create_table(
        "ressource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "methode",
                "modele_cahier",
                "guide",
                name="nature",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "etat",
            sa.Enum(
                "brouillon",
                "publiee",
                "retiree",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("cree_par_id", sa.Integer(), nullable=False),
        sa.Column("cree_le", UtcDateTime(), nullable=False),
        sa.Column("publiee_le", UtcDateTime(), nullable=True),
        sa.Column("retiree_le", UtcDateTime(), nullable=True),
        sa.Column("motif_retrait", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cree_par_id"], ["utilisateur.id"], name=op.f("fk_ressource_cree_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_ressource_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ressource")),
    )
    with op.batch_alter_table("ressource", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ressource_etat"), ["etat"], unique=False)
        batch_op.create_index(batch_op.f("ix_ressource_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ressource_id", sa.Integer(), nullable=False),
        sa.Column("numero", sa.Integer(), nullable=False),
        sa.Column("titre", sa.String(length=200), nullable=False),
        sa.Column("resume", sa.Text(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("lien", sa.String(length=300), nullable=False),
        sa.Column("changement", sa.Text(), nullable=False),
        sa.Column("ecrite_par_id", sa.Integer(), nullable=False),
        sa.Column("ecrite_le", UtcDateTime(), nullable=False),
        sa.Column("contexte", sa.Text(), nullable=False),
        sa.Column("objectifs", sa.Text(), nullable=False),
        sa.Column("resultats_attendus", sa.Text(), nullable=False),
        sa.Column("livrables", sa.Text(), nullable=False),
        sa.Column("modalites", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ecrite_par_id"], ["utilisateur.id"], name=op.f("fk_edition_ecrite_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["ressource_id"], ["ressource.id"], name=op.f("fk_edition_ressource_id_ressource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("ressource_id", "numero", name=op.f("uq_edition_ressource_id_numero")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_ressource_id"), ["ressource_id"], unique=False)

    op.create_table(
        "edition_secteur",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("secteur_code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_edition_secteur_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["secteur_code"], ["secteur.code"], name=op.f("fk_edition_secteur_secteur_code_secteur")
        ),
        sa.PrimaryKeyConstraint("edition_id", "secteur_code", name=op.f("pk_edition_secteur")),
    )
    op.create_table(
        "edition_thematique",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("thematique_code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_edition_thematique_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["thematique_code"],
            ["thematique.code"],
            name=op.f("fk_edition_thematique_thematique_code_thematique"),
        ),
        sa.PrimaryKeyConstraint("edition_id", "thematique_code", name=op.f("pk_edition_thematique")),
    )
    op.create_table(
        "lecture_diagnostic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("diagnostic_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=60), nullable=False),
        sa.Column("ouverte_le", UtcDateTime(), nullable=False),
        sa.Column("jusqu_au", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["diagnostic_id"], ["diagnostic.id"], name=op.f("fk_lecture_diagnostic_diagnostic_id_diagnostic")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_lecture_diagnostic_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lecture_diagnostic")),
        sa.UniqueConstraint("cause", name=op.f("uq_lecture_diagnostic_cause")),
    )
    with op.batch_alter_table("lecture_diagnostic", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lecture_diagnostic_diagnostic_id"), ["diagnostic_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lecture_diagnostic_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "ressource_jointe",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ingenierie_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column(
            "usage",
            sa.Enum(
                "jointe", "modele_source", name="usage", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("jointe_par_id", sa.Integer(), nullable=False),
        sa.Column("jointe_le", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_ressource_jointe_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["ingenierie_id"], ["ingenierie.id"], name=op.f("fk_ressource_jointe_ingenierie_id_ingenierie")
        ),
        sa.ForeignKeyConstraint(
            ["jointe_par_id"], ["utilisateur.id"], name=op.f("fk_ressource_jointe_jointe_par_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ressource_jointe")),
        sa.UniqueConstraint(
            "ingenierie_id",
            "edition_id",
            "usage",
            name=op.f("uq_ressource_jointe_ingenierie_id_edition_id_usage"),
        ),
    )
    with op.batch_alter_table("ressource_jointe", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ressource_jointe_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ressource_jointe_ingenierie_id"), ["ingenierie_id"], unique=False
        )

    op.create_table(
        "sollicitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("dla_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum(
                "relecture",
                "specialiste",
                "ressource",
                "question",
                name="nature",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "etat",
            sa.Enum(
                "envoyee",
                "prise_en_charge",
                "repondue",
                "close",
                "reorientee",
                "retiree",
                name="etat",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("objet", sa.String(length=200), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("secteur_code", sa.String(length=60), nullable=False),
        sa.Column("thematique_code", sa.String(length=60), nullable=True),
        sa.Column("structure_id", sa.Integer(), nullable=True),
        sa.Column("diagnostic_id", sa.Integer(), nullable=True),
        sa.Column("ingenierie_id", sa.Integer(), nullable=True),
        sa.Column("demandee_par_id", sa.Integer(), nullable=False),
        sa.Column("envoyee_le", UtcDateTime(), nullable=False),
        sa.Column("prise_avant", sa.Date(), nullable=False),
        sa.Column("reponse_avant", sa.Date(), nullable=False),
        sa.Column("prise_par_id", sa.Integer(), nullable=True),
        sa.Column("prise_le", UtcDateTime(), nullable=True),
        sa.Column("reponse", sa.Text(), nullable=False),
        sa.Column("repondue_par_id", sa.Integer(), nullable=True),
        sa.Column("repondue_le", UtcDateTime(), nullable=True),
        sa.Column("finie_le", UtcDateTime(), nullable=True),
        sa.Column("utile", sa.Boolean(), nullable=True),
        sa.Column("mot_de_fin", sa.Text(), nullable=False),
        sa.Column("suite_de_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre_ressources.id"], name=op.f("fk_sollicitation_centre_id_centre_ressources")
        ),
        sa.ForeignKeyConstraint(
            ["demandee_par_id"], ["utilisateur.id"], name=op.f("fk_sollicitation_demandee_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["diagnostic_id"], ["diagnostic.id"], name=op.f("fk_sollicitation_diagnostic_id_diagnostic")
        ),
        sa.ForeignKeyConstraint(["dla_id"], ["dla.id"], name=op.f("fk_sollicitation_dla_id_dla")),
        sa.ForeignKeyConstraint(
            ["ingenierie_id"], ["ingenierie.id"], name=op.f("fk_sollicitation_ingenierie_id_ingenierie")
        ),
        sa.ForeignKeyConstraint(
            ["prise_par_id"], ["utilisateur.id"], name=op.f("fk_sollicitation_prise_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["repondue_par_id"], ["utilisateur.id"], name=op.f("fk_sollicitation_repondue_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["secteur_code"], ["secteur.code"], name=op.f("fk_sollicitation_secteur_code_secteur")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["structure.id"], name=op.f("fk_sollicitation_structure_id_structure")
        ),
        sa.ForeignKeyConstraint(
            ["suite_de_id"], ["sollicitation.id"], name=op.f("fk_sollicitation_suite_de_id_sollicitation")
        ),
        sa.ForeignKeyConstraint(
            ["thematique_code"], ["thematique.code"], name=op.f("fk_sollicitation_thematique_code_thematique")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sollicitation")),
        sa.UniqueConstraint("reference", name=op.f("uq_sollicitation_reference")),
        sa.UniqueConstraint("suite_de_id", name=op.f("uq_sollicitation_suite_de_id")),
    )
    with op.batch_alter_table("sollicitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sollicitation_centre_id"), ["centre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sollicitation_diagnostic_id"), ["diagnostic_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sollicitation_dla_id"), ["dla_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sollicitation_envoyee_le"), ["envoyee_le"], unique=False)
        batch_op.create_index(batch_op.f("ix_sollicitation_etat"), ["etat"], unique=False)
        batch_op.create_index(batch_op.f("ix_sollicitation_ingenierie_id"), ["ingenierie_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sollicitation_structure_id"), ["structure_id"], unique=False)

    op.create_table(
        "envoi_ressource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sollicitation_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_envoi_ressource_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["sollicitation_id"],
            ["sollicitation.id"],
            name=op.f("fk_envoi_ressource_sollicitation_id_sollicitation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envoi_ressource")),
        sa.UniqueConstraint(
            "sollicitation_id", "edition_id", name=op.f("uq_envoi_ressource_sollicitation_id_edition_id")
        ),
    )
    with op.batch_alter_table("envoi_ressource", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_envoi_ressource_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_envoi_ressource_sollicitation_id"), ["sollicitation_id"], unique=False
        )

    op.create_table(
        "message_sollicitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sollicitation_id", sa.Integer(), nullable=False),
        sa.Column("auteur_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("ecrit_le", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["auteur_id"], ["utilisateur.id"], name=op.f("fk_message_sollicitation_auteur_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_message_sollicitation_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["sollicitation_id"],
            ["sollicitation.id"],
            name=op.f("fk_message_sollicitation_sollicitation_id_sollicitation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_sollicitation")),
    )
    with op.batch_alter_table("message_sollicitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_sollicitation_sollicitation_id"), ["sollicitation_id"], unique=False
        )

    op.create_table(
        "proposition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sollicitation_id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("proposee_par_id", sa.Integer(), nullable=False),
        sa.Column("ingenierie_id", sa.Integer(), nullable=True),
        sa.Column("retenue_le", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ingenierie_id"], ["ingenierie.id"], name=op.f("fk_proposition_ingenierie_id_ingenierie")
        ),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_proposition_prestataire_id_prestataire")
        ),
        sa.ForeignKeyConstraint(
            ["proposee_par_id"], ["utilisateur.id"], name=op.f("fk_proposition_proposee_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["sollicitation_id"],
            ["sollicitation.id"],
            name=op.f("fk_proposition_sollicitation_id_sollicitation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposition")),
        sa.UniqueConstraint(
            "sollicitation_id", "prestataire_id", name=op.f("uq_proposition_sollicitation_id_prestataire_id")
        ),
    )
    with op.batch_alter_table("proposition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposition_ingenierie_id"), ["ingenierie_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposition_prestataire_id"), ["prestataire_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_proposition_sollicitation_id"), ["sollicitation_id"], unique=False
        )


def downgrade() -> None:
    op.execute(SELECTION.update().where(SELECTION.c.origine == "centre").values(origine="aval"))
    _permettre_les_origines(*ORIGINES)
    # a table takes its indexes with it
    op.drop_table("proposition")
    op.drop_table("message_sollicitation")
    op.drop_table("envoi_ressource")
    op.drop_table("sollicitation")
    op.drop_table("ressource_jointe")
    op.drop_table("lecture_diagnostic")
    op.drop_table("edition_thematique")
    op.drop_table("edition_secteur")
    op.drop_table("edition")
    op.drop_table("ressource")
