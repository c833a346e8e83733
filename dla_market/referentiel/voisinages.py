"""Which départements touch: distances in steps from one to a neighbour.

The list is ours (donnees/voisinages.csv), of mainland départements that share a border on land or in an
estuary; those overseas have no neighbour, Corsica only has itself.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

ELOIGNE: Final = 99
"""The distance of what no step leads to, or is not known."""

_FICHIER: Final = Path(__file__).parent / "donnees" / "voisinages.csv"


@cache
def voisins() -> Mapping[str, tuple[str, ...]]:
    """The neighbours of each département, by code."""
    with _FICHIER.open(encoding="utf-8", newline="") as fichier:
        return {ligne["departement"]: tuple(ligne["voisins"].split()) for ligne in csv.DictReader(fichier)}


@lru_cache(maxsize=512)
def distances(depuis: tuple[str, ...]) -> Mapping[str, int]:
    """The fewest steps from any of these départements to each that can be reached: 0 for themselves."""
    trouvees = dict.fromkeys((code for code in depuis if code in voisins()), 0)
    rive = list(trouvees)
    while rive:
        suivante = []
        for code in rive:
            for voisin in voisins()[code]:
                if voisin not in trouvees:
                    trouvees[voisin] = trouvees[code] + 1
                    suivante.append(voisin)
        rive = suivante
    return trouvees
