"""The year under way: live work for the demo's accounts, done through the rooms' own operations.

Each dossier is a story that says when its next act takes place; the acts of all stories are played in
the order of the calendar, the clock pinned to each, so that ledger, journal and seal are true. The
calendar is counted back from today: whenever the demo is loaded, deadlines fall around that day.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Prestataire
from dla_market.demo import avis
from dla_market.demo.documents_prestataires import histoires_documents
from dla_market.demo.dossiers import DOSSIERS
from dla_market.demo.dossiers_referencement import (
    demande_ouverte,
    provisoire_accorde,
    renoncement,
    retrait_annonce,
)
from dla_market.demo.dossiers_vie import diagnostic_a_valider, diagnostic_en_cours, vivre
from dla_market.demo.lignes import France2012
from dla_market.demo.lots import Cles, Progres, instant
from dla_market.demo.partages import histoires_partages
from dla_market.demo.personnes import Distribution
from dla_market.demo.scene import Histoire, Scene, monter
from dla_market.demo.vie_du_centre import histoires_du_centre
from dla_market.expertise import operations as expertise
from dla_market.expertise.models import Aval, NaturePreuve
from dla_market.expertise.rules import Preuve, Sujet
from dla_market.fonds import operations as fonds
from dla_market.fonds.models import Poste
from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.fichiers.reserve import Reserve

DOTATIONS = {
    "etat": (46_000, 38_000),
    "fse": (3_000, 26_000),
    "cdc": (24_000, 17_000),
    "region": (8_000, 15_000),
}
"""Euros a year for the demo's DLA, by class: (offre de service interne, fonds d'ingénierie)."""


def jouer(
    session: Session,
    coffre: Coffre,
    reserve: Reserve,
    france: France2012,
    distribution: Distribution,
    cles: Cles,
    progres: Progres,
) -> None:
    """Play the year in the present unit of work; the rows of 2012 and the accounts must be there."""
    scene = monter(session, coffre, reserve, distribution, cles)
    aujourd_hui = clock.today()
    progres("conventions de l’année")
    derouler(scene, [conventions(scene, france, annee) for annee in (aujourd_hui.year - 1, aujourd_hui.year)])
    progres("dossiers en cours")
    histoires = [vivre(scene, dossier, aujourd_hui) for dossier in DOSSIERS]
    histoires += [
        diagnostic_a_valider(scene, aujourd_hui),
        diagnostic_en_cours(scene, aujourd_hui),
        aval_propose(scene, aujourd_hui),
        *histoires_du_centre(scene, aujourd_hui),
        *histoires_partages(scene, aujourd_hui),
        demande_ouverte(scene, aujourd_hui),
        retrait_annonce(scene, aujourd_hui),
        renoncement(scene, aujourd_hui),
        provisoire_accorde(scene, aujourd_hui),
        *histoires_documents(scene, aujourd_hui),
    ]
    derouler(scene, histoires)
    avis.marquer_lus(session, aujourd_hui)


def derouler(scene: Scene, histoires: list[Histoire]) -> None:
    """Play stories act by act, the earliest first, the clock at each act's instant.

    People are told of each act at its own instant too, so that a mailbox reads like a year.
    """
    agenda: list[tuple[datetime, int, Histoire]] = []
    for rang, histoire in enumerate(histoires):
        _inscrire(agenda, rang, histoire)
    while agenda:
        quand, rang, histoire = heapq.heappop(agenda)
        with clock.arretee_a(quand):
            _inscrire(agenda, rang, histoire)
            avis.distribuer(scene.session)


def _inscrire(agenda: list[tuple[datetime, int, Histoire]], rang: int, histoire: Iterator[datetime]) -> None:
    suite = next(histoire, None)
    if suite is not None:
        heapq.heappush(agenda, (suite, rang, histoire))


def conventions(scene: Scene, france: France2012, annee: int) -> Histoire:
    """What the DLA is given for a year, signed on its first day."""
    yield instant(date(annee, 1, 1), 0, 30)
    region = next(d.region for d in france.dlas if ("dla", d.cle) == scene.distribution.places["dla"])
    responsable = scene.acteur("dla", "responsable")
    for classe, (interne, fonds_) in DOTATIONS.items():
        financeur = next(f for f in france.financeurs if f.classe == classe and f.territoire == region)
        fonds.conventionner(
            scene.session,
            responsable,
            organisation_id=responsable.organisation_id,
            financeur_id=scene.cles.de_la("financeur", financeur.cle),
            reference=f"CV-{annee}-{classe.upper()}-26",
            debut=date(annee, 1, 1),
            fin=date(annee, 12, 31),
            annee=annee,
            montants={Poste.OFFRE_SERVICE_INTERNE: interne * 100, Poste.FONDS_INGENIERIE: fonds_ * 100},
        )


def aval_propose(scene: Scene, aujourd_hui: date) -> Histoire:
    """An expert of culture vouches for someone whom the centre has not yet: the coordination must confirm."""
    yield instant(aujourd_hui - timedelta(days=3), 15)
    expert = scene.acteur("culture", "expert")
    avalises = select(Aval.prestataire_id).where(Aval.centre_id == expert.organisation_id)
    prestataire = scene.session.scalars(
        select(Prestataire)
        .where(Prestataire.id.in_(scene.prestataires), Prestataire.id.not_in(avalises))
        .order_by(Prestataire.id)
        .limit(1)
    ).one_or_none()
    if prestataire is None:
        prestataire = scene.session.scalars(
            select(Prestataire)
            .where(Prestataire.id.not_in(avalises), Prestataire.activites.any(secteur_code="culture"))
            .where(Prestataire.etat == "publiee")
            .order_by(Prestataire.id)
            .limit(1)
        ).one()
    expertise.proposer(
        scene.session,
        expert,
        prestataire,
        sujet=Sujet("culture"),
        niveau=3,
        motif="Deux compagnies et une école de musique accompagnées cette année, avec de très bons retours.",
        preuve=Preuve(NaturePreuve.MISSION, "Trois structures suivies avec nos réseaux depuis janvier"),
        note_interne="Vu deux fois en réunion d’experts ; tarif à surveiller.",
    )
