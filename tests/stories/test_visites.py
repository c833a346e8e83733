"""Every page that an account of the demonstration reaches by links: axe, the policy, a telephone's width."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from dla_market.demo.personnes import COMPTES, MOT_DE_PASSE
from tests.stories.promenade import Personne

pytestmark = [
    pytest.mark.navigateur,
    # Flask-Security's own form
    pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples"),
]

DOCUMENTS = (
    *("commandes.document", "consultations.pv_", "consultations.cahier_envoye", "invitations.cahier_recu"),
    *(
        "bilan.telecharger",
        "catalogue.telecharger",
        "sollicitations.exporter",
        "consultations.preselection_pdf",
        "pieces.telecharger",
        "static",
    ),
)
"""Endpoints that answer with a file: a browser saves it, there is no page to check."""
UN_PAR_ROLE = list({c.role: c for c in reversed(COMPTES)}.values())[::-1]
AU_MOINS = 5
"""Pages that the least endowed role meets."""

DEPARTS = ("/a-faire", "/", "/messages")
"""Where each begins."""

LIEN = re.compile(r'<a\b[^>]*\shref="(/[^"]*)"')
REGARDEES: Counter[str] = Counter()
"""How many roles have looked at each page."""


@pytest.mark.parametrize(
    "roles_par_page",
    [pytest.param(1, id="une_fois"), pytest.param(len(UN_PAR_ROLE), id="chacun", marks=pytest.mark.long)],
)
@pytest.mark.parametrize("compte", UN_PAR_ROLE, ids=lambda c: c.role.value)
def test_every_page_within_reach_is_sound(browser, demonstration, photos, compte, roles_par_page):
    """Each page under the first role that reaches it and, in the long campaign, under each."""
    personne = Personne(
        browser, demonstration, compte.prenom, javascript=True, courriel=compte.courriel, secret=MOT_DE_PASSE
    )
    personne.photos = photos
    vues: set[str] = set()
    a_voir = list(DEPARTS)
    while a_voir:
        chemin = a_voir.pop(0)
        endpoint = endpoint_de(demonstration.app, chemin)
        if endpoint is None or endpoint in vues:
            continue
        vues.add(endpoint)
        if chemin in DEPARTS or REGARDEES[endpoint] < roles_par_page:
            REGARDEES[endpoint] += 1
            personne.aller(chemin).tient_sur_un_telephone()
            html = personne.page.content()
        else:  # looked at already; under this role it may still lead elsewhere
            html = personne.contexte.request.get(chemin).text()
        a_voir += [unescape(lien) for lien in LIEN.findall(html)]
    personne.fermer()
    assert len(vues) >= AU_MOINS, vues


def endpoint_de(app: Flask, chemin: str) -> str | None:
    """The endpoint of a page; None where the address gives no page."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(urlsplit(chemin).path, method="GET")
    except HTTPException:
        return None
    return None if endpoint.startswith(DOCUMENTS) else str(endpoint)
