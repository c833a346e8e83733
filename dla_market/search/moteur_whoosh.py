"""The fast engine: Whoosh keeps the words, columns and decoded postings answer.

Each process opens the generation that is served, keeps its facets as bitmaps and the postings it used as
arrays, and looks at the generation file (one stat) before each answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.index import EmptyIndexError, open_dir

from dla_market.search import classement, generations
from dla_market.search.colonnes import Bits, Colonnes, Lexiques, Tranche, en_masque, lire_tranche
from dla_market.search.filtres import Facettes, Filtres, Memoire
from dla_market.search.points import Points
from dla_market.search.postings import SEGMENTS_EN_CACHE, CacheBorne, Segments, feuilles
from dla_market.search.presentation import Presentation
from dla_market.search.requetes import (
    IndexAbsent,
    Libelle,
    Requete,
    Resultat,
    libelle_du_code,
)
from dla_market.search.synonymes import SynonymesDuDossier, Thesaurus
from dla_market.search.textes import Textes, Trouves, TrouvesClause
from dla_market.search.voisinage import Comprise, comprendre

_ESSAIS: Final = 5  # a folder may be swapped between reading its name and opening it
_ECART_COMPTABLE: Final = 1 << 14
_MOTS_A_CHAUFFER: Final = 64


@dataclass(frozen=True, slots=True)
class _Etat:
    """One generation, open."""

    generation: generations.Generation
    marque: generations.Marque | None
    lecteur: Any
    colonnes: Colonnes
    textes: Textes
    facettes: Facettes
    points: Points


@dataclass(frozen=True, slots=True)
class _Trouvaille:
    """What a query found: rows upwards, with their points and what they are ordered by."""

    comprise: Comprise
    clauses: list[TrouvesClause]
    bits: Bits
    filtres: Filtres
    lignes: NDArray[np.int64]
    scores: NDArray[np.int64]
    cles: NDArray[np.int64]
    elargi: bool


class WhooshMoteur:
    """MoteurRecherche over the folder that an Indexeur writes; safe among threads."""

    def __init__(self, libelle: Libelle = libelle_du_code) -> None:
        self._libelle = libelle
        self._dossier: Path | None = None
        self._etat: _Etat | None = None
        self._remplace: _Etat | None = None
        self._thesaurus: Callable[[], Thesaurus] = Thesaurus
        self._ouverture = Lock()
        self._lexiques = Lexiques()
        self._tranches: dict[str, Tranche] = {}
        self._decodes: CacheBorne[tuple[NDArray[Any], NDArray[Any]]] = CacheBorne(SEGMENTS_EN_CACHE)

    def ouvrir(self, dossier: Path) -> None:
        """See MoteurRecherche."""
        with self._ouverture:
            self._dossier = dossier
            self._thesaurus = SynonymesDuDossier(dossier)
            self._charger()

    def fermer(self) -> None:
        """Let go of the files; a later query opens them again."""
        with self._ouverture:
            for etat in (self._etat, self._remplace):
                if etat is not None:
                    etat.lecteur.close()
            self._etat = self._remplace = None

    @property
    def generation(self) -> str:
        """Return the name of the generation that the next answer comes from; raises IndexAbsent."""
        return self._courant().generation.nom

    # Opening

    def _courant(self) -> _Etat:
        """Return the generation served now, opened if it is new."""
        if self._dossier is None:
            raise IndexAbsent("Aucun dossier d’index n’a été ouvert")
        etat = self._etat
        marque = generations.marque(self._dossier)
        if etat is not None and etat.marque == marque:
            return etat
        with self._ouverture:
            if self._etat is None or self._etat.marque != generations.marque(self._dossier):
                self._charger()
            assert self._etat is not None
            return self._etat

    def _charger(self) -> None:
        assert self._dossier is not None
        for essai in range(_ESSAIS):
            marque = generations.marque(self._dossier)
            generation = generations.lire(self._dossier)
            try:
                lecteur = open_dir(str(self._dossier / generation.dossier)).reader()
            except (EmptyIndexError, OSError) as erreur:
                if essai == _ESSAIS - 1:
                    raise IndexAbsent(f"L’index {generation.dossier} ne s’ouvre pas") from erreur
            else:
                break
        etat = self._etat_de(generation, marque, lecteur)
        # The generation before may still be answering in another thread: its files close one swap later.
        if self._remplace is not None:
            self._remplace.lecteur.close()
        self._remplace, self._etat = self._etat, etat

    def _etat_de(
        self,
        generation: generations.Generation,
        marque: generations.Marque | None,
        lecteur: Any,
    ) -> _Etat:
        tranches = {}
        parties = []
        for feuille, debut, nom in feuilles(lecteur):
            segment = f"{generation.dossier}/{nom}"
            tranche = self._tranches.get(segment)
            if tranche is None:
                tranche = lire_tranche(feuille, self._lexiques)
            tranches[segment] = tranche
            vivants = np.isin(tranche.numeros, np.fromiter(feuille.all_doc_ids(), np.int32))
            parties.append((tranche, vivants, debut))
        self._tranches = tranches
        colonnes = Colonnes(parties, self._lexiques)
        textes = Textes(Segments(lecteur, self._decodes), colonnes)
        if self._etat is not None:
            textes.chauffer(self._etat.textes.mots_utilises()[-_MOTS_A_CHAUFFER:])
        memoire = Memoire()
        return _Etat(
            generation,
            marque,
            lecteur,
            colonnes,
            textes,
            Facettes(colonnes, memoire),
            Points(colonnes, memoire),
        )

    # Answering

    def interroger(self, requete: Requete) -> Resultat:
        """See MoteurRecherche; raises IndexAbsent when there is no index to read."""
        etat = self._courant()
        trouvaille = self._trouver(etat, requete)
        debut, fin = requete.fenetre
        choix = _premiers(trouvaille.cles, fin)[debut:]
        comprise, clauses = trouvaille.comprise, trouvaille.clauses
        return Resultat(
            total=len(trouvaille.lignes),
            lignes=tuple(
                Presentation(etat.colonnes, etat.points, self._libelle).presenter(
                    requete, trouvaille.lignes[choix], trouvaille.scores[choix], comprise.clauses, clauses
                )
            ),
            facettes=etat.facettes.compter(requete, trouvaille.filtres, trouvaille.bits),
            corrige=comprise.corrige,
            elargi=trouvaille.elargi,
            ignores=comprise.ignores,
            generation=etat.generation.nom,
            aussi=_aussi(comprise, clauses),
        )

    def identifiants(self, requete: Requete) -> list[int]:
        """See MoteurRecherche; raises IndexAbsent when there is no index to read."""
        etat = self._courant()
        trouvaille = self._trouver(etat, requete)
        ordre = trouvaille.lignes[_premiers(trouvaille.cles, len(trouvaille.cles))]
        return [etat.colonnes.ids[ligne] for ligne in ordre.tolist()]

    def _trouver(self, etat: _Etat, requete: Requete) -> _Trouvaille:
        comprise = comprendre(requete, etat.textes, self._thesaurus().le(requete.le))
        clauses = [etat.textes.clause(clause) for clause in comprise.clauses]
        trouves = [clause.tout for clause in clauses]
        bits, elargi = self._chercher(etat, comprise, trouves)
        filtres = etat.facettes.filtrer(requete)
        lignes = np.flatnonzero(en_masque(filtres.appliquer(bits), etat.colonnes.lignes))
        scores = self._noter(etat, requete, trouves, lignes, elargi=elargi)
        cles = etat.points.cles(requete, lignes, scores)
        return _Trouvaille(comprise, clauses, bits, filtres, lignes, scores, cles, elargi)

    @staticmethod
    def _chercher(etat: _Etat, comprise: Comprise, trouves: list[Trouves]) -> tuple[Bits, bool]:
        """Return the rows of the text, and whether it had to be widened to those with some of the words."""
        tous = etat.colonnes.tous
        exclus = [etat.textes.clause(clause).tout.bits for clause in comprise.exclusions]
        bits = tous
        for un in trouves:
            bits = bits & un.bits
        for exclu in exclus:
            bits = bits & ~exclu
        if len(trouves) < 2 or bits.any():  # noqa: PLR2004 - one word has nothing to be widened to
            return bits, False
        bits = np.bitwise_or.reduce([un.bits for un in trouves], axis=0)
        for exclu in exclus:
            bits = bits & ~exclu
        return bits, bool(bits.any())

    @staticmethod
    def _noter(
        etat: _Etat, requete: Requete, trouves: list[Trouves], lignes: NDArray[np.int64], *, elargi: bool
    ) -> NDArray[np.int64]:
        scores = etat.points.points(requete)[lignes].astype(np.int64)
        for un in trouves:
            if elargi:
                points = np.zeros(etat.colonnes.lignes, np.int64)
                points[un.lignes] = un.points + np.int64(classement.POINTS_PAR_CLAUSE)
                scores += points[lignes]
            elif len(un.lignes) == len(lignes):
                scores += un.points
            else:
                scores += un.points[np.searchsorted(un.lignes, lignes)]
        return scores


def _aussi(comprise: Comprise, trouves: list[TrouvesClause]) -> tuple[str, ...]:
    """Return the synonyms that some row holds, each once, in the order of the demand."""
    return tuple(
        dict.fromkeys(
            equivalent.dit
            for clause, trouvee in zip(comprise.clauses, trouves, strict=True)
            for equivalent, siens in zip(clause.equivalents, trouvee.equivalents, strict=True)
            if len(siens.lignes)
        )
    )


def _seuil(cles: NDArray[np.int64], nombre: int) -> int:
    """Return the key of the line at this rank: points are few and small, so counting them beats sorting."""
    plus_grande = int(cles.max())
    if plus_grande - int(cles.min()) > _ECART_COMPTABLE:
        return int(np.partition(cles, len(cles) - nombre)[len(cles) - nombre])
    cumul = np.cumsum(np.bincount(plus_grande - cles))
    return plus_grande - int(np.searchsorted(cumul, nombre))


def _premiers(cles: NDArray[np.int64], nombre: int) -> NDArray[np.int64]:
    """Return the ranks of the ``nombre`` greatest keys, in order; equals stay in theirs, which is by name."""
    if nombre * 4 >= len(cles):
        return np.argsort(-cles, kind="stable")[:nombre]
    seuil = _seuil(cles, nombre)
    devant = np.flatnonzero(cles > seuil)
    devant = devant[np.argsort(-cles[devant], kind="stable")]
    return np.concatenate([devant, np.flatnonzero(cles == seuil)[: nombre - len(devant)]])
