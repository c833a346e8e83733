"""What a text finds in one generation, whatever the filters: people refine and page over the same few."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dla_market.search import classement
from dla_market.search.colonnes import Bits, Colonnes, en_masque
from dla_market.search.textes import Textes, Trouves, TrouvesClause
from dla_market.search.voisinage import Comprise


@dataclass(frozen=True, slots=True)
class TexteTrouve:
    """The rows that a text leaves, as a bitmap; and where it asks for something, upwards with their points.

    ``clauses`` goes with those of ``comprise``. Without a clause every row is left but the excluded ones,
    none has a point of text, and ``lignes`` is empty.
    """

    comprise: Comprise
    clauses: tuple[TrouvesClause, ...]
    bits: Bits
    lignes: NDArray[np.int32]
    points: NDArray[np.int32]
    elargi: bool
    aussi: tuple[str, ...]

    @property
    def octets(self) -> int:
        """Return the memory it holds, what it shares with others included."""
        return (
            self.lignes.nbytes + self.points.nbytes + self.bits.nbytes
            + sum(clause.octets for clause in self.clauses) + 1_000
        )  # fmt: skip

    def points_de(self, lignes: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the points of these rows, which are all among those of the text."""
        if not self.clauses:
            return np.zeros(len(lignes), np.int32)
        return self.points[np.searchsorted(self.lignes, lignes)]


def chercher(comprise: Comprise, textes: Textes, colonnes: Colonnes) -> TexteTrouve:
    """Find a text; where no row has all that it asks, it is widened to those that have some."""
    clauses = tuple(textes.clause(clause) for clause in comprise.clauses)
    trouves = [clause.tout for clause in clauses]
    exclus = [textes.clause(clause).tout.bits for clause in comprise.exclusions]
    bits = _sauf(exclus, _et(trouves, colonnes.tous))
    elargi = False
    if len(trouves) > 1 and not bits.any():
        bits = _sauf(exclus, np.bitwise_or.reduce([un.bits for un in trouves], axis=0))
        elargi = bool(bits.any())
    lignes, points = _noter(trouves, bits, colonnes.lignes, tel_quel=not exclus, elargi=elargi)
    return TexteTrouve(comprise, clauses, bits, lignes, points, elargi, _aussi(comprise, clauses))


def _et(trouves: list[Trouves], tous: Bits) -> Bits:
    bits = tous
    for un in trouves:
        bits = bits & un.bits
    return bits


def _sauf(exclus: list[Bits], bits: Bits) -> Bits:
    for exclu in exclus:
        bits = bits & ~exclu
    return bits


def _noter(
    trouves: list[Trouves], bits: Bits, total: int, *, tel_quel: bool, elargi: bool
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the rows of the bitmap upwards, with the sum of their points over what was asked."""
    if not trouves:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    if len(trouves) == 1 and tel_quel:
        return trouves[0].lignes, trouves[0].points
    masque = en_masque(bits, total)
    if elargi:
        sommes = np.zeros(total, np.int32)
        for un in trouves:
            sommes[un.lignes] += un.points + np.int32(classement.POINTS_PAR_CLAUSE)
        lignes = np.flatnonzero(masque).astype(np.int32)
        return lignes, sommes[lignes]
    # Both are upwards: what the mask keeps of each word's rows is the same rows in the same order.
    gardees = [masque[un.lignes] for un in trouves]
    points = trouves[0].points[gardees[0]]
    for un, garde in zip(trouves[1:], gardees[1:], strict=True):
        points += un.points[garde]
    return trouves[0].lignes[gardees[0]], points


def _aussi(comprise: Comprise, trouves: tuple[TrouvesClause, ...]) -> tuple[str, ...]:
    """Return the synonyms that some row holds, each once, in the order of the demand."""
    return tuple(
        dict.fromkeys(
            equivalent.dit
            for clause, trouvee in zip(comprise.clauses, trouves, strict=True)
            for equivalent, siens in zip(clause.equivalents, trouvee.equivalents, strict=True)
            if len(siens.lignes)
        )
    )
