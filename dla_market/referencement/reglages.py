"""What practice decides here: the term of a référencement, the notice before its end, the time to answer.

One accessor for all: the dated settings of `referentiel` take its place without a caller being touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Reglages:
    """Months of a référencement (R30), days before its end when it may be renewed, days to answer (4.2)."""

    duree_mois: int = 36
    preavis_jours: int = 90
    contradictoire_jours: int = 15


def reglages_du(session: Session, jour: date) -> Reglages:  # noqa: ARG001  # what a dated setting is asked with
    """The settings of a day."""
    return Reglages()
