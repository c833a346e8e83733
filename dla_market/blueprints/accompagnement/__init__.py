"""The structures and their diagnostics: the DLA's pages, and the home of a structure."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from dla_market.blueprints.accompagnement import (
    diagnostics_views,
    mon_accompagnement_views,
    structures_views,
)
from dla_market.blueprints.accompagnement.attentes import attentes_charge, attentes_structure
from dla_market.blueprints.accompagnement.chargement import (
    charger_diagnostic,
    charger_section,
    charger_structure,
)
from dla_market.comptes.models import Role
from dla_market.web.attentes import attendre
from dla_market.web.pages import Reponse
from dla_market.web.routes import Charge, route

bp = Blueprint("accompagnement", __name__)
UNE_STRUCTURE = "/structures/<int:structure_id>"
UN_DIAGNOSTIC = "/diagnostics/<int:diagnostic_id>"


def acte(regle: str, vue: Callable[..., Reponse], permission: str, charge: Charge | None = None) -> None:
    """A line of the table: a page with its form, and what the form does."""
    route(bp, regle, vue, permission=permission, charge=charge, methods=["GET", "POST"])


route(
    bp,
    "/mon-accompagnement",
    mon_accompagnement_views.mon_accompagnement,
    permission="accompagnement:consulter",
)
route(bp, "/structures", structures_views.lister, permission="structure:lister")
acte("/structures/nouvelle", structures_views.creer, "structure:creer")
route(
    bp,
    UNE_STRUCTURE,
    structures_views.consulter,
    permission="structure:consulter",
    charge=charger_structure,
)
acte(f"{UNE_STRUCTURE}/modifier", structures_views.modifier, "structure:modifier", charger_structure)
acte(f"{UNE_STRUCTURE}/accueillir", structures_views.accueillir, "structure:accueillir", charger_structure)
acte(
    f"{UNE_STRUCTURE}/diagnostics/nouveau",
    diagnostics_views.commencer,
    "diagnostic:commencer",
    charger_structure,
)
route(
    bp,
    UN_DIAGNOSTIC,
    diagnostics_views.consulter_diagnostic,
    permission="diagnostic:consulter",
    charge=charger_diagnostic,
)
acte(
    f"{UN_DIAGNOSTIC}/rediger/<section>",
    diagnostics_views.rediger_diagnostic,
    "diagnostic:rediger",
    charger_section,
)
acte(
    f"{UN_DIAGNOSTIC}/partager",
    diagnostics_views.partager_diagnostic,
    "diagnostic:partager",
    charger_diagnostic,
)
acte(
    f"{UN_DIAGNOSTIC}/valider", diagnostics_views.valider_diagnostic, "diagnostic:valider", charger_diagnostic
)
acte(
    f"{UN_DIAGNOSTIC}/demander-changements",
    diagnostics_views.demander_changements,
    "diagnostic:demander_changements",
    charger_diagnostic,
)

attendre(attentes_structure, Role.STRUCTURE)
attendre(attentes_charge, Role.CHARGE_MISSION)
