"""Orders and invoices: the URL table."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from dla_market.blueprints.commandes import (
    attentes,
    commandes_views,
    evaluations_views,
    execution_views,
    factures_views,
)
from dla_market.web.pages import Reponse
from dla_market.web.routes import Charge, route

bp = Blueprint("commandes", __name__, url_prefix="/commandes")


def acte(regle: str, vue: Callable[..., Reponse], permission: str, charge: Charge) -> None:
    """A line of the table: a page that says what the act does, and the act."""
    route(bp, regle, vue, permission=permission, charge=charge, methods=["GET", "POST"])


_commande = commandes_views.charger
_livrable = execution_views.charger_livrable
_facture = factures_views.charger_facture

route(bp, "", commandes_views.lister, permission="commande:lister")
route(bp, "/factures", factures_views.lister_factures, permission="facture:lister")
route(bp, "/<int:commande_id>", commandes_views.consulter, permission="commande:consulter", charge=_commande)
route(
    bp,
    "/<int:commande_id>/document",
    commandes_views.document,
    permission="commande:consulter",
    charge=_commande,
)
acte(
    "/etablir/<int:consultation_id>",
    commandes_views.etablir,
    "commande:etablir",
    commandes_views.charger_consultation,
)
acte("/<int:commande_id>/signer", commandes_views.signer, "commande:signer", _commande)
acte("/<int:commande_id>/notifier", commandes_views.notifier, "commande:notifier", _commande)
acte("/<int:commande_id>/annuler", commandes_views.annuler, "commande:annuler", _commande)
acte(
    "/livrables/<int:livrable_id>/remettre",
    execution_views.remettre_livrable,
    "livrable:remettre",
    _livrable,
)
acte(
    "/livrables/<int:livrable_id>/accepter",
    execution_views.accepter_livrable,
    "livrable:accepter",
    _livrable,
)
acte("/livrables/<int:livrable_id>/refuser", execution_views.refuser_livrable, "livrable:refuser", _livrable)
acte("/<int:commande_id>/attester", execution_views.attester, "service_fait:attester", _commande)
acte(
    "/services-faits/<int:service_fait_id>/certifier",
    execution_views.certifier,
    "service_fait:certifier",
    execution_views.charger_service_fait,
)
acte("/<int:commande_id>/facturer", factures_views.deposer_facture, "facture:deposer", _commande)
acte("/factures/<int:facture_id>/valider", factures_views.valider_facture, "facture:valider", _facture)
acte("/factures/<int:facture_id>/rejeter", factures_views.rejeter_facture, "facture:rejeter", _facture)
acte("/factures/<int:facture_id>/payer", factures_views.payer_facture, "facture:payer", _facture)
acte("/<int:commande_id>/evaluer", execution_views.rendre_evaluation, "evaluation:rendre", _commande)
acte(
    "/evaluations/<int:evaluation_id>/repondre",
    evaluations_views.repondre_evaluation,
    "evaluation:repondre",
    evaluations_views.charger_evaluation,
)
acte(
    "/<int:commande_id>/evaluer-dla",
    evaluations_views.rendre_evaluation_dla,
    "evaluation_dla:rendre",
    _commande,
)

attentes.enregistrer()
