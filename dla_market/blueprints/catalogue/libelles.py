"""Words of the catalogue's pages."""

from __future__ import annotations

from datetime import date

from dla_market.catalogue.models import FormeJuridique, RegimeTva, TypePrestataire
from dla_market.web.filters import INSECABLE, MOIS, jour

LIBELLES_TYPE = {
    TypePrestataire.CABINET: "Cabinet",
    TypePrestataire.INDEPENDANT: "Indépendant·e",
    TypePrestataire.PORTAGE: "Portage salarial",
    TypePrestataire.RESEAU: "Réseau ou fédération",
    TypePrestataire.COOPERATIVE: "Coopérative",
    TypePrestataire.ASSOCIATION: "Association",
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


def dire_disponibilite(disponible_le: date | None, today: date) -> tuple[str, str]:
    """An availability in words, with the tone of its label."""
    if disponible_le is None:
        return "Disponibilité inconnue", "neutre"
    if disponible_le <= today:
        return "Disponible", "succes"
    if disponible_le.year == today.year or (disponible_le - today).days < DEUX_MOIS:
        return f"Disponible en {MOIS[disponible_le.month - 1]}", "succes"
    return f"Disponible le {jour(disponible_le)}", "neutre"
