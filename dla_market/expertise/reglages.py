"""What a territory or a convention may change of these rules: one accessor a setting."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from dla_market.expertise import rules


def duree_aval_mois(session: Session, jour: date) -> int:  # noqa: ARG001  # the same for all days so far
    """Months for which an aval given that day holds when its proposer says nothing else (domain 4.3)."""
    return rules.DUREE_MOIS
