"""Tables of referentiel."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "classe_financeur",
        sa.Column("libelle_bilan", sa.String(length=200), nullable=False),
        sa.Column("ordre_bilan", sa.Integer(), nullable=False),
        sa.Column("collectivite", sa.Boolean(create_constraint=True, name="collectivite"), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("valide_du", sa.Date(), nullable=False),
        sa.Column("valide_au", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_classe_financeur")),
    )
    op.create_table(
        "correspondance",
        sa.Column("nomenclature", sa.String(length=60), nullable=False),
        sa.Column("code_de", sa.String(length=60), nullable=False),
        sa.Column("code_vers", sa.String(length=60), nullable=False),
        sa.Column("du", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("nomenclature", "code_de", "code_vers", name=op.f("pk_correspondance")),
    )
    op.create_table(
        "epci",
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("nature", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_epci")),
    )
    op.create_table(
        "groupe_thematique",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("valide_du", sa.Date(), nullable=False),
        sa.Column("valide_au", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_groupe_thematique")),
    )
    op.create_table(
        "motif",
        sa.Column("famille", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("valide_du", sa.Date(), nullable=False),
        sa.Column("valide_au", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_motif")),
    )
    with op.batch_alter_table("motif", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_motif_famille"), ["famille"], unique=False)

    op.create_table(
        "region",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("decoupage", sa.Integer(), nullable=False),
        sa.CheckConstraint("decoupage IN (2012, 2016)", name=op.f("ck_region_decoupage")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    op.create_table(
        "secteur",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("valide_du", sa.Date(), nullable=False),
        sa.Column("valide_au", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_secteur")),
    )
    op.create_table(
        "serie_historique",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serie", sa.String(length=60), nullable=False),
        sa.Column("cle", sa.String(length=60), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("valeur", sa.BigInteger(), nullable=False),
        sa.Column("echelle", sa.Integer(), nullable=False),
        sa.Column("unite", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("echelle > 0", name=op.f("ck_serie_historique_echelle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serie_historique")),
        sa.UniqueConstraint("serie", "cle", "annee", name=op.f("uq_serie_historique_serie_cle_annee")),
    )
    op.create_table(
        "type_siae",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("valide_du", sa.Date(), nullable=False),
        sa.Column("valide_au", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_type_siae")),
    )
    op.create_table(
        "type_structure",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("valide_du", sa.Date(), nullable=False),
        sa.Column("valide_au", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_type_structure")),
    )
    op.create_table(
        "departement",
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("region_code", sa.String(length=10), nullable=False),
        sa.Column("region_2012_code", sa.String(length=10), nullable=False),
        sa.Column("outre_mer", sa.Boolean(create_constraint=True, name="outre_mer"), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_2012_code"], ["region.code"], name=op.f("fk_departement_region_2012_code_region")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_departement_region_code_region")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_departement")),
    )
    with op.batch_alter_table("departement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_departement_region_2012_code"), ["region_2012_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_departement_region_code"), ["region_code"], unique=False)

    op.create_table(
        "thematique",
        sa.Column("groupe_code", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("ordre", sa.Integer(), nullable=False),
        sa.Column("valide_du", sa.Date(), nullable=False),
        sa.Column("valide_au", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["groupe_code"],
            ["groupe_thematique.code"],
            name=op.f("fk_thematique_groupe_code_groupe_thematique"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_thematique")),
    )
    with op.batch_alter_table("thematique", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thematique_groupe_code"), ["groupe_code"], unique=False)

    op.create_table(
        "commune",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("libelle", sa.String(length=200), nullable=False),
        sa.Column("departement_code", sa.String(length=3), nullable=False),
        sa.Column("epci_code", sa.String(length=9), nullable=True),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("code_postal", sa.String(length=5), nullable=False),
        sa.Column("nom_normalise", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["departement_code"], ["departement.code"], name=op.f("fk_commune_departement_code_departement")
        ),
        sa.ForeignKeyConstraint(["epci_code"], ["epci.code"], name=op.f("fk_commune_epci_code_epci")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_commune")),
    )
    with op.batch_alter_table("commune", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commune_departement_code"), ["departement_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_commune_epci_code"), ["epci_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_commune_nom_normalise"), ["nom_normalise"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("commune", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commune_nom_normalise"))
        batch_op.drop_index(batch_op.f("ix_commune_epci_code"))
        batch_op.drop_index(batch_op.f("ix_commune_departement_code"))

    op.drop_table("commune")
    with op.batch_alter_table("thematique", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thematique_groupe_code"))

    op.drop_table("thematique")
    with op.batch_alter_table("departement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_departement_region_code"))
        batch_op.drop_index(batch_op.f("ix_departement_region_2012_code"))

    op.drop_table("departement")
    op.drop_table("type_structure")
    op.drop_table("type_siae")
    op.drop_table("serie_historique")
    op.drop_table("secteur")
    op.drop_table("region")
    with op.batch_alter_table("motif", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_motif_famille"))

    op.drop_table("motif")
    op.drop_table("groupe_thematique")
    op.drop_table("epci")
    op.drop_table("correspondance")
    op.drop_table("classe_financeur")
