"""Proposals set aside, the frozen shortlist, searches kept with their alerts.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.append_only import ddl, ddl_inverse
from dla_market.kernel.types import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

AVANT = ("recherche", "aval", "connu", "centre")
APRES = (*AVANT, "proposition")
SELECTION = sa.table("selection", sa.column("origine"))


def origines(valeurs: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*valeurs, name="origine", native_enum=False, create_constraint=True, length=40)


def changer_les_origines(valeurs: tuple[str, ...]) -> None:
    """The CHECK of an enumeration: rewritten with its table on SQLite, which cannot change it in place."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("selection", schema=None) as batch_op:
            batch_op.alter_column(
                "origine", existing_type=sa.String(40), type_=origines(valeurs), existing_nullable=False
            )
        return
    op.drop_constraint(op.f("ck_selection_origine"), "selection", type_="check")
    op.create_check_constraint(op.f("ck_selection_origine"), "selection", SELECTION.c.origine.in_(valeurs))


def upgrade() -> None:
    changer_les_origines(APRES)
    op.create_table(
        "selection_ecartee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ingenierie_id", sa.Integer(), nullable=False),
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("motif", sa.Text(), nullable=False),
        sa.Column("ecartee_par_id", sa.Integer(), nullable=False),
        sa.Column("ecartee_le", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ecartee_par_id"],
            ["utilisateur.id"],
            name=op.f("fk_selection_ecartee_ecartee_par_id_utilisateur"),
        ),
        sa.ForeignKeyConstraint(
            ["ingenierie_id"], ["ingenierie.id"], name=op.f("fk_selection_ecartee_ingenierie_id_ingenierie")
        ),
        sa.ForeignKeyConstraint(
            ["prestataire_id"],
            ["prestataire.id"],
            name=op.f("fk_selection_ecartee_prestataire_id_prestataire"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_ecartee")),
        sa.UniqueConstraint(
            "ingenierie_id", "prestataire_id", name=op.f("uq_selection_ecartee_ingenierie_id_prestataire_id")
        ),
    )
    with op.batch_alter_table("selection_ecartee", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_selection_ecartee_ingenierie_id"), ["ingenierie_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_selection_ecartee_prestataire_id"), ["prestataire_id"], unique=False
        )

    op.create_table(
        "preselection_figee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("contenu", sa.Text(), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("figee_le", UtcDateTime(), nullable=False),
        sa.Column("figee_par_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_preselection_figee_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["figee_par_id"], ["utilisateur.id"], name=op.f("fk_preselection_figee_figee_par_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preselection_figee")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_preselection_figee_consultation_id")),
    )
    for ordre in ddl(op.get_bind().dialect.name, "preselection_figee"):
        op.execute(ordre)

    op.create_table(
        "recherche_enregistree",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("adhesion_id", sa.Integer(), nullable=False),
        sa.Column("nom", sa.String(length=120), nullable=False),
        sa.Column("requete", sa.Text(), nullable=False),
        sa.Column(
            "alerte",
            sa.Enum(
                "aucune",
                "quotidienne",
                "hebdomadaire",
                name="alerte",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cree_le", UtcDateTime(), nullable=False),
        sa.Column("regardee_le", UtcDateTime(), nullable=False),
        sa.Column("vues", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adhesion_id"], ["adhesion.id"], name=op.f("fk_recherche_enregistree_adhesion_id_adhesion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recherche_enregistree")),
        sa.UniqueConstraint("adhesion_id", "nom", name=op.f("uq_recherche_enregistree_adhesion_id_nom")),
    )
    with op.batch_alter_table("recherche_enregistree", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recherche_enregistree_adhesion_id"), ["adhesion_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_recherche_enregistree_alerte"), ["alerte"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("recherche_enregistree", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recherche_enregistree_alerte"))
        batch_op.drop_index(batch_op.f("ix_recherche_enregistree_adhesion_id"))
    op.drop_table("recherche_enregistree")

    for ordre in ddl_inverse(op.get_bind().dialect.name, "preselection_figee"):
        op.execute(ordre)
    op.drop_table("preselection_figee")

    with op.batch_alter_table("selection_ecartee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_selection_ecartee_prestataire_id"))
        batch_op.drop_index(batch_op.f("ix_selection_ecartee_ingenierie_id"))
    op.drop_table("selection_ecartee")

    op.execute(sa.update(SELECTION).where(SELECTION.c.origine == "proposition").values(origine="recherche"))
    changer_les_origines(AVANT)
