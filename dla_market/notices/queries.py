"""Messages that a person may read: their own."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.notices.models import Message


def visible_to(acteur: Acteur) -> Select[Message]:
    """The actor's own messages, newest first."""
    return select(Message).where(Message.utilisateur_id == acteur.utilisateur_id).order_by(Message.id.desc())


def charger(session: Session, acteur: Acteur, numero: int) -> Message | None:
    """The actor's own message of that number, None where there are fewer.

    Each person counts their own from 1, oldest first: a number common to all would tell one person how
    many messages the others get, receipts of sealed offers among them (reliability T5).
    """
    if numero < 1:
        return None
    siens = visible_to(acteur).order_by(None).order_by(Message.id)
    return session.scalars(siens.offset(numero - 1).limit(1)).first()
