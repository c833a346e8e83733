"""The searches that a person keeps: list, keep, open, change, delete."""

from __future__ import annotations

from flask import Blueprint

from dla_market.blueprints.veille.recherches_views import (
    consulter,
    enregistrer,
    lister,
    modifier,
    supprimer,
)
from dla_market.veille.queries import charger
from dla_market.web.routes import route

bp = Blueprint("veille", __name__, url_prefix="/recherches")
ACTE = ("GET", "POST")

route(bp, "", lister, permission="recherche:lister")
route(bp, "/enregistrer", enregistrer, permission="recherche:enregistrer", methods=ACTE)
route(bp, "/<int:recherche_id>", consulter, permission="recherche:consulter", charge=charger)
route(
    bp,
    "/<int:recherche_id>/modifier",
    modifier,
    permission="recherche:modifier",
    charge=charger,
    methods=ACTE,
)
route(
    bp,
    "/<int:recherche_id>/supprimer",
    supprimer,
    permission="recherche:supprimer",
    charge=charger,
    methods=ACTE,
)
