"""Pages are tested on SQLite alone: what differs between databases lies below them."""

import pytest


@pytest.fixture
def moteur() -> str:
    return "sqlite"
