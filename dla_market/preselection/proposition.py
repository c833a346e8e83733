"""The proposal for an ingénierie: found by the search, told with what the search does not know."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dla_market.catalogue.models import EtatFiche, Prestataire, RegimeTva
from dla_market.catalogue.queries import validite, visible_to
from dla_market.commandes.equite import Equite, equite
from dla_market.comptes.acteur import Acteur
from dla_market.consultations.invitables import Examen, examiner_fiches
from dla_market.expertise.queries import Marque, marques
from dla_market.ingenieries.models import Ingenierie
from dla_market.preselection.besoin import Besoin, Question, besoin_de, questions
from dla_market.preselection.rules import (
    LIBELLES_PLACE,
    Candidature,
    Place,
    motif_propose,
    placer,
    places_vides,
)
from dla_market.referencement.rules import Situation
from dla_market.referentiel.reglages import entier
from dla_market.search import IndexAbsent, LigneResultat, MoteurRecherche, Raison

MOTIF_MAX = 300
TVA_DIX_MILLEMES = 2_000
DIX_MILLE = 10_000
RAISON_ECRITE = "une raison écrite serait demandée"


@dataclass(frozen=True)
class Propose:
    """A prestataire that answers the need: its rank from 1, why, its place if it has one, its figures."""

    prestataire_id: int
    nom: str
    rang: int
    elargie: str
    raisons: tuple[Raison, ...]
    qualifie: bool
    avalise: bool
    place: Place | None
    equite: Equite
    motif: str

    @property
    def place_en_mots(self) -> str:
        """Why it has this place, "" where it has none."""
        return LIBELLES_PLACE[self.place] if self.place else ""


@dataclass(frozen=True)
class Proposition:
    """The answer to a need: the questions asked, how many each found, and the prestataires in order.

    `ecartes` are those set aside that were found too: they keep their rank among all, and take no place.
    """

    besoin: Besoin
    cible: int
    questions: tuple[tuple[Question, int], ...]
    resultats: tuple[Propose, ...]
    places_vides: tuple[str, ...]
    ecartes: tuple[Propose, ...] = ()

    @property
    def proposes(self) -> tuple[Propose, ...]:
        """Those that have a place."""
        return tuple(r for r in self.resultats if r.place)

    @property
    def suivants(self) -> tuple[Propose, ...]:
        """The others, in the same order."""
        return tuple(r for r in self.resultats if not r.place)


@dataclass(frozen=True)
class _Fiche:
    etat: EtatFiche
    confirmee_le: date | None
    individuel: bool
    collectif: bool
    regime_tva: RegimeTva
    tarif_jour_ht_centimes: int | None


def proposer(
    session: Session,
    acteur: Acteur,
    moteur: MoteurRecherche,
    ingenierie: Ingenierie,
    *,
    le: date,
    ecartes: Collection[int] = (),
) -> Proposition | None:
    """Who could answer this ingénierie, those set aside apart; None while there is no index.

    A wider question is asked only while those that could be invited are fewer than aimed at (R2). Fiches
    that the actor may not see are left out, whatever the index says.
    """
    besoin, cible = besoin_de(ingenierie), entier(session, "preselection_cible", le)
    faits = _Faits(session, acteur, ingenierie, besoin, le)
    posees: list[tuple[Question, int]] = []
    trouves: dict[int, tuple[Question, LigneResultat]] = {}
    try:
        for question in questions(besoin, le=le, dla_id=ingenierie.dla_id, validite=validite(session, le)):
            resultat = moteur.interroger(question.requete)
            posees.append((question, resultat.total))
            nouveaux = [ligne for ligne in resultat.lignes if ligne.id not in trouves]
            faits.lire([ligne.id for ligne in nouveaux])
            trouves |= {ligne.id: (question, ligne) for ligne in nouveaux if faits.visible(ligne.id)}
            if sum(faits.qualifie(un) for un in trouves if un not in ecartes) >= cible:
                break
    except IndexAbsent:
        return None
    return _composer(session, ingenierie, faits, posees, trouves, cible, ecartes)


def _composer(
    session: Session,
    ingenierie: Ingenierie,
    faits: _Faits,
    posees: Sequence[tuple[Question, int]],
    trouves: Mapping[int, tuple[Question, LigneResultat]],
    cible: int,
    ecartes: Collection[int],
) -> Proposition:
    figures = equite(session, ingenierie.dla_id, list(trouves), faits.le)
    places = placer(
        [
            Candidature(un, faits.qualifie(un), figures[un].jamais, faits.avalise(un))
            for un in trouves
            if un not in ecartes
        ],
        cible,
    )
    resultats: list[Propose] = []
    mis_de_cote: list[Propose] = []
    for rang, (un, (question, ligne)) in enumerate(trouves.items(), start=1):
        raisons = (*ligne.raisons, *faits.raisons(un))
        pour = [raison.texte for raison in ligne.raisons if raison.signe == "+"]
        (mis_de_cote if un in ecartes else resultats).append(
            Propose(
                prestataire_id=un,
                nom=ligne.nom,
                rang=rang,
                elargie=question.elargie,
                raisons=raisons,
                qualifie=faits.qualifie(un),
                avalise=faits.avalise(un),
                place=places.get(un),
                equite=figures[un],
                motif=motif_propose(pour, places.get(un), MOTIF_MAX),
            )
        )
    return Proposition(
        faits.besoin, cible, tuple(posees), tuple(resultats), places_vides(places), tuple(mis_de_cote)
    )


class _Faits:
    """What the index does not hold, read for many prestataires at once: référencement, mode, price, avals."""

    def __init__(
        self, session: Session, acteur: Acteur, ingenierie: Ingenierie, besoin: Besoin, le: date
    ) -> None:
        self.session, self.acteur, self.besoin, self.le = session, acteur, besoin, le
        self.ingenierie = ingenierie
        self._fiches: dict[int, _Fiche] = {}
        self._examens: dict[int, Examen] = {}
        self._marques: dict[int, list[Marque]] = {}

    def lire(self, ids: Sequence[int]) -> None:
        """Read what is known of these, in five statements."""
        if not ids:
            return
        rangees = self.session.execute(
            visible_to(self.acteur)
            .where(Prestataire.id.in_(ids))
            .with_only_columns(
                Prestataire.id,
                Prestataire.etat,
                Prestataire.confirmee_le,
                Prestataire.individuel,
                Prestataire.collectif,
                Prestataire.regime_tva,
                Prestataire.tarif_jour_ht_centimes,
            )
        )
        lues = {
            rangee.id: _Fiche(
                rangee.etat,
                rangee.confirmee_le,
                rangee.individuel,
                rangee.collectif,
                rangee.regime_tva,
                rangee.tarif_jour_ht_centimes,
            )
            for rangee in rangees
        }
        self._fiches |= lues
        self._examens |= examiner_fiches(self.session, self.ingenierie, lues, self.le)
        self._marques |= marques(self.session, self.acteur, ids, self.le)

    def visible(self, un: int) -> bool:
        """Whether the actor may see this fiche."""
        return un in self._fiches

    def _fait_ce_mode(self, un: int) -> bool:
        fiche = self._fiches[un]
        return fiche.collectif if self.besoin.collective else fiche.individuel

    def qualifie(self, un: int) -> bool:
        """Whether it does this mode and the launch would ask no written reason to invite it."""
        return not self._examens[un].objections and self._fait_ce_mode(un)

    def avalise(self, un: int) -> bool:
        """Whether it holds an aval that runs, for the secteur of the need or one of its thématiques."""
        return any(
            (m.secteur_code is None or m.secteur_code == self.besoin.secteur)
            and (m.thematique_code is None or m.thematique_code in self.besoin.thematiques)
            for m in self._marques.get(un, [])
        )

    def raisons(self, un: int) -> tuple[Raison, ...]:
        """What these facts say for, against, or leave unknown."""
        mode = "collectives" if self.besoin.collective else "individuelles"
        return (
            *self._du_referencement(self._examens[un]),
            Raison("+", f"Fait des ingénieries {mode}")
            if self._fait_ce_mode(un)
            else Raison("-", f"N’a pas déclaré faire d’ingénieries {mode}"),
            *self._du_tarif(self._fiches[un]),
        )

    def _du_referencement(self, examen: Examen) -> tuple[Raison, ...]:
        """Where it stands for the launch, in the launch's own words."""
        dites = [Raison("-", f"{phrase.rstrip('.')} : {RAISON_ECRITE}") for phrase in examen.objections]
        if examen.situation is Situation.AUTRE_REGION:
            return (Raison("-", f"{examen.libelle} : peut être invité, et ce sera dit"), *dites)
        if examen.situation is Situation.AUCUN:
            return tuple(dites)
        return (Raison("+", examen.libelle), *dites)

    def _du_tarif(self, fiche: _Fiche) -> tuple[Raison, ...]:
        """Its usual price beside what the ceiling leaves for a day: told, and never counted in the order."""
        permis = self.besoin.jour_ttc_centimes
        if fiche.tarif_jour_ht_centimes is None:
            return (Raison("?", "Tarif du jour non renseigné"),)
        if permis is None:
            return ()
        taux = TVA_DIX_MILLEMES if fiche.regime_tva is RegimeTva.ASSUJETTI else 0
        if fiche.tarif_jour_ht_centimes * (DIX_MILLE + taux) // DIX_MILLE <= permis:
            return (Raison("+", "Tarif habituel dans le plafond"),)
        return (Raison("-", "Tarif habituel au-dessus de ce que le plafond permet par jour"),)
