"""Tables of comptes."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "dla",
                "dla_regional",
                "centre_ressources",
                "prestataire",
                "structure",
                "financeur",
                "pilote",
                name="type",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("nom", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_nom"), ["nom"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_type"), ["type"], unique=False)

    op.create_table(
        "session_serveur",
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.Column("contenu", sa.LargeBinary(), nullable=False),
        sa.Column("utilisateur", sa.Text(), nullable=True),
        sa.Column("expire_le", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("empreinte", name=op.f("pk_session_serveur")),
    )
    with op.batch_alter_table("session_serveur", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_serveur_expire_le"), ["expire_le"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_serveur_utilisateur"), ["utilisateur"], unique=False)

    op.create_table(
        "utilisateur",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("tf_primary_method", sa.String(length=64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("mf_recovery_codes", sa.Text(), nullable=True),
        sa.Column("prenom", sa.String(length=100), nullable=False),
        sa.Column("nom", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utilisateur")),
        sa.UniqueConstraint("email", name=op.f("uq_utilisateur_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_utilisateur_fs_uniquifier")),
    )
    op.create_table(
        "adhesion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("utilisateur_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "charge_mission",
                "responsable",
                "gestionnaire",
                "referent_regional",
                "expert",
                "coordinateur",
                "prestataire",
                "structure",
                "financeur",
                "pilote",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("depuis", sa.Date(), nullable=False),
        sa.Column("jusqu_au", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_adhesion_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["utilisateur_id"], ["utilisateur.id"], name=op.f("fk_adhesion_utilisateur_id_utilisateur")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adhesion")),
        sa.UniqueConstraint(
            "utilisateur_id",
            "organisation_id",
            "role",
            name=op.f("uq_adhesion_utilisateur_id_organisation_id_role"),
        ),
    )
    with op.batch_alter_table("adhesion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adhesion_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_adhesion_utilisateur_id"), ["utilisateur_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("adhesion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adhesion_utilisateur_id"))
        batch_op.drop_index(batch_op.f("ix_adhesion_organisation_id"))

    op.drop_table("adhesion")
    op.drop_table("utilisateur")
    with op.batch_alter_table("session_serveur", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_serveur_utilisateur"))
        batch_op.drop_index(batch_op.f("ix_session_serveur_expire_le"))

    op.drop_table("session_serveur")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_type"))
        batch_op.drop_index(batch_op.f("ix_organisation_nom"))

    op.drop_table("organisation")
