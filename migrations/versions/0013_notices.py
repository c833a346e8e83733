"""Tables of notices."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("utilisateur_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("objet", sa.String(length=200), nullable=False),
        sa.Column("corps", sa.Text(), nullable=False),
        sa.Column("lien", sa.String(length=300), nullable=False),
        sa.Column("cree_le", UtcDateTime(), nullable=False),
        sa.Column("lu_le", UtcDateTime(), nullable=True),
        sa.Column(
            "courriel",
            sa.Enum(
                "a_envoyer",
                "envoye",
                "garde",
                "abandonne",
                name="courriel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("identifiant", sa.String(length=120), nullable=False),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("envoye_le", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_message_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["utilisateur_id"], ["utilisateur.id"], name=op.f("fk_message_utilisateur_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("identifiant", name=op.f("uq_message_identifiant")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_courriel"), ["courriel"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_utilisateur_id"), ["utilisateur_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_utilisateur_id"))
        batch_op.drop_index(batch_op.f("ix_message_courriel"))

    op.drop_table("message")
