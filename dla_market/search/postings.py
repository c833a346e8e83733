"""Decoded postings: Whoosh's lists of one word, read once by its public interface and kept as arrays.

A segment never changes (deletions aside, which the rows of a generation leave out), so what was decoded stays
good from one generation to the next: only the numbering into rows is done again.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from dla_market.search.formes import Formes

Entiers = NDArray[np.int32]
Reels = NDArray[np.float32]
Lecture = Callable[[Any], tuple[NDArray[Any], NDArray[Any]]]
Valeur = TypeVar("Valeur")

LEXIQUES_EN_CACHE: Final = 16 * 1024 * 1024
LIGNES_ORDINAIRES: Final = 40_000
SEGMENTS_EN_CACHE: Final = 16 * 1024 * 1024


def place_pour(octets: int, lignes: int) -> int:
    """Return the bytes a cache may hold: ``octets``, and more from 40 000 rows on, as its entries grow."""
    return octets * max(1, lignes // LIGNES_ORDINAIRES)


class CacheBorne(Generic[Valeur]):
    """A cache that forgets what was used longest ago when its bytes exceed ``maximum``; thread-safe."""

    def __init__(self, maximum: int) -> None:
        self._maximum = maximum
        self._taille = 0
        self._entrees: OrderedDict[Hashable, tuple[Valeur, int]] = OrderedDict()
        self._verrou = Lock()

    def obtenir(
        self, cle: Hashable, calculer: Callable[[], Valeur], peser: Callable[[Valeur], int]
    ) -> Valeur:
        """Return the value of the key, worked out when it is not there (twice at most among threads)."""
        entree = self._entrees.get(cle)
        if entree is not None:
            with self._verrou:
                if cle in self._entrees:
                    self._entrees.move_to_end(cle)
            return entree[0]
        valeur = calculer()
        poids = peser(valeur)
        with self._verrou:
            if cle not in self._entrees:
                self._entrees[cle] = (valeur, poids)
                self._taille += poids
            while self._taille > self._maximum and len(self._entrees) > 1:
                _, (_, oublie) = self._entrees.popitem(last=False)
                self._taille -= oublie
        return valeur

    def cles(self) -> list[Hashable]:
        """Return the keys, the least recently used first."""
        with self._verrou:
            return list(self._entrees)


def lire_poids(matcher: Any) -> tuple[Entiers, Reels]:
    """Read each document with its weight."""
    # arrays, not lists: a number takes 4 bytes instead of 36, and there are millions of them
    numeros, valeurs = array("i"), array("f")
    while matcher.is_active():
        numeros.append(matcher.id())
        valeurs.append(matcher.weight())
        matcher.next()
    return np.array(numeros, np.int32), np.array(valeurs, np.float32)


def lire_places(matcher: Any) -> tuple[Entiers, Entiers]:
    """Read each document as many times as it holds the word, with the places."""
    numeros, places = array("i"), array("i")
    while matcher.is_active():
        ici = matcher.value_as("positions")
        numeros.extend([matcher.id()] * len(ici))
        places.extend(ici)
        matcher.next()
    return np.array(numeros, np.int32), np.array(places, np.int32)


def feuilles(lecteur: Any) -> list[tuple[Any, int, str]]:
    """Return the segments of a reader with their first document number and their name; none when empty."""
    return [
        (feuille, debut, feuille.segment().segment_id())
        for feuille, debut in lecteur.leaf_readers()
        if feuille.segment() is not None
    ]


class Segments:
    """The segments of one open generation, read through the decoded lists kept from those before it."""

    def __init__(
        self,
        lecteur: Any,
        cache: CacheBorne[tuple[NDArray[Any], NDArray[Any]]],
        lexiques: CacheBorne[Formes],
    ) -> None:
        self._cache = cache
        self._lexiques = lexiques
        self._feuilles = feuilles(lecteur)
        self._lecture = Lock()  # Whoosh's files have one reading position each

    def _decoder(
        self, feuille: Any, champ: str, mot: str, lire: Lecture
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        with self._lecture:
            if (champ, mot) not in feuille:
                return np.zeros(0, np.int32), np.zeros(0, np.float32)
            return lire(feuille.postings(champ, mot))

    def lister(self, champ: str, mot: str, lire: Lecture = lire_poids) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the document numbers of a word with their weights, or with what ``lire`` reads of them."""
        numeros: list[NDArray[Any]] = [np.zeros(0, np.int32)]
        valeurs: list[NDArray[Any]] = [np.zeros(0, np.float32)]
        for feuille, debut, segment in self._feuilles:
            ici, les_valeurs = self._cache.obtenir(
                (segment, champ, mot, lire),
                lambda feuille=feuille: self._decoder(feuille, champ, mot, lire),  # type: ignore[misc] # bound now
                lambda paire: paire[0].nbytes + paire[1].nbytes + 200,
            )
            numeros.append(ici + np.int32(debut))
            valeurs.append(les_valeurs)
        if len(numeros) == 2:  # noqa: PLR2004 - the empty head, and the only segment
            return numeros[1], valeurs[1]
        return np.concatenate(numeros), np.concatenate(valeurs)

    def nombre(self, champ: str, mot: str) -> int | None:
        """Return the number of documents of a word; None where only its list can tell, some being gone."""
        total = 0
        with self._lecture:
            for feuille, _, _ in self._feuilles:
                if feuille.has_deletions() and (champ, mot) in feuille:
                    return None
                total += int(feuille.doc_frequency(champ, mot))
        return total

    def prolonger(self, champ: str, debut: str) -> list[str]:
        """Return the words of the field that begin so, in order."""
        mots: set[str] = set()
        with self._lecture:
            for feuille, _, _ in self._feuilles:
                for octets in feuille.expand_prefix(champ, debut):
                    mots.add(octets.decode("utf-8"))
        return sorted(mots)

    def lexiques(self, champ: str) -> list[Formes]:
        """Return all the words of the field, segment by segment."""

        def lire(feuille: Any) -> Formes:
            with self._lecture:
                return Formes([octets.decode("utf-8") for octets in feuille.lexicon(champ)])

        return [
            self._lexiques.obtenir(
                (segment, champ),
                lambda feuille=feuille: lire(feuille),  # type: ignore[misc] # bound now
                lambda formes: formes.octets,
            )
            for feuille, _, segment in self._feuilles
        ]
