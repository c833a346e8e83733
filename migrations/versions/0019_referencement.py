"""The référencement by région: calls, files that answer them, withdrawals, and who was invited under which.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

AVANT = ("demande", "accepte", "refuse", "dereference")
APRES = ("demande", "en_instruction", "a_completer", "accepte", "refuse", "dereference")
SITUATIONS = ("en_cours", "provisoire", "autre_region", "aucun")
LIENS = {
    "appel_id": "appel",
    "renouvelle_id": "referencement",
    "reconnait_id": "referencement",
    "demande_par_id": "utilisateur",
    "decide_par_id": "utilisateur",
}
TEXTES = ("complement", "recours", "reconnaissance")


def parmi(colonne: str, valeurs: tuple[str, ...]) -> str:
    return f"{colonne} IN ({', '.join(repr(v) for v in valeurs)})"


def enumeration(nom: str, *valeurs: str) -> sa.Enum:
    return sa.Enum(*valeurs, name=nom, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    _creer_appel()
    with op.batch_alter_table("referencement") as batch_op:
        batch_op.drop_constraint(op.f("ck_referencement_etat"), type_="check")
        batch_op.create_check_constraint(op.f("ck_referencement_etat"), sa.text(parmi("etat", APRES)))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        for colonne in TEXTES:
            batch_op.add_column(sa.Column(colonne, sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("decide_le", UtcDateTime(), nullable=True))
        for colonne, table in LIENS.items():
            batch_op.add_column(sa.Column(colonne, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(op.f(f"fk_referencement_{colonne}_{table}"), table, [colonne], ["id"])
    _creer_suites()
    for table in ("selection", "invitation"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("justification", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "invitation",
        sa.Column(
            "situation",
            sa.String(length=40),
            sa.CheckConstraint(parmi("situation", SITUATIONS), name=op.f("ck_invitation_situation")),
            nullable=True,
        ),
    )


def _creer_appel() -> None:
    op.create_table(
        "appel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("regional_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("etat", enumeration("etat", "brouillon", "publie", "remplace"), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("recours", sa.Text(), nullable=False),
        sa.Column("debut", sa.Date(), nullable=False),
        sa.Column("fin", sa.Date(), nullable=True),
        sa.Column("fin_convention", sa.Date(), nullable=True),
        sa.Column("publie_le", UtcDateTime(), nullable=True),
        sa.Column("publie_par_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["publie_par_id"], ["utilisateur.id"], name=op.f("fk_appel_publie_par_id_utilisateur")
        ),
        sa.ForeignKeyConstraint(
            ["regional_id"], ["dla_regional.id"], name=op.f("fk_appel_regional_id_dla_regional")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appel")),
        sa.UniqueConstraint("regional_id", "edition", name=op.f("uq_appel_regional_id_edition")),
    )
    op.create_index(op.f("ix_appel_regional_id"), "appel", ["regional_id"], unique=False)
    op.create_index(
        "uq_appel_vivant",
        "appel",
        ["regional_id", "etat"],
        unique=True,
        sqlite_where=sa.text("etat <> 'remplace'"),
        postgresql_where=sa.text("etat <> 'remplace'"),
    )
    op.create_table(
        "appel_critere",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appel_id", sa.Integer(), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("explication", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["appel_id"], ["appel.id"], name=op.f("fk_appel_critere_appel_id_appel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appel_critere")),
        sa.UniqueConstraint("appel_id", "ordre", name=op.f("uq_appel_critere_appel_id_ordre")),
    )
    op.create_index(op.f("ix_appel_critere_appel_id"), "appel_critere", ["appel_id"], unique=False)


def _creer_suites() -> None:
    op.create_table(
        "referencement_reponse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referencement_id", sa.Integer(), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referencement_id"],
            ["referencement.id"],
            name=op.f("fk_referencement_reponse_referencement_id_referencement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referencement_reponse")),
        sa.UniqueConstraint(
            "referencement_id", "ordre", name=op.f("uq_referencement_reponse_referencement_id_ordre")
        ),
    )
    op.create_table(
        "referencement_retrait",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("referencement_id", sa.Integer(), nullable=False),
        sa.Column("etat", enumeration("etat", "notifie", "prononce", "abandonne"), nullable=False),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("notifie_le", UtcDateTime(), nullable=False),
        sa.Column("notifie_par_id", sa.Integer(), nullable=False),
        sa.Column("limite", sa.Date(), nullable=False),
        sa.Column("reponse", sa.Text(), nullable=False),
        sa.Column("repondue_le", UtcDateTime(), nullable=True),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("conclu_le", UtcDateTime(), nullable=True),
        sa.Column("conclu_par_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conclu_par_id"],
            ["utilisateur.id"],
            name=op.f("fk_referencement_retrait_conclu_par_id_utilisateur"),
        ),
        sa.ForeignKeyConstraint(
            ["notifie_par_id"],
            ["utilisateur.id"],
            name=op.f("fk_referencement_retrait_notifie_par_id_utilisateur"),
        ),
        sa.ForeignKeyConstraint(
            ["referencement_id"],
            ["referencement.id"],
            name=op.f("fk_referencement_retrait_referencement_id_referencement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referencement_retrait")),
    )
    op.create_table(
        "referencement_provisoire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ingenierie_id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("regional_id", sa.Integer(), nullable=False),
        sa.Column("etat", enumeration("etat", "demande", "accepte", "refuse"), nullable=False),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("demande_le", UtcDateTime(), nullable=False),
        sa.Column("demande_par_id", sa.Integer(), nullable=False),
        sa.Column("reponse", sa.Text(), nullable=False),
        sa.Column("decide_le", UtcDateTime(), nullable=True),
        sa.Column("decide_par_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [colonne], [f"{table}.id"], name=op.f(f"fk_referencement_provisoire_{colonne}_{table}")
            )
            for colonne, table in (
                ("ingenierie_id", "ingenierie"),
                ("prestataire_id", "prestataire"),
                ("regional_id", "dla_regional"),
                ("demande_par_id", "utilisateur"),
                ("decide_par_id", "utilisateur"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referencement_provisoire")),
        sa.UniqueConstraint(
            "ingenierie_id",
            "prestataire_id",
            name=op.f("uq_referencement_provisoire_ingenierie_id_prestataire_id"),
        ),
    )
    for table, colonne in INDEX:
        op.create_index(op.f(f"ix_{table}_{colonne}"), table, [colonne], unique=False)


INDEX = (
    ("referencement_reponse", "referencement_id"),
    ("referencement_retrait", "referencement_id"),
    ("referencement_provisoire", "ingenierie_id"),
    ("referencement_provisoire", "prestataire_id"),
    ("referencement_provisoire", "regional_id"),
)


def downgrade() -> None:
    """A request under way goes back to being one; what was said of calls and withdrawals is lost."""
    op.execute("UPDATE referencement SET etat = 'demande' WHERE etat IN ('en_instruction', 'a_completer')")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_constraint(op.f("ck_invitation_situation"), type_="check")
        batch_op.drop_column("situation")
        batch_op.drop_column("justification")
    with op.batch_alter_table("selection") as batch_op:
        batch_op.drop_column("justification")
    for table in ("referencement_provisoire", "referencement_retrait", "referencement_reponse"):
        op.drop_table(table)
    with op.batch_alter_table("referencement") as batch_op:
        batch_op.drop_constraint(op.f("ck_referencement_etat"), type_="check")
        batch_op.create_check_constraint(op.f("ck_referencement_etat"), sa.text(parmi("etat", AVANT)))
        for colonne, table in LIENS.items():
            batch_op.drop_constraint(op.f(f"fk_referencement_{colonne}_{table}"), type_="foreignkey")
        for colonne in (*LIENS, "decide_le", *TEXTES, "version"):
            batch_op.drop_column(colonne)
    op.drop_table("appel_critere")
    op.drop_table("appel")
