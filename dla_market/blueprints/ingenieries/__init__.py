"""Ingénieries: opened on a diagnostic, described, followed to their last payment."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from dla_market.blueprints.ingenieries import cahier_views, ingenieries_views
from dla_market.blueprints.ingenieries.attentes import attentes_charge
from dla_market.blueprints.ingenieries.chargement import (
    charger_diagnostic,
    charger_dossier,
    charger_ingenierie,
)
from dla_market.comptes.models import Role
from dla_market.web.attentes import attendre
from dla_market.web.pages import Reponse
from dla_market.web.routes import Charge, route

bp = Blueprint("ingenieries", __name__)
UNE = "/ingenieries/<int:ingenierie_id>"


def acte(regle: str, vue: Callable[..., Reponse], permission: str, charge: Charge) -> None:
    """A line of the table: a page with its form, and what the form does."""
    route(bp, regle, vue, permission=permission, charge=charge, methods=["GET", "POST"])


route(bp, "/ingenieries", ingenieries_views.lister, permission="ingenierie:lister")
route(bp, UNE, ingenieries_views.consulter, permission="ingenierie:consulter", charge=charger_dossier)
acte(
    "/diagnostics/<int:diagnostic_id>/ingenieries/nouvelle",
    ingenieries_views.creer,
    "ingenierie:creer",
    charger_diagnostic,
)
acte(f"{UNE}/prestations", ingenieries_views.modifier_prestations, "ingenierie:modifier", charger_ingenierie)
acte(f"{UNE}/cahier", cahier_views.rediger_cahier, "cahier:rediger", charger_ingenierie)
acte(f"{UNE}/abandonner", ingenieries_views.abandonner, "ingenierie:abandonner", charger_ingenierie)

attendre(attentes_charge, Role.CHARGE_MISSION)
