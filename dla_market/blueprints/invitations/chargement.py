"""The invitation of the URL, when it is the actor's own."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.consultations import queries
from dla_market.consultations.models import Invitation


def charger_invitation(session: Session, acteur: Acteur, invitation_id: int) -> Invitation | None:
    """An invitation."""
    return queries.charger_invitation(session, acteur, invitation_id)
