"""The facets of one generation as columns and bitmaps, in memory.

Rows are numbered in the order of the names (folded, then by identifier), so that a bitmap read upwards is
already in the order of ties. One bit a row, 64 rows a word: a count is an AND and a population count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dla_market.search.analyse import plier
from dla_market.search.schema import Enregistrement

Bits = NDArray[np.uint64]
Masque = NDArray[np.bool_]


class Lexique:
    """Codes to small numbers; it only grows, so that columns made earlier stay good."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self._rangs: dict[str, int] = {}

    def rang(self, code: str) -> int:
        """Return the number of a code, a new one for a code not met before."""
        rang = self._rangs.get(code)
        if rang is None:
            rang = self._rangs[code] = len(self.codes)
            self.codes.append(code)
        return rang

    def rangs(self, codes: Sequence[str], limite: int) -> list[int]:
        """Return the numbers below ``limite`` of the codes that are known."""
        return [rang for code in codes if (rang := self._rangs.get(code, limite)) < limite]


@dataclass(slots=True)
class Lexiques:
    """The codes of each kind."""

    secteurs: Lexique = field(default_factory=Lexique)
    thematiques: Lexique = field(default_factory=Lexique)
    departements: Lexique = field(default_factory=Lexique)
    centres: Lexique = field(default_factory=Lexique)


@dataclass(frozen=True, slots=True)
class Tranche:
    """The columns of one segment, by rank in it.

    Lists of pairs are flat: the first column of each array holds the rank of the document.
    """

    numeros: NDArray[np.int32]
    ids: NDArray[np.int64]
    noms: list[str]
    cles: list[str]
    simples: NDArray[np.int32]  # disponible_le, confirmee_le, missions
    activites: NDArray[np.int32]  # rank, secteur, thematique, niveau
    departements: NDArray[np.int32]  # rank, departement
    avals: NDArray[np.int32]  # rank, centre, secteur, fin, thematique
    dlas: NDArray[np.int32]  # rank, DLA, missions


def _table(lignes: list[Any], largeur: int) -> NDArray[np.int32]:
    return np.array(lignes, np.int32).reshape(-1, largeur)


def lire_tranche(feuille: Any, lexiques: Lexiques) -> Tranche:
    """Read the stored records of one Whoosh segment into columns."""
    numeros, ids, noms, simples = [], [], [], []
    activites: list[tuple[int, ...]] = []
    departements: list[tuple[int, ...]] = []
    avals: list[tuple[int, ...]] = []
    dlas: list[tuple[int, ...]] = []
    for rang, (numero, garde) in enumerate(feuille.iter_docs()):
        fiche = Enregistrement(*garde["fiche"])
        numeros.append(numero)
        ids.append(fiche.id)
        noms.append(fiche.nom)
        simples.append((fiche.disponible_le, fiche.confirmee_le, fiche.missions))
        activites.extend(
            (rang, lexiques.secteurs.rang(secteur), lexiques.thematiques.rang(thematique), niveau)
            for secteur, thematique, niveau in fiche.activites
        )
        departements.extend((rang, lexiques.departements.rang(code)) for code in fiche.departements)
        avals.extend(
            (
                rang,
                lexiques.centres.rang(centre),
                lexiques.secteurs.rang(secteur),
                fin,
                lexiques.thematiques.rang(thematique),
            )
            for centre, secteur, fin, thematique in fiche.avals
        )
        dlas.extend((rang, dla, nombre) for dla, nombre in fiche.missions_par_dla)
    return Tranche(
        np.array(numeros, np.int32), np.array(ids, np.int64), noms, [plier(nom) for nom in noms],
        _table(simples, 3), _table(activites, 4), _table(departements, 2), _table(avals, 5), _table(dlas, 3),
    )  # fmt: skip


def en_bits(masque: Masque) -> Bits:
    """Pack the last axis, a whole number of words long, into bits."""
    return np.packbits(masque, axis=-1, bitorder="little").view(np.uint64)


def en_masque(bits: Bits, lignes: int) -> Masque:
    """Return one boolean a row."""
    return np.unpackbits(bits.view(np.uint8), count=lignes, bitorder="little").view(np.bool_)


def compter(bits: Bits) -> NDArray[np.int64]:
    """Return the number of bits set along the last axis."""
    return np.asarray(np.bitwise_count(bits).sum(axis=-1, dtype=np.int64))


class Colonnes:
    """The rows of one generation: the documents still there, of all its segments, by name then identifier."""

    def __init__(
        self, tranches: Sequence[tuple[Tranche, NDArray[np.bool_], int]], lexiques: Lexiques
    ) -> None:
        """``tranches``: each with what is still there among its records, and its first number in Whoosh."""
        ordre = sorted(
            (cle, int(tranche.ids[rang]), numero, rang)
            for numero, (tranche, vivants, _) in enumerate(tranches)
            for rang, (cle, vivant) in enumerate(zip(tranche.cles, vivants.tolist(), strict=True))
            if vivant
        )
        self.lignes = len(ordre)
        self.mots = max(1, -(-self.lignes // 64))
        self.ids = [fiche_id for _, fiche_id, _, _ in ordre]
        self.noms = [tranches[numero][0].noms[rang] for _, _, numero, rang in ordre]
        cartes = [np.full(len(tranche.ids), -1, np.int32) for tranche, _, _ in tranches]
        for ligne, (_, _, numero, rang) in enumerate(ordre):
            cartes[numero][rang] = ligne
        # From Whoosh's document number to the row, -1 where the document is no longer there.
        fin = max(
            (debut + int(tranche.numeros.max(initial=-1)) + 1 for tranche, _, debut in tranches), default=0
        )
        self.carte = np.full(fin, -1, np.int32)
        for (tranche, _, debut), carte in zip(tranches, cartes, strict=True):
            self.carte[tranche.numeros + debut] = carte
        self.simples = np.zeros((self.lignes, 3), np.int32)
        for (tranche, _, _), carte in zip(tranches, cartes, strict=True):
            self.simples[carte[carte >= 0]] = tranche.simples[carte >= 0]
        self.activites = self._numeroter([tranche.activites for tranche, _, _ in tranches], cartes, 4)
        self.departements = self._numeroter([tranche.departements for tranche, _, _ in tranches], cartes, 2)
        self.avals = self._numeroter([tranche.avals for tranche, _, _ in tranches], cartes, 5)
        self.dlas = self._numeroter([tranche.dlas for tranche, _, _ in tranches], cartes, 3)
        self.lexiques = lexiques
        self._bornes_activites = self._bornes(self.activites)
        self._bornes_departements = self._bornes(self.departements)
        self._bornes_avals = self._bornes(self.avals)
        self._bornes_dlas = self._bornes(self.dlas)
        self.centres = int(self.avals[:, 1].max(initial=-1)) + 1
        self.tous = self.bits_de(np.arange(self.lignes))
        self.paires = self._paires()
        self.par_secteur = np.bitwise_or.reduce(self.paires, axis=1)
        self.par_thematique = np.bitwise_or.reduce(self.paires, axis=0)
        self.par_departement = self.matrice(
            self.departements[:, 1], self.departements[:, 0], len(lexiques.departements.codes)
        )

    @staticmethod
    def _numeroter(
        tables: list[NDArray[np.int32]], cartes: list[NDArray[np.int32]], largeur: int
    ) -> NDArray[np.int32]:
        """Put the rows in the place of the document numbers, sorted by row, without those no longer there."""
        morceaux = [np.zeros((0, largeur), np.int32)]
        for table, carte in zip(tables, cartes, strict=True):
            lignes = carte[table[:, 0]]
            gardees = table[lignes >= 0].copy()
            gardees[:, 0] = lignes[lignes >= 0]
            morceaux.append(gardees)
        tout = np.concatenate(morceaux)
        return tout[np.argsort(tout[:, 0], kind="stable")]

    def bits_de(self, lignes: NDArray[Any]) -> Bits:
        """Return the bitmap of these rows."""
        masque = np.zeros(self.mots * 64, np.bool_)
        masque[lignes] = True
        return en_bits(masque)

    def matrice(self, codes: NDArray[np.int32], lignes: NDArray[np.int32], nombre: int) -> Bits:
        """Return one bitmap a code."""
        matrice = np.zeros((nombre, self.mots * 64), np.bool_)
        matrice[codes, lignes] = True
        return en_bits(matrice)

    def _paires(self) -> Bits:
        secteurs, thematiques = len(self.lexiques.secteurs.codes), len(self.lexiques.thematiques.codes)
        paires = np.zeros((secteurs, thematiques, self.mots), np.uint64)
        for secteur in range(secteurs):
            choisies = self.activites[self.activites[:, 1] == secteur]
            paires[secteur] = self.matrice(choisies[:, 2], choisies[:, 0], thematiques)
        return paires

    def _bornes(self, table: NDArray[np.int32]) -> NDArray[np.int64]:
        return np.searchsorted(np.ascontiguousarray(table[:, 0]), np.arange(self.lignes + 1))

    def zone_connue(self, lignes: NDArray[np.int64]) -> list[bool]:
        """Say for each row whether its départements are known."""
        debuts = self._bornes_departements
        return list((debuts[lignes + 1] > debuts[lignes]).tolist())

    def activites_de(self, ligne: int) -> list[list[int]]:
        """Return secteur, thématique, level of the activities of a row."""
        bornes = self._bornes_activites
        return list(self.activites[bornes[ligne] : bornes[ligne + 1], 1:].tolist())

    def departements_de(self, ligne: int) -> list[str]:
        """Return the départements of a row."""
        bornes, codes = self._bornes_departements, self.lexiques.departements.codes
        return [codes[rang] for rang in self.departements[bornes[ligne] : bornes[ligne + 1], 1].tolist()]

    def avals_de(self, ligne: int) -> list[list[int]]:
        """Return row, centre, secteur, end, thématique of the endorsements of a row."""
        debut, fin = self._bornes_avals[ligne], self._bornes_avals[ligne + 1]
        return list(self.avals[debut:fin].tolist()) if fin > debut else []

    def missions_du_dla(self, ligne: int, dla: int) -> int:
        """Return the missions that a row had with a DLA."""
        siens = self.dlas[self._bornes_dlas[ligne] : self._bornes_dlas[ligne + 1]]
        return int(siens[siens[:, 1] == dla, 2].sum())


DISPONIBLE_LE: Final = 0
CONFIRMEE_LE: Final = 1
MISSIONS: Final = 2
