"""Rules of the aval: what may be endorsed, until when, by whom, and whether it still holds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Protocol

from dla_market.expertise.models import EtatAval
from dla_market.kernel.clock import dans_mois
from dla_market.kernel.errors import RefusMetier

DUREE_MOIS = 24
"""Months for which an aval holds when its proposer says nothing else (domain 4.3)."""

DUREE_MAX_MOIS = 36
"""Months beyond which an expert's word is too old to be shown."""

PREAVIS_JOURS = 90
"""Days before its end from which an aval is shown as about to expire, and may be renewed."""


class VieAval(Protocol):
    """What tells whether an aval holds."""

    @property
    def etat(self) -> EtatAval:
        """Its stored state."""

    @property
    def fin(self) -> date:
        """The last day that it holds."""


def fin_par_defaut(today: date) -> date:
    """The end proposed for an aval given today (domain 4.3)."""
    return dans_mois(today, DUREE_MOIS)


def est_valide(aval: VieAval, today: date) -> bool:
    """Confirmed, and not past its last day; queries.sql_valide says the same in SQL."""
    return aval.etat is EtatAval.CONFIRME and today <= aval.fin


def expire_bientot(aval: VieAval, today: date) -> bool:
    """Valid, for less than PREAVIS_JOURS days more."""
    return est_valide(aval, today) and aval.fin - today < timedelta(days=PREAVIS_JOURS)


def motif_complet(motif: str, secteur_code: str, couverts: Collection[str], hors_champ: str) -> str:
    """The motive that will be shown: the expert's, and why the centre speaks outside its secteurs.

    Raises RefusMetier without a motive, or without that reason where the centre does not cover the secteur.
    """
    if not motif.strip():
        raise RefusMetier("Dites sur quoi repose cet aval.", champ="motif")
    if secteur_code in couverts:
        return motif.strip()
    if not hors_champ.strip():
        raise RefusMetier(
            "Votre centre ne couvre pas ce secteur : dites pourquoi il s’y prononce.",
            champ="motif_hors_champ",
        )
    return f"{motif.strip()}\nHors des secteurs du centre : {hors_champ.strip()}"


def verifier_fin(fin: date, today: date) -> None:
    """Raises RefusMetier for an end that is not after today, or is beyond DUREE_MAX_MOIS."""
    if fin <= today:
        raise RefusMetier("La date de fin doit être à venir.", champ="fin")
    if fin > dans_mois(today, DUREE_MAX_MOIS):
        raise RefusMetier(f"Un aval vaut au plus {DUREE_MAX_MOIS} mois.", champ="fin")


def verifier_niveau(niveau: int) -> None:
    """Raises RefusMetier for a level that is not 1, 2 or 3."""
    if niveau not in {1, 2, 3}:
        raise RefusMetier("Choisissez un niveau.", champ="niveau")


def verifier_autre_personne(propose_par_id: int, utilisateur_id: int) -> None:
    """Raises RefusMetier where the person who confirms is the one who proposed."""
    if propose_par_id == utilisateur_id:
        raise RefusMetier(
            "Vous avez proposé cet aval : une autre personne de la coordination doit le confirmer."
        )


def verifier_sans_doublon(autres: Collection[VieAval], today: date) -> None:
    """Raises RefusMetier where the centre has already endorsed the prestataire for the secteur.

    `autres` are the centre's avals of that prestataire and secteur. One about to expire may be renewed.
    """
    if any(aval.etat is EtatAval.PROPOSE for aval in autres):
        raise RefusMetier("Un aval pour ce secteur attend déjà sa confirmation.", champ="secteur")
    if any(est_valide(aval, today) and not expire_bientot(aval, today) for aval in autres):
        raise RefusMetier("Votre centre a déjà donné un aval pour ce secteur.", champ="secteur")
