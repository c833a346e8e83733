"""The bilan: a year's figures, what makes each, and the files. The URL table."""

from flask import Blueprint

from dla_market.blueprints.bilan import attentes
from dla_market.blueprints.bilan.annee_views import consulter, courant, telecharger
from dla_market.blueprints.bilan.chargement import charger, charger_fichier, charger_figure, charger_ligne
from dla_market.blueprints.bilan.detail_views import detailler, detailler_ligne
from dla_market.web.routes import route

bp = Blueprint("bilan", __name__, url_prefix="/bilan")
VOIR = "bilan:consulter"

route(bp, "", courant, permission=VOIR)
route(bp, "/<int:annee>", consulter, permission=VOIR, charge=charger)
route(bp, "/<int:annee>/<code>", detailler, permission=VOIR, charge=charger_figure)
route(bp, "/<int:annee>/<tableau>/<cle>", detailler_ligne, permission=VOIR, charge=charger_ligne)
route(
    bp,
    "/<int:annee>/fichiers/<nom>",
    telecharger,
    permission="bilan:exporter",
    charge=charger_fichier,
)

attentes.enregistrer()
