"""Consultations on the buyer's side: launch, follow, open, analyse, choose, award."""

from collections.abc import Callable

from flask import Blueprint

from dla_market.blueprints.consultations.analyse_views import (
    declarer_interet,
    ecarter,
    noter,
    offres,
)
from dla_market.blueprints.consultations.attentes import (
    attentes_dla,
    attentes_responsable,
    attentes_structure,
)
from dla_market.blueprints.consultations.attribution_views import (
    attribuer,
    choisir,
    classer_sans_suite,
    declarer_infructueuse,
)
from dla_market.blueprints.consultations.chargement import (
    charger_consultation,
    charger_ecartee,
    charger_fichier_joint,
    charger_ingenierie,
    charger_ouverte,
    charger_question,
    charger_selection,
)
from dla_market.blueprints.consultations.documents_views import (
    cahier_envoye,
    fichier_joint,
    pv_choix,
    pv_ouverture,
)
from dla_market.blueprints.consultations.invitables_views import demander_provisoire, justifier_selection
from dla_market.blueprints.consultations.lancement_views import lancer
from dla_market.blueprints.consultations.ouverture_views import ouvrir, proces_verbal
from dla_market.blueprints.consultations.preuve_views import preselection_figee, preselection_pdf
from dla_market.blueprints.consultations.selection_views import (
    ajouter_selection,
    consulter_selection,
    ecarter_selection,
    reprendre_selection,
    retirer_selection,
)
from dla_market.blueprints.consultations.suivi_views import (
    consulter,
    lister,
    prolonger,
    repondre_question,
)
from dla_market.comptes.models import Role
from dla_market.web.attentes import attendre
from dla_market.web.pages import Reponse
from dla_market.web.routes import route

bp = Blueprint("consultations", __name__, url_prefix="/consultations")
UNE = "/<int:consultation_id>"
ACTE = ("GET", "POST")
Vue = Callable[..., Reponse]

route(bp, "/", lister, permission="consultation:lister")
route(
    bp,
    "/lancer/<int:ingenierie_id>",
    lancer,
    permission="consultation:lancer",
    charge=charger_ingenierie,
    methods=ACTE,
)
route(
    bp,
    "/selection/<int:ingenierie_id>",
    consulter_selection,
    permission="selection:consulter",
    charge=charger_ingenierie,
)
route(
    bp,
    "/selection/<int:ingenierie_id>/ajouter",
    ajouter_selection,
    permission="selection:ajouter",
    charge=charger_ingenierie,
    methods=["POST"],
)
route(
    bp,
    "/selection/lignes/<int:selection_id>/justifier",
    justifier_selection,
    permission="selection:justifier",
    charge=charger_selection,
    methods=ACTE,
)
route(
    bp,
    "/selection/lignes/<int:selection_id>/provisoire",
    demander_provisoire,
    permission="provisoire:demander",
    charge=charger_selection,
    methods=ACTE,
)
route(
    bp,
    "/selection/lignes/<int:selection_id>/retirer",
    retirer_selection,
    permission="selection:retirer",
    charge=charger_selection,
    methods=["POST"],
)
route(
    bp,
    "/selection/<int:ingenierie_id>/ecarter",
    ecarter_selection,
    permission="selection:ecarter",
    charge=charger_ingenierie,
    methods=["POST"],
)
route(
    bp,
    "/selection/ecartees/<int:ecartee_id>/reprendre",
    reprendre_selection,
    permission="selection:reprendre",
    charge=charger_ecartee,
    methods=["POST"],
)
PAGES: tuple[tuple[Vue, str, str, tuple[str, ...]], ...] = (
    (consulter, "", "consulter", ("GET",)),
    (prolonger, "/prolonger", "prolonger", ACTE),
    (preselection_figee, "/preselection", "lire_preselection", ("GET",)),
    (preselection_pdf, "/preselection.pdf", "lire_preselection", ("GET",)),
    (ouvrir, "/ouvrir", "ouvrir", ACTE),
    (cahier_envoye, "/cahier.pdf", "consulter", ("GET",)),
    (proces_verbal, "/proces-verbal", "lire_offres", ("GET",)),
    (pv_ouverture, "/proces-verbal/ouverture.pdf", "lire_offres", ("GET",)),
    (pv_choix, "/proces-verbal/choix.pdf", "lire_offres", ("GET",)),
    (declarer_interet, "/declarer-interet", "declarer_interet", ACTE),
    (offres, "/offres", "lire_offres", ("GET",)),
    (choisir, "/choisir", "choisir", ACTE),
    (attribuer, "/attribuer", "attribuer", ACTE),
    (declarer_infructueuse, "/declarer-infructueuse", "declarer_infructueuse", ACTE),
    (classer_sans_suite, "/classer-sans-suite", "classer_sans_suite", ACTE),
)
for page, suite, verbe, methodes in PAGES:
    route(
        bp,
        UNE + suite,
        page,
        permission=f"consultation:{verbe}",
        charge=charger_consultation,
        methods=methodes,
    )
route(
    bp,
    f"{UNE}/ressources/<int:edition_id>/fichier",
    fichier_joint,
    permission="consultation:consulter",
    charge=charger_fichier_joint,
)
route(
    bp,
    f"{UNE}/questions/<int:question_id>/repondre",
    repondre_question,
    permission="consultation:repondre_question",
    charge=charger_question,
    methods=["POST"],
)
route(
    bp,
    f"{UNE}/offres/<offre_id>/noter",
    noter,
    permission="consultation:noter",
    charge=charger_ouverte,
    methods=["POST"],
)
route(
    bp,
    f"{UNE}/offres/<offre_id>/ecarter",
    ecarter,
    permission="consultation:ecarter",
    charge=charger_ouverte,
    methods=ACTE,
)

attendre(attentes_dla, Role.CHARGE_MISSION, Role.RESPONSABLE)
attendre(attentes_responsable, Role.RESPONSABLE)
attendre(attentes_structure, Role.STRUCTURE)
