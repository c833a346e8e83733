"""The browser's people, and their small world, at a pinned clock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from dla_market.kernel import clock
from tests.stories.monde import DEBUT, Monde, ouvrir
from tests.support.serveur import servir


@pytest.fixture
def monde(tmp_path: Path) -> Iterator[Monde]:
    """The small Drôme, served, on its first morning."""
    with clock.arretee_a(DEBUT), ouvrir(tmp_path / "drome") as monde:
        yield monde


@pytest.fixture(scope="session")
def demonstration(app_demo: Flask) -> Iterator[Monde]:
    """The demonstration, served and only read."""
    with servir(app_demo) as adresse:
        yield Monde(app_demo, adresse)


@pytest.fixture(scope="session")
def photos() -> Path | None:
    """Where DLA_PHOTOS asks for a picture of each page met, None without it."""
    dossier = os.environ.get("DLA_PHOTOS")
    if dossier is None:
        return None
    Path(dossier).mkdir(parents=True, exist_ok=True)
    return Path(dossier)
