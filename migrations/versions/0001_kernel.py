"""Tables of kernel."""

import sqlalchemy as sa
from alembic import op

from dla_market.kernel.append_only import ddl, ddl_inverse
from dla_market.kernel.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "compteur",
        sa.Column("serie", sa.String(length=80), nullable=False),
        sa.Column("dernier", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("serie", name=op.f("pk_compteur")),
    )
    op.create_table(
        "idempotence_cle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("utilisateur_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("cle", sa.String(length=64), nullable=False),
        sa.Column("contenu", sa.String(length=64), nullable=False),
        sa.Column("resultat", sa.String(length=300), nullable=False),
        sa.Column("instant", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotence_cle")),
        sa.UniqueConstraint(
            "utilisateur_id", "action", "cle", name=op.f("uq_idempotence_cle_utilisateur_id_action_cle")
        ),
    )
    op.create_table(
        "journal_entree",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("instant", UtcDateTime(), nullable=False),
        sa.Column("acteur_id", sa.Integer(), nullable=True),
        sa.Column("acteur", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("objet_type", sa.String(length=60), nullable=False),
        sa.Column("objet_id", sa.String(length=60), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("empreinte_precedente", sa.String(length=64), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entree")),
        sa.UniqueConstraint("empreinte", name=op.f("uq_journal_entree_empreinte")),
    )
    with op.batch_alter_table("journal_entree", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_entree_acteur_id"), ["acteur_id"], unique=False)

    op.create_table(
        "journal_tete",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_tete")),
    )
    op.create_table(
        "outbox_evenement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evenement", sa.String(length=80), nullable=False),
        sa.Column("charge", sa.Text(), nullable=False),
        sa.Column("cree_le", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_evenement")),
    )
    op.create_table(
        "outbox_livraison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evenement_id", sa.Integer(), nullable=False),
        sa.Column("abonne", sa.String(length=60), nullable=False),
        sa.Column("file", sa.String(length=30), nullable=False),
        sa.Column("livree_le", UtcDateTime(), nullable=True),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("a_partir_de", UtcDateTime(), nullable=False),
        sa.Column("erreur", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["evenement_id"],
            ["outbox_evenement.id"],
            name=op.f("fk_outbox_livraison_evenement_id_outbox_evenement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_livraison")),
    )
    with op.batch_alter_table("outbox_livraison", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_livraison_evenement_id"), ["evenement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_livraison_livree_le"), ["livree_le"], unique=False)
    for table in ("journal_entree",):
        for ordre in ddl(op.get_bind().dialect.name, table):
            op.execute(ordre)


def downgrade() -> None:
    for table in ("journal_entree",):
        for ordre in ddl_inverse(op.get_bind().dialect.name, table):
            op.execute(ordre)
    with op.batch_alter_table("outbox_livraison", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_livraison_livree_le"))
        batch_op.drop_index(batch_op.f("ix_outbox_livraison_evenement_id"))

    op.drop_table("outbox_livraison")
    op.drop_table("outbox_evenement")
    op.drop_table("journal_tete")
    with op.batch_alter_table("journal_entree", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_entree_acteur_id"))

    op.drop_table("journal_entree")
    op.drop_table("idempotence_cle")
    op.drop_table("compteur")
