"""A small world: one DLA, its fund, a structure, a provider, an awarded consultation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dla_market.kernel import clock
from tests.commandes.monde import Monde, creer_monde

MAINTENANT = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)


@pytest.fixture
def monde(session) -> Monde:
    with clock.arretee_a(MAINTENANT):
        yield creer_monde(session)
