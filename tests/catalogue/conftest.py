"""A database of each kind with every table, for the rooms whose tests stand here."""

import pytest
from flask import Flask

from dla_market.commandes import models as _commandes
from dla_market.expertise import models as _expertise
from dla_market.kernel.db import Base, db, options_moteur, preparer_moteur, session_courante
from tests.support import postgres

MODELES = (_commandes, _expertise)


@pytest.fixture(scope="session")
def serveur_pg():
    serveur = postgres.demarrer()
    yield serveur
    serveur.arreter()


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, tmp_path):
    url = f"sqlite:///{tmp_path}/base.sqlite"
    if request.param == "postgresql":
        url = request.getfixturevalue("serveur_pg").creer_base("catalogue")
    app = Flask("essai")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options_moteur(url)
    db.init_app(app)
    with app.app_context():
        preparer_moteur(db.engine)
        with db.engine.execution_options(ecriture=True).begin() as connexion:
            Base.metadata.create_all(connexion)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app):
    return session_courante()
