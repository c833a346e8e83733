"""What a territory or a convention may change of these rules: one accessor a setting."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from dla_market.referentiel import reglages


def duree_aval_mois(session: Session, jour: date) -> int:
    """Months for which an aval given that day holds when its proposer says nothing else (domain 4.3)."""
    return reglages.entier(session, "aval_duree_mois", jour)


def rappel_aval_jours(session: Session, jour: date) -> int:
    """Days before its end from which the centre and the prestataire are written to: it may be renewed."""
    return min(reglages.entier(session, "aval_rappel_jours", jour), preavis_aval_jours(session, jour) - 1)


def preavis_aval_jours(session: Session, jour: date) -> int:
    """Days before its end from which an aval is about to expire, and may be renewed."""
    return reglages.entier(session, "aval_preavis_jours", jour)
