"""The facets of one generation as columns and bitmaps, in memory.

Rows are numbered in the order of the names (folded, then by identifier), so that a bitmap read upwards is
already in the order of ties. One bit a row, 64 rows a word: a count is an AND and a population count.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dla_market.search.analyse import plier
from dla_market.search.documents import LIEUX, SIMPLES
from dla_market.search.schema import Enregistrement

DISPONIBLE_LE: Final = 0
CONFIRMEE_LE: Final = 1
MISSIONS: Final = 2
SIEGE: Final = 3
COLONNES_SIMPLES: Final = (DISPONIBLE_LE, CONFIRMEE_LE, MISSIONS, SIEGE)

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
    groupes: Lexique = field(default_factory=Lexique)
    centres: Lexique = field(default_factory=Lexique)
    referencements: Lexique = field(default_factory=Lexique)
    simples: dict[str, Lexique] = field(default_factory=lambda: {nom: Lexique() for nom in SIMPLES})


@dataclass(frozen=True, slots=True)
class Tranche:
    """The columns of one segment, by rank in it.

    Lists of pairs are flat: the first column of each array holds the rank of the document.
    """

    numeros: NDArray[np.int32]
    ids: NDArray[np.int64]
    noms: list[str]
    cles: list[str]
    simples: NDArray[np.int32]  # disponible_le, confirmee_le, missions, rank of the seat or -1
    tables: dict[str, NDArray[np.int32]]  # by name, see LARGEURS; and one of rank, code for each of SIMPLES


# Where some activity of a fiche has départements of its own: what each of its activities covers.
TABLES_DES_LIEUX: Final = {nom: f"{nom}_par_activite" for nom in LIEUX}

# The tables of a segment, rank apart: what their columns are. An activity is its rank in those of the fiche.
COLONNES_DES_TABLES: Final = {
    "activites": ("secteur", "thematique", "niveau", "groupe"),
    "avals": ("centre", "secteur", "fin", "thematique"),
    "referencements": ("region", "fin", "debut"),
    "dlas": ("DLA", "missions"),
    "themes": ("thematique", "missions"),
    "invitations": ("jour",),
    **dict.fromkeys(SIMPLES, ("code",)),
    **dict.fromkeys(TABLES_DES_LIEUX.values(), ("activité", "code")),
}
LARGEURS: Final = {nom: 1 + len(colonnes) for nom, colonnes in COLONNES_DES_TABLES.items()}


def _table(lignes: "Sequence[tuple[int, ...]] | array[int]", largeur: int) -> NDArray[np.int32]:
    return np.array(lignes, np.int32).reshape(-1, largeur)


def _lignes_de(fiche: Enregistrement, lexiques: Lexiques) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the rows of a record with their table, the codes as numbers."""
    for secteur, thematique, niveau, groupe in fiche.activites:
        theme = lexiques.thematiques.rang(thematique)
        yield "activites", (lexiques.secteurs.rang(secteur), theme, niveau, lexiques.groupes.rang(groupe))
    for centre, secteur, fin, thematique in fiche.avals:
        theme = lexiques.thematiques.rang(thematique)
        yield "avals", (lexiques.centres.rang(centre), lexiques.secteurs.rang(secteur), fin, theme)
    for region, fin, debut in fiche.referencements:
        yield "referencements", (lexiques.referencements.rang(region), fin, debut)
    for dla, nombre in fiche.missions_par_dla:
        yield "dlas", (dla, nombre)
    for thematique, nombre in fiche.missions_par_thematique:
        yield "themes", (lexiques.thematiques.rang(thematique), nombre)
    for jour in fiche.invitations:
        yield "invitations", (jour,)
    for nom, codes in zip(SIMPLES, fiche.codes, strict=True):
        for code in codes:
            yield nom, (lexiques.simples[nom].rang(code),)
    for activite, lieux in enumerate(fiche.lieux):
        for nom, codes in zip(LIEUX, lieux, strict=True):
            for code in codes:
                yield TABLES_DES_LIEUX[nom], (activite, lexiques.simples[nom].rang(code))


def lire_tranche(feuille: Any, lexiques: Lexiques) -> Tranche:
    """Read the stored records of one Whoosh segment into columns."""
    numeros, ids, noms, simples = [], [], [], []
    # flat arrays: as tuples, the rows of a large catalogue would take ten times the memory they end in
    tables = {nom: array("i") for nom in COLONNES_DES_TABLES}
    for rang, (numero, garde) in enumerate(feuille.iter_docs()):
        fiche = Enregistrement(*garde["fiche"])
        numeros.append(numero)
        ids.append(fiche.id)
        noms.append(fiche.nom)
        siege = lexiques.simples["departements"].rang(fiche.departement) if fiche.departement else -1
        simples.append((fiche.disponible_le, fiche.confirmee_le, fiche.missions, siege))
        for nom, ligne in _lignes_de(fiche, lexiques):
            tables[nom].extend((rang, *ligne))
    return Tranche(
        np.array(numeros, np.int32), np.array(ids, np.int64), noms, [plier(nom) for nom in noms],
        _table(simples, len(COLONNES_SIMPLES)),
        {nom: _table(lignes, LARGEURS[nom]) for nom, lignes in tables.items()},
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
        self.simples = np.zeros((self.lignes, len(COLONNES_SIMPLES)), np.int32)
        for (tranche, _, _), carte in zip(tranches, cartes, strict=True):
            self.simples[carte[carte >= 0]] = tranche.simples[carte >= 0]
        self.tables = {
            nom: self._numeroter([tranche.tables[nom] for tranche, _, _ in tranches], cartes, largeur)
            for nom, largeur in LARGEURS.items()
        }
        self._bornes = {
            nom: np.searchsorted(np.ascontiguousarray(table[:, 0]), np.arange(self.lignes + 1))
            for nom, table in self.tables.items()
        }
        self._a_part = frozenset(self.tables[TABLES_DES_LIEUX["departements"]][:, 0].tolist())
        self.lexiques = lexiques
        self.tous = self.bits_de(np.arange(self.lignes))
        self.paires = self._paires()
        self.par_secteur = np.bitwise_or.reduce(self.paires, axis=1)
        self.par_thematique = np.bitwise_or.reduce(self.paires, axis=0)
        self.groupe_de = self._groupe_de()
        self.par_code = {
            nom: self.matrice(
                self.tables[nom][:, 1], self.tables[nom][:, 0], len(lexiques.simples[nom].codes)
            )
            for nom in SIMPLES
        }

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
        activites = self.tables["activites"]
        secteurs, thematiques = len(self.lexiques.secteurs.codes), len(self.lexiques.thematiques.codes)
        paires = np.zeros((secteurs, thematiques, self.mots), np.uint64)
        for secteur in range(secteurs):
            choisies = activites[activites[:, 1] == secteur]
            paires[secteur] = self.matrice(choisies[:, 2], choisies[:, 0], thematiques)
        return paires

    def _groupe_de(self) -> NDArray[np.int32]:
        """Return the group of each thématique, -1 for one that no activity has."""
        activites = self.tables["activites"]
        groupes = np.full(len(self.lexiques.thematiques.codes), -1, np.int32)
        groupes[activites[:, 2]] = activites[:, 4]
        return groupes

    def lignes_de(self, table: str, ligne: int) -> list[list[int]]:
        """Return what a table holds of a row, without the row: see COLONNES_DES_TABLES."""
        bornes = self._bornes[table]
        debut, fin = bornes[ligne], bornes[ligne + 1]
        return list(self.tables[table][debut:fin, 1:].tolist()) if fin > debut else []

    def connus(self, table: str, lignes: NDArray[np.int32]) -> list[bool]:
        """Say for each row whether a table holds something of it."""
        bornes = self._bornes[table]
        return list((bornes[lignes + 1] > bornes[lignes]).tolist())

    def departements_de(self, ligne: int) -> list[str]:
        """Return the départements of a row."""
        codes = self.lexiques.simples["departements"].codes
        return [codes[rang] for (rang,) in self.lignes_de("departements", ligne)]

    def lieux_par_activite(self, ligne: int) -> list[list[set[str]]]:
        """Return for each activity of a row what it covers, in the order of LIEUX; nothing where all cover
        the same.
        """
        if ligne not in self._a_part:
            return []
        lus = [self.lignes_de(TABLES_DES_LIEUX[nom], ligne) for nom in LIEUX]
        couverts: list[list[set[str]]] = [
            [set() for _ in LIEUX] for _ in range(len(self.lignes_de("activites", ligne)))
        ]
        for place, (nom, paires) in enumerate(zip(LIEUX, lus, strict=True)):
            for activite, rang in paires:
                couverts[activite][place].add(self.lexiques.simples[nom].codes[rang])
        return couverts

    def missions_du_dla(self, ligne: int, dla: int) -> int:
        """Return the missions that a row had with a DLA."""
        return sum(nombre for autre, nombre in self.lignes_de("dlas", ligne) if autre == dla)
