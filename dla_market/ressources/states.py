"""The life of a ressource, as one table."""

from __future__ import annotations

from dla_market.kernel.states import Parcours
from dla_market.ressources.models import EtatRessource

E = EtatRessource

RESSOURCE: Parcours[EtatRessource] = Parcours(
    "la ressource",
    {E.BROUILLON: "brouillon", E.PUBLIEE: "publiée", E.RETIREE: "retirée"},
    [
        ("modifier", {E.BROUILLON}, E.BROUILLON),
        ("modifier", {E.PUBLIEE}, E.PUBLIEE),
        ("publier", {E.BROUILLON, E.RETIREE}, E.PUBLIEE),
        ("retirer", {E.PUBLIEE}, E.RETIREE),
    ],
)
