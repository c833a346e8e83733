"""Reminders before the end of a référencement, by a moved clock and the worker's own task."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.notices.models import Message
from dla_market.referencement import operations, operations_sortie
from dla_market.referencement.models import PalierFin, RappelReferencement, Referencement
from dla_market.referencement.rappels import rappeler_referencements
from dla_market.referencement.rules import palier_de_fin
from dla_market.referentiel import reglages
from dla_market.taches import rappeler
from tests.referencement.monde import JOUR, un_accepte, une_demande

FIN = date(2026, 12, 31)
P = PalierFin


@pytest.mark.parametrize(
    ("reste", "attendu"),
    [
        (61, None),
        (60, P.PREMIER),
        (16, P.PREMIER),
        (15, P.SECOND),
        (0, P.SECOND),
        (-1, None),
    ],
)
def test_le_palier_est_celui_du_jour(reste, attendu):
    assert palier_de_fin(FIN, FIN - timedelta(days=reste), 60, 15) is attendu


@pytest.fixture
def accepte(monde):
    """A référencement until FIN, its fiche confirmed again before then: no other reminder is due."""
    with unit_of_work() as session:
        session.get_one(Prestataire, monde.fiche.id).confirmee_le = FIN - timedelta(days=30)
        session.get_one(Prestataire, monde.rivale.id).confirmee_le = FIN - timedelta(days=30)
        return un_accepte(session, monde, fin=FIN).id


def aller_a(reste: int) -> None:
    clock.avancer_de(FIN - timedelta(days=reste) - clock.today())


def objets(app, session, acteur):
    app.extensions["outbox"].tout_livrer()
    session.rollback()
    return [
        m.objet
        for m in session.scalars(
            select(Message).where(Message.utilisateur_id == acteur.utilisateur_id).order_by(Message.id)
        )
        if m.objet.startswith("Votre référencement finit")
    ]


def test_deux_rappels_une_fois_chacun(app, session, monde, accepte):
    for reste, envois in ((61, 0), (60, 1), (30, 0), (15, 1), (0, 0), (-1, 0)):
        aller_a(reste)
        assert (rappeler(), rappeler()) == (envois, 0), reste
    assert (
        objets(app, session, monde.prestataire)
        == ["Votre référencement finit le 31\u00a0décembre\u00a02026"] * 2
    )
    assert objets(app, session, monde.rival) == []
    assert session.scalars(select(RappelReferencement.referencement_id)).all() == [accepte] * 2


def test_qui_n_a_rien_recu_a_temps_est_prevenu_une_fois(session, accepte):
    aller_a(3)
    assert (rappeler(), rappeler()) == (1, 0)
    assert session.scalars(select(RappelReferencement.palier)).all() == [P.SECOND]


def test_rien_quand_une_suite_est_demandee_puis_un_rappel_si_elle_est_retiree(monde, accepte):
    aller_a(70)
    with unit_of_work() as session:
        suite = une_demande(session, monde).id
    aller_a(60)
    assert rappeler() == 0
    with unit_of_work() as session:
        operations_sortie.retirer(session, monde.prestataire, session.get_one(Referencement, suite))
    assert rappeler() == 1


def test_rien_quand_la_suite_est_acceptee(monde, accepte):
    aller_a(70)
    with unit_of_work() as session:
        suite = une_demande(session, monde)
        operations.instruire(session, monde.referente, suite)
        operations.accepter(session, monde.referente, suite)
    aller_a(10)
    assert rappeler() == 0


def test_rien_a_qui_a_renonce_ni_a_une_fiche_fermee(monde, accepte):
    with unit_of_work() as session:
        session.get_one(Prestataire, monde.fiche.id).etat = EtatFiche.FERMEE
    aller_a(60)
    assert rappeler() == 0
    with unit_of_work() as session:
        session.get_one(Prestataire, monde.fiche.id).etat = EtatFiche.PUBLIEE
        operations_sortie.renoncer(session, monde.prestataire, session.get_one(Referencement, accepte))
    assert rappeler() == 0


def test_les_rappels_suivent_les_reglages_sans_preceder_le_renouvellement(monde, accepte):
    with unit_of_work() as session:
        for code, valeur in (
            ("referencement_rappel_premier_jours", 200),
            ("referencement_preavis_jours", 80),
        ):
            reglages.poser(
                session, monde.pilote.auteur, reglages.CONNUS[code], valeur=valeur, valide_du=JOUR,
                motif="Essai",
            )  # fmt: skip
    aller_a(80)
    assert rappeler() == 0
    aller_a(79)
    assert rappeler() == 1


def test_un_lot_a_la_fois(monde, accepte):
    with unit_of_work() as session:
        modele = session.get_one(Referencement, accepte)
        for fiche in (monde.rivale.id,):
            session.add(
                Referencement(
                    prestataire_id=fiche,
                    regional_id=modele.regional_id,
                    etat=modele.etat,
                    demande_le=JOUR,
                    debut=JOUR,
                    fin=FIN,
                )
            )
    aller_a(20)
    with unit_of_work() as session:
        assert rappeler_referencements(session, limite=1) == 1
    assert rappeler() == 1
