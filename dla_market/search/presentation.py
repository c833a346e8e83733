"""The lines of a page: from rows to names, points and reasons. Only the rows of the page come here."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dla_market.search.colonnes import Colonnes
from dla_market.search.documents import Activite, Aval
from dla_market.search.lecture import Clause
from dla_market.search.raisons import Faits, expliquer, ranger_activites, ranger_avals
from dla_market.search.requetes import Libelle, LigneResultat, Requete
from dla_market.search.textes import Trouves


def _jour(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _masques(trouves: Trouves, lignes: NDArray[np.int64]) -> list[int]:
    """Return the mask of the fields of each row, 0 where it was not found."""
    if not len(trouves.lignes):
        return [0] * len(lignes)
    rangs = np.minimum(np.searchsorted(trouves.lignes, lignes), len(trouves.lignes) - 1)
    return list(np.where(trouves.lignes[rangs] == lignes, trouves.masques[rangs], 0).tolist())


class Presentation:
    """Tells rows of one generation as lines of a result."""

    def __init__(self, colonnes: Colonnes, libelle: Libelle) -> None:
        self._colonnes = colonnes
        self._libelle = libelle

    def presenter(
        self,
        requete: Requete,
        lignes: NDArray[np.int64],
        scores: NDArray[np.int64],
        clauses: Sequence[Clause],
        trouves: Sequence[Trouves],
    ) -> Iterator[LigneResultat]:
        """Yield the lines in the order of the rows."""
        colonnes = self._colonnes
        masques = [_masques(un, lignes) for un in trouves]
        simples = colonnes.simples[lignes].tolist()
        zones = colonnes.zone_connue(lignes)
        for rang, (ligne, score) in enumerate(zip(lignes.tolist(), scores.tolist(), strict=True)):
            disponible_le, confirmee_le, missions = simples[rang]
            faits = Faits(
                clauses=[
                    (clause.saisi, les_masques[rang])
                    for clause, les_masques in zip(clauses, masques, strict=True)
                ],
                activites=self._activites(requete, ligne),
                zone_connue=zones[rang],
                departements=self._departements(requete, ligne),
                avals=self._avals(ligne),
                disponible_le=_jour(disponible_le),
                confirmee_le=_jour(confirmee_le),
                missions=missions,
                missions_du_dla=None
                if requete.pour_dla is None
                else colonnes.missions_du_dla(ligne, requete.pour_dla),
            )
            yield LigneResultat(
                colonnes.ids[ligne], colonnes.noms[ligne], score, expliquer(requete, faits, self._libelle)
            )

    def _activites(self, requete: Requete, ligne: int) -> list[Activite]:
        if not (requete.secteurs or requete.thematiques):
            return []
        secteurs, thematiques = (
            self._colonnes.lexiques.secteurs.codes,
            self._colonnes.lexiques.thematiques.codes,
        )
        activites = (
            Activite(secteurs[secteur], thematiques[thematique], niveau)
            for secteur, thematique, niveau in self._colonnes.activites_de(ligne)
        )
        return ranger_activites(
            un
            for un in activites
            if (not requete.secteurs or un.secteur in requete.secteurs)
            and (not requete.thematiques or un.thematique in requete.thematiques)
        )

    def _departements(self, requete: Requete, ligne: int) -> list[str]:
        if not requete.departements:
            return []
        return sorted(code for code in self._colonnes.departements_de(ligne) if code in requete.departements)

    def _avals(self, ligne: int) -> list[Aval]:
        lexiques = self._colonnes.lexiques
        return ranger_avals(
            Aval(
                lexiques.centres.codes[centre],
                lexiques.secteurs.codes[secteur],
                _jour(fin),
                lexiques.thematiques.codes[thematique],
            )
            for _, centre, secteur, fin, thematique in self._colonnes.avals_de(ligne)
        )
