"""What a change of its fiche would bring a prestataire in a search: points by the search's own rules.

Each change is tried on a copy of the document. Words weigh what they weigh in the running index: how many
fiches hold each is asked to the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dla_market.search import DocumentFiche, LigneResultat, MoteurRecherche, Requete
from dla_market.search.analyse import plier
from dla_market.search.classement import Mots, points_du_texte, rarete, relever
from dla_market.search.documents import CHAMPS, Aval
from dla_market.search.lecture import Clause, Motif, lire
from dla_market.search.naif_filtres import points_des_regles
from dla_market.search.requetes import Libelle, Tri

NIVEAU_MAX = 3
EN_TETE = (1 << CHAMPS.index("nom")) | (1 << CHAMPS.index("titre"))


@dataclass(frozen=True)
class Gain:
    """A change: what to do, the step of the fiche, the points it brings, the rank it gives where known."""

    quoi: str
    etape: str
    points: int
    rang: int | None


@dataclass(frozen=True)
class Place:
    """Where the fiche stands: its line, and those before it in their order."""

    rang: int
    ligne: LigneResultat
    devant: Sequence[LigneResultat]

    def rang_avec(self, points: int) -> int:
        """Its rank with so many points more, the other fiches as they are; ties go by name, then by id."""
        mien = (-self.ligne.score - points, plier(self.ligne.nom), self.ligne.id)
        return 1 + sum((-une.score, plier(une.nom), une.id) < mien for une in self.devant)


def gains(
    moteur: MoteurRecherche,
    document: DocumentFiche,
    requete: Requete,
    place: Place | None,
    libelle: Libelle,
    *,
    mots_sus: bool = True,
) -> tuple[Gain, ...]:
    """What would lift this fiche in this search, the most first; nothing in an order that is not by points.

    `place` is None for a fiche that has no rank yet. Without `mots_sus` (the search was corrected) nothing
    is said of words.
    """
    if requete.tri is not Tri.PERTINENCE:
        return ()
    texte = _Texte(moteur, requete, mots_sus=mots_sus)
    avant = points_des_regles(requete, document) + texte.points(document)
    trouves = []
    for quoi, etape, change in _changements(document, requete, texte, libelle):
        points = points_des_regles(requete, change) + texte.points(change) - avant
        if points > 0:
            trouves.append(Gain(quoi, etape, points, place.rang_avec(points) if place else None))
    return tuple(sorted(trouves, key=lambda gain: -gain.points))


class _Texte:
    """The words of a search that a title could hold, with their rarity in the running index."""

    def __init__(self, moteur: MoteurRecherche, requete: Requete, *, mots_sus: bool) -> None:
        self.clauses: list[Clause] = []
        self._raretes: Mapping[str, float] = {}
        if not mots_sus or not requete.texte:
            return
        self.clauses = [c for c in lire(requete.texte).clauses if c.motifs and c.motifs[0].mots]
        neutre = Requete(le=requete.le, taille=1, avec_facettes=False, avec_raisons=False)
        fiches = moteur.interroger(neutre).total
        self._raretes = {
            mot.racine: rarete(fiches, moteur.interroger(replace(neutre, texte=f'"{mot.forme}"')).total)
            for clause in self.clauses
            for motif in clause.motifs
            for mot in motif.mots
        }

    def points(self, document: DocumentFiche) -> int:
        """What the words asked for bring this document, by themselves."""
        if not self.clauses:
            return 0
        mots = relever(document.textes())
        return sum(
            max((self._motif(motif, mots) for motif in clause.motifs), default=0) for clause in self.clauses
        )

    def _motif(self, motif: Motif, mots: Mots) -> int:
        if not motif.mots or not all(mot.racine in mots.racines for mot in motif.mots):
            return 0
        return sum(
            points_du_texte(mots.racines[mot.racine][1], self._raretes[mot.racine]) for mot in motif.mots
        )

    def a_mettre_en_tete(self, document: DocumentFiche) -> Iterator[str]:
        """Each demand that the fiche meets by its own words, elsewhere than in its name or its title."""
        mots = relever(document.textes())
        for clause in self.clauses:
            siens = [mots.racines.get(mot.racine, (0, 0.0))[0] for mot in clause.motifs[0].mots]
            if all(siens) and not any(masque & EN_TETE for masque in siens):
                yield clause.saisi.replace('"', "")


def _changements(
    document: DocumentFiche, requete: Requete, texte: _Texte, libelle: Libelle
) -> Iterator[tuple[str, str, DocumentFiche]]:
    for mot in texte.a_mettre_en_tete(document):
        yield (
            f"Dire «\u00a0{mot}\u00a0» dans votre titre",
            "presentation",
            replace(document, titre=f"{document.titre} {mot}"),
        )
    if requete.demande_activite:
        yield (
            f"Déclarer le niveau {NIVEAU_MAX} pour cette activité, si vous le tenez",
            "activites",
            replace(
                document,
                activites=tuple(
                    une._replace(niveau=NIVEAU_MAX) if requete.accepte(une) else une
                    for une in document.activites
                ),
            ),
        )
    yield (
        "Dire que vous êtes disponible, si vous l’êtes à cette date",
        "conditions",
        replace(document, disponible_le=requete.disponible_cible),
    )
    yield "Confirmer votre fiche", "confirmer", replace(document, confirmee_le=requete.le)
    secteur, thematique = next(iter(requete.secteurs), ""), next(iter(requete.thematiques), "")
    if secteur or thematique:
        sujet = libelle("secteurs", secteur) if secteur else libelle("thematiques", thematique)
        aval = Aval("", secteur, None, "" if secteur else thematique)
        yield (
            f"Obtenir l’aval d’un centre de ressources pour «\u00a0{sujet}\u00a0»",
            "",
            replace(document, avals=(*document.avals, aval)),
        )
