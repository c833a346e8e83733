"""Tables of reseau."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "structure_porteuse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nom", sa.String(length=200), nullable=False),
        sa.Column("siren", sa.String(length=9), nullable=False),
        sa.Column("adresse", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structure_porteuse")),
    )
    op.create_table(
        "centre_ressources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("tete_de_reseau", sa.String(length=200), nullable=False),
        sa.Column("valide_du", sa.Date(), nullable=True),
        sa.Column("valide_au", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["id"], ["organisation.id"], name=op.f("fk_centre_ressources_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_ressources")),
        sa.UniqueConstraint("code", name=op.f("uq_centre_ressources_code")),
    )
    op.create_table(
        "dla_regional",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=10), nullable=False),
        sa.Column("valide_du", sa.Date(), nullable=True),
        sa.Column("valide_au", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["organisation.id"], name=op.f("fk_dla_regional_id_organisation")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_dla_regional_region_code_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dla_regional")),
    )
    op.create_table(
        "pilote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["organisation.id"], name=op.f("fk_pilote_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilote")),
    )
    op.create_table(
        "centre_secteur",
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("secteur_code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id"],
            ["centre_ressources.id"],
            name=op.f("fk_centre_secteur_centre_id_centre_ressources"),
        ),
        sa.ForeignKeyConstraint(
            ["secteur_code"], ["secteur.code"], name=op.f("fk_centre_secteur_secteur_code_secteur")
        ),
        sa.PrimaryKeyConstraint("centre_id", "secteur_code", name=op.f("pk_centre_secteur")),
    )
    op.create_table(
        "dla",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sigle", sa.String(length=12), nullable=False),
        sa.Column("departement_code", sa.String(length=3), nullable=False),
        sa.Column("porteuse_id", sa.Integer(), nullable=False),
        sa.Column("regional_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["departement_code"], ["departement.code"], name=op.f("fk_dla_departement_code_departement")
        ),
        sa.ForeignKeyConstraint(["id"], ["organisation.id"], name=op.f("fk_dla_id_organisation")),
        sa.ForeignKeyConstraint(
            ["porteuse_id"], ["structure_porteuse.id"], name=op.f("fk_dla_porteuse_id_structure_porteuse")
        ),
        sa.ForeignKeyConstraint(
            ["regional_id"], ["dla_regional.id"], name=op.f("fk_dla_regional_id_dla_regional")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dla")),
        sa.UniqueConstraint("sigle", name=op.f("uq_dla_sigle")),
    )
    with op.batch_alter_table("dla", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dla_departement_code"), ["departement_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_dla_regional_id"), ["regional_id"], unique=False)

    op.create_table(
        "financeur",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("classe_code", sa.String(length=60), nullable=False),
        sa.Column("siren", sa.String(length=9), nullable=True),
        sa.Column("departement_code", sa.String(length=3), nullable=True),
        sa.ForeignKeyConstraint(
            ["classe_code"], ["classe_financeur.code"], name=op.f("fk_financeur_classe_code_classe_financeur")
        ),
        sa.ForeignKeyConstraint(
            ["departement_code"], ["departement.code"], name=op.f("fk_financeur_departement_code_departement")
        ),
        sa.ForeignKeyConstraint(["id"], ["organisation.id"], name=op.f("fk_financeur_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_financeur")),
    )
    with op.batch_alter_table("financeur", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_financeur_classe_code"), ["classe_code"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("financeur", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_financeur_classe_code"))

    op.drop_table("financeur")
    with op.batch_alter_table("dla", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dla_regional_id"))
        batch_op.drop_index(batch_op.f("ix_dla_departement_code"))

    op.drop_table("dla")
    op.drop_table("centre_secteur")
    op.drop_table("pilote")
    op.drop_table("dla_regional")
    op.drop_table("centre_ressources")
    op.drop_table("structure_porteuse")
