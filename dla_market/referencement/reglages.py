"""What practice decides here: the term of a référencement, the notice before its end, the time to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dla_market.referentiel import reglages


@dataclass(frozen=True)
class Reglages:
    """Months of a référencement (R30), days before its end when it may be renewed, days to answer (4.2)."""

    duree_mois: int
    preavis_jours: int
    contradictoire_jours: int


def reglages_du(session: Session, jour: date) -> Reglages:
    """The settings of a day."""
    return Reglages(
        duree_mois=reglages.entier(session, "referencement_duree_mois", jour),
        preavis_jours=reglages.entier(session, "referencement_preavis_jours", jour),
        contradictoire_jours=reglages.entier(session, "contradictoire_jours", jour),
    )
