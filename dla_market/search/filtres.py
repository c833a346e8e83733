"""The filter half of the fast engine: filters as bitmaps, counts of the facets, points of the rules.

What depends only on the filters is kept for the life of the generation: people page, sort and refine over the
same few.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dla_market.search import classement
from dla_market.search.colonnes import CONFIRMEE_LE, DISPONIBLE_LE, Bits, Colonnes, compter, en_bits
from dla_market.search.postings import CacheBorne
from dla_market.search.requetes import DEJA, DISPONIBLE, INCONNUE, JAMAIS, PLUS_TARD, Requete

_MEMOIRE: Final = 8 * 1024 * 1024
_DISPONIBILITES: Final = (DISPONIBLE, INCONNUE, PLUS_TARD)


@dataclass(frozen=True, slots=True)
class Filtres:
    """The filters of one query: a bitmap each, None where it does not filter."""

    activites: Bits | None
    departements: Bits | None
    avals: Bits | None
    disponibilite: Bits | None
    sollicitation: Bits | None

    def appliquer(self, bits: Bits, sauf: str = "") -> Bits:
        """Return the rows that pass all the filters but the one named."""
        for nom in ("activites", "departements", "avals", "disponibilite", "sollicitation"):
            filtre: Bits | None = getattr(self, nom)
            if filtre is not None and nom != sauf:
                bits = bits & filtre
        return bits


class Facettes:
    """The filters and facets of one generation."""

    def __init__(self, colonnes: Colonnes) -> None:
        self._colonnes = colonnes
        self._cache: CacheBorne[NDArray[Any]] = CacheBorne(_MEMOIRE)

    def _garder(self, cle: tuple[object, ...], calculer: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        return self._cache.obtenir(cle, calculer, lambda tableau: int(tableau.nbytes) + 200)

    def _secteurs(self, requete: Requete) -> list[int]:
        return self._colonnes.lexiques.secteurs.rangs(requete.secteurs, self._colonnes.paires.shape[0])

    def _thematiques(self, requete: Requete) -> list[int]:
        return self._colonnes.lexiques.thematiques.rangs(requete.thematiques, self._colonnes.paires.shape[1])

    def _par_centre(self, le: date) -> Bits:
        """Return one bitmap a centre, of the endorsements that hold on this day."""

        def calculer() -> Bits:
            avals = self._avals_actifs(le)
            return self._colonnes.matrice(avals[:, 1], avals[:, 0], self._colonnes.centres)

        return self._garder(("centres", le), calculer)

    def _avals_actifs(self, le: date) -> NDArray[np.int32]:
        avals = self._colonnes.avals
        actifs: NDArray[np.int32] = avals[(avals[:, 3] == 0) | (avals[:, 3] >= le.toordinal())]
        return actifs

    def _par_disponibilite(self, cible: date) -> Bits:
        def calculer() -> Bits:
            jours = self._colonnes.simples[:, DISPONIBLE_LE]
            matrice = np.zeros((3, self._colonnes.mots * 64), np.bool_)
            matrice[0, : len(jours)] = (jours > 0) & (jours <= cible.toordinal())
            matrice[1, : len(jours)] = jours == 0
            matrice[2, : len(jours)] = jours > cible.toordinal()
            return en_bits(matrice)

        return self._garder(("disponibilite", cible), calculer)

    def _par_sollicitation(self, dla: int) -> Bits:
        """Return the rows that had a mission with this DLA, then the others."""

        def calculer() -> Bits:
            dlas = self._colonnes.dlas
            deja = self._colonnes.bits_de(dlas[dlas[:, 1] == dla, 0])
            return np.stack([deja, self._colonnes.tous & ~deja])

        return self._garder(("sollicitation", dla), calculer)

    def _activites(self, secteurs: list[int], thematiques: list[int], requete: Requete) -> Bits | None:
        colonnes = self._colonnes
        if requete.secteurs and requete.thematiques:
            choisies = colonnes.paires[np.ix_(secteurs, thematiques)].reshape(-1, colonnes.mots)
        elif requete.secteurs:
            choisies = colonnes.par_secteur[secteurs]
        elif requete.thematiques:
            choisies = colonnes.par_thematique[thematiques]
        else:
            return None
        return np.asarray(np.bitwise_or.reduce(choisies, axis=0), np.uint64)

    def filtrer(self, requete: Requete) -> Filtres:
        """Return the filters of a query."""
        colonnes = self._colonnes
        departements = avals = disponibilite = sollicitation = None
        if requete.departements:
            rangs = colonnes.lexiques.departements.rangs(requete.departements, len(colonnes.par_departement))
            departements = np.bitwise_or.reduce(colonnes.par_departement[rangs], axis=0)
        if requete.avals:
            centres = colonnes.lexiques.centres.rangs(requete.avals, colonnes.centres)
            avals = np.bitwise_or.reduce(self._par_centre(requete.le)[centres], axis=0)
        if requete.disponible_avant is not None:
            disponibilite = colonnes.tous & ~self._par_disponibilite(requete.disponible_cible)[2]
        if requete.jamais_sollicite_par is not None:
            sollicitation = self._par_sollicitation(requete.jamais_sollicite_par)[1]
        return Filtres(
            self._activites(self._secteurs(requete), self._thematiques(requete), requete),
            departements, avals, disponibilite, sollicitation,
        )  # fmt: skip

    def points(self, requete: Requete) -> NDArray[np.int32]:
        """Return the points of every row that hang on no text."""
        base: NDArray[np.int32] = self._garder(
            ("base", requete.disponible_cible, requete.le), lambda: self._points_de_base(requete)
        )
        if requete.secteurs or requete.thematiques:
            demande = ("niveau", requete.secteurs, requete.thematiques)
            base = base + self._garder(demande, lambda: self._points_de_niveau(requete))
        if requete.secteurs or requete.thematiques or requete.avals:
            demandes = ("aval", requete.secteurs, requete.thematiques, requete.avals, requete.le)
            base = base + self._garder(demandes, lambda: self._points_d_aval(requete))
        return base

    def _points_de_base(self, requete: Requete) -> NDArray[np.int32]:
        jours = self._colonnes.simples[:, DISPONIBLE_LE]
        confirmees = self._colonnes.simples[:, CONFIRMEE_LE]
        points = np.zeros(len(jours), np.int32)
        points[(jours > 0) & (jours <= requete.disponible_cible.toordinal())] += classement.POINTS_DISPONIBLE
        points[confirmees >= (requete.le - classement.FRAICHEUR).toordinal()] += classement.POINTS_FRAICHE
        return points

    def _points_de_niveau(self, requete: Requete) -> NDArray[np.int32]:
        activites = self._colonnes.activites
        if requete.secteurs:
            activites = activites[np.isin(activites[:, 1], self._secteurs(requete))]
        if requete.thematiques:
            activites = activites[np.isin(activites[:, 2], self._thematiques(requete))]
        niveaux = np.zeros(self._colonnes.lignes, np.int32)
        np.maximum.at(niveaux, activites[:, 0], activites[:, 3])
        return niveaux * np.int32(classement.POINTS_PAR_NIVEAU)

    def _points_d_aval(self, requete: Requete) -> NDArray[np.int32]:
        avals = self._avals_actifs(requete.le)
        lexiques = self._colonnes.lexiques
        secteurs, thematiques = lexiques.secteurs, lexiques.thematiques
        du_secteur = np.isin(avals[:, 2], secteurs.rangs(requete.secteurs, len(secteurs.codes)))
        du_theme = np.isin(avals[:, 4], thematiques.rangs(requete.thematiques, len(thematiques.codes)))
        # what an aval leaves open goes with anything asked; see moteur_naif for the same in plain words
        voulus = du_secteur | du_theme
        if requete.secteurs:
            voulus &= du_secteur | np.isin(avals[:, 2], secteurs.rangs(("",), len(secteurs.codes)))
        if requete.thematiques:
            voulus &= du_theme | np.isin(avals[:, 4], thematiques.rangs(("",), len(thematiques.codes)))
        voulus |= np.isin(avals[:, 1], lexiques.centres.rangs(requete.avals, len(lexiques.centres.codes)))
        points = np.zeros(self._colonnes.lignes, np.int32)
        points[avals[voulus, 0]] = classement.POINTS_AVAL
        return points

    def compter(self, requete: Requete, filtres: Filtres, trouves: Bits) -> dict[str, list[tuple[str, int]]]:
        """Return the counts of every facet over the rows found, its own filter left aside."""
        colonnes, lexiques = self._colonnes, self._colonnes.lexiques
        ensemble = filtres.appliquer(trouves)

        def sans(nom: str) -> Bits:
            return ensemble if getattr(filtres, nom) is None else filtres.appliquer(trouves, sauf=nom)

        par_secteur, par_thematique = colonnes.par_secteur, colonnes.par_thematique
        if requete.thematiques:
            par_secteur = np.bitwise_or.reduce(colonnes.paires[:, self._thematiques(requete)], axis=1)
        if requete.secteurs:
            par_thematique = np.bitwise_or.reduce(colonnes.paires[self._secteurs(requete)], axis=0)
        sans_activites = sans("activites")
        dla = requete.dla_des_sollicitations
        return {
            "secteurs": _lister(lexiques.secteurs.codes, par_secteur & sans_activites, requete.secteurs),
            "thematiques": _lister(
                lexiques.thematiques.codes, par_thematique & sans_activites, requete.thematiques
            ),
            "departements": _lister(
                lexiques.departements.codes,
                colonnes.par_departement & sans("departements"),
                requete.departements,
            ),
            "avals": _lister(
                lexiques.centres.codes, self._par_centre(requete.le) & sans("avals"), requete.avals
            ),
            "disponibilite": _lister(
                _DISPONIBILITES, self._par_disponibilite(requete.disponible_cible) & sans("disponibilite"), ()
            ),
            "sollicitation": []
            if dla is None
            else _lister((DEJA, JAMAIS), self._par_sollicitation(dla) & sans("sollicitation"), ()),
        }


def _lister(
    codes: list[str] | tuple[str, ...], bits: Bits, choisis: tuple[str, ...]
) -> list[tuple[str, int]]:
    """Return the codes with a fiche, and those that were chosen, the most frequent first."""
    nombres = compter(bits).tolist()
    comptes = {code: nombre for code, nombre in zip(codes, nombres, strict=False) if nombre and code}
    for choisi in choisis:
        comptes.setdefault(choisi, 0)
    return sorted(comptes.items(), key=lambda paire: (-paire[1], paire[0]))
