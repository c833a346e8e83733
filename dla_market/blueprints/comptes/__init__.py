"""Who belongs to an organisation: the list, invitations by mail, their acceptance, departures."""

from flask import Blueprint

from dla_market.blueprints.comptes.chargement import (
    charger_adhesion,
    charger_invitation,
    charger_ma_maison,
    charger_organisation,
)
from dla_market.blueprints.comptes.membres_views import (
    annuler,
    inviter,
    lister,
    lister_organisations,
    mes_membres,
    quitter,
    renvoyer,
    retirer,
)
from dla_market.blueprints.comptes.rejoindre_views import rejoindre
from dla_market.web.routes import route

bp = Blueprint("comptes", __name__)
ECRIRE = ("GET", "POST")
INVITATION = "/membres/invitations/<int:invitation_membre_id>"

route(bp, "/membres", mes_membres, permission="membre:lister", charge=charger_ma_maison)
route(bp, "/organisations/toutes", lister_organisations, permission="organisation:lister")
route(
    bp,
    "/organisations/<int:organisation_id>/membres",
    lister,
    permission="membre:lister",
    charge=charger_organisation,
)
route(
    bp,
    "/organisations/<int:organisation_id>/membres/inviter",
    inviter,
    permission="membre:inviter",
    charge=charger_organisation,
    methods=ECRIRE,
)
route(
    bp,
    f"{INVITATION}/renvoyer",
    renvoyer,
    permission="membre:renvoyer",
    charge=charger_invitation,
    methods=ECRIRE,
)
route(
    bp,
    f"{INVITATION}/annuler",
    annuler,
    permission="membre:annuler",
    charge=charger_invitation,
    methods=ECRIRE,
)
route(
    bp,
    "/membres/<int:adhesion_id>/retirer",
    retirer,
    permission="membre:retirer",
    charge=charger_adhesion,
    methods=ECRIRE,
)
route(
    bp,
    "/membres/<int:adhesion_id>/quitter",
    quitter,
    permission="membre:quitter",
    charge=charger_adhesion,
    methods=ECRIRE,
)
route(bp, "/rejoindre/<jeton>", rejoindre, public=True, methods=ECRIRE)
