"""The centres de ressources: the list, each one's page, its team and programme; its people's own links."""

from flask import Blueprint

from dla_market.blueprints.centres.centres_views import (
    ajouter_action,
    ajouter_poste,
    clore_poste,
    consulter,
    lister,
    retirer_action,
)
from dla_market.blueprints.centres.liens_views import (
    charger_prestataire,
    declarer_lien,
    lister_liens,
    terminer_lien,
)
from dla_market.expertise import queries_centres, queries_liens
from dla_market.web.routes import route

bp = Blueprint("centres", __name__)
ECRIRE = ("GET", "POST")
_centre = queries_centres.charger

route(bp, "/centres", lister, permission="centre:lister")
route(bp, "/centres/<int:centre_id>", consulter, permission="centre:consulter", charge=_centre)
route(
    bp,
    "/centres/<int:centre_id>/equipe/ajouter",
    ajouter_poste,
    permission="poste:ajouter",
    charge=_centre,
    methods=ECRIRE,
)
route(
    bp,
    "/centres/equipe/<int:poste_id>/clore",
    clore_poste,
    permission="poste:clore",
    charge=queries_centres.charger_poste,
    methods=ECRIRE,
)
route(
    bp,
    "/centres/<int:centre_id>/programme/ajouter",
    ajouter_action,
    permission="action:ajouter",
    charge=_centre,
    methods=ECRIRE,
)
route(
    bp,
    "/centres/programme/<int:action_id>/retirer",
    retirer_action,
    permission="action:retirer",
    charge=queries_centres.charger_action,
    methods=ECRIRE,
)

route(bp, "/liens-interets", lister_liens, permission="lien:lister")
route(
    bp,
    "/liens-interets/declarer/<int:prestataire_id>",
    declarer_lien,
    permission="lien:declarer",
    charge=charger_prestataire,
    methods=ECRIRE,
)
route(
    bp,
    "/liens-interets/<int:lien_id>/terminer",
    terminer_lien,
    permission="lien:terminer",
    charge=queries_liens.charger,
    methods=ECRIRE,
)
