"""A message is known by a token drawn at random, and its cause stands apart.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MESSAGE = sa.table("message", sa.column("id"), sa.column("identifiant"), sa.column("cause"))


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cause", sa.String(length=120), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_message_cause"), ["cause"])
    bind = op.get_bind()
    for message_id, identifiant in bind.execute(sa.select(MESSAGE.c.id, MESSAGE.c.identifiant)).all():
        bind.execute(
            sa.update(MESSAGE)
            .where(MESSAGE.c.id == message_id)
            .values(cause=identifiant, identifiant=secrets.token_hex(16))
        )


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_message_cause"), type_="unique")
        batch_op.drop_column("cause")
