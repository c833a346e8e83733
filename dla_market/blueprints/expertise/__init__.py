"""The avals of the centres de ressources: list, read, propose, renew, confirm, refuse, take back, answer."""

from flask import Blueprint

from dla_market.blueprints.expertise import attentes, panneaux
from dla_market.blueprints.expertise.avals_views import (
    confirmer,
    consulter,
    lister,
    refuser,
    repondre,
    retirer,
)
from dla_market.blueprints.expertise.proposer_views import charger_prestataire, proposer, renouveler
from dla_market.expertise.queries import charger
from dla_market.web.routes import route

__all__ = ["attentes", "bp", "panneaux"]

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
route(bp, "/<int:aval_id>", consulter, permission="aval:consulter", charge=charger)
for verbe in (confirmer, refuser, renouveler, retirer, repondre):
    route(
        bp,
        f"/<int:aval_id>/{verbe.__name__}",
        verbe,
        permission=f"aval:{verbe.__name__}",
        charge=charger,
        methods=ECRIRE,
    )
