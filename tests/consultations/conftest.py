from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.db import unit_of_work
from tests.consultations.monde import DEBUT, Monde, peupler


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """One unit of work for the whole test, at DEBUT."""
    with clock.arretee_a(DEBUT), unit_of_work() as ouverte:
        yield ouverte


@pytest.fixture
def coffre() -> Coffre:
    return Coffre([bytes(range(32))])


@pytest.fixture
def monde(session: Session) -> Monde:
    return peupler(session)


@pytest.fixture
def fichier(base_sqlite) -> Path:
    """The database on the disk, on SQLite: an application in its context, and the file it writes."""
    base_sqlite.remettre()
    with base_sqlite.app.app_context():
        yield base_sqlite.dossier / "dla.sqlite3"
