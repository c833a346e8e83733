"""The référencement: the calls that anyone reads, what a prestataire asks and a région decides, the gaps."""

from collections.abc import Callable

from flask import Blueprint

from dla_market.blueprints.referencement import attentes, panneaux
from dla_market.blueprints.referencement.appels_views import (
    consulter_appel,
    lister_appels,
    publier_appel,
    rediger_appel,
)
from dla_market.blueprints.referencement.chargement import (
    charger_appel_ouvert,
    charger_brouillon,
    charger_ma_fiche,
    charger_ma_region,
)
from dla_market.blueprints.referencement.couverture_views import couverture
from dla_market.blueprints.referencement.demandes_views import completer, demander, miens, proposer
from dla_market.blueprints.referencement.dossiers_views import (
    accepter,
    consulter,
    demander_complement,
    instruire,
    lister,
    reconnaitre,
    refuser,
)
from dla_market.blueprints.referencement.provisoires_views import decider_provisoire, lister_provisoires
from dla_market.blueprints.referencement.retraits_views import (
    abandonner_retrait,
    notifier_retrait,
    prononcer_retrait,
    repondre_retrait,
)
from dla_market.blueprints.referencement.sorties_views import renoncer, retirer
from dla_market.consultations.provisoires import charger_provisoire
from dla_market.referencement.queries import charger, charger_retrait
from dla_market.web.pages import Reponse
from dla_market.web.routes import route

__all__ = ["attentes", "bp", "panneaux"]

bp = Blueprint("referencement", __name__)
ECRIRE = ("GET", "POST")

route(bp, "/appels", lister_appels, public=True)
route(bp, "/appels/<int:appel_id>", consulter_appel, public=True)
route(
    bp,
    "/appels/<int:appel_id>/demander",
    demander,
    permission="referencement:demander",
    charge=charger_appel_ouvert,
    methods=ECRIRE,
)
route(bp, "/mon-appel", rediger_appel, permission="appel:rediger", charge=charger_ma_region, methods=ECRIRE)
route(
    bp,
    "/mon-appel/publier",
    publier_appel,
    permission="appel:publier",
    charge=charger_brouillon,
    methods=ECRIRE,
)
route(bp, "/mes-referencements", miens, permission="referencement:lister_siens", charge=charger_ma_fiche)
route(bp, "/referencements", lister, permission="referencement:lister")
route(bp, "/referencements/provisoires", lister_provisoires, permission="provisoire:lister")
route(
    bp,
    "/referencements/provisoires/<int:provisoire_id>",
    decider_provisoire,
    permission="provisoire:decider",
    charge=charger_provisoire,
    methods=ECRIRE,
)
route(
    bp,
    "/referencements/<int:referencement_id>",
    consulter,
    permission="referencement:consulter",
    charge=charger,
)
route(
    bp,
    "/referencements/<int:referencement_id>/instruire",
    instruire,
    permission="referencement:instruire",
    charge=charger,
    methods=["POST"],
)
ACTES: tuple[Callable[..., Reponse], ...] = (
    demander_complement,
    completer,
    accepter,
    refuser,
    reconnaitre,
    proposer,
    retirer,
    renoncer,
    notifier_retrait,
)
for vue in ACTES:
    route(
        bp,
        f"/referencements/<int:referencement_id>/{vue.__name__.replace('_', '-')}",
        vue,
        permission=f"referencement:{vue.__name__}",
        charge=charger,
        methods=ECRIRE,
    )
for vue in (repondre_retrait, prononcer_retrait, abandonner_retrait):
    route(
        bp,
        f"/retraits/<int:retrait_id>/{vue.__name__.removesuffix('_retrait')}",
        vue,
        permission=f"referencement:{vue.__name__}",
        charge=charger_retrait,
        methods=ECRIRE,
    )
route(bp, "/couverture", couverture, permission="couverture:consulter")
