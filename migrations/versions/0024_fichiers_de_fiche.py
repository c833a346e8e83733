"""The logo of a prestataire, the CV of an intervenant."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

PORTEURS = (("prestataire", "logo_id"), ("intervenant", "cv_id"))


def upgrade() -> None:
    for table, colonne in PORTEURS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(colonne, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(op.f(f"fk_{table}_{colonne}_fichier"), "fichier", [colonne], ["id"])
    op.add_column("intervenant", sa.Column("cv_accord_le", sa.Date(), nullable=True))


def downgrade() -> None:
    # the files themselves are swept once no row names them
    fichier = sa.table("fichier", sa.column("id"))
    for table, colonne in PORTEURS:
        porteur = sa.table(table, sa.column(colonne))
        noms = (
            op.get_bind().scalars(sa.select(porteur.c[colonne]).where(porteur.c[colonne].is_not(None))).all()
        )
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"fk_{table}_{colonne}_fichier"), type_="foreignkey")
            batch_op.drop_column(colonne)
        if noms:
            op.execute(sa.delete(fichier).where(fichier.c.id.in_(noms)))
    with op.batch_alter_table("intervenant", schema=None) as batch_op:
        batch_op.drop_column("cv_accord_le")
