"""The fund: where its money stands, the lines behind each figure, its movements, its conventions."""

from flask import Blueprint

from dla_market.blueprints.fonds.conventions_views import conventionner, conventions
from dla_market.blueprints.fonds.fonds_views import annee, charger_exercice, consulter, courant
from dla_market.blueprints.fonds.lignes_views import lignes, releve
from dla_market.blueprints.fonds.panneaux import jauge_du_fonds
from dla_market.web.routes import route

bp = Blueprint("fonds", __name__, url_prefix="/fonds")
PANNEAUX = (jauge_du_fonds,)
EXERCICE = "/<int:annee>/<int:organisation_id>"

route(bp, "", courant, permission="fonds:lister")
route(bp, "/<int:annee>", annee, permission="fonds:lister")
route(bp, EXERCICE, consulter, permission="fonds:consulter", charge=charger_exercice)
route(bp, f"{EXERCICE}/lignes", lignes, permission="fonds:consulter", charge=charger_exercice)
route(bp, f"{EXERCICE}/releve", releve, permission="fonds:consulter", charge=charger_exercice)
route(bp, f"{EXERCICE}/conventions", conventions, permission="fonds:consulter", charge=charger_exercice)
route(
    bp,
    f"{EXERCICE}/conventionner",
    conventionner,
    permission="fonds:conventionner",
    charge=charger_exercice,
    methods=["GET", "POST"],
)
