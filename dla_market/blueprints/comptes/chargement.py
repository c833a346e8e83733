"""What the pages of members are about: through what the actor may see."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.accompagnement import queries as accompagnement
from dla_market.comptes import queries
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Adhesion, Organisation, Role
from dla_market.comptes.models_invitations import InvitationMembre


def charger_ma_maison(session: Session, acteur: Acteur) -> Organisation | None:
    """The actor's own organisation."""
    return queries.charger(session, acteur, acteur.organisation_id)


def charger_organisation(session: Session, acteur: Acteur, organisation_id: int) -> Organisation | None:
    """An organisation that the actor sees, or a structure that its DLA follows."""
    maison = queries.charger(session, acteur, organisation_id)
    if maison is None and acteur.role is Role.CHARGE_MISSION:
        return accompagnement.charger(session, acteur, organisation_id)
    return maison


def charger_invitation(
    session: Session, acteur: Acteur, invitation_membre_id: int
) -> InvitationMembre | None:
    """An invitation to an organisation that the actor sees."""
    invitation = session.get(InvitationMembre, invitation_membre_id)
    if invitation is None or charger_organisation(session, acteur, invitation.organisation_id) is None:
        return None
    return invitation


def charger_adhesion(session: Session, acteur: Acteur, adhesion_id: int) -> Adhesion | None:
    """A membership of an organisation that the actor sees."""
    adhesion = session.get(Adhesion, adhesion_id)
    if adhesion is None or charger_organisation(session, acteur, adhesion.organisation_id) is None:
        return None
    return adhesion
