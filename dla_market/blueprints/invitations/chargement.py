"""The invitation of the URL, when it is the actor's own."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.consultations import queries
from dla_market.consultations.models import Invitation
from dla_market.consultations.pieces_jointes import FichierDuCahier, fichier_du_cahier


def charger_invitation(session: Session, acteur: Acteur, invitation_id: int) -> Invitation | None:
    """An invitation."""
    return queries.charger_invitation(session, acteur, invitation_id)


def charger_fichier_recu(
    session: Session, acteur: Acteur, invitation_id: int, edition_id: int
) -> FichierDuCahier | None:
    """The file of a ressource of its cahier."""
    invitation = charger_invitation(session, acteur, invitation_id)
    if invitation is None:
        return None
    return fichier_du_cahier(
        session, invitation.consultation, edition_id, prestataire_id=invitation.prestataire_id
    )
