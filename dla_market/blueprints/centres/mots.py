"""The words of the pages of a centre."""

from __future__ import annotations

from dla_market.expertise.models_centres import Axe, QualiteOrganisme

LIBELLES_AXE = {
    Axe.MOBILISER: "Mobiliser autour du DLA les têtes de réseau et les acteurs associatifs",
    Axe.APPUYER: "Apporter un appui-conseil et des ressources aux DLA et aux DLA R",
    Axe.PROMOUVOIR: "Promouvoir et développer l’activité et l’emploi dans le secteur",
    Axe.CONTRIBUER: "Contribuer à la coordination, à l’évaluation et à la capitalisation",
}
"""The four missions, as the page of the centres and the bilan of 2012 word them."""

LIBELLES_QUALITE = {
    QualiteOrganisme.TETE_DE_RESEAU: "Tête de réseau",
    QualiteOrganisme.RESEAU_ASSOCIE: "Réseaux associés",
    QualiteOrganisme.PILOTAGE: "Comité de pilotage",
}
