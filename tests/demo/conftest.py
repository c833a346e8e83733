from __future__ import annotations

import pytest

from dla_market.demo.lignes import France2012
from dla_market.demo.solveur import resoudre
from dla_market.demo.territoires import Territoires, lire_territoires
from dla_market.referentiel.chargement import TERRITOIRES
from tests.support.oracle import lire_oracle


@pytest.fixture(scope="session")
def carte() -> Territoires:
    return lire_territoires(TERRITOIRES)


@pytest.fixture(scope="session")
def france(carte: Territoires) -> France2012:
    return resoudre(carte)


@pytest.fixture(scope="session")
def activite() -> dict[str, float]:
    """The report's indicators of 2012."""
    lignes = lire_oracle("activite.csv")
    return {ligne["indicateur"]: float(ligne["valeur"]) for ligne in lignes if ligne["annee"] == "2012"}
