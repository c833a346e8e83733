"""The naive engine: the whole meaning of a search in plain loops over the documents.

Slow and simple on purpose. It is the oracle that the fast engine must equal, and the second implementation
that keeps the interface honest; a few hundred fiches are its size.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dla_market.search import classement
from dla_market.search.analyse import plier
from dla_market.search.documents import Activite, Aval, DocumentFiche, Source
from dla_market.search.lecture import Clause, Motif, lire
from dla_market.search.raisons import Faits, expliquer, ranger_activites, ranger_avals
from dla_market.search.requetes import (
    DEJA,
    DISPONIBLE,
    FACETTES,
    INCONNUE,
    JAMAIS,
    PLUS_TARD,
    Libelle,
    LigneResultat,
    Requete,
    Resultat,
    Tri,
    libelle_du_code,
)
from dla_market.search.voisinage import corriger, le_plus_proche


@dataclass(frozen=True, slots=True)
class _Fiche:
    """A document with its words worked out once."""

    document: DocumentFiche
    nom: str
    mots: classement.Mots


_Trouves = dict[int, tuple[int, int]]  # fiche identifier -> points, mask of fields


class NaifMoteur:
    """MoteurRecherche over a source read whole into memory at ouvrir()."""

    def __init__(self, source: Source, libelle: Libelle = libelle_du_code) -> None:
        self._source = source
        self._libelle = libelle
        self._fiches: dict[int, _Fiche] = {}

    def ouvrir(self, dossier: Path) -> None:  # noqa: ARG002 - this engine keeps nothing on disk
        """Read the source again."""
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

    def porteuses(self, racine: str) -> int:
        """See Vocabulaire."""
        return sum(racine in fiche.mots.racines for fiche in self._fiches.values())

    def _porteuses_forme(self, forme: str) -> int:
        return sum(forme in fiche.mots.formes for fiche in self._fiches.values())

    def commence(self, debut: str) -> bool:
        """See Vocabulaire."""
        return bool(self._prefixe(debut))

    def voisine(self, forme: str) -> str | None:
        """See Vocabulaire."""
        connues = {connue for fiche in self._fiches.values() for connue in fiche.mots.formes}
        return le_plus_proche(forme, connues, self._porteuses_forme)

    def graphie(self, forme: str) -> str:
        """See Vocabulaire."""
        comptes = Counter(
            graphie for fiche in self._fiches.values() for une, graphie in fiche.mots.graphies if une == forme
        )
        return min(comptes, key=lambda graphie: (-comptes[graphie], graphie)) if comptes else forme

    # Text

    def _mots(self, motif: Motif) -> _Trouves:
        rares = {
            mot.racine: classement.rarete(len(self._fiches), self.porteuses(mot.racine)) for mot in motif.mots
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
        rare = classement.rarete(len(self._fiches), len(sommes))
        return {
            fiche_id: (classement.points_du_texte(poids, rare), masque)
            for fiche_id, (poids, masque) in sommes.items()
        }

    def _clause(self, clause: Clause) -> _Trouves:
        trouves: _Trouves = {}
        for motif in clause.motifs:
            for fiche_id, (points, masque) in (
                self._prefixe(motif.prefixe) if motif.prefixe else self._mots(motif)
            ).items():
                avant = trouves.get(fiche_id, (0, 0))
                trouves[fiche_id] = (max(points, avant[0]), masque | avant[1])
        return trouves

    # Filters

    def _passe(self, requete: Requete, document: DocumentFiche, sauf: str = "") -> bool:
        return _activites_ok(requete, document, sauf) and all(
            passe(requete, document) for nom, passe in _PASSE.items() if nom != sauf
        )

    def _facettes(self, requete: Requete, trouvees: set[int]) -> dict[str, list[tuple[str, int]]]:
        facettes = {}
        for nom in FACETTES:
            comptes: Counter[str] = Counter()
            for fiche_id in trouvees:
                document = self._fiches[fiche_id].document
                if self._passe(requete, document, sauf=nom):
                    comptes.update(set(_codes(nom, requete, document)))
            for choisi in _choisis(nom, requete):
                comptes.setdefault(choisi, 0)
            facettes[nom] = sorted(comptes.items(), key=lambda paire: (-paire[1], paire[0]))
        return facettes

    def interroger(self, requete: Requete) -> Resultat:
        """See MoteurRecherche."""
        lecture = lire(requete.texte)
        correction = corriger(lecture, self)
        par_clause = [self._clause(clause) for clause in correction.clauses]
        trouvees = set(self._fiches)
        for trouves in par_clause:
            trouvees &= set(trouves)
        for exclue in lecture.exclusions:
            trouvees -= set(self._clause(exclue))
        elargi = not trouvees and len(par_clause) > 1
        if elargi:
            trouvees = set().union(*par_clause)
            for exclue in lecture.exclusions:
                trouvees -= set(self._clause(exclue))
            elargi = bool(trouvees)
        scores = {}
        for fiche_id in trouvees:
            document = self._fiches[fiche_id].document
            if self._passe(requete, document):
                points = sum(trouves.get(fiche_id, (0, 0))[0] for trouves in par_clause)
                if elargi:
                    points += classement.POINTS_PAR_CLAUSE * sum(
                        fiche_id in trouves for trouves in par_clause
                    )
                scores[fiche_id] = points + _points_des_regles(requete, document)
        ordre = sorted(scores, key=lambda un: self._cle(requete.tri, un, scores[un]))
        debut, fin = requete.fenetre
        lignes = tuple(
            self._ligne(requete, un, scores[un], list(zip(correction.clauses, par_clause, strict=True)))
            for un in ordre[debut:fin]
        )
        return Resultat(
            total=len(scores),
            lignes=lignes,
            facettes=self._facettes(requete, trouvees) if requete.avec_facettes else {},
            corrige=correction.texte,
            elargi=elargi,
            ignores=lecture.ignores,
            generation="memoire",
        )

    def _cle(self, tri: Tri, fiche_id: int, score: int) -> tuple[int, str, int]:
        fiche = self._fiches[fiche_id]
        document = fiche.document
        cles = {
            Tri.PERTINENCE: -score,
            Tri.NOM: 0,
            Tri.FRAICHEUR: -(document.confirmee_le.toordinal() if document.confirmee_le else 0),
            Tri.DISPONIBILITE: document.disponible_le.toordinal() if document.disponible_le else 10**7,
            Tri.MOINS_SOLLICITES: document.missions,
        }
        return cles[tri], fiche.nom, fiche_id

    def _ligne(
        self, requete: Requete, fiche_id: int, score: int, clauses: list[tuple[Clause, _Trouves]]
    ) -> LigneResultat:
        document = self._fiches[fiche_id].document
        faits = Faits(
            clauses=[(clause.saisi, trouves.get(fiche_id, (0, 0))[1]) for clause, trouves in clauses],
            activites=ranger_activites(
                activite
                for activite in document.activites
                if (requete.secteurs or requete.thematiques) and _activite_ok(requete, activite)
            ),
            zone_connue=bool(document.departements),
            departements=sorted(set(document.departements) & set(requete.departements)),
            avals=ranger_avals(document.avals),
            disponible_le=document.disponible_le,
            confirmee_le=document.confirmee_le,
            missions=document.missions,
            missions_du_dla=None
            if requete.pour_dla is None
            else document.missions_par_dla.get(requete.pour_dla, 0),
        )
        return LigneResultat(fiche_id, document.nom, score, expliquer(requete, faits, self._libelle))


def _activite_ok(requete: Requete, activite: Activite, sauf: str = "") -> bool:
    secteur = sauf == "secteurs" or not requete.secteurs or activite.secteur in requete.secteurs
    thematique = (
        sauf == "thematiques" or not requete.thematiques or activite.thematique in requete.thematiques
    )
    return secteur and thematique


def _activites_ok(requete: Requete, document: DocumentFiche, sauf: str) -> bool:
    demande = (requete.secteurs and sauf != "secteurs") or (requete.thematiques and sauf != "thematiques")
    return not demande or any(_activite_ok(requete, activite, sauf) for activite in document.activites)


def _centres(requete: Requete, document: DocumentFiche) -> Iterator[Aval]:
    return (aval for aval in document.avals if aval.fin is None or aval.fin >= requete.le)


def _aval_sur(requete: Requete, aval: Aval) -> bool:
    """Whether an endorsement is about what was asked: it may leave a secteur or a thématique open."""
    secteur = aval.secteur in requete.secteurs
    thematique = aval.thematique in requete.thematiques
    return (
        (secteur or thematique)
        and (secteur or not requete.secteurs or not aval.secteur)
        and (thematique or not requete.thematiques or not aval.thematique)
    )


def _disponibilite(requete: Requete, document: DocumentFiche) -> str:
    if document.disponible_le is None:
        return INCONNUE
    return DISPONIBLE if document.disponible_le <= requete.disponible_cible else PLUS_TARD


def _sollicitation(requete: Requete, document: DocumentFiche) -> list[str]:
    dla = requete.dla_des_sollicitations
    if dla is None:
        return []
    return [DEJA if document.missions_par_dla.get(dla, 0) else JAMAIS]


def _codes(nom: str, requete: Requete, document: DocumentFiche) -> list[str]:
    """Return the codes under which a fiche that passes the other filters counts in a facet."""
    if nom in {"secteurs", "thematiques"}:
        gardees = [activite for activite in document.activites if _activite_ok(requete, activite, nom)]
        codes = [activite.secteur if nom == "secteurs" else activite.thematique for activite in gardees]
        return [code for code in codes if code]
    if nom == "departements":
        return list(document.departements)
    if nom == "avals":
        return [aval.centre for aval in _centres(requete, document)]
    if nom == "disponibilite":
        return [_disponibilite(requete, document)]
    return _sollicitation(requete, document)


def _choisis(nom: str, requete: Requete) -> tuple[str, ...]:
    """Return the codes that the query asks for: they are listed even at 0, to be taken off."""
    choix = {
        "secteurs": requete.secteurs,
        "thematiques": requete.thematiques,
        "departements": requete.departements,
        "avals": requete.avals,
    }
    return choix.get(nom, ())


_PASSE: dict[str, Callable[[Requete, DocumentFiche], bool]] = {
    "departements": lambda requete, document: (
        not requete.departements or bool(set(requete.departements) & set(document.departements))
    ),
    "avals": lambda requete, document: (
        not requete.avals or any(aval.centre in requete.avals for aval in _centres(requete, document))
    ),
    "disponibilite": lambda requete, document: (
        requete.disponible_avant is None or _disponibilite(requete, document) != PLUS_TARD
    ),
    "sollicitation": lambda requete, document: (
        requete.jamais_sollicite_par is None
        or not document.missions_par_dla.get(requete.jamais_sollicite_par, 0)
    ),
}


def _points_des_regles(requete: Requete, document: DocumentFiche) -> int:
    points = classement.points_de_base(
        disponible_le=document.disponible_le,
        confirmee_le=document.confirmee_le,
        cible=requete.disponible_cible,
        le=requete.le,
    )
    if requete.secteurs or requete.thematiques:
        niveaux = [activite.niveau for activite in document.activites if _activite_ok(requete, activite)]
        points += classement.POINTS_PAR_NIVEAU * max(niveaux, default=0)
    if any(aval.centre in requete.avals or _aval_sur(requete, aval) for aval in _centres(requete, document)):
        points += classement.POINTS_AVAL
    return points
