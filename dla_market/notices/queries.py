"""Messages that a person may read: their own."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.notices.models import Message


def visible_to(acteur: Acteur) -> Select[Message]:
    """The actor's own messages, newest first."""
    return select(Message).where(Message.utilisateur_id == acteur.utilisateur_id).order_by(Message.id.desc())


def charger(session: Session, acteur: Acteur, identifiant: str) -> Message | None:
    """One of them, None if it is not the actor's."""
    return session.scalar(visible_to(acteur).where(Message.identifiant == identifiant))
