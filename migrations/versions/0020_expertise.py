"""Avals with their evidence, renewals and replies; links of interest; centres over time; replies to evaluations.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ETATS = ("propose", "confirme", "refuse", "retire", "renouvele")
PREUVES = ("mission", "formation", "publication", "autre")
SUJET = ("ck_aval_sujet", "secteur_code IS NOT NULL OR thematique_code IS NOT NULL")
REPONSE = ("ck_aval_reponse", "(repondu_le IS NULL) = (reponse = '')")


def _parmi(colonne: str, valeurs: tuple[str, ...]) -> tuple[str, str]:
    return f"ck_aval_{colonne}", f"{colonne} IN ({', '.join(map(repr, valeurs))})"


def _enumere(nom: str, *valeurs: str) -> sa.Enum:
    return sa.Enum(*valeurs, name=nom, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    _creer_liens()
    _creer_centres()
    op.create_table(
        "evaluation_dla",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commande_id", sa.Integer(), nullable=False),
        sa.Column("clarte_cahier", sa.Integer(), nullable=False),
        sa.Column("implication", sa.Integer(), nullable=False),
        sa.Column("delai_paiement", sa.Integer(), nullable=False),
        sa.Column("commentaire", sa.Text(), nullable=False),
        sa.Column("rendue_par_id", sa.Integer(), nullable=True),
        sa.Column("rendue_le", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "clarte_cahier BETWEEN 0 AND 5 AND implication BETWEEN 0 AND 5"
            " AND delai_paiement BETWEEN 0 AND 5",
            name=op.f("ck_evaluation_dla_notes"),
        ),
        sa.ForeignKeyConstraint(
            ["commande_id"], ["commande.id"], name=op.f("fk_evaluation_dla_commande_id_commande")
        ),
        sa.ForeignKeyConstraint(
            ["rendue_par_id"], ["utilisateur.id"], name=op.f("fk_evaluation_dla_rendue_par_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_dla")),
        sa.UniqueConstraint("commande_id", name=op.f("uq_evaluation_dla_commande_id")),
    )
    _etendre_aval()
    op.add_column("centre_ressources", sa.Column("court", sa.String(60), nullable=False, server_default=""))
    with op.batch_alter_table("evaluation", schema=None) as lot:
        lot.add_column(sa.Column("reponse", sa.Text(), nullable=False, server_default=""))
        lot.add_column(sa.Column("repondu_par_id", sa.Integer(), nullable=True))
        lot.add_column(sa.Column("repondu_le", UtcDateTime(), nullable=True))
        lot.create_foreign_key(
            op.f("fk_evaluation_repondu_par_id_utilisateur"), "utilisateur", ["repondu_par_id"], ["id"]
        )


def _etendre_aval() -> None:
    with op.batch_alter_table("aval", schema=None) as lot:
        lot.drop_constraint(op.f("ck_aval_etat"), type_="check")
        lot.add_column(sa.Column("thematique_code", sa.String(60), nullable=True))
        lot.add_column(sa.Column("preuve_nature", sa.String(40), nullable=False, server_default="autre"))
        lot.add_column(sa.Column("preuve", sa.String(500), nullable=False, server_default=""))
        lot.add_column(sa.Column("commande_id", sa.Integer(), nullable=True))
        lot.add_column(sa.Column("note_interne", sa.Text(), nullable=False, server_default=""))
        lot.add_column(sa.Column("predecesseur_id", sa.Integer(), nullable=True))
        lot.add_column(sa.Column("reponse", sa.Text(), nullable=False, server_default=""))
        lot.add_column(sa.Column("repondu_par_id", sa.Integer(), nullable=True))
        lot.add_column(sa.Column("repondu_le", UtcDateTime(), nullable=True))
        lot.alter_column("secteur_code", existing_type=sa.String(60), nullable=True)
        lot.create_index(op.f("ix_aval_predecesseur_id"), ["predecesseur_id"])
        for colonne, table, cle in (
            ("predecesseur_id", "aval", "id"),
            ("commande_id", "commande", "id"),
            ("thematique_code", "thematique", "code"),
            ("repondu_par_id", "utilisateur", "id"),
        ):
            lot.create_foreign_key(op.f(f"fk_aval_{colonne}_{table}"), table, [colonne], [cle])
        for nom, texte in (_parmi("etat", ETATS), _parmi("preuve_nature", PREUVES), SUJET, REPONSE):
            lot.create_check_constraint(op.f(nom), texte)


def _creer_liens() -> None:
    op.create_table(
        "lien_interet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("utilisateur_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("nature", _enumere("nature", "emploi", "direction", "famille", "commerce"), nullable=False),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("debut", sa.Date(), nullable=True),
        sa.Column("fin", sa.Date(), nullable=True),
        sa.Column("declare_le", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "fin IS NULL OR debut IS NULL OR fin >= debut", name=op.f("ck_lien_interet_duree")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_lien_interet_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["utilisateur_id"], ["utilisateur.id"], name=op.f("fk_lien_interet_utilisateur_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lien_interet")),
    )
    for colonne in ("organisation_id", "utilisateur_id"):
        op.create_index(op.f(f"ix_lien_interet_{colonne}"), "lien_interet", [colonne])


def _creer_centres() -> None:
    op.create_table(
        "centre_thematique",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("thematique_code", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"],
            ["centre_ressources.id"],
            name=op.f("fk_centre_thematique_centre_id_centre_ressources"),
        ),
        sa.ForeignKeyConstraint(
            ["thematique_code"],
            ["thematique.code"],
            name=op.f("fk_centre_thematique_thematique_code_thematique"),
        ),
        sa.PrimaryKeyConstraint("centre_id", "thematique_code", name=op.f("pk_centre_thematique")),
    )
    _creer_suivi(
        "nom_centre",
        sa.Column("nom", sa.String(200), nullable=False),
        sa.Column("genre", _enumere("genre", "officiel", "alias"), nullable=False),
    )
    _creer_suivi(
        "organisme_centre",
        sa.Column("nom", sa.String(200), nullable=False),
        sa.Column(
            "qualite", _enumere("qualite", "tete_de_reseau", "reseau_associe", "pilotage"), nullable=False
        ),
    )
    _creer_suivi(
        "poste_centre",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fonction", sa.String(200), nullable=False),
        sa.Column("etp_centiemes", sa.Integer(), nullable=False),
        sa.CheckConstraint("etp_centiemes > 0", name=op.f("ck_poste_centre_etp")),
    )
    _creer_suivi(
        "action_centre",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("axe", _enumere("axe", "mobiliser", "appuyer", "promouvoir", "contribuer"), nullable=False),
        sa.Column("intitule", sa.String(200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
    )


def _creer_suivi(table: str, *colonnes: Any) -> None:
    """A table of what a centre is from a day to another."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        *colonnes,
        sa.Column("valide_du", sa.Date(), nullable=True),
        sa.Column("valide_au", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre_ressources.id"], name=op.f(f"fk_{table}_centre_id_centre_ressources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_centre_id"), table, ["centre_id"])


def downgrade() -> None:
    """An aval for a thématique alone cannot be told by the old table: it goes, and so does its chain."""
    with op.batch_alter_table("evaluation", schema=None) as lot:
        lot.drop_constraint(op.f("fk_evaluation_repondu_par_id_utilisateur"), type_="foreignkey")
        for colonne in ("repondu_le", "repondu_par_id", "reponse"):
            lot.drop_column(colonne)
    op.drop_column("centre_ressources", "court")
    _reduire_aval()
    op.drop_table("evaluation_dla")
    for table in ("action_centre", "poste_centre", "organisme_centre", "nom_centre", "centre_thematique"):
        op.drop_table(table)
    op.drop_table("lien_interet")


def _reduire_aval() -> None:
    op.execute("UPDATE aval SET predecesseur_id = NULL")
    op.execute("DELETE FROM aval WHERE secteur_code IS NULL")
    op.execute("UPDATE aval SET etat = 'confirme' WHERE etat = 'renouvele'")
    nom, texte = _parmi("etat", ETATS[:-1])
    with op.batch_alter_table("aval", schema=None) as lot:
        for controle in (nom, "ck_aval_preuve_nature", SUJET[0], REPONSE[0]):
            lot.drop_constraint(op.f(controle), type_="check")
        lot.create_check_constraint(op.f(nom), texte)
        for colonne, table in (
            ("repondu_par_id", "utilisateur"),
            ("thematique_code", "thematique"),
            ("commande_id", "commande"),
            ("predecesseur_id", "aval"),
        ):
            lot.drop_constraint(op.f(f"fk_aval_{colonne}_{table}"), type_="foreignkey")
        lot.drop_index(op.f("ix_aval_predecesseur_id"))
        lot.alter_column("secteur_code", existing_type=sa.String(60), nullable=False)
        for colonne in (
            "repondu_le",
            "repondu_par_id",
            "reponse",
            "predecesseur_id",
            "note_interne",
            "commande_id",
            "preuve",
            "preuve_nature",
            "thematique_code",
        ):
            lot.drop_column(colonne)
