from collections.abc import Iterator

import pytest

from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from tests.referencement.monde import DEBUT, Monde, peupler


@pytest.fixture
def monde(app) -> Iterator[Monde]:
    with clock.arretee_a(DEBUT):
        with unit_of_work() as session:
            monde = peupler(session)
        yield monde
