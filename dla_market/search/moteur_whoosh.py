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

from dla_market.search import generations
from dla_market.search.colonnes import Bits, Colonnes, Lexiques, Tranche, compter, en_masque, lire_tranche
from dla_market.search.filtres import Facettes, Filtres, Memoire
from dla_market.search.formes import Formes
from dla_market.search.lieux import LieuxAPart
from dla_market.search.points import Points
from dla_market.search.postings import (
    LEXIQUES_EN_CACHE,
    SEGMENTS_EN_CACHE,
    CacheBorne,
    Segments,
    feuilles,
    place_pour,
)
from dla_market.search.premiers import premiers, suivre
from dla_market.search.presentation import Presentation
from dla_market.search.requetes import (
    Corpus,
    IndexAbsent,
    Libelle,
    Requete,
    Resultat,
    Tri,
    libelle_du_code,
)
from dla_market.search.synonymes import SynonymesDuDossier, Thesaurus
from dla_market.search.texte_trouve import TexteTrouve, chercher
from dla_market.search.textes import Textes
from dla_market.search.voisinage import comprendre

_ESSAIS: Final = 5  # a folder may be swapped between reading its name and opening it
_MOTS_A_CHAUFFER: Final = 64
_TEXTES: Final = 8 * 1024 * 1024


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
    trouves: CacheBorne[TexteTrouve]


@dataclass(frozen=True, slots=True)
class _Trouvaille:
    """What a query found: how many rows, and those of the lines asked for, in order, with their points."""

    texte: TexteTrouve
    filtres: Filtres
    total: int
    lignes: NDArray[np.int32]
    scores: NDArray[np.int32]


class WhooshMoteur:
    """MoteurRecherche over the folder that an Indexeur writes; safe among threads."""

    def __init__(self, libelle: Libelle = libelle_du_code) -> None:
        self._libelle = libelle
        self._dossier: Path | None = None
        self._repere = ""
        self._etat: _Etat | None = None
        self._remplace: _Etat | None = None
        self._thesaurus: Callable[[], Thesaurus] = Thesaurus
        self._ouverture = Lock()
        self._lexiques = Lexiques()
        self._tranches: dict[str, Tranche] = {}
        self._decodes: CacheBorne[tuple[NDArray[Any], NDArray[Any]]] = CacheBorne(SEGMENTS_EN_CACHE)
        self._mots: CacheBorne[Formes] = CacheBorne(LEXIQUES_EN_CACHE)

    def ouvrir(self, dossier: Path) -> None:
        """See MoteurRecherche."""
        with self._ouverture:
            self._dossier, self._repere = dossier, generations.repere(dossier)
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
        marque = generations.marque(self._repere)
        if etat is not None and etat.marque == marque:
            return etat
        with self._ouverture:
            if self._etat is None or self._etat.marque != generations.marque(self._repere):
                self._charger()
            assert self._etat is not None
            return self._etat

    def _charger(self) -> None:
        assert self._dossier is not None
        for essai in range(_ESSAIS):
            marque = generations.marque(self._repere)
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
        textes = Textes(Segments(lecteur, self._decodes, self._mots), colonnes)
        if self._etat is not None:
            textes.chauffer(self._etat.textes.mots_utilises()[-_MOTS_A_CHAUFFER:])
        memoire, a_part = Memoire(colonnes.lignes), LieuxAPart(colonnes)
        return _Etat(
            generation,
            marque,
            lecteur,
            colonnes,
            textes,
            Facettes(colonnes, memoire, a_part),
            Points(colonnes, memoire, a_part),
            CacheBorne(place_pour(_TEXTES, colonnes.lignes)),
        )

    # Answering

    def interroger(self, requete: Requete) -> Resultat:
        """See MoteurRecherche; raises IndexAbsent when there is no index to read."""
        etat = self._courant()
        trouvaille = self._trouver(etat, requete, *requete.fenetre)
        texte = trouvaille.texte
        comprise = texte.comprise
        return Resultat(
            total=trouvaille.total,
            lignes=tuple(
                Presentation(etat.colonnes, etat.points, self._libelle).presenter(
                    requete, trouvaille.lignes, trouvaille.scores, comprise.clauses, texte.clauses
                )
            ),
            facettes=etat.facettes.compter(requete, trouvaille.filtres, texte.bits),
            corrige=comprise.corrige,
            elargi=texte.elargi,
            ignores=comprise.ignores,
            generation=etat.generation.nom,
            aussi=texte.aussi,
        )

    def corpus(self) -> Corpus:
        """See MoteurRecherche; raises IndexAbsent when there is no index to read."""
        return self._courant().textes

    def identifiants(self, requete: Requete) -> list[int]:
        """See MoteurRecherche; raises IndexAbsent when there is no index to read."""
        etat = self._courant()
        trouvaille = self._trouver(etat, requete, 0, etat.colonnes.lignes)
        return [etat.colonnes.ids[ligne] for ligne in trouvaille.lignes.tolist()]

    def _lire(self, etat: _Etat, requete: Requete) -> TexteTrouve:
        lexique = self._thesaurus().le(requete.le)

        def calculer() -> TexteTrouve:
            return chercher(comprendre(requete, etat.textes, lexique), etat.textes, etat.colonnes)

        cle = (requete.texte, requete.frappe, lexique)
        return etat.trouves.obtenir(cle, calculer, lambda texte: texte.octets)

    def _trouver(self, etat: _Etat, requete: Requete, debut: int, fin: int) -> _Trouvaille:
        texte = self._lire(etat, requete)
        filtres = etat.facettes.filtrer(requete)
        bits = filtres.appliquer(texte.bits)
        if not texte.clauses or requete.tri is not Tri.PERTINENCE:
            total, lignes = self._suivre_l_ordre(etat, requete, bits, debut, fin)
            scores = etat.points.points(requete)[lignes] + texte.points_de(lignes)
            return _Trouvaille(texte, filtres, total, lignes, scores)
        lignes, points = texte.lignes, texte.points
        if bits is not texte.bits:
            garde = en_masque(bits, etat.colonnes.lignes)[lignes]
            lignes, points = lignes[garde], points[garde]
        scores = etat.points.points(requete)[lignes] + points
        choix = premiers(scores, fin)[debut:]
        return _Trouvaille(texte, filtres, len(lignes), lignes[choix], scores[choix])

    @staticmethod
    def _suivre_l_ordre(
        etat: _Etat, requete: Requete, bits: Bits, debut: int, fin: int
    ) -> tuple[int, NDArray[np.int32]]:
        """Return the number of rows, and those asked for, of an order that hangs on no text."""
        ordre = etat.points.ordre(requete)
        if bits is etat.colonnes.tous:
            return len(ordre), ordre[debut:fin]
        return int(compter(bits)), suivre(ordre, en_masque(bits, len(ordre)), debut, fin)
