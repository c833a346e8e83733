"""A live dossier's order: from its drawing up to its evaluation, as far as its story goes."""

from __future__ import annotations

from datetime import date, timedelta

from dla_market.commandes import operations as commandes
from dla_market.commandes.models import Commande, Facture
from dla_market.commandes.operations_evaluations import (
    NotesDla,
    rendre_evaluation_dla,
    repondre_evaluation,
)
from dla_market.commandes.operations_execution import (
    Notes,
    accepter_livrable,
    attester_service_fait,
    certifier_service_fait,
    remettre_livrable,
    rendre_evaluation,
)
from dla_market.commandes.operations_factures import deposer_facture, payer_facture, valider_facture
from dla_market.consultations.models import Consultation
from dla_market.demo.dossiers import Dossier, Etape
from dla_market.demo.lots import instant
from dla_market.demo.scene import Histoire, Scene
from dla_market.kernel import clock


def mener(scene: Scene, dossier: Dossier, consultation: Consultation, limite: date) -> Histoire:
    """Draw up, sign in turn, notify, hand over, attest, certify, invoice, pay, evaluate."""
    session = scene.session
    responsable = scene.acteur("dla", "responsable")
    yield instant(limite + timedelta(days=7), 10)
    commande = commandes.etablir(session, scene.acteur("dla", "charge_mission"), consultation)
    if dossier.etape is Etape.ETABLIE:
        return
    yield instant(limite + timedelta(days=8), 9)
    commandes.signer(session, responsable, commande)
    if dossier.etape is Etape.SIGNEE_DLA:
        return
    yield instant(limite + timedelta(days=9), 20, 15)
    commandes.signer(session, scene.acteur(dossier.gagnant, "prestataire"), commande)
    if dossier.etape is Etape.SIGNEE_PRESTATAIRE:
        return
    yield instant(limite + timedelta(days=10), 12, 30)
    commandes.signer(session, scene.acteur(dossier.structures[0], "structure"), commande)
    yield instant(limite + timedelta(days=11), 9, 5)
    commandes.notifier(session, responsable, commande)
    if dossier.etape >= Etape.ACCEPTEE:
        yield from _executer(scene, dossier, commande, limite)
    if dossier.etape >= Etape.FACTUREE:
        yield from _facturer(scene, dossier, commande, limite)


def _executer(scene: Scene, dossier: Dossier, commande: Commande, limite: date) -> Histoire:
    session = scene.session
    prestataire = scene.acteur(dossier.gagnant, "prestataire")
    structure = scene.acteur(dossier.structures[0], "structure")
    yield instant(limite + timedelta(days=60), 18)
    for livrable in commande.livrables:
        remettre_livrable(
            session, prestataire, livrable, contenu=f"{livrable.libelle}, remis en séance et par courriel."
        )
    yield instant(limite + timedelta(days=64), 19, 10)
    for livrable in commande.livrables:
        accepter_livrable(session, structure, livrable)
    if dossier.etape is Etape.ACCEPTEE:
        return
    yield instant(limite + timedelta(days=65), 10)
    notes = Notes(
        respect_cahier=5,
        ecoute=4,
        expertise=5,
        utilite=4,
        delais=4,
        recommandation=5,
        pedagogie=5,
        appropriation=4,
        relation_dla=5,
        rapport_qualite_prix=4,
    )
    rendre_evaluation(session, scene.acteur("dla", "charge_mission"), commande, notes=notes)
    yield instant(limite + timedelta(days=66), 12)
    service = attester_service_fait(
        session,
        structure,
        commande,
        montant_centimes=commande.ttc_centimes,
        observations="Toutes les séances ont eu lieu.",
    )
    if dossier.etape is Etape.ATTESTEE:
        return
    yield instant(limite + timedelta(days=68), 9, 25)
    certifier_service_fait(session, scene.acteur("dla", "responsable"), service)


def _facturer(scene: Scene, dossier: Dossier, commande: Commande, limite: date) -> Histoire:
    session, gestionnaire = scene.session, scene.acteur("dla", "gestionnaire")
    yield instant(limite + timedelta(days=72), 17)
    facture = _deposer(scene, dossier, commande)
    if dossier.etape is Etape.FACTUREE:
        return
    yield instant(limite + timedelta(days=74), 10, 30)
    valider_facture(session, gestionnaire, facture)
    if dossier.etape is Etape.VALIDEE:
        return
    yield instant(limite + timedelta(days=90), 15)
    payer_facture(
        session,
        gestionnaire,
        facture,
        jour=clock.today(),
        reference=f"VIR-{clock.today().year}-{commande.id:05d}",
    )
    yield instant(limite + timedelta(days=95), 11)
    notes = Notes(
        respect_cahier=5,
        ecoute=5,
        expertise=4,
        utilite=5,
        delais=4,
        recommandation=5,
        pedagogie=5,
        appropriation=4,
    )
    commentaire = "Une intervention claire, des outils que nous utilisons encore."
    structure = scene.acteur(dossier.structures[0], "structure")
    avis = rendre_evaluation(session, structure, commande, notes=notes, commentaire=commentaire)
    yield instant(limite + timedelta(days=95), 17, 45)
    qui = scene.acteur(dossier.gagnant, "prestataire")
    repondre_evaluation(session, qui, avis, "Merci : nous restons joignables pour la mise en route.")
    rendre_evaluation_dla(
        session,
        qui,
        commande,
        notes=NotesDla(clarte_cahier=5, implication=4, delai_paiement=4),
        commentaire="Un cahier des charges précis, une structure disponible.",
    )


def _deposer(scene: Scene, dossier: Dossier, commande: Commande) -> Facture:
    jour = clock.today()
    return deposer_facture(
        scene.session,
        scene.acteur(dossier.gagnant, "prestataire"),
        commande,
        numero_fournisseur=f"{jour.year}-{commande.id:04d}",
        date_emission=jour,
        ht_centimes=commande.ht_centimes,
        tva_centimes=commande.tva_centimes,
        ttc_centimes=commande.ttc_centimes,
    )
