"""The line of steps of a sollicitation: sent, taken, answered, closed, with the day by which each is due."""

from __future__ import annotations

from dla_market.comptes.models import Utilisateur
from dla_market.sollicitations.models import EtatSollicitation, Sollicitation
from dla_market.web.filters import instant, jour
from dla_market.web.parcours import Etape

E = EtatSollicitation
FINS = {E.REORIENTEE: "Réorientée", E.RETIREE: "Retirée"}


def etapes_de_la_demande(s: Sollicitation) -> list[Etape]:
    """Its steps with their days and names; what it will never reach is left out."""
    faites = [Etape("Envoyée", "fait", f"le {instant(s.envoyee_le)}, par {_nom(s.demandee_par)}")]
    if s.prise_le and s.prise_par:
        faites.append(Etape("Prise en charge", "fait", f"le {instant(s.prise_le)}, par {_nom(s.prise_par)}"))
    if s.repondue_le:
        faites.append(Etape("Réponse", "fait", f"le {instant(s.repondue_le)}"))
    finie = f"le {instant(s.finie_le)}" if s.finie_le else ""
    if s.etat in FINS:
        return [*faites, Etape(FINS[s.etat], "courant", finie)]
    if s.etat is E.CLOSE:
        return [*faites, Etape("Close", "courant", finie)]
    attendues = [
        Etape("Prise en charge", "", f"attendue le {jour(s.prise_avant)} au plus tard"),
        Etape("Réponse", "", f"attendue le {jour(s.reponse_avant)} au plus tard"),
        Etape("Close par le DLA", ""),
    ][len(faites) - 1 :]
    return faites + [
        Etape(une.libelle, "a_venir" if rang else "courant", une.detail) for rang, une in enumerate(attendues)
    ]


def _nom(personne: Utilisateur) -> str:
    return f"{personne.prenom} {personne.nom}"
