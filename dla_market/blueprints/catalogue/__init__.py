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
from dla_market.blueprints.catalogue.fichiers_views import (
    USAGE_CV,
    deposer_cv,
    deposer_logo,
    retirer_cv,
    retirer_logo,
    telecharger_cv,
    voir_logo,
)
from dla_market.blueprints.catalogue.fusion_views import fusionner
from dla_market.blueprints.catalogue.histoire_views import apercu, comparer, historique, relire
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
from dla_market.blueprints.catalogue.vie_views import (
    abandonner,
    annoncer,
    fermer,
    ma_suspension,
    procedure,
    retablir,
    rouvrir,
    suivre,
    suspendre,
)
from dla_market.catalogue.creation import charger_origine
from dla_market.catalogue.fusion import charger_fusionnable, charger_ou_suivre
from dla_market.catalogue.queries import (
    charger,
    charger_avec_logo,
    charger_cv,
    charger_equipier,
    charger_suivie,
)
from dla_market.kernel.fichiers.images import USAGE_IMAGE
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
route(
    bp,
    "/catalogue/<int:prestataire_id>/logo",
    voir_logo,
    permission="fiche:consulter",
    charge=charger_avec_logo,
)
route(
    bp,
    "/catalogue/intervenants/<int:intervenant_id>/cv",
    telecharger_cv,
    permission="cv:telecharger",
    charge=charger_cv,
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
route(bp, "/ma-fiche/apercu", apercu, permission="fiche:modifier", charge=charger_ma_fiche)
route(
    bp,
    "/ma-fiche/historique",
    historique,
    permission="fiche:lire_historique",
    charge=charger_ma_fiche,
    endpoint="mon_historique",
)
route(
    bp,
    "/ma-fiche/suspension",
    ma_suspension,
    permission="fiche:repondre_suspension",
    charge=charger_ma_fiche,
    methods=ECRIRE,
)
route(
    bp,
    "/ma-fiche/fermer",
    fermer,
    permission="fiche:fermer",
    charge=charger_ma_fiche,
    methods=ECRIRE,
    endpoint="fermer_ma_fiche",
)
route(
    bp,
    "/ma-fiche/logo",
    deposer_logo,
    permission="fiche:deposer_logo",
    charge=charger_ma_fiche,
    methods=ECRIRE,
    octets=USAGE_IMAGE.octets,
)
route(
    bp,
    "/ma-fiche/logo/retirer",
    retirer_logo,
    permission="fiche:retirer_logo",
    charge=charger_ma_fiche,
    methods=ECRIRE,
)
route(
    bp,
    "/ma-fiche/equipe/<int:intervenant_id>/cv",
    deposer_cv,
    permission="cv:deposer",
    charge=charger_equipier,
    methods=ECRIRE,
    octets=USAGE_CV.octets,
)
route(
    bp,
    "/ma-fiche/equipe/<int:intervenant_id>/cv/retirer",
    retirer_cv,
    permission="cv:retirer",
    charge=charger_equipier,
    methods=ECRIRE,
)
route(bp, "/ma-fiche/rouvrir", rouvrir, permission="fiche:rouvrir", charge=charger_ma_fiche, methods=ECRIRE)
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

FICHE = "/fiches/<int:prestataire_id>"
route(bp, "/fiches", suivre, permission="fiche:suivre")
for chemin, vue, permission, methodes in (
    ("historique", historique, "fiche:lire_historique", ("GET",)),
    ("changements", comparer, "fiche:comparer", ("GET",)),
    ("relire", relire, "fiche:relire", ECRIRE),
    ("suspension", procedure, "fiche:suivre", ("GET",)),
    ("suspension/annoncer", annoncer, "fiche:annoncer_suspension", ECRIRE),
    ("suspension/prononcer", suspendre, "fiche:suspendre", ECRIRE),
    ("suspension/abandonner", abandonner, "fiche:abandonner_suspension", ECRIRE),
    ("suspension/lever", retablir, "fiche:retablir", ECRIRE),
    ("fermer", fermer, "fiche:fermer", ECRIRE),
):
    route(bp, f"{FICHE}/{chemin}", vue, permission=permission, charge=charger_suivie, methods=methodes)

declarer(LECTURE)
