from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dla_market import tables
from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.db import db, options_moteur, preparer_moteur, unit_of_work
from tests.consultations.monde import DEBUT, Monde, peupler


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "essai.sqlite3"


@pytest.fixture
def application(base: Path) -> Iterator[Flask]:
    application = Flask("essai")
    url = f"sqlite:///{base}"
    application.config |= {"SQLALCHEMY_DATABASE_URI": url, "SQLALCHEMY_ENGINE_OPTIONS": options_moteur(url)}
    db.init_app(application)
    with application.app_context():
        preparer_moteur(db.engine)
        tables.metadata.create_all(db.engine.execution_options(ecriture=True))
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(application: Flask) -> Iterator[Session]:
    """One unit of work for the whole test, rolled back or committed at its end."""
    with clock.arretee_a(DEBUT), unit_of_work() as ouverte:
        yield ouverte


@pytest.fixture
def coffre() -> Coffre:
    return Coffre([bytes(range(32))])


@pytest.fixture
def monde(session: Session) -> Monde:
    return peupler(session)
