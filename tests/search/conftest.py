from pathlib import Path

import pytest

from dla_market.search import Indexeur, NaifMoteur, SourceEnMemoire, WhooshMoteur
from tests.search.fabrique import SYNONYMES, fabriquer


@pytest.fixture(scope="session")
def source_generee() -> SourceEnMemoire:
    return SourceEnMemoire(fabriquer(220, part_a_part=0.4), SYNONYMES)


@pytest.fixture(scope="session")
def moteur_rapide(source_generee, tmp_path_factory) -> WhooshMoteur:
    dossier = tmp_path_factory.mktemp("index")
    Indexeur(dossier).reconstruire(source_generee)
    moteur = WhooshMoteur()
    moteur.ouvrir(dossier)
    yield moteur
    moteur.fermer()


@pytest.fixture(scope="session")
def moteur_naif(source_generee) -> NaifMoteur:
    moteur = NaifMoteur(source_generee)
    moteur.ouvrir(Path())
    return moteur
