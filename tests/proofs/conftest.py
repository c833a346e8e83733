"""The databases of the proofs: made for one test each, since what they prove is written in them."""

from __future__ import annotations

import pytest


@pytest.fixture
def url(moteur: str, request: pytest.FixtureRequest) -> str | None:
    """The address of a PostgreSQL database ready to use, None for a SQLite file."""
    if moteur == "sqlite":
        return None
    base = request.getfixturevalue("base_postgres")
    return base.serveur.remettre_base("preuves", base.modele)
