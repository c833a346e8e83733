"""Rules of the fiche's life: whether it is active, what the clock asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from dla_market.catalogue.models import EtatFiche

VALIDITE_JOURS = 365
"""Days for which a confirmation holds where no setting says otherwise (domain R31; queries.validite)."""

LIBELLES_NIVEAU = {1: "a déjà pratiqué", 2: "pratique régulière", 3: "spécialiste"}
"""The levels of an activity and of an aval, in words."""


class Vie(Protocol):
    """What tells whether a fiche is active."""

    @property
    def etat(self) -> EtatFiche:
        """Its stored state."""

    @property
    def confirmee_le(self) -> date | None:
        """The day of its last confirmation."""


def fin_confirmation(confirmee_le: date, validite_jours: int = VALIDITE_JOURS) -> date:
    """The last day for which a confirmation holds."""
    return confirmee_le + timedelta(days=validite_jours)


def est_active(fiche: Vie, today: date, validite_jours: int = VALIDITE_JOURS) -> bool:
    """Published, and confirmed within the year (domain R31); queries.sql_active says the same in SQL."""
    return (
        fiche.etat is EtatFiche.PUBLIEE
        and fiche.confirmee_le is not None
        and today <= fin_confirmation(fiche.confirmee_le, validite_jours)
    )


def jours_avant_fin(confirmee_le: date | None, today: date, validite_jours: int = VALIDITE_JOURS) -> int:
    """Days left before the confirmation lapses: 0 on its last day, negative after."""
    if confirmee_le is None:
        return -1
    return (fin_confirmation(confirmee_le, validite_jours) - today).days
