"""The text half of the fast engine: clauses to rows, points and fields, from decoded postings, in numpy."""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dla_market.search import classement
from dla_market.search.colonnes import Bits, Colonnes
from dla_market.search.lecture import Clause, Motif
from dla_market.search.postings import CacheBorne, Lecture, Segments, lire_places, lire_poids, place_pour
from dla_market.search.schema import FORMES, GRAPHIES, MASQUE, RACINES
from dla_market.search.voisinage import le_plus_proche, tolerance

_DECALAGE: Final = 20  # bits of a place: enough for every field (see classement.PAS)
_ENTREES: Final = 24 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Trouves:
    """The rows that hold something, upwards, with their points and their fields, and as a bitmap."""

    lignes: NDArray[np.int32]
    points: NDArray[np.int32]
    masques: NDArray[np.uint8]
    bits: Bits

    @property
    def octets(self) -> int:
        """Return the memory it holds."""
        return self.lignes.nbytes + self.points.nbytes + self.masques.nbytes + self.bits.nbytes + 300


@dataclass(frozen=True, slots=True)
class TrouvesClause:
    """The rows that meet a clause, those that do by its own words, and those of each equivalent."""

    tout: Trouves
    propre: Trouves
    equivalents: tuple[Trouves, ...] = ()

    @property
    def octets(self) -> int:
        """Return the memory it holds."""
        return self.tout.octets + self.propre.octets + sum(un.octets for un in self.equivalents)


class Textes:
    """The words of one generation. It is a Vocabulaire, and a Corpus."""

    def __init__(self, segments: Segments, colonnes: Colonnes) -> None:
        self._segments = segments
        self._colonnes = colonnes
        self._cache: CacheBorne[Trouves] = CacheBorne(place_pour(_ENTREES, colonnes.lignes))
        self._places: CacheBorne[NDArray[np.int64]] = CacheBorne(place_pour(_ENTREES, colonnes.lignes))

    def _lister(
        self, champ: str, mot: str, lire: Lecture = lire_poids
    ) -> tuple[NDArray[np.int32], NDArray[Any]]:
        """Return the rows still there of a word, unordered, with their values."""
        numeros, valeurs = self._segments.lister(champ, mot, lire)
        lignes = self._colonnes.carte[numeros]
        vivantes = lignes >= 0
        return lignes[vivantes], valeurs[vivantes]

    def _noter(self, lignes: NDArray[np.int32], masques: NDArray[Any], poids: NDArray[np.float64]) -> Trouves:
        """Give the points of classement.points_du_texte, operation for operation."""
        rare = classement.rarete(self._colonnes.lignes, len(lignes))
        saturation = classement.SATURATION
        points = np.rint(poids * (saturation + 1) / (poids + saturation) * rare * classement.POINTS_TEXTE)
        return Trouves(
            lignes, points.astype(np.int32), masques.astype(np.uint8), self._colonnes.bits_de(lignes)
        )

    def _racine(self, racine: str) -> Trouves:
        def calculer() -> Trouves:
            lignes, valeurs = self._lister(RACINES, racine)
            ordre = np.argsort(lignes)
            masques, poids = np.divmod(valeurs[ordre].astype(np.float64), MASQUE)
            return self._noter(lignes[ordre], masques, poids)

        return self._cache.obtenir((RACINES, racine), calculer, lambda trouves: trouves.octets)

    def _prefixe(self, prefixe: str) -> Trouves:
        def calculer() -> Trouves:
            poids = np.zeros(self._colonnes.lignes)
            masques = np.zeros(self._colonnes.lignes, np.uint8)
            for mot in self._segments.prolonger(FORMES, prefixe):
                lignes, valeurs = self._lister(FORMES, mot)
                les_masques, les_poids = np.divmod(valeurs.astype(np.float64), MASQUE)
                poids[lignes] += les_poids
                masques[lignes] |= les_masques.astype(np.uint8)
            presentes = np.flatnonzero(masques).astype(np.int32)
            return self._noter(presentes, masques[presentes], poids[presentes])

        return self._cache.obtenir((FORMES, prefixe), calculer, lambda trouves: trouves.octets)

    def _places_de(self, racine: str) -> NDArray[np.int64]:
        def calculer() -> NDArray[np.int64]:
            lignes, places = self._lister(RACINES, racine, lire_places)
            return np.unique((lignes.astype(np.int64) << _DECALAGE) + places.astype(np.int64))

        return self._places.obtenir(racine, calculer, lambda places: places.nbytes + 200)

    def _phrase(self, motif: Motif) -> Trouves:
        cle = ("phrase", *((mot.racine, mot.decalage) for mot in motif.mots))
        return self._cache.obtenir(cle, lambda: self._aligner(motif), lambda trouves: trouves.octets)

    def _aligner(self, motif: Motif) -> Trouves:
        """Keep the places where every word stands at its distance, from the rarest word on."""
        departs = sorted((self._places_de(mot.racine) - mot.decalage for mot in motif.mots), key=len)
        communes = departs[0]
        for suivants in departs[1:]:
            if not len(suivants):
                communes = suivants
                break
            rangs = np.minimum(np.searchsorted(suivants, communes), len(suivants) - 1)
            communes = communes[suivants[rangs] == communes]
        masques = np.zeros(self._colonnes.lignes, np.uint8)
        champs = (communes & ((1 << _DECALAGE) - 1)) // classement.PAS
        np.bitwise_or.at(masques, communes >> _DECALAGE, np.left_shift(1, champs).astype(np.uint8))
        lignes = np.flatnonzero(masques).astype(np.int32)
        points = np.zeros(len(lignes), np.int32)
        for trouves in (self._racine(mot.racine) for mot in motif.mots):
            points += trouves.points[np.searchsorted(trouves.lignes, lignes)]
        return Trouves(lignes, points, masques[lignes], self._colonnes.bits_de(lignes))

    def _motif(self, motif: Motif) -> Trouves:
        if motif.prefixe:
            return self._prefixe(motif.prefixe)
        return self._racine(motif.mots[0].racine) if len(motif.mots) == 1 else self._phrase(motif)

    def _rarete(self, motif: Motif) -> float:
        return classement.rarete_de([self.porteuses(mot.racine) for mot in motif.mots], self._colonnes.lignes)

    def clause(self, clause: Clause) -> TrouvesClause:
        """Return the rows that meet a clause by any of its motifs or, for less, of its equivalents."""
        propre = self._reunir([self._motif(motif) for motif in clause.motifs])
        if not clause.equivalents:
            return TrouvesClause(propre, propre)
        demandee = self._rarete(clause.motifs[0])
        equivalents = []
        for un in clause.equivalents:
            trouves = self._motif(un.motif)
            part = classement.part_du_synonyme(demandee, self._rarete(un.motif))
            equivalents.append(replace(trouves, points=np.floor(trouves.points * part).astype(np.int32)))
        return TrouvesClause(self._reunir([propre, *equivalents]), propre, tuple(equivalents))

    def _reunir(self, plusieurs: list[Trouves]) -> Trouves:
        """Return the rows of any: the best points, the fields of all."""
        if len(plusieurs) == 1:
            return plusieurs[0]
        points = np.zeros(self._colonnes.lignes, np.int32)
        masques = np.zeros(self._colonnes.lignes, np.uint8)
        for trouves in plusieurs:
            points[trouves.lignes] = np.maximum(points[trouves.lignes], trouves.points)
            masques[trouves.lignes] |= trouves.masques
        lignes = np.flatnonzero(masques).astype(np.int32)
        return Trouves(lignes, points[lignes], masques[lignes], self._colonnes.bits_de(lignes))

    # Vocabulaire and Corpus

    @property
    def fiches(self) -> int:
        """See Corpus."""
        return self._colonnes.lignes

    def porteuses_du_debut(self, debut: str) -> int:
        """See Corpus."""
        return len(self._prefixe(debut).lignes)

    def porteuses(self, racine: str) -> int:
        """See Vocabulaire."""
        return len(self._racine(racine).lignes)

    def trouve(self, motif: Motif) -> bool:
        """See Vocabulaire."""
        return bool(len(self._motif(motif).lignes))

    def commence(self, debut: str) -> bool:
        """See Vocabulaire."""
        return bool(len(self._prefixe(debut).lignes))

    def voisine(self, forme: str) -> str | None:
        """See Vocabulaire."""
        maximum = tolerance(forme)
        fautes = {un for mots in self._segments.lexiques(FORMES) for un in mots.proches(forme, maximum)}
        return le_plus_proche(forme, fautes, lambda mot: self._nombre(FORMES, mot))

    def _nombre(self, champ: str, mot: str) -> int:
        """Return in how many rows a word is: Whoosh knows, but where some of them are no longer there."""
        nombre = self._segments.nombre(champ, mot)
        return len(self._lister(champ, mot)[0]) if nombre is None else nombre

    def graphie(self, forme: str) -> str:
        """See Vocabulaire."""
        comptes = {
            paire: self._nombre(GRAPHIES, paire) for paire in self._segments.prolonger(GRAPHIES, f"{forme} ")
        }
        vivantes = [paire for paire, nombre in comptes.items() if nombre]
        if not vivantes:
            return forme
        return min(vivantes, key=lambda paire: (-comptes[paire], paire)).partition(" ")[2]

    def mots_utilises(self) -> list[str]:
        """Return the stems that were looked for, the least recently first: what to warm the next one with."""
        return [cle[1] for cle in self._cache.cles() if isinstance(cle, tuple) and cle[0] == RACINES]

    def chauffer(self, racines: list[str]) -> None:
        """Decode these stems now rather than in a request."""
        for racine in racines:
            self._racine(racine)
