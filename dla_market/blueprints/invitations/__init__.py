"""Invitations on the provider's side: answer, ask, write, deposit, withdraw, read one's own result."""

from flask import Blueprint

from dla_market.blueprints.invitations.attentes import attentes_prestataire
from dla_market.blueprints.invitations.chargement import charger_fichier_recu, charger_invitation
from dla_market.blueprints.invitations.invitation_views import (
    cahier_recu,
    consulter,
    fichier_joint,
    lister,
    poser_question,
    repondre,
)
from dla_market.blueprints.invitations.offre_views import deposer, offre, rediger, retirer
from dla_market.comptes.models import Role
from dla_market.web.attentes import attendre
from dla_market.web.routes import route

bp = Blueprint("invitations", __name__, url_prefix="/invitations")
UNE = "/<int:invitation_id>"

route(bp, "/", lister, permission="invitation:lister")
route(bp, UNE, consulter, permission="invitation:consulter", charge=charger_invitation)
route(bp, f"{UNE}/cahier.pdf", cahier_recu, permission="invitation:consulter", charge=charger_invitation)
route(
    bp,
    f"{UNE}/ressources/<int:edition_id>/fichier",
    fichier_joint,
    permission="invitation:consulter",
    charge=charger_fichier_recu,
)
route(
    bp,
    f"{UNE}/repondre",
    repondre,
    permission="invitation:repondre",
    charge=charger_invitation,
    methods=["POST"],
)
route(
    bp,
    f"{UNE}/questions",
    poser_question,
    permission="question:poser",
    charge=charger_invitation,
    methods=["POST"],
)
route(bp, f"{UNE}/offre", offre, permission="offre:consulter", charge=charger_invitation)
route(
    bp,
    f"{UNE}/offre/brouillon",
    rediger,
    permission="offre:rediger",
    charge=charger_invitation,
    methods=["POST"],
)
route(
    bp,
    f"{UNE}/offre/deposer",
    deposer,
    permission="offre:deposer",
    charge=charger_invitation,
    methods=["POST"],
)
route(
    bp,
    f"{UNE}/offre/retirer",
    retirer,
    permission="offre:retirer",
    charge=charger_invitation,
    methods=["GET", "POST"],
)

attendre(attentes_prestataire, Role.PRESTATAIRE, Role.INTERVENANT)
