"""Rules of the fiche's life: whether it is active, what the clock asks for."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import Protocol

from dla_market.catalogue.models import EtatFiche
from dla_market.catalogue.vie import PalierRappel

VALIDITE_JOURS = 365
"""Days for which a confirmation holds where no setting says otherwise (domain R31; queries.validite)."""

LIBELLES_NIVEAU = {1: "a déjà pratiqué", 2: "pratique régulière", 3: "spécialiste"}
"""The levels of an activity and of an aval, in words."""


class SuiteBrouillon(Enum):
    """What becomes of a drafted fiche that nobody has claimed yet."""

    ATTENDRE = "attendre"
    PREVENIR = "prevenir"
    EFFACER = "effacer"


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


def palier_du(jours: int, premier: int, second: int) -> PalierRappel | None:
    """The reminder that is due with `jours` left before the end, None while it is far (domain R31).

    The latest alone: whoever was away for a month is told once, and not three times.
    """
    if jours <= 0:
        return PalierRappel.DERNIER
    if jours <= second:
        return PalierRappel.SECOND
    return PalierRappel.PREMIER if jours <= premier else None


def refus_prononcer(*, repondue: bool, repondre_avant: date, today: date) -> str | None:
    """Why a suspension may not be decided yet: the prestataire is heard first, or has had its time."""
    if repondue or today > repondre_avant:
        return None
    return "Le prestataire a encore le temps de répondre : attendez sa réponse, ou la fin du délai."


def fin_de_reprise(
    dernier_lien: date, prevenue_le: date | None, *, delai_jours: int, preavis_jours: int
) -> date:
    """The day on which a fiche drafted for a prestataire is erased, where nobody has claimed it (domain 12).

    Its author, told on `prevenue_le`, has the whole notice to send another link, which begins it all anew.
    """
    fin = dernier_lien + timedelta(days=delai_jours)
    return fin if prevenue_le is None else max(fin, prevenue_le + timedelta(days=preavis_jours))


def suite_du_brouillon(
    dernier_lien: date, prevenue_le: date | None, today: date, *, delai_jours: int, preavis_jours: int
) -> SuiteBrouillon:
    """What is to be done today of a fiche that nobody has claimed since its last link was sent."""
    if prevenue_le is None or prevenue_le < dernier_lien:
        debut = dernier_lien + timedelta(days=delai_jours - preavis_jours)
        return SuiteBrouillon.PREVENIR if today >= debut else SuiteBrouillon.ATTENDRE
    fin = fin_de_reprise(dernier_lien, prevenue_le, delai_jours=delai_jours, preavis_jours=preavis_jours)
    return SuiteBrouillon.EFFACER if today >= fin else SuiteBrouillon.ATTENDRE


def refus_deposer_cv(*, accord: bool, nom_montre: bool) -> str | None:
    """Why the CV of someone may not be kept: it is theirs, and it names them (domain 7.2, 12)."""
    if not nom_montre:
        return "Cette personne n’accepte pas que son nom soit montré\u00a0: son CV ne peut pas l’être."
    return None if accord else "Demandez d’abord à cette personne si elle accepte que les DLA lisent son CV."


def cv_lisible(*, actif: bool, nom_montre: bool) -> bool:
    """Whether DLA may read someone's CV; queries.cv_visibles says the same in SQL."""
    return actif and nom_montre
