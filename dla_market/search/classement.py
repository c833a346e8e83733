"""The rules of the order, in one place: versioned, deterministic, told line by line by raisons.py.

Every rule gives whole points, so that sums are exact and engines agree to the unit. A text gives 100 points
times its BM25F; the other rules give less than one good word does: they settle between fiches that the text
leaves close. No rule looks at clicks, and none at the price. An endorsement counts only for what was asked
(its secteur, its thématique or its centre), and the line then says so.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dla_market.search.analyse import placer
from dla_market.search.documents import CHAMPS

VERSION: Final = 4

# In the order of CHAMPS: what a word there weighs, and the length in words at which it weighs just that.
POIDS: Final = (4.0, 3.0, 2.5, 2.0, 1.5, 1.5, 1.0)
LONGUEURS: Final = (3, 8, 12, 4, 60, 2, 80)
PART_LONGUEUR: Final = 0.5  # BM25's b: how much a long field dilutes its words
SATURATION: Final = 1.2  # BM25's k1: how soon repeating a word stops helping
GRAIN: Final = (
    256  # weights are kept in 1/256: exact in the 32 bits of a Whoosh weight, so both engines agree
)
POIDS_MAXIMAL: Final = 255

POINTS_TEXTE: Final = 100.0
PART_SYNONYME: Final = 0.5  # of the points of the word itself, at most
POINTS_PAR_NIVEAU: Final = 20
POINTS_AVAL: Final = 30
POINTS_DISPONIBLE: Final = 10
POINTS_FRAICHE: Final = 10
POINTS_PAR_CLAUSE: Final = 1_000_000  # in a widened result, one more word found beats any other rule
ANNEES_INVITATIONS: Final = 2  # « the last 24 months »: what counts as recent in an invitation

PAS: Final = 1 << 16  # positions of a field start here times its rank: no phrase straddles two fields


@dataclass(frozen=True, slots=True)
class Mots:
    """The words of a fiche.

    ``positions`` gives the places of each stem, all fields in one numbering (see PAS). ``racines`` and
    ``formes`` (the folded words as they stand, for beginnings and corrections) give the mask of the fields
    that hold the word, and its weight over them in 1/GRAIN. ``graphies`` are the pairs of a folded word and
    its accented spelling, to say a correction back as it is written.
    """

    positions: dict[str, list[int]]
    racines: dict[str, tuple[int, float]]
    formes: dict[str, tuple[int, float]]
    graphies: set[tuple[str, str]]


def _peser(comptes: Sequence[Counter[str]]) -> dict[str, tuple[int, float]]:
    """Return for each word the mask of the fields that hold it and its weight over them."""
    poids: dict[str, float] = {}
    masques: dict[str, int] = {}
    for rang, compte in enumerate(comptes):
        dilution = 1 - PART_LONGUEUR + PART_LONGUEUR * compte.total() / LONGUEURS[rang]
        for mot, nombre in compte.items():
            poids[mot] = poids.get(mot, 0.0) + POIDS[rang] * nombre / dilution
            masques[mot] = masques.get(mot, 0) | 1 << rang
    return {
        mot: (masques[mot], min(max(round(valeur * GRAIN), 1), POIDS_MAXIMAL * GRAIN) / GRAIN)
        for mot, valeur in poids.items()
    }


def relever(textes: Sequence[str]) -> Mots:
    """Work out the words of a fiche from its texts, given in the order of CHAMPS."""
    positions: dict[str, list[int]] = {}
    graphies: set[tuple[str, str]] = set()
    racines: list[Counter[str]] = []
    formes: list[Counter[str]] = []
    for rang, texte in enumerate(textes):
        termes = []
        for place, terme in placer(texte):
            if place >= PAS - 1:
                break  # no fiche is that long; a place beyond would fall in the next field
            termes.append(terme)
            positions.setdefault(terme.racine, []).append(rang * PAS + place)
            if terme.graphie != terme.forme:
                graphies.add((terme.forme, terme.graphie))
        racines.append(Counter(terme.racine for terme in termes))
        formes.append(Counter(terme.forme for terme in termes))
    return Mots(positions, _peser(racines), _peser(formes), graphies)


def rarete(fiches: int, porteuses: int) -> float:
    """Return the weight of a word that ``porteuses`` of ``fiches`` hold: always above 0."""
    return math.log(1 + (fiches - porteuses + 0.5) / (porteuses + 0.5))


def rarete_de(porteuses: Sequence[int], fiches: int) -> float:
    """Return the weight of words that stand together."""
    return sum(rarete(fiches, nombre) for nombre in porteuses)


def points_du_texte(poids: float, rare: float) -> int:
    """Return the points of a word in a fiche; textes.py computes the same, in the same order, in numpy."""
    return round(poids * (SATURATION + 1) / (poids + SATURATION) * rare * POINTS_TEXTE)


def part_du_synonyme(rare_demande: float, rare_synonyme: float) -> float:
    """Return what a synonym's points are multiplied by.

    Half of them; and less where it is rarer than what was asked, or a rare synonym would beat the word.
    """
    return PART_SYNONYME * min(1.0, rare_demande / rare_synonyme)


def points_de_base(
    *, disponible_le: date | None, confirmee_le: date | None, cible: date, depuis: date
) -> int:
    """Return the points that hang on neither the text nor the filters: known availability, freshness.

    A fiche is fresh that was confirmed on the day ``depuis``, or later.
    """
    points = 0
    if disponible_le is not None and disponible_le <= cible:
        points += POINTS_DISPONIBLE
    if est_fraiche(confirmee_le, depuis):
        points += POINTS_FRAICHE
    return points


def est_fraiche(confirmee_le: date | None, depuis: date) -> bool:
    """Say whether a fiche was confirmed on the first day that still counts as fresh, or later."""
    return confirmee_le is not None and confirmee_le >= depuis


def debut_des_invitations(le: date) -> date:
    """Return the day after which an invitation is recent."""
    try:
        return le.replace(year=le.year - ANNEES_INVITATIONS)
    except ValueError:  # the 29th of February
        return le.replace(year=le.year - ANNEES_INVITATIONS, day=28)


def champs_du_masque(masque: int) -> tuple[str, ...]:
    """Return the names of the fields of a mask, the heaviest first."""
    return tuple(champ for rang, champ in enumerate(CHAMPS) if masque >> rang & 1)
