"""Rules of the référencement: whether it holds, and who may be invited with no written reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from dla_market.catalogue.models import EtatFiche
from dla_market.catalogue.rules import VALIDITE_JOURS, Vie, est_active
from dla_market.referencement.models import EtatReferencement


class Periode(Protocol):
    """What tells whether a référencement holds."""

    @property
    def etat(self) -> EtatReferencement:
        """Its stored state."""

    @property
    def debut(self) -> date | None:
        """Its first day."""

    @property
    def fin(self) -> date | None:
        """Its last day, included."""


def est_en_cours(referencement: Periode, today: date) -> bool:
    """Accepted, and the day is inside its period; an open end never ends (domain 4.2).

    queries.sql_en_cours says the same in SQL.
    """
    return (
        referencement.etat is EtatReferencement.ACCEPTE
        and (referencement.debut is None or referencement.debut <= today)
        and (referencement.fin is None or today <= referencement.fin)
    )


def objections(
    fiche: Vie, referencements: Iterable[Periode], today: date, validite_jours: int = VALIDITE_JOURS
) -> list[str]:
    """Why a prestataire may not be invited without a written reason, in sentences; empty when it may.

    `referencements` are those of the region that invites (domain 4.2).
    """
    phrases = []
    if fiche.etat is not EtatFiche.PUBLIEE:
        phrases.append("Sa fiche n’est pas publiée.")
    elif not est_active(fiche, today, validite_jours):
        phrases.append("Sa fiche n’a pas été confirmée dans l’année.")
    if not any(est_en_cours(referencement, today) for referencement in referencements):
        phrases.append("Il n’est pas référencé dans votre région.")
    return phrases


def invitable(
    fiche: Vie, referencements: Sequence[Periode], today: date, validite_jours: int = VALIDITE_JOURS
) -> bool:
    """Whether it may be invited with no other reason: published, confirmed, référencé (domain 4.2)."""
    return not objections(fiche, referencements, today, validite_jours)
