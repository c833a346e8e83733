"""The README's two pictures, taken from the demonstration: kept when DLA_IMAGES asks for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dla_market.demo.personnes import COMPTES, MOT_DE_PASSE
from dla_market.kernel import clock
from tests.stories.promenade import Personne

pytestmark = pytest.mark.navigateur

IMAGES = Path(__file__).parents[2] / "docs" / "images"
OCTETS_MAX = 300_000
CADRE = {"width": 1280, "height": 1000}
COMPTES_PAR_PRENOM = {c.prenom: c for c in COMPTES}


@pytest.mark.parametrize(
    ("nom", "prenom", "chemin"),
    [
        ("catalogue", "Camille", "/catalogue?texte=modèle+économique&departement=26"),
        ("fonds", "Bruno", f"/fonds/{clock.today().year}"),
    ],
    ids=["catalogue", "fonds"],
)
def test_the_readme_shows_the_program_as_it_is(browser, demonstration, tmp_path, nom, prenom, chemin):
    compte = COMPTES_PAR_PRENOM[prenom]
    personne = Personne(
        browser, demonstration, nom, javascript=True, courriel=compte.courriel, secret=MOT_DE_PASSE
    )
    personne.aller(chemin).page.set_viewport_size(CADRE)
    dossier = IMAGES if os.environ.get("DLA_IMAGES") else tmp_path
    image = personne.page.screenshot(path=dossier / f"{nom}.png", caret="initial")
    personne.fermer()
    assert len(image) <= OCTETS_MAX
    assert (IMAGES / f"{nom}.png").is_file()
