"""Why two fiches may not be merged: they were rivals, and a record of a consultation is not rewritten."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from dla_market.consultations.models import Invitation


def rivales(session: Session, absorbee_id: int, gardee_id: int) -> str | None:
    """A sentence where both were invited to one consultation, None where they never were."""
    autre = aliased(Invitation)
    commune = session.scalar(
        select(Invitation.consultation_id)
        .join(autre, autre.consultation_id == Invitation.consultation_id)
        .where(Invitation.prestataire_id == absorbee_id, autre.prestataire_id == gardee_id)
        .limit(1)
    )
    if commune is None:
        return None
    return "Elles ont été consultées ensemble\u00a0: les fusionner changerait ce que dit le procès-verbal."
