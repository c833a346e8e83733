"""A file on an edition of a ressource, and spreadsheets of the open format among the files taken.

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

AVANT = ("pdf", "jpg", "png", "docx", "odt", "xlsx")
APRES = (*AVANT, "ods")


def parmi(valeurs: tuple[str, ...]) -> sa.TextClause:
    return sa.text(f"genre IN ({', '.join(repr(v) for v in valeurs)})")


def changer_les_genres(valeurs: tuple[str, ...]) -> None:
    with op.batch_alter_table("fichier") as batch_op:
        batch_op.drop_constraint(op.f("ck_fichier_genre"), type_="check")
        batch_op.create_check_constraint(op.f("ck_fichier_genre"), parmi(valeurs))


def upgrade() -> None:
    changer_les_genres(APRES)
    with op.batch_alter_table("edition") as batch_op:
        batch_op.add_column(sa.Column("fichier_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_edition_fichier_id_fichier"), "fichier", ["fichier_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_edition_fichier_id"), ["fichier_id"], unique=False)


def downgrade() -> None:
    """The files of editions go with what named them; a spreadsheet deposited elsewhere says XLSX."""
    with op.batch_alter_table("edition") as batch_op:
        batch_op.drop_constraint(op.f("fk_edition_fichier_id_fichier"), type_="foreignkey")
    op.execute("DELETE FROM fichier WHERE id IN (SELECT fichier_id FROM edition)")
    with op.batch_alter_table("edition") as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_fichier_id"))
        batch_op.drop_column("fichier_id")
    op.execute("UPDATE fichier SET genre = 'xlsx' WHERE genre = 'ods'")
    changer_les_genres(AVANT)
