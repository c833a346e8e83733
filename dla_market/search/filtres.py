"""The filter half of the fast engine: filters as bitmaps, and the counts of the facets.

What depends only on the filters is kept for the life of the generation: people page, sort and refine over the
same few.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dla_market.search.colonnes import (
    CONFIRMEE_LE,
    DISPONIBLE_LE,
    MISSIONS,
    Bits,
    Colonnes,
    Lexique,
    compter,
    en_bits,
)
from dla_market.search.documents import LIEUX, SIMPLES
from dla_market.search.lieux import DES_ACTIVITES, Choix, LieuxAPart
from dla_market.search.postings import CacheBorne, place_pour
from dla_market.search.requetes import (
    A_CONFIRMER,
    CONFIRMEE,
    DEJA,
    DISPONIBLE,
    INCONNUE,
    JAMAIS,
    PLUS_TARD,
    Requete,
)

_COMPTES: Final = 20_000  # codes whose counts over every row are kept: a few kB a day
_MEMOIRE: Final = 8 * 1024 * 1024
_DISPONIBILITES: Final = (DISPONIBLE, INCONNUE, PLUS_TARD)
_USAGES: Final = (DEJA, JAMAIS)
_CONFIRMATIONS: Final = (CONFIRMEE, A_CONFIRMER)

Comptes = list[tuple[str, int]]


class Filtres:
    """The filters of one query: a bitmap for each that filters, by name."""

    def __init__(self, bits: dict[str, Bits]) -> None:
        self._bits = bits

    def appliquer(self, bits: Bits, *sauf: str) -> Bits:
        """Return the rows that pass all the filters but those named."""
        for nom, filtre in self._bits.items():
            if nom not in sauf:
                bits = bits & filtre
        return bits

    def __contains__(self, nom: str) -> bool:
        return nom in self._bits


class Memoire:
    """What was worked out of one generation, kept while there is room."""

    def __init__(self, lignes: int) -> None:
        self._cache: CacheBorne[NDArray[Any]] = CacheBorne(place_pour(_MEMOIRE, lignes))

    def garder(self, cle: tuple[object, ...], calculer: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """Return the array of this key, worked out when it is not there."""
        return self._cache.obtenir(cle, calculer, lambda tableau: int(tableau.nbytes) + 200)


class Facettes:
    """The filters and facets of one generation."""

    def __init__(self, colonnes: Colonnes, memoire: Memoire, a_part: LieuxAPart) -> None:
        self._colonnes = colonnes
        self._memoire = memoire
        self._comptes: CacheBorne[Comptes] = CacheBorne(_COMPTES)
        self._a_part = a_part

    def _rangs(self, lexique: Lexique, codes: tuple[str, ...], matrice: Bits) -> list[int]:
        return lexique.rangs(codes, matrice.shape[0])

    # What hangs on a day

    def _dates(self, table: str, lexique: Lexique, actives: NDArray[np.int32]) -> Bits:
        """Return one bitmap a code, of the rows of a dated table that hold."""
        connus = int(self._colonnes.tables[table][:, 1].max(initial=-1)) + 1
        return self._colonnes.matrice(actives[:, 1], actives[:, 0], min(connus, len(lexique.codes)))

    def _par_centre(self, le: date) -> Bits:
        """Return one bitmap a centre, of the endorsements that hold on this day."""

        def calculer() -> Bits:
            avals = self._colonnes.tables["avals"]
            actifs = avals[(avals[:, 3] == 0) | (avals[:, 3] >= le.toordinal())]
            return self._dates("avals", self._colonnes.lexiques.centres, actifs)

        return self._memoire.garder(("centres", le), calculer)

    def _par_referencement(self, le: date) -> Bits:
        """Return one bitmap a région, of the fiches that its DLA R references on this day."""

        def calculer() -> Bits:
            table, jour = self._colonnes.tables["referencements"], le.toordinal()
            tiennent = (table[:, 3] <= jour) & ((table[:, 2] == 0) | (table[:, 2] >= jour))
            return self._dates("referencements", self._colonnes.lexiques.referencements, table[tiennent])

        return self._memoire.garder(("referencements", le), calculer)

    def _par_disponibilite(self, cible: date) -> Bits:
        def calculer() -> Bits:
            jours = self._colonnes.simples[:, DISPONIBLE_LE]
            matrice = np.zeros((3, self._colonnes.mots * 64), np.bool_)
            matrice[0, : len(jours)] = (jours > 0) & (jours <= cible.toordinal())
            matrice[1, : len(jours)] = jours == 0
            matrice[2, : len(jours)] = jours > cible.toordinal()
            return en_bits(matrice)

        return self._memoire.garder(("disponibilite", cible), calculer)

    def _deja_et_jamais(self, deja: Bits) -> Bits:
        return np.stack([deja, self._colonnes.tous & ~deja])

    def _par_sollicitation(self, dla: int) -> Bits:
        """Return the rows that had a mission with this DLA, then the others."""

        def calculer() -> Bits:
            dlas = self._colonnes.tables["dlas"]
            return self._deja_et_jamais(self._colonnes.bits_de(dlas[dlas[:, 1] == dla, 0]))

        return self._memoire.garder(("sollicitation", dla), calculer)

    def _par_mobilisation(self) -> Bits:
        """Return the rows that had a mission, then those that never had one."""

        def calculer() -> Bits:
            missions = self._colonnes.simples[:, MISSIONS]
            return self._deja_et_jamais(self._colonnes.bits_de(np.flatnonzero(missions > 0)))

        return self._memoire.garder(("mobilisation",), calculer)

    def _par_confirmation(self, depuis: date) -> Bits:
        """Return the rows confirmed since that day, then the others."""

        def calculer() -> Bits:
            confirmees = self._colonnes.simples[:, CONFIRMEE_LE]
            fraiches = confirmees >= depuis.toordinal()
            return self._deja_et_jamais(self._colonnes.bits_de(np.flatnonzero(fraiches)))

        return self._memoire.garder(("confirmation", depuis), calculer)

    # Activities

    def _thematiques(self, requete: Requete, sauf: str = "") -> list[int] | None:
        """Return the thématiques that the filters leave, None for all of them."""
        lexiques = self._colonnes.lexiques
        permises: set[int] | None = None
        if requete.thematiques and sauf != "thematiques":
            permises = set(lexiques.thematiques.rangs(requete.thematiques, self._colonnes.paires.shape[1]))
        if requete.groupes and sauf != "groupes":
            voulus = lexiques.groupes.rangs(requete.groupes, len(lexiques.groupes.codes))
            groupees = set(np.flatnonzero(np.isin(self._colonnes.groupe_de, voulus)).tolist())
            permises = groupees if permises is None else permises & groupees
        return None if permises is None else sorted(permises)

    def _secteurs(self, requete: Requete) -> list[int]:
        return self._colonnes.lexiques.secteurs.rangs(requete.secteurs, self._colonnes.paires.shape[0])

    def _activites(self, requete: Requete) -> Bits:
        thematiques = self._thematiques(requete)
        choisies: Bits
        if thematiques is None:
            choisies = self._colonnes.par_secteur[self._secteurs(requete)]
        elif requete.secteurs:
            choisies = self._colonnes.paires[np.ix_(self._secteurs(requete), thematiques)]
            choisies = choisies.reshape(-1, self._colonnes.mots)
        else:
            choisies = self._colonnes.par_thematique[thematiques]
        return np.asarray(np.bitwise_or.reduce(choisies, axis=0), np.uint64)

    def _des_secteurs(self, requete: Requete) -> Bits:
        """Return one bitmap a secteur, of the activities that meet the other filters on them."""
        thematiques = self._thematiques(requete)
        if thematiques is None:
            return np.asarray(self._colonnes.par_secteur, np.uint64)
        return np.asarray(np.bitwise_or.reduce(self._colonnes.paires[:, thematiques], axis=1), np.uint64)

    def _des_thematiques(self, requete: Requete, sauf: str) -> Bits:
        """Return one bitmap a thématique, of the activities that meet the other filters on them."""
        bits: Bits = self._colonnes.par_thematique
        if requete.secteurs:
            siennes = self._colonnes.paires[self._secteurs(requete)]
            bits = np.asarray(np.bitwise_or.reduce(siennes, axis=0), np.uint64)
        permises = self._thematiques(requete, sauf)
        if permises is not None:
            gardees = np.zeros_like(bits)
            gardees[permises] = bits[permises]
            bits = gardees
        return bits

    def _des_groupes(self, requete: Requete) -> Bits:
        bits = self._des_thematiques(requete, "groupes")
        groupes = np.zeros((len(self._colonnes.lexiques.groupes.codes), self._colonnes.mots), np.uint64)
        for thematique, groupe in enumerate(self._colonnes.groupe_de.tolist()):
            if groupe >= 0:
                groupes[groupe] |= bits[thematique]
        return groupes

    def _trouvees(self, requete: Requete) -> Bits:
        """Return the rows à part of which one activity meets all the filters on activities and on places."""

        def calculer() -> Bits:
            return self._colonnes.bits_de(self._a_part.trouvees(requete))

        return self._memoire.garder(("à part", *_demande(requete)), calculer)

    # Filters

    def filtrer(self, requete: Requete) -> Filtres:
        """Return the filters of a query."""
        colonnes = self._colonnes
        filtres: dict[str, Bits] = {}
        if requete.demande_activite:
            filtres["activites"] = self._activites(requete)
            if self._a_part.compte(requete):
                # the filters on places ask the whole fiche: of the rows à part this leaves the right ones
                filtres["activites"] = (filtres["activites"] & ~self._a_part.bits) | self._trouvees(requete)
        for nom in SIMPLES:
            if codes := requete.codes(nom):
                filtres[nom] = self._choisir(colonnes.par_code[nom], colonnes.lexiques.simples[nom], codes)
        if requete.avals:
            par_centre = self._par_centre(requete.le)
            filtres["avals"] = self._choisir(par_centre, colonnes.lexiques.centres, requete.avals)
        if requete.referencements:
            filtres["referencements"] = self._choisir(
                self._par_referencement(requete.le), colonnes.lexiques.referencements, requete.referencements
            )
        par_disponibilite = self._par_disponibilite(requete.disponible_cible)
        if requete.disponible_avant is not None:
            filtres["disponibilite"] = colonnes.tous & ~par_disponibilite[2]
        if requete.disponibilite:
            bits = self._parmi(par_disponibilite, _DISPONIBILITES, requete.disponibilite)
            filtres["disponibilite"] = filtres.get("disponibilite", colonnes.tous) & bits
        if requete.mobilisation:
            filtres["mobilisation"] = self._parmi(self._par_mobilisation(), _USAGES, requete.mobilisation)
        if requete.confirmation:
            bits = self._parmi(
                self._par_confirmation(requete.fraiche_depuis), _CONFIRMATIONS, requete.confirmation
            )
            filtres["confirmation"] = bits
        if (sollicitees := self._sollicitees(requete)) is not None:
            filtres["sollicitation"] = sollicitees
        return Filtres(filtres)

    def _sollicitees(self, requete: Requete) -> Bits | None:
        """Return the rows that one DLA had missions with, or had none with; either where both are asked."""
        bits: Bits | None = None
        for rang, dla in enumerate((requete.deja_sollicite_par, requete.jamais_sollicite_par)):
            if dla is not None:
                siennes = self._par_sollicitation(dla)[rang]
                bits = siennes if bits is None else bits | siennes
        return bits

    def _choisir(self, matrice: Bits, lexique: Lexique, codes: tuple[str, ...]) -> Bits:
        choisies = matrice[self._rangs(lexique, codes, matrice)]
        return np.asarray(np.bitwise_or.reduce(choisies, axis=0), np.uint64)

    @staticmethod
    def _parmi(matrice: Bits, codes: tuple[str, ...], voulus: tuple[str, ...]) -> Bits:
        choisies = matrice[[rang for rang, code in enumerate(codes) if code in voulus]]
        return np.asarray(np.bitwise_or.reduce(choisies, axis=0), np.uint64)

    # Counts

    def compter(self, requete: Requete, filtres: Filtres, trouves: Bits) -> dict[str, Comptes]:
        """Return the counts of the facets over the rows found, the own filter of each left aside."""
        ensemble = filtres.appliquer(trouves)
        croisees = {nom for nom in requete.facettes_comptees if self._se_croisent(nom, requete)}
        permises = self._permises(filtres, trouves) if croisees else None
        comptees = {}
        for nom in requete.facettes_comptees:
            filtre = "activites" if nom in DES_ACTIVITES else nom
            bits = filtres.appliquer(trouves, filtre) if filtre in filtres else ensemble
            if bits is self._colonnes.tous and not (requete.codes(nom) or requete.demande_activite):
                comptees[nom] = list(self._compter_tout(nom, requete))
            else:
                comptees[nom] = self._compter(nom, requete, bits, permises if nom in croisees else None)
        return comptees

    def _compter(self, nom: str, requete: Requete, bits: Bits, permises: Choix | None = None) -> Comptes:
        """Return the counts over these rows; those à part among them are given where they count apart."""
        codes, matrice = self._facette(nom, requete)
        if permises is None:
            nombres = compter(matrice & bits if len(codes) else matrice)
        else:
            nombres = compter(matrice & (bits & ~self._a_part.bits))
            paires = self._memoire.garder(
                ("paires", nom, *_demande(requete)), lambda: self._a_part.paires(nom, requete)
            )
            rangs, lignes = paires
            nombres += np.bincount(rangs[permises[lignes]], minlength=len(nombres))[: len(nombres)]
        return _lister(codes, nombres, requete.codes(nom))

    def _compter_tout(self, nom: str, requete: Requete) -> Comptes:
        """Return the counts over every row, which the first page of every visit asks for."""
        cle = (
            nom, requete.le, requete.validite, requete.disponible_cible, requete.dla_des_sollicitations
        )  # fmt: skip
        return self._comptes.obtenir(cle, lambda: self._compter(nom, requete, self._colonnes.tous), _peser)

    def _se_croisent(self, nom: str, requete: Requete) -> bool:
        """Say whether a facet's codes must meet a filter in one activity: bitmaps of rows do not tell."""
        autre = requete.demande_lieu if nom in DES_ACTIVITES else nom in LIEUX and requete.demande_activite
        return autre and bool(self._a_part)

    def _permises(self, filtres: Filtres, trouves: Bits) -> Choix:
        """Say of each row à part whether it passes the filters that look at neither activities nor places."""
        octets = filtres.appliquer(trouves, *LIEUX, "activites").view(np.uint8)
        lignes = self._a_part.lignes
        return np.asarray(octets[lignes >> 3] >> (lignes & 7) & 1, np.bool_)

    def _facette(self, nom: str, requete: Requete) -> tuple[tuple[str, ...] | list[str], Bits]:
        """Return the codes of a facet and a bitmap for each."""
        colonnes, lexiques = self._colonnes, self._colonnes.lexiques
        dla = requete.dla_des_sollicitations
        facettes: dict[str, Callable[[], tuple[tuple[str, ...] | list[str], Bits]]] = {
            "secteurs": lambda: (lexiques.secteurs.codes, self._des_secteurs(requete)),
            "thematiques": lambda: (
                lexiques.thematiques.codes,
                self._des_thematiques(requete, "thematiques"),
            ),
            "groupes": lambda: (lexiques.groupes.codes, self._des_groupes(requete)),
            "avals": lambda: (lexiques.centres.codes, self._par_centre(requete.le)),
            "referencements": lambda: (lexiques.referencements.codes, self._par_referencement(requete.le)),
            "disponibilite": lambda: (_DISPONIBILITES, self._par_disponibilite(requete.disponible_cible)),
            "sollicitation": lambda: (
                ((), colonnes.tous[np.newaxis][:0])
                if dla is None
                else (_USAGES, self._par_sollicitation(dla))
            ),
            "mobilisation": lambda: (_USAGES, self._par_mobilisation()),
            "confirmation": lambda: (_CONFIRMATIONS, self._par_confirmation(requete.fraiche_depuis)),
        }
        if nom in facettes:
            return facettes[nom]()
        return lexiques.simples[nom].codes, colonnes.par_code[nom]


def _demande(requete: Requete) -> tuple[tuple[str, ...], ...]:
    """Return what is asked of activities and of places."""
    return requete.secteurs, requete.thematiques, requete.groupes, requete.departements, requete.regions


def _peser(comptes: Comptes) -> int:
    return len(comptes) + 1


def _lister(
    codes: list[str] | tuple[str, ...], nombres: NDArray[np.int64], choisis: tuple[str, ...]
) -> Comptes:
    """Return the codes with a fiche, and those that were chosen, the most frequent first."""
    trouves = zip(codes, nombres.tolist(), strict=False)
    comptes = {code: nombre for code, nombre in trouves if nombre and code}
    for choisi in choisis:
        comptes.setdefault(choisi, 0)
    return sorted(comptes.items(), key=lambda paire: (-paire[1], paire[0]))
