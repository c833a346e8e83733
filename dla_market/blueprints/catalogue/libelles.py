"""Words of the catalogue's pages."""

from __future__ import annotations

from datetime import date

from dla_market.catalogue.models import FormeJuridique, RegimeTva, TypePrestataire
from dla_market.consultations.rules import TAUX_TVA
from dla_market.web.filters import INSECABLE, MOIS, jour, pourcent

LIBELLES_TYPE = {
    TypePrestataire.CABINET: "Cabinet",
    TypePrestataire.INDEPENDANT: "Indépendant·e",
    TypePrestataire.PORTAGE: "Portage salarial",
    TypePrestataire.RESEAU: "Réseau ou fédération",
    TypePrestataire.COOPERATIVE: "Coopérative",
    TypePrestataire.ASSOCIATION: "Association",
    TypePrestataire.POINT_APPUI: "Point d’appui à la vie associative",
    TypePrestataire.AUTRE: "Autre",
}
LIBELLES_FORME = {
    FormeJuridique.ENTREPRISE_INDIVIDUELLE: "Entreprise individuelle, micro-entreprise",
    FormeJuridique.EURL: "EURL",
    FormeJuridique.SARL: "SARL",
    FormeJuridique.SAS: "SAS ou SASU",
    FormeJuridique.SA: "SA",
    FormeJuridique.SCOP: "Scop",
    FormeJuridique.SCIC: "Scic",
    FormeJuridique.CAE: "Coopérative d’activité et d’emploi",
    FormeJuridique.ASSOCIATION: "Association",
    FormeJuridique.FONDATION: "Fondation",
    FormeJuridique.GROUPEMENT: "Groupement (GIE, GIP)",
    FormeJuridique.AUTRE: "Autre",
}
LIBELLES_TVA = {
    RegimeTva.ASSUJETTI: "Assujetti à la TVA",
    RegimeTva.FRANCHISE: "Franchise de TVA (article 293 B du CGI)",
}
LIBELLES_TAUX_TVA = {taux: mot for taux, mot in TAUX_TVA.items() if taux}
"""The rates that one may say to be usually one's own; who adds no VAT says so in its regime."""
ETAPES = {
    "identite": "Identité",
    "presentation": "Offre",
    "conditions": "Prix et disponibilité",
    "activites": "Secteurs et thématiques",
    "zones": "Zones",
    "equipe": "Équipe",
    "references": "Références",
    "engagements": "Engagements",
}
"""The steps of a fiche, in order, by the last word of their address."""

ENTIER = 10_000
JOURS_PAR_MOIS = 30
DEUX_MOIS = 60


def dire_depuis(passe: date, today: date) -> str:
    """How long ago: « aujourd’hui », « hier », « il y a 12 jours », « il y a 3 mois »."""
    jours = (today - passe).days
    if jours <= 0:
        return "aujourd’hui"
    if jours == 1:
        return "hier"
    if jours < DEUX_MOIS:
        return f"il y a {jours}{INSECABLE}jours"
    return f"il y a {jours // JOURS_PAR_MOIS}{INSECABLE}mois"


def dire_taux(dix_millemes: int) -> str:
    """A rate of VAT, today's or an older one: « 20 % », « 19,6 % »."""
    return LIBELLES_TAUX_TVA.get(dix_millemes) or pourcent(dix_millemes / ENTIER, 1)


def dire_disponibilite(disponible_le: date | None, today: date) -> tuple[str, str]:
    """An availability in words, with the tone of its label."""
    if disponible_le is None:
        return "Disponibilité inconnue", "neutre"
    if disponible_le <= today:
        return "Disponible", "succes"
    if disponible_le.year == today.year or (disponible_le - today).days < DEUX_MOIS:
        return f"Disponible en {MOIS[disponible_le.month - 1]}", "succes"
    return f"Disponible le {jour(disponible_le)}", "neutre"
