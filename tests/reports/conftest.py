from __future__ import annotations

import pytest

from dla_market.kernel.db import unit_of_work
from tests.reports.petite_annee import Petit, jouer


@pytest.fixture
def petit(session) -> Petit:
    """The small year, written and committed."""
    with unit_of_work() as ecriture:
        return jouer(ecriture)
