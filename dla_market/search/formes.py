"""The words of a segment: which begin so, and which are near a word that nobody uses."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

_LETTRES: Final = 26
_PLURIEL: Final = ord("s")


class Formes:
    """Words in their order, with the letters of each, laid out when a near one is first asked for.

    The letters stand as columns for the distance, and as a bitmap to leave most words aside.
    """

    def __init__(self, mots: Sequence[str]) -> None:
        self.mots = sorted(mots)
        self._longueurs = np.array([len(mot) for mot in self.mots], np.int32)

    @property
    def octets(self) -> int:
        """Return the memory it will hold."""
        return (
            60 * len(self.mots)
            + int(self._longueurs.sum())
            + len(self.mots) * (2 * int(self._longueurs.max(initial=0)) + 8)
        )

    @cached_property
    def _lettres(self) -> NDArray[np.uint16]:
        largeur = int(self._longueurs.max(initial=0))
        lettres = np.zeros((len(self.mots), largeur), np.uint16)
        tout = np.frombuffer("".join(self.mots).encode("utf-16-le", "replace"), np.uint16)
        if len(tout) == int(self._longueurs.sum()):
            lettres[np.arange(largeur) < self._longueurs[:, np.newaxis]] = tout
        else:  # a letter in two halves stands somewhere: one column a letter all the same
            for rang, mot in enumerate(self.mots):
                lettres[rang, : len(mot)] = [min(ord(lettre), 0xFFFF) for lettre in mot]
        return lettres

    @cached_property
    def _masques(self) -> NDArray[np.uint32]:
        return _masque(self._lettres)

    def commencant(self, debut: str) -> list[str]:
        """Return the words that begin so."""
        rang = bisect_left(self.mots, debut)
        fin = rang
        while fin < len(self.mots) and self.mots[fin].startswith(debut):
            fin += 1
        return self.mots[rang:fin]

    def proches(self, forme: str, maximum: int) -> list[tuple[int, str]]:
        """Return the words within ``maximum`` faults of this one, with their faults.

        Faults are those of voisinage.distance; the mark of a plural that was not typed is none.
        """
        codes = np.array([min(ord(lettre), 0xFFFF) for lettre in forme], np.uint16)
        ecarts = np.bitwise_count(self._masques ^ _masque(codes[np.newaxis])[0])
        loin = np.abs(self._longueurs - len(codes))
        # one fault changes two letters at most; and a plural has one letter more
        rangs = np.flatnonzero((loin <= maximum + 1) & (ecarts <= 2 * maximum + 1))
        if not len(rangs) or not len(codes):
            return []
        fautes = self._fautes(codes, rangs)
        assez = fautes <= maximum
        return [
            (faute, self.mots[rang])
            for faute, rang in zip(fautes[assez].tolist(), rangs[assez].tolist(), strict=True)
        ]

    def _fautes(self, codes: NDArray[np.uint16], rangs: NDArray[np.intp]) -> NDArray[np.int8]:
        """Return the faults of each: the table of edit distances, a row at a time for all words together.

        A column is a word, so that each step runs along memory.
        """
        longueurs = self._longueurs[rangs]
        lettres = np.ascontiguousarray(self._lettres[rangs, : int(longueurs.max())].T)
        places = np.arange(len(lettres) + 1, dtype=np.int8)[:, np.newaxis]
        un = np.int8(1)
        avant_derniere = derniere = np.broadcast_to(places, (len(places), len(rangs)))
        for i, code in enumerate(codes):
            ligne = derniere + un
            egales = lettres == code
            np.minimum(ligne[1:], derniere[:-1] + ~egales, out=ligne[1:])
            if i:
                echangees = egales[:-1] & (lettres[1:] == codes[i - 1])
                voisines = np.where(echangees, avant_derniere[:-2] + un, ligne[2:])
                np.minimum(ligne[2:], voisines, out=ligne[2:])
            # a letter too many costs one from any place before: the least of what each is above its place
            ligne -= places
            np.minimum.accumulate(ligne, axis=0, out=ligne)
            ligne += places
            avant_derniere, derniere = derniere, ligne
        ici = np.arange(len(rangs))
        fautes = derniere[longueurs, ici]
        plurielles = (lettres[longueurs - 1, ici] == _PLURIEL) & (codes[-1] != _PLURIEL)
        return np.where(plurielles, np.minimum(fautes, derniere[longueurs - 1, ici]), fautes)


def _masque(lettres: NDArray[np.uint16]) -> NDArray[np.uint32]:
    """Return for each word the set of its letters, the rest as one; 0 is no letter."""
    rangs = np.clip(lettres.astype(np.int32) - ord("a"), -1, _LETTRES)
    rangs[rangs < 0] = _LETTRES
    bits = np.where(lettres == 0, np.uint32(0), np.uint32(1) << rangs.astype(np.uint32))
    return np.asarray(np.bitwise_or.reduce(bits, axis=1), np.uint32)
