"""Two people at once on one order: one act goes through, the other is told why (reliability D2, C5)."""

from __future__ import annotations

import threading

import pytest
from flask import current_app

from dla_market.commandes import operations, operations_execution, operations_factures
from dla_market.commandes.models import Commande, Facture, ServiceFait
from dla_market.consultations.models import Consultation
from dla_market.ingenieries.models import Ingenierie, TypeIngenierie
from dla_market.kernel import clock
from dla_market.kernel.db import db, en_ecriture, unit_of_work
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import verifier


def a_la_fois(travaux):
    """Run each in its own thread, session and unit of work, started together; the refusals' sentences."""
    app = current_app._get_current_object()
    depart = threading.Barrier(len(travaux))
    issues: list[object] = []

    def courir(travail):
        with app.app_context():
            depart.wait()
            try:
                en_ecriture(travail)
                issues.append(None)
            except RefusMetier as refus:
                issues.append(refus.phrase)
            finally:
                db.session.remove()

    fils = [threading.Thread(target=courir, args=(travail,)) for travail in travaux]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return issues


def un_seul(issues):
    """One effect, and a sentence to everybody else."""
    return issues.count(None) == 1 and all(isinstance(i, str) for i in issues if i is not None)


@pytest.fixture
def plusieurs(monde):
    """The same act by four hands at once; the session of the test lets go of what it read."""

    def lancer(operation, acteur, modele, identifiant, **mots):
        monde.session.rollback()
        return a_la_fois(
            [lambda s: operation(s, acteur, s.get_one(modele, identifiant), **mots) for _ in range(4)]
        )

    return lancer


def test_two_orders_for_one_consultation(monde, plusieurs):
    issues = plusieurs(operations.etablir, monde.responsable, Consultation, monde.consultation_id)
    assert un_seul(issues)


def test_two_signers(monde, plusieurs):
    identifiant = monde.etablie().id
    assert un_seul(plusieurs(operations.signer, monde.responsable, Commande, identifiant))
    assert len(monde.session.get_one(Commande, identifiant).signatures) == 1


def test_two_notifications_engage_once(monde, plusieurs):
    identifiant = monde.signee().id
    assert un_seul(plusieurs(operations.notifier, monde.responsable, Commande, identifiant))
    assert monde.fonds() == {"disponible": 6_160_00, "engage": 3_840_00}


def test_a_notification_and_a_cancellation(monde):
    identifiant = monde.signee().id
    monde.session.rollback()
    issues = a_la_fois(
        [
            lambda s: operations.notifier(s, monde.responsable, s.get_one(Commande, identifiant)),
            lambda s: operations.annuler(
                s, monde.responsable, s.get_one(Commande, identifiant), motif="Renonce"
            ),
        ]
    )
    assert un_seul(issues)
    assert monde.fonds() in ({"disponible": 6_160_00, "engage": 3_840_00}, {"disponible": 10_000_00})


def test_attestations_never_pass_the_order(monde, plusieurs):
    identifiant = monde.restituee().id
    issues = plusieurs(
        operations_execution.attester_service_fait,
        monde.structure,
        Commande,
        identifiant,
        montant_centimes=2_000_00,
    )
    assert un_seul(issues)


def test_a_service_is_certified_once(monde, plusieurs):
    commande = monde.restituee()
    service = monde.faire(
        operations_execution.attester_service_fait, monde.structure, commande, montant_centimes=3_840_00
    )
    identifiant = service.id
    issues = plusieurs(
        operations_execution.certifier_service_fait, monde.responsable, ServiceFait, identifiant
    )
    assert un_seul(issues)
    assert monde.fonds() == {"disponible": 6_160_00, "realise": 3_840_00}


def test_an_invoice_is_paid_once(monde, plusieurs):
    commande = monde.restituee()
    monde.certifier(commande, commande.ttc_centimes)
    facture = monde.facturer(commande, 3_200_00, 640_00)
    monde.faire(operations_factures.valider_facture, monde.gestionnaire, facture)
    issues = plusieurs(
        operations_factures.payer_facture,
        monde.gestionnaire,
        Facture,
        facture.id,
        jour=clock.today(),
        reference="VIR",
    )
    assert un_seul(issues)
    assert monde.fonds() == {"disponible": 6_160_00, "paye": 3_840_00}
    assert verifier(monde.session) == []


def test_a_collective_order_is_signed_by_two(monde):
    with unit_of_work() as session:
        session.get_one(Ingenierie, monde.ingenierie_id).type = TypeIngenierie.COLLECTIVE
    commande = monde.etablie()
    monde.faire(operations.signer, monde.responsable, commande)
    monde.faire(operations.signer, monde.prestataire, commande)
    with pytest.raises(RefusMetier):
        monde.faire(operations.signer, monde.structure, commande)
    monde.faire(operations.notifier, monde.responsable, commande)
    assert monde.fonds() == {"disponible": 6_160_00, "engage": 3_840_00}
