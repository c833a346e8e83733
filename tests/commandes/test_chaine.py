"""The whole chain on both databases: from the award to the last payment, with the fund at each step."""

import hashlib
import json

import pytest
from sqlalchemy import select

from dla_market.commandes import acte, operations, operations_execution, operations_factures
from dla_market.commandes.models import Commande, EtatCommande
from dla_market.consultations.models import Consultation
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie
from dla_market.kernel import clock, journal
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.outbox import LigneOutbox
from tests.commandes.monde import meme_personne


def etat_ingenierie(monde):
    return monde.session.get_one(Ingenierie, monde.ingenierie_id).etat


def test_the_fund_follows_the_order_from_its_reservation_to_its_payment(monde):
    assert monde.fonds() == {"disponible": 5_500_00, "reserve": 4_500_00}

    commande = monde.signee()
    assert commande.etat is EtatCommande.SIGNEE
    assert monde.fonds() == {"disponible": 5_500_00, "reserve": 4_500_00}

    monde.faire(operations.notifier, monde.responsable, commande)
    assert monde.fonds() == {"disponible": 6_160_00, "engage": 3_840_00}
    assert etat_ingenierie(monde) is EtatIngenierie.COMMANDEE

    monde.certifier(commande, 1_200_00)
    assert monde.fonds() == {"disponible": 6_160_00, "engage": 2_640_00, "realise": 1_200_00}

    premiere = monde.facturer(commande, 1_000_00, 200_00)
    monde.faire(operations_factures.valider_facture, monde.gestionnaire, premiere)
    assert monde.fonds() == {"disponible": 6_160_00, "engage": 2_640_00, "facture": 1_200_00}

    for livrable in list(commande.livrables):
        monde.accepter(livrable)
    assert etat_ingenierie(monde) is EtatIngenierie.RESTITUEE

    monde.certifier(commande, 2_640_00)
    assert commande.etat is EtatCommande.EXECUTEE
    assert etat_ingenierie(monde) is EtatIngenierie.SERVICE_FAIT

    monde.faire(
        operations_factures.payer_facture,
        monde.gestionnaire,
        premiere,
        jour=clock.today(),
        reference="VIR 1",
    )
    assert commande.etat is EtatCommande.EXECUTEE
    solde = monde.facturer(commande, 2_200_00, 440_00, "F-2")
    monde.faire(operations_factures.valider_facture, monde.gestionnaire, solde)
    monde.faire(
        operations_factures.payer_facture, monde.gestionnaire, solde, jour=clock.today(), reference="VIR 2"
    )
    assert monde.fonds() == {"disponible": 6_160_00, "paye": 3_840_00}
    assert commande.etat is EtatCommande.SOLDEE
    assert etat_ingenierie(monde) is EtatIngenierie.SOLDEE

    notes = operations_execution.Notes(5, 4, 5, 3, 4, 5)
    for acteur in (monde.structure, monde.charge):
        monde.faire(operations_execution.rendre_evaluation, acteur, commande, notes=notes)
    with pytest.raises(RefusMetier, match="déjà rendue"):
        monde.faire(operations_execution.rendre_evaluation, monde.charge, commande, notes=notes)

    evenements = list(monde.session.scalars(select(LigneOutbox.evenement).order_by(LigneOutbox.id)))
    assert [e for e in evenements if e.startswith("Commande")] == [
        "CommandeEtablie",
        *["CommandeSignee"] * 3,
        "CommandeNotifiee",
        "CommandeExecutee",
        "CommandeSoldee",
    ]
    assert evenements.count("PaiementEnregistre") == 2
    assert journal.verifier(monde.session) == []


def test_an_order_takes_everything_from_the_retained_offer_and_the_cahier(monde):
    commande = monde.etablie()
    assert commande.numero == "DLA37-2026-001"
    assert (commande.ht_centimes, commande.tva_centimes, commande.ttc_centimes) == (
        3_200_00,
        640_00,
        3_840_00,
    )
    assert [livrable.libelle for livrable in commande.livrables] == ["Note de diagnostic", "Plan d’action"]
    contenu = json.loads(commande.contenu)
    assert contenu["prestataire"]["nom"] == "Cabinet Loire Conseil"
    assert contenu["prestations"] == [{"jours_centiemes": 400, "thematique": "Projet de la structure"}]
    assert contenu["cahier_empreinte"] == "a" * 64
    with pytest.raises(RefusMetier, match="déjà établie"):
        monde.etablie()


def test_every_signature_is_of_the_frozen_text(monde):
    commande = monde.signee()
    attendue = hashlib.sha256(commande.contenu.encode()).hexdigest()
    assert [(s.partie, s.empreinte) for s in commande.signatures] == [
        ("dla", attendue),
        ("prestataire", attendue),
        ("structure", attendue),
    ]
    with unit_of_work() as session:
        session.get_one(Commande, commande.id).contenu = commande.contenu.replace("384000", "384001")
    assert not acte.signatures_conformes(monde.session, commande)
    with pytest.raises(RefusMetier, match="texte signé"):
        monde.faire(operations.notifier, monde.responsable, commande)


def test_parties_sign_in_turn(monde):
    commande = monde.etablie()
    with pytest.raises(RefusMetier, match="C’est au DLA de signer"):
        monde.faire(operations.signer, monde.prestataire, commande)
    monde.faire(operations.signer, monde.responsable, commande)
    with pytest.raises(RefusMetier, match="C’est au prestataire"):
        monde.faire(operations.signer, monde.structure, commande)
    with pytest.raises(RefusMetier, match="Impossible de notifier"):
        monde.faire(operations.notifier, monde.responsable, commande)


def test_cancelling_before_notification_gives_the_reservation_back_and_keeps_the_number(monde):
    commande = monde.signee()
    with pytest.raises(RefusMetier, match="pourquoi"):
        monde.faire(operations.annuler, monde.responsable, commande, motif=" ")
    monde.faire(operations.annuler, monde.responsable, commande, motif="La structure renonce")
    assert commande.etat is EtatCommande.ANNULEE
    assert monde.fonds() == {"disponible": 10_000_00}
    assert etat_ingenierie(monde) is EtatIngenierie.CDC_REDIGE
    with pytest.raises(RefusMetier):
        monde.faire(operations.annuler, monde.responsable, commande, motif="Encore")


def test_a_number_refused_with_its_transaction_is_given_again(monde):
    consultation = monde.session.get_one(Consultation, monde.consultation_id)

    def etablir_puis_tomber(session, acteur, consultation):
        operations.etablir(session, acteur, consultation)
        raise RefusMetier("plus tard")

    with pytest.raises(RefusMetier, match="plus tard"):
        monde.faire(etablir_puis_tomber, monde.responsable, consultation)
    assert monde.etablie().numero == "DLA37-2026-001"


def test_a_notified_order_is_not_cancelled(monde):
    commande = monde.notifiee()
    with pytest.raises(RefusMetier, match="Impossible d"):
        monde.faire(operations.annuler, monde.responsable, commande, motif="Trop tard")
    assert monde.fonds() == {"disponible": 6_160_00, "engage": 3_840_00}


def test_who_attests_does_not_certify_and_who_certifies_does_not_pay(monde):
    commande = monde.restituee()
    op = operations_execution
    service = monde.faire(
        op.attester_service_fait, monde.structure, commande, montant_centimes=commande.ttc_centimes
    )
    with pytest.raises(RefusMetier, match="Vous avez attesté"):
        monde.faire(op.certifier_service_fait, meme_personne(monde.responsable, monde.structure), service)
    monde.faire(op.certifier_service_fait, monde.responsable, service)
    facture = monde.facturer(commande, 3_200_00, 640_00)
    monde.faire(operations_factures.valider_facture, monde.gestionnaire, facture)
    with pytest.raises(RefusMetier, match="Vous avez certifié"):
        monde.faire(
            operations_factures.payer_facture,
            meme_personne(monde.gestionnaire, monde.responsable),
            facture,
            jour=clock.today(),
            reference="VIR",
        )
    assert monde.fonds() == {"disponible": 6_160_00, "facture": 3_840_00}


def test_the_balance_waits_for_the_deliverables(monde):
    commande = monde.notifiee()
    op = operations_execution
    with pytest.raises(RefusMetier, match="livrables") as refus:
        monde.faire(
            op.attester_service_fait, monde.structure, commande, montant_centimes=commande.ttc_centimes
        )
    assert refus.value.champ == "montant"
    livrable = commande.livrables[0]
    monde.faire(op.remettre_livrable, monde.prestataire, livrable, contenu="Première version")
    monde.faire(op.refuser_livrable, monde.structure, livrable, motif="Il manque le budget")
    with pytest.raises(RefusMetier, match="Impossible d’accepter"):
        monde.faire(op.accepter_livrable, monde.structure, livrable)
    with pytest.raises(RefusMetier, match="s’ouvre quand"):
        monde.faire(op.rendre_evaluation, monde.structure, commande, notes=op.Notes(5, 5, 5, 5, 5, 5))


def test_a_rejected_invoice_leaves_its_amount_and_keeps_its_number(monde):
    commande = monde.restituee()
    monde.certifier(commande, commande.ttc_centimes)
    facture = monde.facturer(commande, 3_200_00, 640_00)
    monde.faire(operations_factures.rejeter_facture, monde.gestionnaire, facture, motif="SIRET absent")
    with pytest.raises(RefusMetier, match="déjà déposé"):
        monde.facturer(commande, 3_200_00, 640_00, "f - 1")
    monde.facturer(commande, 3_200_00, 640_00, "F-2")
    with pytest.raises(RefusMetier, match="ne reste à facturer"):
        monde.facturer(commande, 1_00, 20, "F-3")
