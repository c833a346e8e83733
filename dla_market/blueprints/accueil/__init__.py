"""The doors: the public pages, the home of each actor, messages, the choice of organisation."""

from flask import Blueprint

from dla_market.blueprints.accueil.compte_views import changer_organisation, organisations
from dla_market.blueprints.accueil.messages_views import charger_message, lire_message, messages
from dla_market.blueprints.accueil.publiques_views import accessibilite, credits_, mentions, porte
from dla_market.blueprints.accueil.travail_views import a_faire
from dla_market.web.routes import route

bp = Blueprint("accueil", __name__)

route(bp, "/", porte, public=True)
route(bp, "/accessibilite", accessibilite, public=True)
route(bp, "/mentions-legales", mentions, public=True)
route(bp, "/credits", credits_, public=True, endpoint="credits")
route(bp, "/a-faire", a_faire, permission="accueil:consulter")
route(bp, "/messages", messages, permission="message:lister")
route(
    bp,
    "/messages/<identifiant>",
    lire_message,
    permission="message:consulter",
    charge=charger_message,
    methods=["POST"],
)
route(bp, "/organisations", organisations, permission="accueil:consulter")
route(
    bp,
    "/organisations/changer",
    changer_organisation,
    permission="compte:changer_organisation",
    methods=["POST"],
)
