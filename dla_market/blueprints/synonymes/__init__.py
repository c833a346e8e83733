"""The synonyms of the search: read them all, write a group, change one."""

from flask import Blueprint

from dla_market.blueprints.synonymes.synonymes_views import charger, creer, lister, modifier
from dla_market.web.routes import route

bp = Blueprint("synonymes", __name__, url_prefix="/synonymes")
ECRIRE = ("GET", "POST")

route(bp, "", lister, permission="synonyme:lister")
route(bp, "/nouveau", creer, permission="synonyme:creer", methods=ECRIRE)
route(bp, "/<int:groupe_id>", modifier, permission="synonyme:modifier", charge=charger, methods=ECRIRE)
