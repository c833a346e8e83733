"""The grid and the URL table hold together: nothing is open by omission (reliability A1 to A3)."""

import pytest
from flask import Blueprint, Flask

from dla_market.comptes.models import Role
from dla_market.policies.grid import GRILLE, permits
from dla_market.web.routes import DROITS, route

LECTURES = {"consulter", "lister", "chercher", "lire_offres", "exporter", "lister_a_publier", "lister_siens"}
"""Verbs that only read."""
SANS_DROIT = ("security.", "static")
"""Flask-Security's own pages, which are each person's own, and the style sheets."""


@pytest.fixture
def moteur():
    return "sqlite"


ENTREES = {"comptes.rejoindre", "catalogue.proposer_ses_services"}
"""The doors by which someone without an account comes in: a link that was mailed, a form that mails one."""


def test_every_route_says_what_it_demands(app):
    muettes = [
        r.endpoint
        for r in app.url_map.iter_rules()
        if not r.endpoint.startswith(SANS_DROIT) and r.endpoint not in DROITS
    ]
    assert muettes == []


def test_public_routes_are_these(app):
    publiques = {e for e, droit in DROITS.items() if droit.permission is None}
    pages = {
        "accueil.porte",
        "accueil.accessibilite",
        "accueil.mentions",
        "accueil.credits",
        "referencement.lister_appels",
        "referencement.consulter_appel",
    }
    assert publiques == pages | ENTREES


def test_no_write_stands_under_a_permission_to_read(app):
    fautes = [
        f"{r.rule} {droit.permission}"
        for r in app.url_map.iter_rules()
        if (droit := DROITS.get(r.endpoint)) and "POST" in r.methods
        if r.endpoint not in ENTREES
        if droit.permission is None or droit.permission.split(":")[1] in LECTURES - {"consulter"}
        if droit.permission != "message:consulter"
    ]
    assert fautes == []


def test_no_route_takes_other_methods(app):
    autres = {m for r in app.url_map.iter_rules() for m in r.methods} - {"GET", "HEAD", "OPTIONS", "POST"}
    assert autres == set()


def test_every_permission_serves_a_route(app):
    demandees = {droit.permission for droit in DROITS.values()}
    assert set(GRILLE) - demandees == set()


def test_what_the_grid_does_not_say_is_denied(app):
    class Quiconque:
        role = Role.PILOTE

    assert not permits(Quiconque(), "invention:faire")


def test_a_route_without_a_permission_is_refused_at_start():
    bp = Blueprint("essai", __name__)
    with pytest.raises(ValueError, match="names a permission"):
        route(bp, "/essai", lambda: None)
    with pytest.raises(ValueError, match="not in the grid"):
        route(bp, "/essai", lambda: None, permission="invention:faire")


def test_a_bare_route_is_seen():
    """The control of the first test: a route added beside the table is found."""
    nue = Flask("nue")
    nue.add_url_rule("/porte-derobee", "porte_derobee", lambda: "")
    trouvees = [r.endpoint for r in nue.url_map.iter_rules() if r.endpoint not in DROITS]
    assert "porte_derobee" in trouvees
