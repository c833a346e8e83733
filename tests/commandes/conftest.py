"""A small world on each database: one DLA, its fund, a structure, a provider, an awarded consultation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from dla_market.kernel import clock
from dla_market.kernel.db import Base, db, options_moteur, preparer_moteur, session_courante
from tests.commandes.monde import Monde, creer_monde
from tests.support.postgres import demarrer

MAINTENANT = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres():
    serveur = demarrer()
    yield serveur
    serveur.arreter()


@pytest.fixture(params=["sqlite", "postgresql"])
def adresse(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'dla.sqlite'}"
        return
    serveur = request.getfixturevalue("postgres")
    yield serveur.creer_base("commandes")
    serveur.supprimer_base("commandes")


@pytest.fixture
def session(adresse):
    app = Flask(__name__)
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": adresse, **options_moteur(adresse)}}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options_moteur(adresse)
    app.config["SQLALCHEMY_DATABASE_URI"] = adresse
    db.init_app(app)
    with app.app_context():
        preparer_moteur(db.engine)
        with db.engine.execution_options(ecriture=True).begin() as connexion:
            Base.metadata.create_all(connexion)
        yield session_courante()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def horloge():
    with clock.arretee_a(MAINTENANT):
        yield


@pytest.fixture
def monde(session) -> Monde:
    return creer_monde(session)
