"""Rules of the aval: what may be endorsed, on what evidence, until when, by whom, and whether it holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from dla_market.expertise.models import EtatAval, NatureLien, NaturePreuve
from dla_market.kernel.clock import dans_mois
from dla_market.kernel.errors import RefusMetier

DUREE_MAX_MOIS = 36
"""Months beyond which an expert's word is too old to be shown."""

PREAVIS_JOURS = 90
"""Days before its end from which an aval is about to expire, and may be renewed, by default."""

LIEN_ANNEES = 3
"""Years after its end during which a link still takes a person's word away (domain R50)."""

LONGUEUR_PREUVE = 500

LIBELLES_PREUVE = {
    NaturePreuve.MISSION: "Mission",
    NaturePreuve.FORMATION: "Formation",
    NaturePreuve.PUBLICATION: "Publication",
    NaturePreuve.AUTRE: "Autre",
}
LIBELLES_LIEN = {
    NatureLien.EMPLOI: "Emploi ou mission salariée",
    NatureLien.DIRECTION: "Mandat dans ses instances (bureau, conseil d’administration)",
    NatureLien.FAMILLE: "Lien familial",
    NatureLien.COMMERCE: "Lien commercial ou financier",
}


@dataclass(frozen=True)
class Sujet:
    """What an aval is for: a secteur, a thématique, or the one in the other; "" for what is left open."""

    secteur_code: str = ""
    thematique_code: str = ""


@dataclass(frozen=True)
class Preuve:
    """What an aval rests on: its kind, its reference in words, and the mission done here where it is one."""

    nature: NaturePreuve
    texte: str = ""
    commande_id: int | None = None


class DureeLien(Protocol):
    """What tells whether a link still forbids."""

    @property
    def fin(self) -> date | None:
        """Its last day, None while it lasts."""


class VieAval(Protocol):
    """What tells whether an aval holds."""

    @property
    def etat(self) -> EtatAval:
        """Its stored state."""

    @property
    def fin(self) -> date:
        """The last day that it holds."""


def est_valide(aval: VieAval, today: date) -> bool:
    """Confirmed, and not past its last day; queries.sql_valide says the same in SQL."""
    return aval.etat is EtatAval.CONFIRME and today <= aval.fin


def expire_bientot(aval: VieAval, today: date, preavis_jours: int = PREAVIS_JOURS) -> bool:
    """Valid, for less than `preavis_jours` days more."""
    return est_valide(aval, today) and aval.fin - today < timedelta(days=preavis_jours)


def peut_renouveler(aval: VieAval, today: date, preavis_jours: int = PREAVIS_JOURS) -> bool:
    """Confirmed, and about to end or ended; neither taken back nor renewed already."""
    return aval.etat is EtatAval.CONFIRME and aval.fin - today < timedelta(days=preavis_jours)


def verifier_sujet(sujet: Sujet) -> None:
    """Raises RefusMetier where neither a secteur nor a thématique is chosen."""
    if not (sujet.secteur_code or sujet.thematique_code):
        raise RefusMetier("Choisissez un secteur, une thématique, ou les deux.", champ="secteur")


def motif_complet(motif: str, sujet: Sujet, couverts: Collection[str], hors_champ: str) -> str:
    """The comment that will be shown: the expert's, and why the centre speaks outside its field.

    `couverts` holds the codes of the secteurs and thématiques of the centre: one of the subject's is enough.
    Raises RefusMetier without a comment, or without that reason where the centre covers none.
    """
    if not motif.strip():
        raise RefusMetier("Écrivez le commentaire que le réseau lira.", champ="motif")
    if {sujet.secteur_code, sujet.thematique_code} & set(couverts):
        return motif.strip()
    if not hors_champ.strip():
        quoi = "ce secteur" if sujet.secteur_code else "cette thématique"
        raise RefusMetier(
            f"Votre centre ne couvre pas {quoi} : dites pourquoi il s’y prononce.",
            champ="motif_hors_champ",
        )
    return f"{motif.strip()}\nHors du champ du centre : {hors_champ.strip()}"


def verifier_preuve(preuve: Preuve) -> str:
    """The reference of the evidence in words. Raises RefusMetier where there is none, or not of its kind."""
    if preuve.commande_id is not None and preuve.nature is not NaturePreuve.MISSION:
        raise RefusMetier("Une mission faite ici est une preuve de la nature « Mission ».", champ="mission")
    if not preuve.texte.strip():
        raise RefusMetier("Donnez la référence de la preuve : laquelle, quand, pour qui.", champ="preuve")
    return preuve.texte.strip()[:LONGUEUR_PREUVE]


def lien_bloque(lien: DureeLien, today: date) -> bool:
    """Whether a link still forbids a person to vouch: it lasts, or ended less than LIEN_ANNEES ago (R50)."""
    return lien.fin is None or dans_mois(lien.fin, 12 * LIEN_ANNEES) >= today


def verifier_sans_lien(bloquants: Collection[DureeLien], nom: str) -> None:
    """Raises RefusMetier where the person has declared a link with the prestataire `nom`."""
    if bloquants:
        raise RefusMetier(
            f"Vous avez déclaré un lien d’intérêt avec {nom} : vous vous récusez. "
            "Une autre personne de votre centre, sans lien, peut s’en charger."
        )


def verifier_proposeur_sans_lien(bloquants: Collection[DureeLien], nom: str) -> None:
    """Raises RefusMetier where the person who proposed has declared a link with `nom` since (R50)."""
    if bloquants:
        raise RefusMetier(
            f"La personne qui a proposé cet aval a déclaré depuis un lien d’intérêt avec {nom} : refusez-le. "
            "Une autre personne de votre centre, sans lien, peut le proposer de nouveau."
        )


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


def verifier_fiche_sans_lien(declare: str | None, nom: str) -> None:
    """Raises RefusMetier where the fiche of `nom` declares a link with the centre, by that name."""
    if declare:
        raise RefusMetier(
            f"{nom} déclare dans sa fiche un lien avec « {declare} » : tout votre centre se récuse. "
            "Un autre centre peut se prononcer."
        )


def verifier_autre_personne(propose_par_id: int, utilisateur_id: int) -> None:
    """Raises RefusMetier where the person who confirms is the one who proposed."""
    if propose_par_id == utilisateur_id:
        raise RefusMetier(
            "Vous avez proposé cet aval : une autre personne de la coordination doit le confirmer."
        )


def verifier_sans_doublon(
    autres: Collection[VieAval], today: date, preavis_jours: int = PREAVIS_JOURS
) -> None:
    """Raises RefusMetier where the centre has already endorsed the prestataire for the subject.

    `autres` are the centre's avals of that prestataire and subject. One about to expire may be renewed.
    """
    if any(aval.etat is EtatAval.PROPOSE for aval in autres):
        raise RefusMetier("Un aval sur ce sujet attend déjà sa confirmation.", champ="secteur")
    if any(est_valide(un, today) and not expire_bientot(un, today, preavis_jours) for un in autres):
        raise RefusMetier("Votre centre a déjà donné un aval sur ce sujet.", champ="secteur")
