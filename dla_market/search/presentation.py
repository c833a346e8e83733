"""The lines of a page: from rows to names, points and reasons. Only the rows of the page come here."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dla_market.referentiel.voisinages import ELOIGNE
from dla_market.search.colonnes import Colonnes
from dla_market.search.documents import Activite, Aval, Referencement
from dla_market.search.lecture import Clause
from dla_market.search.points import Points
from dla_market.search.raisons import (
    Faits,
    Mention,
    expliquer,
    ranger_activites,
    ranger_avals,
    ranger_referencements,
)
from dla_market.search.requetes import Libelle, LigneResultat, Requete, Tri
from dla_market.search.textes import Trouves, TrouvesClause


def _jour(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _masques(trouves: Trouves, lignes: NDArray[np.int32]) -> list[int]:
    """Return the mask of the fields of each row, 0 where it was not found."""
    if not len(trouves.lignes):
        return [0] * len(lignes)
    rangs = np.minimum(np.searchsorted(trouves.lignes, lignes), len(trouves.lignes) - 1)
    return list(np.where(trouves.lignes[rangs] == lignes, trouves.masques[rangs], 0).tolist())


class Presentation:
    """Tells rows of one generation as lines of a result."""

    def __init__(self, colonnes: Colonnes, points: Points, libelle: Libelle) -> None:
        self._colonnes = colonnes
        self._points = points
        self._libelle = libelle

    def presenter(
        self,
        requete: Requete,
        lignes: NDArray[np.int32],
        scores: NDArray[np.int32],
        clauses: Sequence[Clause],
        trouves: Sequence[TrouvesClause],
    ) -> Iterator[LigneResultat]:
        """Yield the lines in the order of the rows."""
        colonnes = self._colonnes
        if not requete.avec_raisons:
            for ligne, score in zip(lignes.tolist(), scores.tolist(), strict=True):
                yield LigneResultat(colonnes.ids[ligne], colonnes.noms[ligne], score, ())
            return
        masques = [
            (_masques(un.propre, lignes), [_masques(autre, lignes) for autre in un.equivalents])
            for un in trouves
        ]
        simples = colonnes.simples[lignes].tolist()
        zones = colonnes.connus("departements", lignes)
        avales = colonnes.connus("avals", lignes)
        distances, invitations = self._du_tri(requete, lignes)
        for rang, (ligne, score) in enumerate(zip(lignes.tolist(), scores.tolist(), strict=True)):
            disponible_le, confirmee_le, missions, siege = simples[rang]
            activites = self._activites(requete, ligne)
            faits = Faits(
                clauses=[
                    Mention(
                        clause.saisi,
                        propres[rang],
                        [
                            (equivalent.de, equivalent.dit, siens[rang])
                            for equivalent, siens in zip(clause.equivalents, autres, strict=True)
                        ],
                    )
                    for clause, (propres, autres) in zip(clauses, masques, strict=True)
                ],
                activites=activites,
                zone_connue=zones[rang],
                departements=self._departements(requete, ligne, activites),
                avals=self._avals(ligne) if avales[rang] else (),
                disponible_le=_jour(disponible_le),
                confirmee_le=_jour(confirmee_le),
                missions=missions,
                missions_du_dla=None
                if requete.pour_dla is None
                else colonnes.missions_du_dla(ligne, requete.pour_dla),
                missions_du_theme=self._missions_du_theme(requete, ligne),
                referencements=self._referencements(requete, ligne),
                siege="" if siege < 0 else colonnes.lexiques.simples["departements"].codes[siege],
                distance=distances[rang],
                invitations=invitations[rang],
            )
            yield LigneResultat(
                colonnes.ids[ligne], colonnes.noms[ligne], score, expliquer(requete, faits, self._libelle)
            )

    def _du_tri(self, requete: Requete, lignes: NDArray[np.int32]) -> tuple[list[int], list[int]]:
        """Return the distances and the invitations of the rows, where the order asked for goes by them."""
        distances, invitations = [ELOIGNE] * len(lignes), [0] * len(lignes)
        if requete.tri is Tri.DISTANCE:
            distances = self._points.distances(requete.origines)[lignes].tolist()
        elif requete.tri is Tri.MOINS_SOLLICITES:
            invitations = self._points.invitations(requete.le)[lignes].tolist()
        return distances, invitations

    def _activites(self, requete: Requete, ligne: int) -> list[Activite]:
        if not requete.demande_activite:
            return []
        lexiques = self._colonnes.lexiques
        activites = [
            Activite(
                lexiques.secteurs.codes[secteur],
                lexiques.thematiques.codes[thematique],
                niveau,
                lexiques.groupes.codes[groupe],
            )
            for secteur, thematique, niveau, groupe in self._colonnes.lignes_de("activites", ligne)
        ]
        if lieux := self._colonnes.lieux_par_activite(ligne):
            activites = [
                un._replace(departements=tuple(departements))
                for un, (departements, regions) in zip(activites, lieux, strict=True)
                if requete.couvre(departements, regions)
            ]
        return ranger_activites(un for un in activites if requete.accepte(un))

    def _departements(self, requete: Requete, ligne: int, activites: Sequence[Activite]) -> list[str]:
        if not requete.departements:
            return []
        siens = activites[0].departements if activites else ()
        connus = siens or self._colonnes.departements_de(ligne)
        return sorted(code for code in connus if code in requete.departements)

    def _avals(self, ligne: int) -> list[Aval]:
        lexiques = self._colonnes.lexiques
        return ranger_avals(
            Aval(
                lexiques.centres.codes[centre],
                lexiques.secteurs.codes[secteur],
                _jour(fin),
                lexiques.thematiques.codes[thematique],
            )
            for centre, secteur, fin, thematique in self._colonnes.lignes_de("avals", ligne)
        )

    def _referencements(self, requete: Requete, ligne: int) -> list[Referencement]:
        if not requete.referencements:
            return []
        codes = self._colonnes.lexiques.referencements.codes
        tous = (
            Referencement(codes[region], _jour(fin), _jour(debut))
            for region, fin, debut in self._colonnes.lignes_de("referencements", ligne)
        )
        return ranger_referencements((un for un in tous if un.region in requete.referencements), requete.le)

    def _missions_du_theme(self, requete: Requete, ligne: int) -> int:
        if not requete.thematiques:
            return 0
        codes = self._colonnes.lexiques.thematiques.codes
        return sum(
            nombre
            for thematique, nombre in self._colonnes.lignes_de("themes", ligne)
            if codes[thematique] in requete.thematiques
        )
