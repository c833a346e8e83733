"""What the matrix needs of how people come in: someone invited, a membership, a drafted fiche."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from dla_market.catalogue.models_origines import OrigineFiche
from dla_market.comptes.models import Role
from dla_market.comptes.operations import inviter
from dla_market.kernel import clock
from tests.consultations import monde as base


def entrees(session: Session, france: base.Monde) -> dict[str, Any]:
    """Someone asked into the DLA, and a membership of it."""
    lien = inviter(
        session, france.charge.auteur, france.dla, courriel="suite@dla.example", role=Role.GESTIONNAIRE
    )
    session.add(
        OrigineFiche(
            prestataire_id=france.prestataires[0].id,
            organisation_id=france.dla.id,
            creee_le=clock.now(),
            creee_par="Camille",
        )
    )
    return {
        "invitation_membre_id": lien.invitation.id,
        "jeton": lien.jeton,
        "adhesion_id": france.gestionnaire.adhesion_id,
    }
