"""Whether one text answers what a person typed, by the analysis of the catalogue: no index, no order.

For the few hundred ressources, read whole at each search.
"""

from __future__ import annotations

from functools import lru_cache

from dla_market.search.analyse import placer
from dla_market.search.lecture import Clause, Motif, lire


def repond(texte: str, demande: str) -> bool:
    """Say whether every demand is met and no exclusion is: plurals, "phrases", beginnings; never raises.

    A word also answers for one that it begins, since people type as they think: « cah » finds « cahier ».
    """
    lecture = lire(demande)
    if not lecture.clauses and not lecture.exclusions:
        return True
    places, formes = _mots(texte)
    return all(_tient(clause, places, formes) for clause in lecture.clauses) and not any(
        _tient(clause, places, formes) for clause in lecture.exclusions
    )


@lru_cache(maxsize=1024)
def _mots(texte: str) -> tuple[dict[str, frozenset[int]], frozenset[str]]:
    places: dict[str, set[int]] = {}
    formes = set()
    for place, terme in placer(texte):
        places.setdefault(terme.racine, set()).add(place)
        formes.add(terme.forme)
    return {racine: frozenset(siennes) for racine, siennes in places.items()}, frozenset(formes)


def _tient(clause: Clause, places: dict[str, frozenset[int]], formes: frozenset[str]) -> bool:
    return any(_trouve(motif, places, formes, exact=clause.litterale) for motif in clause.motifs)


def _trouve(motif: Motif, places: dict[str, frozenset[int]], formes: frozenset[str], *, exact: bool) -> bool:
    if motif.prefixe:
        return any(forme.startswith(motif.prefixe) for forme in formes)
    departs = [{p - mot.decalage for p in places.get(mot.racine, ())} for mot in motif.mots]
    if set.intersection(*departs):
        return True
    return not exact and len(motif.mots) == 1 and any(f.startswith(motif.mots[0].forme) for f in formes)
