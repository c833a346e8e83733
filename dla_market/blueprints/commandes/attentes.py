"""What waits for an actor in this room: to sign, notify, hand over, accept, attest, certify, check, pay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from flask import url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.commandes import actes
from dla_market.commandes import queries
from dla_market.commandes.models import EtatFacture
from dla_market.commandes.rules_evaluations import fin_de_reponse
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import DU_PRESTATAIRE, Role
from dla_market.kernel import clock
from dla_market.policies.grid import a_le_droit
from dla_market.referentiel import reglages
from dla_market.web.attentes import Attente, attendre
from dla_market.web.filters import montant_exact

RECENTES = 50
"""How many orders under way are looked into: what waits is at the top of the list, not in its depths."""
DISCRETS = {"Annuler la commande"}


def commandes_en_attente(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """The next act of this actor on each order under way."""
    livrables = a_le_droit(acteur, "livrable:remettre") or a_le_droit(acteur, "livrable:accepter")
    services_faits = a_le_droit(acteur, "service_fait:certifier")
    for commande in session.scalars(queries.suivies(acteur).limit(RECENTES)).unique():
        sujet = f"commande {commande.numero}, {commande.objet}"
        gestes = [g for g in actes.gestes_commande(acteur, commande) if g.libelle not in DISCRETS]
        for livrable in commande.livrables if livrables else ():
            gestes += actes.gestes_livrable(acteur, livrable)[:1]
        for service in commande.services_faits if services_faits else ():
            gestes += actes.gestes_service_fait(acteur, service)
        for geste in gestes:
            yield Attente(geste.libelle, geste.url, detail=sujet)


def factures_en_attente(session: Session, acteur: Acteur) -> Iterable[Attente]:
    """Invoices to check or to pay, with the day that they are due."""
    requete = queries.lister_factures(acteur, etats=[EtatFacture.RECUE, EtatFacture.VALIDEE])
    for facture in session.scalars(requete.limit(RECENTES)):
        for geste in actes.gestes_facture(acteur, facture)[:1]:
            libelle = "Contrôler" if facture.etat is EtatFacture.RECUE else geste.libelle
            yield Attente(
                f"{libelle} la facture {facture.numero_fournisseur}",
                geste.url,
                detail=f"{facture.commande.prestataire.nom}, {montant_exact(facture.ttc_centimes)}",
                echeance=facture.echeance,
            )


def a_etablir(session: Session, acteur: Acteur) -> Iterable[Attente]:
    """Awarded consultations that have no order yet."""
    return [
        Attente(
            "Établir la commande",
            url_for("commandes.etablir", consultation_id=consultation.id),
            detail=consultation.ingenierie.intitule,
            echeance=consultation.attribuee_le,
        )
        for consultation in session.scalars(queries.attribuees_sans_commande(acteur))
    ]


def avis_a_repondre(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """What was said of the prestataire's missions, while it may answer."""
    today = clock.today()
    delai = reglages.entier(session, "evaluation_reponse_jours", today)
    requete = queries.evaluations_sans_reponse(acteur, today - timedelta(days=delai))
    for evaluation in session.scalars(requete.limit(RECENTES)):
        yield Attente(
            "Lire un avis, et y répondre si vous voulez",
            url_for("commandes.repondre_evaluation", evaluation_id=evaluation.id),
            detail=f"commande {evaluation.commande.numero}, {evaluation.commande.objet}",
            echeance=fin_de_reponse(clock.a_paris(evaluation.rendue_le).date(), delai),
        )


def enregistrer() -> None:
    """Tell the homes where to look."""
    attendre(commandes_en_attente, Role.RESPONSABLE, Role.CHARGE_MISSION, *DU_PRESTATAIRE, Role.STRUCTURE)
    attendre(factures_en_attente, Role.GESTIONNAIRE)
    attendre(avis_a_repondre, Role.PRESTATAIRE)
    attendre(a_etablir, Role.RESPONSABLE, Role.CHARGE_MISSION)
