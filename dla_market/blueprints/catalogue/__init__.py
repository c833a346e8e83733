"""The catalogue: search, fiche, a prestataire's own fiche in steps, fiches to publish."""

from flask import Blueprint

from dla_market.blueprints.catalogue import attentes
from dla_market.blueprints.catalogue.adresses import LECTURE
from dla_market.blueprints.catalogue.creation_views import (
    creer,
    lister_proposees,
    proposer_ses_services,
    relancer,
)
from dla_market.blueprints.catalogue.export_views import exporter, telecharger
from dla_market.blueprints.catalogue.fiche_views import consulter
from dla_market.blueprints.catalogue.fusion_views import fusionner
from dla_market.blueprints.catalogue.ma_fiche_views import (
    charger_etape,
    charger_ma_fiche,
    confirmer,
    ma_fiche,
    modifier,
    soumettre,
)
from dla_market.blueprints.catalogue.publication_views import lister_a_publier, publier, renvoyer
from dla_market.blueprints.catalogue.recherche_views import chercher, ordre
from dla_market.blueprints.catalogue.situation_views import situer
from dla_market.catalogue.creation import charger_origine
from dla_market.catalogue.fusion import charger_fusionnable, charger_ou_suivre
from dla_market.catalogue.queries import charger
from dla_market.web.recherches import declarer
from dla_market.web.routes import route

__all__ = ["attentes", "bp"]

bp = Blueprint("catalogue", __name__)
ECRIRE = ("GET", "POST")

route(bp, "/catalogue", chercher, permission="fiche:chercher")
route(bp, "/catalogue/exporter", exporter, permission="fiche:exporter")
route(bp, "/catalogue/exporter/<forme>", telecharger, permission="fiche:exporter")
route(bp, "/catalogue/ordre", ordre, permission="fiche:chercher")
route(
    bp, "/catalogue/<int:prestataire_id>", consulter, permission="fiche:consulter", charge=charger_ou_suivre
)
route(bp, "/catalogue/creer", creer, permission="fiche:creer", methods=ECRIRE)
route(bp, "/catalogue/proposees", lister_proposees, permission="fiche:lister_proposees")
route(
    bp,
    "/catalogue/proposees/<int:prestataire_id>/relancer",
    relancer,
    permission="fiche:relancer",
    charge=charger_origine,
    methods=ECRIRE,
)
route(
    bp,
    "/catalogue/<int:prestataire_id>/fusionner",
    fusionner,
    permission="fiche:fusionner",
    charge=charger_fusionnable,
    methods=ECRIRE,
)
route(bp, "/proposer-vos-services", proposer_ses_services, public=True, methods=ECRIRE)

route(bp, "/ma-fiche", ma_fiche, permission="fiche:modifier", charge=charger_ma_fiche)
route(bp, "/ma-fiche/recherche", situer, permission="fiche:situer", charge=charger_ma_fiche)
route(
    bp,
    "/ma-fiche/soumettre",
    soumettre,
    permission="fiche:soumettre",
    charge=charger_ma_fiche,
    methods=ECRIRE,
)
route(
    bp,
    "/ma-fiche/confirmer",
    confirmer,
    permission="fiche:confirmer",
    charge=charger_ma_fiche,
    methods=ECRIRE,
)
route(bp, "/ma-fiche/<etape>", modifier, permission="fiche:modifier", charge=charger_etape, methods=ECRIRE)

route(bp, "/fiches-a-publier", lister_a_publier, permission="fiche:lister_a_publier")
route(
    bp,
    "/fiches-a-publier/<int:prestataire_id>/publier",
    publier,
    permission="fiche:publier",
    charge=charger,
    methods=ECRIRE,
)
route(
    bp,
    "/fiches-a-publier/<int:prestataire_id>/renvoyer",
    renvoyer,
    permission="fiche:renvoyer",
    charge=charger,
    methods=ECRIRE,
)

declarer(LECTURE)
