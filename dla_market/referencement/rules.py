"""Rules of the référencement: what a call holds, who may ask, until when it holds, who may be invited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Protocol

from dla_market.catalogue.models import EtatFiche
from dla_market.catalogue.rules import VALIDITE_JOURS, Vie, est_active
from dla_market.kernel.clock import dans_mois
from dla_market.kernel.errors import RefusMetier
from dla_market.referencement.models import EtatAppel, EtatReferencement, EtatRetrait, PalierFin

TEXTE_MAX = 10_000
"""Characters of a call, of an answer, of a reason."""

CRITERES_MAX = 12
"""Criteria of a call: a request answers each."""

DEMANDENT = frozenset({EtatFiche.SOUMISE, EtatFiche.PUBLIEE})
"""States of the fiche from which a prestataire may ask: a region reads the fiche with the request."""

OUVERTES = frozenset(
    {EtatReferencement.DEMANDE, EtatReferencement.EN_INSTRUCTION, EtatReferencement.A_COMPLETER}
)
"""States of a file that is not decided."""


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


class VieAppel(Protocol):
    """What tells whether a call takes requests."""

    @property
    def etat(self) -> EtatAppel:
        """Its stored state."""

    @property
    def debut(self) -> date:
        """Its first day."""

    @property
    def fin(self) -> date | None:
        """Its last day, included; None where it is permanent."""


class VieRetrait(Protocol):
    """What tells whether a withdrawal may be concluded."""

    @property
    def etat(self) -> EtatRetrait:
        """Its stored state."""

    @property
    def limite(self) -> date:
        """The last day to answer, included."""

    @property
    def reponse(self) -> str:
        """The prestataire's answer, empty until there is one."""


@dataclass(frozen=True)
class Critere:
    """A criterion of a call, as entered."""

    libelle: str
    explication: str = ""


def est_ouvert(appel: VieAppel, today: date) -> bool:
    """Published, and the day is in its period; queries.sql_ouvert says the same in SQL."""
    return (
        appel.etat is EtatAppel.PUBLIE and appel.debut <= today and (appel.fin is None or today <= appel.fin)
    )


def est_en_cours(referencement: Periode, today: date) -> bool:
    """Accepted, and the day is inside its period; an open end never ends (domain 4.2).

    queries.sql_en_cours says the same in SQL.
    """
    return (
        referencement.etat is EtatReferencement.ACCEPTE
        and (referencement.debut is None or referencement.debut <= today)
        and (referencement.fin is None or today <= referencement.fin)
    )


def est_expire(referencement: Periode, today: date) -> bool:
    """Accepted once, and past its last day; queries.sql_expire says the same in SQL."""
    return (
        referencement.etat is EtatReferencement.ACCEPTE
        and referencement.fin is not None
        and referencement.fin < today
    )


def finit_bientot(referencement: Periode, today: date, preavis_jours: int) -> bool:
    """Running, for less than `preavis_jours` days more; queries.sql_finit_bientot says the same in SQL."""
    return (
        est_en_cours(referencement, today)
        and referencement.fin is not None
        and referencement.fin - today < timedelta(days=preavis_jours)
    )


def palier_de_fin(fin: date, today: date, premier: int, second: int) -> PalierFin | None:
    """The reminder that is due before the last day `fin`, None while it is far or once it is over.

    The latest alone: whoever was not told in time is told once, and not twice.
    """
    jours = (fin - today).days
    if jours < 0:
        return None
    if jours <= second:
        return PalierFin.SECOND
    return PalierFin.PREMIER if jours <= premier else None


def peut_renoncer(referencement: Periode, today: date) -> bool:
    """Whether the prestataire may give it up: accepted, running or to come; what is over has no need."""
    return referencement.etat is EtatReferencement.ACCEPTE and not est_expire(referencement, today)


def a_renouveler(referencements: Collection[Periode], today: date, preavis_jours: int) -> Periode | None:
    """The file of a region that a new request would renew: the one that ends last, soon or already ended."""
    acceptes = [r for r in referencements if r.etat is EtatReferencement.ACCEPTE]
    dernier = max(acceptes, key=lambda r: r.fin or date.max, default=None)
    if dernier is None:
        return None
    finit = finit_bientot(dernier, today, preavis_jours) or est_expire(dernier, today)
    return dernier if finit else None


def refus_demande(
    fiche: Vie, referencements: Collection[Periode], today: date, preavis_jours: int
) -> str | None:
    """Why a prestataire may not ask a region now, in a sentence; None when it may.

    `referencements` are its files of that region.
    """
    if fiche.etat not in DEMANDENT:
        return "Soumettez d’abord votre fiche : la région la lit avec votre demande."
    if any(r.etat in OUVERTES for r in referencements):
        return "Une demande est déjà en cours dans cette région."
    if a_renouveler(referencements, today, preavis_jours) is not None:
        return None
    a_venir = any(r.etat is EtatReferencement.ACCEPTE and not est_expire(r, today) for r in referencements)
    if a_venir:
        return (
            "Vous êtes référencé dans cette région. "
            f"Le renouvellement se demande {preavis_jours} jours avant la fin."
        )
    return None


def verifier_reponses(reponses: Sequence[str]) -> None:
    """Raises RefusMetier where a criterion has no answer."""
    sans = [rang for rang, texte in enumerate(reponses, start=1) if not texte.strip()]
    if sans:
        raise RefusMetier("Répondez à chaque critère de l’appel.", champ=f"reponse_{sans[0]}")


def verifier_appel(
    texte: str, recours: str, debut: date, fin: date | None, criteres: Sequence[Critere]
) -> None:
    """Raises RefusMetier for a call with nothing to read, to answer or to appeal by, or no day in it."""
    if not texte.strip():
        raise RefusMetier("Écrivez le texte de l’appel.", champ="texte")
    if not recours.strip():
        raise RefusMetier("Dites comment contester un refus.", champ="recours")
    if fin is not None and fin < debut:
        raise RefusMetier("La fin de l’appel vient avant son début.", champ="fin")
    if not criteres:
        raise RefusMetier("Donnez au moins un critère : chaque demande y répond.", champ="criteres")
    if len(criteres) > CRITERES_MAX:
        raise RefusMetier(f"Un appel compte au plus {CRITERES_MAX} critères.", champ="criteres")
    if any(not critere.libelle.strip() for critere in criteres):
        raise RefusMetier("Chaque critère a un nom.", champ="criteres")


def debut_accorde(precedent: date | None, today: date) -> date:
    """The first day of what is accepted today: the day after the last day of what it renews, or today."""
    suite = None if precedent is None else precedent + timedelta(days=1)
    return today if suite is None or suite < today else suite


def fin_proposee(debut: date, duree_mois: int, fin_convention: date | None) -> date:
    """The last day proposed: the end of the convention where it is to come, else the usual term (R30)."""
    if fin_convention is not None and fin_convention >= debut:
        return fin_convention
    return dans_mois(debut, duree_mois) - timedelta(days=1)


def verifier_fin(debut: date, fin: date) -> None:
    """Raises RefusMetier for a period without a day in it."""
    if fin < debut:
        raise RefusMetier("Le dernier jour vient avant le premier.", champ="fin")


def verifier_instruite(etat: EtatReferencement, *, reconnue: bool) -> None:
    """Raises RefusMetier for a file not opened yet, but for one that another region has instructed."""
    if etat is EtatReferencement.DEMANDE and not reconnue:
        raise RefusMetier("Ouvrez d’abord l’instruction de cette demande.")


def concluable(retrait: VieRetrait, today: date) -> bool:
    """Whether a withdrawal may be pronounced: the prestataire has answered, or its time is over."""
    return retrait.etat is EtatRetrait.NOTIFIE and (bool(retrait.reponse.strip()) or today > retrait.limite)


def peut_repondre(retrait: VieRetrait, today: date) -> bool:
    """Whether the prestataire may still answer, once."""
    return retrait.etat is EtatRetrait.NOTIFIE and not retrait.reponse.strip() and today <= retrait.limite


class Situation(Enum):
    """Where a prestataire stands for the DLA that would invite it (domain 4.2, 14)."""

    EN_COURS = "en_cours"
    PROVISOIRE = "provisoire"
    AUTRE_REGION = "autre_region"
    AUCUN = "aucun"


LIBELLES_SITUATION = {
    Situation.EN_COURS: "Référencé dans votre région",
    Situation.PROVISOIRE: "Référencement provisoire, pour cette mission",
    Situation.AUTRE_REGION: "Référencé dans une autre région",
    Situation.AUCUN: "Sans référencement",
}


def situation(
    ici: Iterable[Periode], ailleurs: Iterable[Periode], today: date, *, provisoire: bool
) -> Situation:
    """Where a prestataire stands, from its files of the region, of the others, and a provisional one."""
    if any(est_en_cours(r, today) for r in ici):
        return Situation.EN_COURS
    if provisoire:
        return Situation.PROVISOIRE
    if any(est_en_cours(r, today) for r in ailleurs):
        return Situation.AUTRE_REGION
    return Situation.AUCUN


class Obstacle(Enum):
    """What asks a written reason of the DLA that invites a prestataire (domain 4.2, R31)."""

    NON_PUBLIEE = "non_publiee"
    NON_CONFIRMEE = "non_confirmee"
    NON_REFERENCE = "non_reference"


LIBELLES_OBSTACLE = {
    Obstacle.NON_PUBLIEE: "Sa fiche n’est pas publiée.",
    Obstacle.NON_CONFIRMEE: "Sa fiche n’a pas été confirmée dans l’année.",
    Obstacle.NON_REFERENCE: "Aucune région ne l’a référencé.",
}


def obstacles(fiche: Vie, ou: Situation, today: date, validite_jours: int = VALIDITE_JOURS) -> list[Obstacle]:
    """Why a prestataire may not be invited without a written reason; empty when it may.

    Référencé in another region, it may (domain 14): that is said and shown, not objected to.
    """
    trouves = []
    if fiche.etat is not EtatFiche.PUBLIEE:
        trouves.append(Obstacle.NON_PUBLIEE)
    elif not est_active(fiche, today, validite_jours):
        trouves.append(Obstacle.NON_CONFIRMEE)
    if ou is Situation.AUCUN:
        trouves.append(Obstacle.NON_REFERENCE)
    return trouves


def objections(fiche: Vie, ou: Situation, today: date, validite_jours: int = VALIDITE_JOURS) -> list[str]:
    """The same, in sentences for the DLA."""
    return [LIBELLES_OBSTACLE[un] for un in obstacles(fiche, ou, today, validite_jours)]
