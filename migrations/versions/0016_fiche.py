"""The whole fiche of a prestataire, and what its life leaves behind.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import Centimes, UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FORMES = (
    "entreprise_individuelle", "eurl", "sarl", "sas", "sa", "scop", "scic", "cae", "association", "fondation",
    "groupement", "autre",
)  # fmt: skip


def enum(nom: str, *valeurs: str) -> sa.Enum:
    return sa.Enum(*valeurs, name=nom, native_enum=False, create_constraint=True, length=40)


def texte(nom: str, longueur: int | None = None) -> sa.Column:
    genre = sa.Text() if longueur is None else sa.String(length=longueur)
    return sa.Column(nom, genre, nullable=False, server_default="")


def oui_non(nom: str, *, oui: bool = False) -> sa.Column:
    return sa.Column(nom, sa.Boolean(), nullable=False, server_default=sa.true() if oui else sa.false())


def peut_etre(nom: str, genre: sa.types.TypeEngine) -> sa.Column:
    return sa.Column(nom, genre, nullable=True)


def colonnes_prestataire() -> list[sa.Column]:
    return [
        texte("nom_commercial", 200),
        peut_etre("forme_juridique", enum("forme_juridique", *FORMES)),
        texte("code_naf", 6),
        peut_etre("creee_le", sa.Date()),
        peut_etre("effectif", sa.Integer()),
        texte("numero_tva", 20),
        texte("declaration_activite", 20),
        oui_non("qualiopi"),
        peut_etre("tarif_min_centimes", Centimes()),
        peut_etre("tarif_max_centimes", Centimes()),
        peut_etre("tarif_collectif_centimes", Centimes()),
        texte("frais_deplacement", 300),
        oui_non("presentiel"),
        oui_non("distance"),
        texte("langues"),
        texte("types_structures"),
        texte("techniques"),
        texte("outils"),
        peut_etre("jours_par_mois", sa.Integer()),
        oui_non("accepte_urgences"),
        texte("charte_version", 20),
        peut_etre("charte_signee_le", sa.Date()),
        texte("charte_signee_par", 200),
        peut_etre("liens_declares_le", sa.Date()),
    ]


def colonnes_intervenant() -> list[sa.Column]:
    return [
        texte("prenom", 100),
        texte("diplomes"),
        peut_etre("annees_experience", sa.Integer()),
        texte("langues"),
        texte("secteurs"),
        texte("thematiques"),
        oui_non("actif", oui=True),
        oui_non("accord_publication", oui=True),
    ]


def ajouter(table: str, colonnes: list[sa.Column]) -> None:
    """With a value for the rows that are there, which later ones must give themselves."""
    with op.batch_alter_table(table, schema=None, recreate="auto") as batch_op:
        for colonne in colonnes:
            batch_op.add_column(colonne)
    with op.batch_alter_table(table, schema=None) as batch_op:
        for colonne in colonnes:
            if colonne.server_default is not None:
                batch_op.alter_column(
                    colonne.name,
                    existing_type=colonne.type,
                    existing_nullable=False,
                    server_default=None,
                )


def upgrade() -> None:
    ajouter("prestataire", colonnes_prestataire())
    ajouter("intervenant", colonnes_intervenant())
    with op.batch_alter_table("prestataire_activite", schema=None) as batch_op:
        batch_op.add_column(sa.Column("annees", sa.Integer(), nullable=True))
    op.create_table(
        "activite_zone",
        sa.Column("activite_id", sa.Integer(), nullable=False),
        sa.Column("departement_code", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["activite_id"],
            ["prestataire_activite.id"],
            name=op.f("fk_activite_zone_activite_id_prestataire_activite"),
        ),
        sa.ForeignKeyConstraint(
            ["departement_code"],
            ["departement.code"],
            name=op.f("fk_activite_zone_departement_code_departement"),
        ),
        sa.PrimaryKeyConstraint("activite_id", "departement_code", name=op.f("pk_activite_zone")),
    )
    creer_enfant(
        "prestataire_lien",
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("nature", sa.String(length=500), nullable=False),
    )
    creer_enfant(
        "fiche_copie",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("verbe", sa.String(length=40), nullable=False),
        sa.Column("contenu", sa.Text(), nullable=False),
        sa.Column("figee_le", UtcDateTime(), nullable=False),
        sa.Column("figee_par", sa.String(length=200), nullable=False),
    )
    creer_enfant(
        "fiche_trace",
        sa.Column("instant", UtcDateTime(), nullable=False),
        sa.Column("auteur", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("verbe", sa.String(length=40), nullable=False),
        sa.Column("champ", sa.String(length=60), nullable=False),
        sa.Column("sujet", sa.String(length=300), nullable=False),
        sa.Column("avant", sa.Text(), nullable=False),
        sa.Column("apres", sa.Text(), nullable=False),
    )
    op.create_table(
        "fiche_rappel",
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("confirmee_le", sa.Date(), nullable=False),
        sa.Column("palier", enum("palier", "premier", "second", "dernier"), nullable=False),
        sa.Column("envoye_le", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_fiche_rappel_prestataire_id_prestataire")
        ),
        sa.PrimaryKeyConstraint("prestataire_id", "confirmee_le", "palier", name=op.f("pk_fiche_rappel")),
    )
    creer_enfant(
        "procedure_suspension",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("etat", enum("etat", "ouverte", "prononcee", "abandonnee", "levee"), nullable=False),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("ouverte_par", sa.String(length=200), nullable=False),
        sa.Column("ouverte_le", UtcDateTime(), nullable=False),
        sa.Column("repondre_avant", sa.Date(), nullable=False),
        sa.Column("reponse", sa.Text(), nullable=False),
        sa.Column("repondue_par", sa.String(length=200), nullable=False),
        sa.Column("repondue_le", UtcDateTime(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decidee_par", sa.String(length=200), nullable=False),
        sa.Column("decidee_le", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_procedure_suspension_organisation_id_organisation"),
        ),
    )


def creer_enfant(table: str, *suite: sa.schema.SchemaItem) -> None:
    """A table of rows that belong to a prestataire."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        *suite,
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f(f"fk_{table}_prestataire_id_prestataire")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_prestataire_id"), table, ["prestataire_id"], unique=False)


def downgrade() -> None:
    for table in (
        "procedure_suspension", "fiche_rappel", "fiche_trace", "fiche_copie", "prestataire_lien",
        "activite_zone",
    ):  # fmt: skip
        op.drop_table(table)
    with op.batch_alter_table("prestataire_activite", schema=None) as batch_op:
        batch_op.drop_column("annees")
    for table, colonnes in (
        ("intervenant", colonnes_intervenant()),
        ("prestataire", colonnes_prestataire()),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            if table == "prestataire":
                batch_op.drop_constraint(batch_op.f("ck_prestataire_forme_juridique"), type_="check")
            for colonne in reversed(colonnes):
                batch_op.drop_column(colonne.name)
