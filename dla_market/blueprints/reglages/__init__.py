"""The settings of practice: read them all, change one from a day on."""

from flask import Blueprint

from dla_market.blueprints.reglages.reglages_views import charger, lister, poser
from dla_market.web.routes import route

bp = Blueprint("reglages", __name__, url_prefix="/reglages")

route(bp, "", lister, permission="reglage:lister")
route(bp, "/<reglage>", poser, permission="reglage:poser", charge=charger, methods=("GET", "POST"))
