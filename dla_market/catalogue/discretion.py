"""What the past of a fiche says of people to others: their name and experience with their accord alone.

Domain 7.2 and RGPD, as for the fiche itself. The past holds names that left or were corrected, of which
nobody can say any more what they accepted: these are not told either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from dla_market.catalogue.contenu import Ecart, nom_d_intervenant
from dla_market.catalogue.models import Prestataire

SANS_NOM: Final = "une personne de l’équipe"
TU: Final = "non publié"
NOMMENT: Final = frozenset({"intervenant.prenom", "intervenant.nom"})
PERSONNELS: Final = NOMMENT | {
    "intervenant.experience", "intervenant.diplomes", "intervenant.annees_experience", "intervenant.courriel",
}  # fmt: skip
"""Fields of a person that are told with its accord alone."""

JOIGNENT: Final = frozenset({"intervenant.courriel", "reference.contact"})
"""Fields that reach a person: for those who choose prestataires (queries.lit_les_contacts)."""


ACTES_NOMMANTS: Final = frozenset({"deposer_cv", "retirer_cv"})
"""Acts whose words are the name of the person that they are about."""


def nommables(fiche: Prestataire) -> frozenset[str]:
    """The names that the fiche publishes today; not one that either of its two bearers withholds."""
    noms: dict[bool, set[str]] = {True: set(), False: set()}
    for personne in fiche.intervenants:
        noms[personne.accord_publication].add(nom_d_intervenant(personne))
    return frozenset(noms[True] - noms[False])


def taire(ecarts: Iterable[Ecart], noms: frozenset[str]) -> list[Ecart]:
    """The same differences without what they say of people who are not in `noms`.

    Where a line has just taken a name or an accord, what it said before may be somebody else's.
    """
    tous = list(ecarts)
    neufs = {e.sujet for e in tous if e.champ in NOMMENT or e.champ == "intervenant.accord_publication"}
    return [_taire(ecart, noms, neufs) for ecart in tous]


def taire_contacts(ecarts: Iterable[Ecart]) -> list[Ecart]:
    """The same differences, for who may know that a person can be reached and not where."""
    return [
        replace(ecart, avant=_tu(ecart.avant), apres=_tu(ecart.apres)) if ecart.champ in JOIGNENT else ecart
        for ecart in ecarts
    ]


def taire_mots(verbe: str, mots: str, noms: frozenset[str]) -> str:
    """The words of an act, without a name that is not in `noms`."""
    return SANS_NOM if verbe in ACTES_NOMMANTS and mots not in noms else mots


def _taire(ecart: Ecart, noms: frozenset[str], neufs: set[str]) -> Ecart:
    if not ecart.champ.startswith("intervenant."):
        return ecart
    nomme = ecart.sujet in noms
    sujet = ecart.sujet if nomme else SANS_NOM
    if ecart.champ not in PERSONNELS:
        return replace(ecart, sujet=sujet)
    avant = ecart.avant if nomme and ecart.sujet not in neufs else _tu(ecart.avant)
    return Ecart(ecart.champ, sujet, avant, ecart.apres if nomme else _tu(ecart.apres))


def _tu(texte: str) -> str:
    return TU if texte else ""
