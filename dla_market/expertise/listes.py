"""The avals of a centre in the order of what they ask of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from dla_market.expertise.models import EtatAval
from dla_market.expertise.rules import PREAVIS_JOURS, VieAval, est_valide, expire_bientot

A = TypeVar("A", bound=VieAval)

TITRES = {
    "a_confirmer": "À confirmer",
    "bientot": "Qui se terminent bientôt",
    "valides": "Valables",
    "passes": "Terminés, refusés ou retirés",
}
"""The lists of the page, in order."""


def par_etat(avals: Iterable[A], today: date, preavis_jours: int = PREAVIS_JOURS) -> dict[str, list[A]]:
    """Share avals out among the lists of TITRES, each aval in one of them."""
    listes: dict[str, list[A]] = {nom: [] for nom in TITRES}
    for aval in avals:
        if aval.etat is EtatAval.PROPOSE:
            nom = "a_confirmer"
        elif expire_bientot(aval, today, preavis_jours):
            nom = "bientot"
        elif est_valide(aval, today):
            nom = "valides"
        else:
            nom = "passes"
        listes[nom].append(aval)
    return listes
