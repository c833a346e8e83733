"""The documents of the prestataires: deposit one's own, read and verify those of others."""

from flask import Blueprint

from dla_market.blueprints.pieces import attentes
from dla_market.blueprints.pieces.chargement import (
    charger_depot,
    charger_le_mien,
    charger_piece,
    charger_prestataire,
)
from dla_market.blueprints.pieces.depot_views import consulter_les_miennes, deposer
from dla_market.blueprints.pieces.lecture_views import (
    accepter,
    consulter,
    lister,
    lister_a_verifier,
    refuser,
    telecharger,
)
from dla_market.pieces.rules import OCTETS_MAX
from dla_market.web.routes import route

__all__ = ["attentes", "bp"]

bp = Blueprint("pieces", __name__)
ECRIRE = ("GET", "POST")

route(
    bp,
    "/mes-documents",
    consulter_les_miennes,
    permission="piece:consulter_les_miennes",
    charge=charger_le_mien,
)
route(
    bp,
    "/mes-documents/<genre>",
    deposer,
    permission="piece:deposer",
    charge=charger_depot,
    methods=ECRIRE,
    octets=OCTETS_MAX,
)
route(bp, "/documents", lister_a_verifier, permission="piece:lister_a_verifier")
route(bp, "/documents/de/<int:prestataire_id>", lister, permission="piece:lister", charge=charger_prestataire)
route(bp, "/documents/<int:piece_id>", consulter, permission="piece:consulter", charge=charger_piece)
route(
    bp, "/documents/<int:piece_id>/fichier", telecharger, permission="piece:telecharger", charge=charger_piece
)
route(
    bp,
    "/documents/<int:piece_id>/accepter",
    accepter,
    permission="piece:accepter",
    charge=charger_piece,
    methods=ECRIRE,
)
route(
    bp,
    "/documents/<int:piece_id>/refuser",
    refuser,
    permission="piece:refuser",
    charge=charger_piece,
    methods=ECRIRE,
)
