"""The naive engine: the whole meaning of a search in plain loops over the documents.

Slow and simple on purpose. It is the oracle that the fast engine must equal, and the second implementation
that keeps the interface honest; a few hundred fiches are its size.
"""

import math
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from dla_market.search import classement, naif_filtres
from dla_market.search.analyse import plier
from dla_market.search.documents import DocumentFiche, Source
from dla_market.search.lecture import Clause, Motif
from dla_market.search.raisons import (
    Faits,
    Mention,
    expliquer,
    ranger_activites,
    ranger_avals,
    ranger_referencements,
)
from dla_market.search.requetes import (
    TAILLE_MAXIMALE,
    Corpus,
    Libelle,
    LigneResultat,
    Requete,
    Resultat,
    libelle_du_code,
)
from dla_market.search.synonymes import Thesaurus
from dla_market.search.voisinage import comprendre, le_plus_proche, proches, tolerance


@dataclass(frozen=True, slots=True)
class _Fiche:
    """A document with its words worked out once."""

    document: DocumentFiche
    nom: str
    mots: classement.Mots


_Trouves = dict[int, tuple[int, int]]  # fiche identifier -> points, mask of fields


@dataclass(frozen=True, slots=True)
class _TrouvesClause:
    """The fiches that meet a clause, those that do by its own words, and those of each equivalent."""

    tout: _Trouves
    propre: _Trouves
    equivalents: list[_Trouves]


def _reunir(plusieurs: list[_Trouves]) -> _Trouves:
    """Return the fiches of any: the best points, the fields of all."""
    reunis: _Trouves = {}
    for trouves in plusieurs:
        for fiche_id, (points, masque) in trouves.items():
            avant = reunis.get(fiche_id, (0, 0))
            reunis[fiche_id] = (max(points, avant[0]), masque | avant[1])
    return reunis


class NaifMoteur:
    """MoteurRecherche over a source read whole into memory at ouvrir().

    With a `corpus`, words weigh what they weigh there: a fiche that is not in it gets the points that it
    would have among those that are. What is found, and which word is a fault, is still the source's alone.
    """

    def __init__(
        self, source: Source, libelle: Libelle = libelle_du_code, corpus: Corpus | None = None
    ) -> None:
        self._source = source
        self._libelle = libelle
        self._corpus: Corpus = corpus or self
        self._fiches: dict[int, _Fiche] = {}
        self._thesaurus = Thesaurus()

    def ouvrir(self, dossier: Path) -> None:  # noqa: ARG002 - this engine keeps nothing on disk
        """Read the source again."""
        self._thesaurus = Thesaurus(self._source.synonymes())
        self._fiches = {
            document.id: _Fiche(
                document,
                plier(document.nom),
                classement.relever(document.textes()),
            )
            for document in self._source.toutes()
            if document.visible
        }

    # Vocabulary

    @property
    def fiches(self) -> int:
        """See Corpus."""
        return len(self._fiches)

    def porteuses_du_debut(self, debut: str) -> int:
        """See Corpus."""
        return sum(
            any(forme.startswith(debut) for forme in fiche.mots.formes) for fiche in self._fiches.values()
        )

    def corpus(self) -> Corpus:
        """See MoteurRecherche."""
        return self._corpus

    def porteuses(self, racine: str) -> int:
        """See Vocabulaire."""
        return sum(racine in fiche.mots.racines for fiche in self._fiches.values())

    def _porteuses_forme(self, forme: str) -> int:
        return sum(forme in fiche.mots.formes for fiche in self._fiches.values())

    def trouve(self, motif: Motif) -> bool:
        """See Vocabulaire."""
        return bool(self._motif(motif))

    def commence(self, debut: str) -> bool:
        """See Vocabulaire."""
        return bool(self._prefixe(debut))

    def voisine(self, forme: str) -> str | None:
        """See Vocabulaire."""
        connues = {connue for fiche in self._fiches.values() for connue in fiche.mots.formes}
        return le_plus_proche(forme, proches(forme, connues, tolerance(forme)), self._porteuses_forme)

    def graphie(self, forme: str) -> str:
        """See Vocabulaire."""
        comptes = Counter(
            graphie for fiche in self._fiches.values() for une, graphie in fiche.mots.graphies if une == forme
        )
        return min(comptes, key=lambda graphie: (-comptes[graphie], graphie)) if comptes else forme

    # Text

    def _mots(self, motif: Motif) -> _Trouves:
        rares = {
            mot.racine: classement.rarete(self._corpus.fiches, self._corpus.porteuses(mot.racine))
            for mot in motif.mots
        }
        trouves = {}
        for fiche_id, fiche in self._fiches.items():
            if not all(mot.racine in fiche.mots.racines for mot in motif.mots):
                continue
            masque = fiche.mots.racines[motif.mots[0].racine][0]
            if len(motif.mots) > 1:
                departs = [
                    {place - mot.decalage for place in fiche.mots.positions[mot.racine]} for mot in motif.mots
                ]
                communs = set.intersection(*departs)
                masque = 0
                for place in communs:
                    masque |= 1 << place // classement.PAS
            if masque:
                points = sum(
                    classement.points_du_texte(fiche.mots.racines[mot.racine][1], rares[mot.racine])
                    for mot in motif.mots
                )
                trouves[fiche_id] = (points, masque)
        return trouves

    def _prefixe(self, prefixe: str) -> _Trouves:
        sommes = {}
        for fiche_id, fiche in self._fiches.items():
            porteurs = [valeur for forme, valeur in fiche.mots.formes.items() if forme.startswith(prefixe)]
            if porteurs:
                masque = 0
                for un_masque, _ in porteurs:
                    masque |= un_masque
                sommes[fiche_id] = (sum(poids for _, poids in porteurs), masque)
        rare = classement.rarete(self._corpus.fiches, self._corpus.porteuses_du_debut(prefixe))
        return {
            fiche_id: (classement.points_du_texte(poids, rare), masque)
            for fiche_id, (poids, masque) in sommes.items()
        }

    def _motif(self, motif: Motif) -> _Trouves:
        return self._prefixe(motif.prefixe) if motif.prefixe else self._mots(motif)

    def _rarete(self, motif: Motif) -> float:
        return classement.rarete_de(
            [self._corpus.porteuses(mot.racine) for mot in motif.mots], self._corpus.fiches
        )

    def _clause(self, clause: Clause) -> _TrouvesClause:
        propre = _reunir([self._motif(motif) for motif in clause.motifs])
        equivalents = []
        for un in clause.equivalents:
            part = classement.part_du_synonyme(self._rarete(clause.motifs[0]), self._rarete(un.motif))
            equivalents.append(
                {
                    fiche_id: (math.floor(points * part), masque)
                    for fiche_id, (points, masque) in self._motif(un.motif).items()
                }
            )
        return _TrouvesClause(_reunir([propre, *equivalents]), propre, equivalents)

    # Filters

    def _facettes(self, requete: Requete, trouvees: set[int]) -> dict[str, list[tuple[str, int]]]:
        facettes = {}
        for nom in requete.facettes_comptees:
            comptes: Counter[str] = Counter()
            for fiche_id in trouvees:
                document = self._fiches[fiche_id].document
                if naif_filtres.passe(requete, document, sauf=nom):
                    comptes.update(set(naif_filtres.codes(nom, requete, document)))
            for choisi in requete.codes(nom):
                comptes.setdefault(choisi, 0)
            facettes[nom] = sorted(comptes.items(), key=lambda paire: (-paire[1], paire[0]))
        return facettes

    def interroger(self, requete: Requete) -> Resultat:
        """See MoteurRecherche."""
        comprise = comprendre(requete, self, self._thesaurus.le(requete.le))
        clauses = [self._clause(clause) for clause in comprise.clauses]
        par_clause = [clause.tout for clause in clauses]
        trouvees = set(self._fiches)
        for trouves in par_clause:
            trouvees &= set(trouves)
        for exclue in comprise.exclusions:
            trouvees -= set(self._clause(exclue).tout)
        elargi = not trouvees and len(par_clause) > 1
        if elargi:
            trouvees = set().union(*par_clause)
            for exclue in comprise.exclusions:
                trouvees -= set(self._clause(exclue).tout)
            elargi = bool(trouvees)
        scores = {}
        for fiche_id in trouvees:
            document = self._fiches[fiche_id].document
            if naif_filtres.passe(requete, document):
                points = sum(trouves.get(fiche_id, (0, 0))[0] for trouves in par_clause)
                if elargi:
                    points += classement.POINTS_PAR_CLAUSE * sum(
                        fiche_id in trouves for trouves in par_clause
                    )
                scores[fiche_id] = points + naif_filtres.points_des_regles(requete, document)
        ordre = sorted(scores, key=lambda un: self._cle(requete, un, scores[un]))
        debut, fin = requete.fenetre
        lignes = tuple(
            self._ligne(requete, un, scores[un], list(zip(comprise.clauses, clauses, strict=True)))
            for un in ordre[debut:fin]
        )
        return Resultat(
            total=len(scores),
            lignes=lignes,
            facettes=self._facettes(requete, trouvees),
            corrige=comprise.corrige,
            elargi=elargi,
            ignores=comprise.ignores,
            generation="memoire",
            aussi=tuple(
                dict.fromkeys(
                    equivalent.dit
                    for clause, trouvee in zip(comprise.clauses, clauses, strict=True)
                    for equivalent, siens in zip(clause.equivalents, trouvee.equivalents, strict=True)
                    if siens
                )
            ),
        )

    def identifiants(self, requete: Requete) -> list[int]:
        """See MoteurRecherche."""
        trouvees: list[int] = []
        une = replace(requete, page=1, taille=TAILLE_MAXIMALE, facettes=())
        while ligne_de_la_page := [ligne.id for ligne in self.interroger(une).lignes]:
            trouvees += ligne_de_la_page
            une = replace(une, page=une.page + 1)
        return trouvees

    def _cle(self, requete: Requete, fiche_id: int, score: int) -> tuple[int, str, int]:
        fiche = self._fiches[fiche_id]
        return naif_filtres.cle(requete, fiche.document, score), fiche.nom, fiche_id

    def _ligne(
        self, requete: Requete, fiche_id: int, score: int, clauses: list[tuple[Clause, _TrouvesClause]]
    ) -> LigneResultat:
        document = self._fiches[fiche_id].document
        if not requete.avec_raisons:
            return LigneResultat(fiche_id, document.nom, score, ())
        activites = (
            ranger_activites(naif_filtres.acceptees(requete, document)) if requete.demande_activite else []
        )
        dits = document.codes("departements")
        if activites:
            dits = document.lieux_de(activites[0], "departements")
        faits = Faits(
            clauses=[
                Mention(
                    clause.saisi,
                    trouvee.propre.get(fiche_id, (0, 0))[1],
                    [
                        (equivalent.de, equivalent.dit, siens.get(fiche_id, (0, 0))[1])
                        for equivalent, siens in zip(clause.equivalents, trouvee.equivalents, strict=True)
                    ],
                )
                for clause, trouvee in clauses
            ],
            activites=activites,
            zone_connue=bool(document.codes("departements")),
            departements=sorted(set(dits) & set(requete.departements)),
            avals=ranger_avals(document.avals),
            disponible_le=document.disponible_le,
            confirmee_le=document.confirmee_le,
            missions=document.missions,
            missions_du_dla=None
            if requete.pour_dla is None
            else document.missions_par_dla.get(requete.pour_dla, 0),
            missions_du_theme=sum(
                document.missions_par_thematique.get(code, 0) for code in set(requete.thematiques)
            ),
            referencements=ranger_referencements(
                (un for un in document.referencements if un.region in requete.referencements), requete.le
            ),
            siege=document.departement,
            distance=naif_filtres.distance(requete, document),
            invitations=naif_filtres.invitations(requete, document),
        )
        return LigneResultat(fiche_id, document.nom, score, expliquer(requete, faits, self._libelle))
