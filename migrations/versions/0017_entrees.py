"""How prestataires and people come in: intervenants, invitations to join, mails to an address, origins, mergers.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ROLES = (
    "charge_mission", "responsable", "gestionnaire", "referent_regional", "expert", "coordinateur",
    "prestataire", "structure", "financeur", "pilote",
)  # fmt: skip
TOUS = (*ROLES[:7], "intervenant", *ROLES[7:])


def _liste(nom: str, *mots: str) -> sa.Enum:
    return sa.Enum(*mots, name=nom, native_enum=False, create_constraint=True, length=40)


def _changer_roles(mots: tuple[str, ...]) -> None:
    """The CHECK on a membership's role, by its whole list."""
    valeurs = ", ".join(f"'{mot}'" for mot in mots)
    with op.batch_alter_table("adhesion", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_adhesion_role"), type_="check")
        batch_op.create_check_constraint(op.f("ck_adhesion_role"), f"role IN ({valeurs})")


def upgrade() -> None:
    _changer_roles(TOUS)
    op.create_table(
        "invitation_membre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("courriel", sa.String(length=255), nullable=False),
        sa.Column("role", _liste("role", *TOUS), nullable=False),
        sa.Column("etat", _liste("etat", "envoyee", "acceptee", "annulee"), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("invite_par", sa.String(length=200), nullable=False),
        sa.Column("envois", sa.Integer(), nullable=False),
        sa.Column("envoyee_le", UtcDateTime(), nullable=False),
        sa.Column("expire_le", UtcDateTime(), nullable=False),
        sa.Column("acceptee_le", UtcDateTime(), nullable=True),
        sa.Column("acceptee_par_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_invitation_membre_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["acceptee_par_id"],
            ["utilisateur.id"],
            name=op.f("fk_invitation_membre_acceptee_par_id_utilisateur"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_membre")),
        sa.UniqueConstraint("empreinte", name=op.f("uq_invitation_membre_empreinte")),
    )
    with op.batch_alter_table("invitation_membre", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_membre_courriel"), ["courriel"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_invitation_membre_organisation_id"), ["organisation_id"], unique=False
        )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("adresse", sa.String(length=255), nullable=True))
        batch_op.alter_column("utilisateur_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_check_constraint(
            op.f("ck_message_destinataire"), "(utilisateur_id IS NULL) <> (adresse IS NULL)"
        )
    op.create_table(
        "fiche_origine",
        sa.Column("prestataire_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("creee_le", UtcDateTime(), nullable=False),
        sa.Column("creee_par", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_fiche_origine_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["prestataire_id"], ["prestataire.id"], name=op.f("fk_fiche_origine_prestataire_id_prestataire")
        ),
        sa.PrimaryKeyConstraint("prestataire_id", name=op.f("pk_fiche_origine")),
    )
    with op.batch_alter_table("fiche_origine", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fiche_origine_organisation_id"), ["organisation_id"], unique=False
        )
    op.create_table(
        "fiche_fusion",
        sa.Column("absorbee_id", sa.Integer(), nullable=False),
        sa.Column("gardee_id", sa.Integer(), nullable=False),
        sa.Column("fusionnee_le", UtcDateTime(), nullable=False),
        sa.Column("fusionnee_par", sa.String(length=200), nullable=False),
        sa.Column("deplacements", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["absorbee_id"], ["prestataire.id"], name=op.f("fk_fiche_fusion_absorbee_id_prestataire")
        ),
        sa.ForeignKeyConstraint(
            ["gardee_id"], ["prestataire.id"], name=op.f("fk_fiche_fusion_gardee_id_prestataire")
        ),
        sa.PrimaryKeyConstraint("absorbee_id", name=op.f("pk_fiche_fusion")),
    )
    with op.batch_alter_table("fiche_fusion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fiche_fusion_gardee_id"), ["gardee_id"], unique=False)


def downgrade() -> None:
    op.drop_table("fiche_fusion")
    op.drop_table("fiche_origine")
    op.execute("DELETE FROM message WHERE adresse IS NOT NULL")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_message_destinataire"), type_="check")
        batch_op.alter_column("utilisateur_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("adresse")
    op.drop_table("invitation_membre")
    # who only prepared would sign and invoice under the wider role: their memberships go
    op.execute("DELETE FROM adhesion WHERE role = 'intervenant'")
    _changer_roles(ROLES)
