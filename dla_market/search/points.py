"""The rules of classement.py in columns: points that hang on no text, and what each order sorts by."""

from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dla_market.referentiel.voisinages import ELOIGNE, distances
from dla_market.search import classement
from dla_market.search.colonnes import CONFIRMEE_LE, DISPONIBLE_LE, SIEGE, Colonnes
from dla_market.search.filtres import Memoire
from dla_market.search.lieux import LieuxAPart
from dla_market.search.requetes import Requete, Tri

_PLUS_TARD_QUE_TOUT: Final = 10**7


class Points:
    """The points and the keys of the rows of one generation."""

    def __init__(self, colonnes: Colonnes, memoire: Memoire, a_part: LieuxAPart) -> None:
        self._colonnes = colonnes
        self._memoire = memoire
        self._a_part = a_part

    def points(self, requete: Requete) -> NDArray[np.int16]:
        """Return the points of every row that hang on no text."""
        return self._memoire.garder(self._cle(requete), lambda: self._sommer(requete))

    def _cle(self, requete: Requete) -> tuple[object, ...]:
        return (
            "points", requete.le, requete.validite, requete.disponible_cible,
            requete.secteurs, requete.thematiques, requete.groupes, requete.avals,
            *((requete.departements, requete.regions) if self._a_part.compte(requete) else ()),
        )  # fmt: skip

    def _sommer(self, requete: Requete) -> NDArray[np.int16]:
        points = self._de_base(requete)
        if requete.demande_activite:
            points += self._de_niveau(requete)
            if self._a_part.compte(requete):
                siens, tous = (self._a_part.niveaux(requete, partout=partout) for partout in (False, True))
                points[self._a_part.lignes] += (siens - tous) * np.int32(classement.POINTS_PAR_NIVEAU)
        if requete.secteurs or requete.thematiques or requete.avals:
            points += self._d_aval(requete)
        return points.astype(np.int16)

    def ordre(self, requete: Requete) -> NDArray[np.int32]:
        """Return all the rows in the order asked for, but for the points of the text."""
        if requete.tri is Tri.PERTINENCE:
            demande = self._cle(requete)
        else:
            demande = (requete.tri, requete.le, requete.origines)

        def calculer() -> NDArray[np.int32]:
            return np.argsort(-self._cles(requete), kind="stable").astype(np.int32)

        return self._memoire.garder(("ordre", *demande), calculer)

    def _de_base(self, requete: Requete) -> NDArray[np.int32]:
        jours = self._colonnes.simples[:, DISPONIBLE_LE]
        confirmees = self._colonnes.simples[:, CONFIRMEE_LE]
        points = np.zeros(len(jours), np.int32)
        points[(jours > 0) & (jours <= requete.disponible_cible.toordinal())] += classement.POINTS_DISPONIBLE
        points[confirmees >= requete.fraiche_depuis.toordinal()] += classement.POINTS_FRAICHE
        return points

    def _de_niveau(self, requete: Requete) -> NDArray[np.int32]:
        activites, lexiques = self._colonnes.tables["activites"], self._colonnes.lexiques
        for colonne, lexique, codes in (
            (1, lexiques.secteurs, requete.secteurs),
            (2, lexiques.thematiques, requete.thematiques),
            (4, lexiques.groupes, requete.groupes),
        ):
            if codes:
                rangs = lexique.rangs(codes, len(lexique.codes))
                activites = activites[np.isin(activites[:, colonne], rangs)]
        niveaux = np.zeros(self._colonnes.lignes, np.int32)
        np.maximum.at(niveaux, activites[:, 0], activites[:, 3])
        return niveaux * np.int32(classement.POINTS_PAR_NIVEAU)

    def _d_aval(self, requete: Requete) -> NDArray[np.int32]:
        avals, lexiques = self._colonnes.tables["avals"], self._colonnes.lexiques
        avals = avals[(avals[:, 3] == 0) | (avals[:, 3] >= requete.le.toordinal())]
        secteurs, thematiques = lexiques.secteurs, lexiques.thematiques
        du_secteur = np.isin(avals[:, 2], secteurs.rangs(requete.secteurs, len(secteurs.codes)))
        du_theme = np.isin(avals[:, 4], thematiques.rangs(requete.thematiques, len(thematiques.codes)))
        # what an aval leaves open goes with anything asked; see naif_filtres for the same in plain words
        voulus = du_secteur | du_theme
        if requete.secteurs:
            voulus &= du_secteur | np.isin(avals[:, 2], secteurs.rangs(("",), len(secteurs.codes)))
        if requete.thematiques:
            voulus &= du_theme | np.isin(avals[:, 4], thematiques.rangs(("",), len(thematiques.codes)))
        voulus |= np.isin(avals[:, 1], lexiques.centres.rangs(requete.avals, len(lexiques.centres.codes)))
        points = np.zeros(self._colonnes.lignes, np.int32)
        points[avals[voulus, 0]] = classement.POINTS_AVAL
        return points

    def invitations(self, le: date) -> NDArray[np.int32]:
        """Return how many times each row was invited in the months that count."""

        def calculer() -> NDArray[Any]:
            jours = self._colonnes.tables["invitations"]
            debut = classement.debut_des_invitations(le).toordinal()
            recentes = jours[(jours[:, 1] > debut) & (jours[:, 1] <= le.toordinal())]
            return np.bincount(recentes[:, 0], minlength=self._colonnes.lignes).astype(np.int32)

        return self._memoire.garder(("invitations", le), calculer)

    def distances(self, origines: tuple[str, ...]) -> NDArray[np.int32]:
        """Return the distance of each row: of its seat, of the nearest of its zone where that is unknown."""

        def calculer() -> NDArray[Any]:
            connues = distances(origines)
            codes = self._colonnes.lexiques.simples["departements"].codes
            # one more, at the end, for the seats that are not known: they are read at -1
            par_code = np.array([connues.get(code, ELOIGNE) for code in codes] + [ELOIGNE], np.int32)
            zones = self._colonnes.tables["departements"]
            par_zone = np.full(self._colonnes.lignes, ELOIGNE, np.int32)
            np.minimum.at(par_zone, zones[:, 0], par_code[zones[:, 1]])
            sieges = self._colonnes.simples[:, SIEGE]
            return np.where(sieges >= 0, par_code[sieges], par_zone)

        return self._memoire.garder(("distances", origines), calculer)

    def _cles(self, requete: Requete) -> NDArray[Any]:
        """Return what the rows are ordered by, greatest first."""
        tri = requete.tri
        if tri is Tri.PERTINENCE:
            return self.points(requete)
        if tri is Tri.NOM:
            return np.zeros(self._colonnes.lignes, np.int16)
        if tri is Tri.FRAICHEUR:
            return self._colonnes.simples[:, CONFIRMEE_LE]
        if tri is Tri.MOINS_SOLLICITES:
            return -self.invitations(requete.le)
        if tri is Tri.DISTANCE:
            return -self.distances(requete.origines)
        jours = self._colonnes.simples[:, DISPONIBLE_LE]
        return -np.where(jours == 0, np.int32(_PLUS_TARD_QUE_TOUT), jours)
