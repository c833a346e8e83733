"""The synonyms of the field: given as groups, applied to what a person typed, never to the index.

Whoever looks for an expression of a group also finds the others. The groups stand in one file beside the
index, written by the indexer; each process looks at it (one stat) before an answer, so that a change takes
effect everywhere without a rebuild.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from dla_market.search.analyse import grouper
from dla_market.search.documents import Synonymes
from dla_market.search.lecture import Clause, Equivalent, Motif, suite

FICHIER: Final = "synonymes.json"
_EQUIVALENTS_MAXIMAUX: Final = 24


@dataclass(frozen=True, slots=True)
class _Expression:
    """An expression of a group: as it is written, and read."""

    dit: str
    racines: tuple[str, ...]
    motif: Motif


@dataclass(frozen=True, slots=True, eq=False)
class Lexique:
    """What the groups of one day make of stems, and the short words that they give a meaning (AI, EI).

    One is equal to itself alone: it is a key of what was found with it.
    """

    par_racines: dict[tuple[str, ...], tuple[_Expression, ...]]
    sigles: frozenset[str]
    longueur: int

    def etendre(self, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
        """Return the clauses, each with its equivalents; the longest expression is taken first."""
        etendues: list[Clause] = []
        rang = 0
        while rang < len(clauses):
            prises = self._plus_longue(clauses[rang : rang + self.longueur])
            etendues.extend(prises)
            rang += len(prises)
        return tuple(etendues)

    def _plus_longue(self, suivantes: Sequence[Clause]) -> list[Clause]:
        for nombre in range(len(suivantes), 0, -1):
            essai = suivantes[:nombre]
            if any(clause.litterale for clause in essai):
                continue
            racines = tuple(mot.racine for clause in essai for mot in clause.motifs[0].mots)
            autres = self.par_racines.get(racines)
            if autres:
                de = " ".join(clause.saisi for clause in essai)
                equivalents = tuple(Equivalent(de, autre.dit, autre.motif) for autre in autres)
                return [replace(clause, equivalents=equivalents) for clause in essai]
        return [suivantes[0]]


VIDE: Final = Lexique({}, frozenset(), 1)


class Thesaurus:
    """The groups, and what they make of a given day. Safe among threads: it never changes."""

    def __init__(self, groupes: Sequence[Synonymes] = ()) -> None:
        self.groupes = tuple(groupes)
        self._du_jour = lru_cache(maxsize=16)(self._lexique)

    def le(self, jour: date) -> Lexique:
        """Return what holds on a day."""
        return self._du_jour(jour) if self.groupes else VIDE

    def _lexique(self, jour: date) -> Lexique:
        par_racines: dict[tuple[str, ...], dict[tuple[str, ...], _Expression]] = {}
        sigles: set[str] = set()
        for groupe in self.groupes:
            if (groupe.debut is not None and jour < groupe.debut) or (
                groupe.fin is not None and jour > groupe.fin
            ):
                continue
            mots = [lue for mot in groupe.mots if (lue := _lire(mot)) is not None]
            aussi = [lue for mot in groupe.aussi if (lue := _lire(mot)) is not None]
            sigles.update(mot.racines[0] for mot in mots if len(mot.racines) == 1)
            for mot in mots:
                siens = par_racines.setdefault(mot.racines, {})
                for autre in (*mots, *aussi):
                    if autre.racines != mot.racines and len(siens) < _EQUIVALENTS_MAXIMAUX:
                        siens.setdefault(autre.racines, autre)
        longueur = max((len(racines) for racines in par_racines), default=1)
        lus = {racines: tuple(autres.values()) for racines, autres in par_racines.items() if autres}
        return Lexique(lus, frozenset(sigles), longueur)


def _lire(expression: str) -> _Expression | None:
    termes = [terme for groupe in grouper(expression) for terme in groupe.parties]
    # an acronym that is also a word without meaning (AI) stands for itself when it stands alone
    motif = suite(termes, seul=True)
    if motif is None:
        return None
    return _Expression(expression.strip(), tuple(mot.racine for mot in motif.mots), motif)


class SynonymesDuDossier:
    """The thesaurus of an index folder, read again when its file has changed."""

    def __init__(self, dossier: Path) -> None:
        self._chemin = dossier / FICHIER
        self._repere = str(self._chemin)
        self._lu: tuple[tuple[int, int, int] | None, Thesaurus] = (None, Thesaurus())

    def __call__(self) -> Thesaurus:
        """Return the groups of now: none where there is no file, or none that can be read."""
        try:
            etat = os.stat(self._repere)  # noqa: PTH116 - on the path of every query, see generations.marque
        except OSError:
            return Thesaurus()
        marque = (etat.st_mtime_ns, etat.st_ino, etat.st_size)
        if self._lu[0] != marque:
            self._lu = (marque, Thesaurus(lire_fichier(self._chemin)))
        return self._lu[1]


def lire_fichier(chemin: Path) -> list[Synonymes]:
    """Return the groups of a file, none where it cannot be read."""
    try:
        lignes = json.loads(chemin.read_text("utf-8"))
        return [
            Synonymes(tuple(mots), tuple(aussi), _jour(debut), _jour(fin))
            for mots, aussi, debut, fin in lignes
        ]
    except (OSError, ValueError, TypeError):
        return []


def ecrire_fichier(dossier: Path, groupes: Sequence[Synonymes]) -> None:
    """Make these the groups of the folder, in one step; nothing where they are already."""
    chemin = dossier / FICHIER
    if chemin.exists() and lire_fichier(chemin) == list(groupes):
        return
    provisoire = dossier / f"{FICHIER}.nouveau"
    with provisoire.open("w", encoding="utf-8") as fichier:
        json.dump(groupes, fichier, ensure_ascii=False, default=str)
        fichier.flush()
        os.fsync(fichier.fileno())
    provisoire.replace(chemin)


def _jour(texte: str | None) -> date | None:
    return None if texte is None else date.fromisoformat(texte)
