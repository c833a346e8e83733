"""Activities with départements of their own: the few rows that bitmaps over fiches do not tell the whole of.

Such a row is « à part »: each of its activities is known with what it covers, in arrays over the activities
of these rows. Everywhere else an activity covers what its fiche does.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from dla_market.search.colonnes import TABLES_DES_LIEUX, Colonnes, Lexique
from dla_market.search.documents import LIEUX
from dla_market.search.requetes import Requete

Choix = NDArray[np.bool_]
_SECTEUR, _THEMATIQUE, _NIVEAU, _GROUPE = range(1, 5)
DES_ACTIVITES: Final = {"secteurs": _SECTEUR, "thematiques": _THEMATIQUE, "groupes": _GROUPE}


def _parmi(valeurs: NDArray[np.int32], lexique: Lexique, codes: tuple[str, ...]) -> Choix:
    """Say of each number whether it is that of one of the codes."""
    voulus = np.zeros(len(lexique.codes), np.bool_)
    voulus[lexique.rangs(codes, len(voulus))] = True
    return np.asarray(voulus[valeurs], np.bool_)


class LieuxAPart:
    """The rows à part of one generation, upwards, and the activities of each.

    ``lignes`` gives the rows, ``bits`` their bitmap.
    """

    def __init__(self, colonnes: Colonnes) -> None:
        tables, lexiques = colonnes.tables, colonnes.lexiques
        self.lignes: NDArray[np.int64] = np.unique(tables[TABLES_DES_LIEUX["departements"]][:, 0]).astype(
            np.int64
        )
        self.bits = colonnes.bits_de(self.lignes)
        activites = tables["activites"]
        self._activites = activites[np.isin(activites[:, 0], self.lignes)]
        self._ligne = np.searchsorted(self.lignes, self._activites[:, 0])
        premieres = np.searchsorted(self._ligne, np.arange(len(self.lignes)))
        self._lieux = {}
        for nom, table in TABLES_DES_LIEUX.items():
            paires = tables[table]
            siennes = premieres[np.searchsorted(self.lignes, paires[:, 0])] + paires[:, 1]
            self._lieux[nom] = (siennes, paires[:, 2])
        self._lexiques = {
            "secteurs": lexiques.secteurs,
            "thematiques": lexiques.thematiques,
            "groupes": lexiques.groupes,
            **{nom: lexiques.simples[nom] for nom in LIEUX},
        }

    def __bool__(self) -> bool:
        return len(self.lignes) > 0

    def compte(self, requete: Requete) -> bool:
        """Say whether a query asks for activities and for places, and some row is à part."""
        return requete.demande_activite and requete.demande_lieu and bool(self)

    def _acceptees(self, requete: Requete, sauf: str = "", *, partout: bool = False) -> Choix:
        """Say of each activity whether it meets the filters on activities and on places, but the one named.

        With ``partout`` the filters on places do not count.
        """
        choix = np.ones(len(self._activites), np.bool_)
        for nom, colonne in DES_ACTIVITES.items():
            if nom != sauf and (codes := requete.codes(nom)):
                choix &= _parmi(self._activites[:, colonne], self._lexiques[nom], codes)
        for nom, (activites, lieux) in self._lieux.items():
            if nom != sauf and not partout and (codes := requete.codes(nom)):
                couvrent = np.zeros(len(choix), np.bool_)
                couvrent[activites[_parmi(lieux, self._lexiques[nom], codes)]] = True
                choix &= couvrent
        return choix

    def trouvees(self, requete: Requete) -> NDArray[np.int64]:
        """Return the rows of which one activity meets all the filters on activities and on places."""
        return self.lignes[self._ligne[self._acceptees(requete)]]

    def niveaux(self, requete: Requete, *, partout: bool) -> NDArray[np.int32]:
        """Return for each row the best level of the activities that meet the filters; see _acceptees."""
        choix = self._acceptees(requete, partout=partout)
        niveaux = np.zeros(len(self.lignes), np.int32)
        np.maximum.at(niveaux, self._ligne[choix], self._activites[choix, _NIVEAU])
        return niveaux

    def paires(self, nom: str, requete: Requete) -> NDArray[np.intp]:
        """Return the pairs of a code of a facet on activities or on places and of the rank of a row here.

        Two lines, codes then ranks, each pair once. The own filter of the facet is left aside.
        """
        choix = self._acceptees(requete, nom)
        if nom in LIEUX:
            activites, codes = self._lieux[nom]
            gardees = choix[activites]
            lignes, codes = self._ligne[activites[gardees]], codes[gardees]
        else:
            lignes, codes = self._ligne[choix], self._activites[choix, DES_ACTIVITES[nom]]
        presents = np.zeros((len(self._lexiques[nom].codes), len(self.lignes)), np.bool_)
        presents[codes, lignes] = True
        return np.stack(np.nonzero(presents))
