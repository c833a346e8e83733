"""The avals of the centres de ressources: list, propose, confirm, refuse, take back."""

from flask import Blueprint

from dla_market.blueprints.expertise import attentes
from dla_market.blueprints.expertise.avals_views import (
    charger_prestataire,
    confirmer,
    lister,
    proposer,
    refuser,
    retirer,
)
from dla_market.expertise.queries import charger
from dla_market.web.routes import route

__all__ = ["attentes", "bp"]

bp = Blueprint("expertise", __name__, url_prefix="/avals")
ECRIRE = ("GET", "POST")

route(bp, "", lister, permission="aval:lister")
route(
    bp,
    "/proposer/<int:prestataire_id>",
    proposer,
    permission="aval:proposer",
    charge=charger_prestataire,
    methods=ECRIRE,
)
route(bp, "/<int:aval_id>/confirmer", confirmer, permission="aval:confirmer", charge=charger, methods=ECRIRE)
route(bp, "/<int:aval_id>/refuser", refuser, permission="aval:refuser", charge=charger, methods=ECRIRE)
route(bp, "/<int:aval_id>/retirer", retirer, permission="aval:retirer", charge=charger, methods=ECRIRE)
