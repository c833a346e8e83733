import pytest
from flask import Flask

from dla_market.kernel.db import Base, db, options_moteur, preparer_moteur
from dla_market.commandes import models as _c  # noqa
from dla_market.expertise import models as _e  # noqa
from dla_market.consultations import models as _k  # noqa
from dla_market.fonds import models as _f  # noqa
from dla_market.notices import models as _n  # noqa
from dla_market.kernel import idempotence, numerotation  # noqa
from tests.support import postgres as pg


@pytest.fixture(scope="session")
def serveur_pg():
    p = pg.demarrer()
    yield p
    p.arreter()


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request, tmp_path):
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/b.sqlite"
    else:
        url = request.getfixturevalue("serveur_pg").creer_base("cat")
    app = Flask("t")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options_moteur(url)
    db.init_app(app)
    with app.app_context():
        preparer_moteur(db.engine)
        with db.engine.execution_options(ecriture=True).begin() as cx:
            Base.metadata.create_all(cx)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app):
    from dla_market.kernel.db import session_courante
    return session_courante()
