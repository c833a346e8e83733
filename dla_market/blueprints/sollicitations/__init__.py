"""Sollicitations: what DLA ask of the centres de ressources, and a centre's account of a year."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from dla_market.blueprints.sollicitations import (
    activite_views,
    attentes,
    centre_views,
    dla_views,
    sollicitations_views,
)
from dla_market.blueprints.sollicitations.chargement import (
    charger,
    charger_dossier,
    charger_proposition,
)
from dla_market.web.pages import Reponse
from dla_market.web.routes import route

__all__ = ["attentes", "bp"]

bp = Blueprint("sollicitations", __name__)
UNE = "/sollicitations/<int:sollicitation_id>"
PROPOSITION = "/propositions/<int:proposition_id>"
ANNEE = "/sollicitations/activite/<int:annee>"


def acte(geste: str, vue: Callable[..., Reponse], permission: str) -> None:
    """A line of the table: a page that says what the act does, and the act."""
    route(
        bp,
        f"{UNE}/{geste}",
        vue,
        permission=permission,
        charge=charger_dossier,
        methods=["GET", "POST"],
    )


def geste(regle: str, vue: Callable[..., Reponse], permission: str, charge: Callable[..., object]) -> None:
    """A line of the table: a button that stands on a page."""
    route(bp, regle, vue, permission=permission, charge=charge, methods=["POST"])


route(bp, "/sollicitations", sollicitations_views.lister, permission="sollicitation:lister")
route(
    bp,
    UNE,
    sollicitations_views.consulter,
    permission="sollicitation:consulter",
    charge=charger_dossier,
)
route(
    bp,
    "/sollicitations/nouvelle",
    dla_views.envoyer,
    permission="sollicitation:envoyer",
    methods=["GET", "POST"],
)
geste(f"{UNE}/messages", sollicitations_views.ecrire, "sollicitation:ecrire", charger_dossier)
geste(
    f"{UNE}/preter-le-diagnostic",
    dla_views.preter_diagnostic,
    "sollicitation:preter_diagnostic",
    charger,
)
acte("retirer", dla_views.retirer, "sollicitation:retirer")
acte("clore", dla_views.clore, "sollicitation:clore")
geste(f"{PROPOSITION}/retenir", dla_views.retenir, "proposition:retenir", charger_proposition)
geste(
    f"{UNE}/prendre-en-charge",
    centre_views.prendre_en_charge,
    "sollicitation:prendre_en_charge",
    charger,
)
acte("proposer", centre_views.proposer, "proposition:ajouter")
geste(f"{PROPOSITION}/enlever", centre_views.enlever, "proposition:enlever", charger_proposition)
acte("repondre", centre_views.repondre, "sollicitation:repondre")
acte("reorienter", centre_views.reorienter, "sollicitation:reorienter")
route(bp, ANNEE, activite_views.activite, permission="activite:consulter")
route(bp, f"{ANNEE}.csv", activite_views.exporter_activite, permission="activite:exporter")
