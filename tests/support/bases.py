"""Databases for tests: migrated once a run, copied before each test."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache, StrictUndefined

from dla_market.app import create_app
from dla_market.config import Config
from dla_market.kernel.db import db, moteur_ecriture, unit_of_work
from dla_market.referentiel.chargement import charger
from tests.support.client import Client
from tests.support.postgres import Postgres
from tests.support.territoires import ecrire_territoires

UID = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"p{os.getpid()}")[:12]
OUVRIER = os.environ.get("PYTEST_XDIST_WORKER", "seul")
SECRET = "un secret de test, long et sans valeur"
DOSSIER = Path(tempfile.gettempdir()) / f"dla-bases-{UID}"


def config_de(dossier: Path, url: str | None = None, **reglages: str) -> Config:
    """A test configuration whose data stand in `dossier`."""
    environ = {
        "DLA_ENV": "test",
        "DLA_DATA": str(dossier),
        "SECRET_KEY": SECRET,
    }
    return Config.from_env(environ | ({"DATABASE_URL": url} if url else {}) | reglages)


def remplir(app: Flask) -> None:
    """Migrate, then load the nomenclatures."""
    with app.app_context():
        upgrade()
        with unit_of_work() as session:
            charger(session, ecrire_territoires(DOSSIER / "territoires"))
        db.session.remove()
        db.engine.dispose()


def pour_les_tests(app: Flask) -> Flask:
    """The application with the linting client, where a name that a template does not know fails.

    A template is compiled once a run, not once an application.
    """
    gabarits = DOSSIER / "gabarits"
    gabarits.mkdir(parents=True, exist_ok=True)
    app.test_client_class = Client
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(gabarits))
    return app


@contextmanager
def seul(nom: str) -> Iterator[None]:
    """One process at a time, of all those of the run."""
    DOSSIER.mkdir(exist_ok=True)
    with (DOSSIER / f"{nom}.verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        yield


def modele_sqlite() -> Path:
    """The migrated SQLite file that tests copy, made by the first process that asks."""
    fichier = DOSSIER / "modele.sqlite3"
    with seul("modele"):
        if not fichier.exists():
            atelier = DOSSIER / "atelier"
            app = create_app(config_de(atelier))
            remplir(app)
            with app.app_context(), moteur_ecriture(db.engine).connect() as connexion:
                connexion.connection.dbapi_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy(atelier / "dla.sqlite3", DOSSIER / "modele.partiel")
            (DOSSIER / "modele.partiel").rename(fichier)
    return fichier


class BaseSqlite:
    """A database file for one process, put back to the model before each test."""

    def __init__(self) -> None:
        self.dossier = DOSSIER / f"sqlite-{OUVRIER}"
        self.modele = modele_sqlite()
        self.app = pour_les_tests(create_app(config_de(self.dossier)))

    def remettre(self) -> None:
        """The model's content again."""
        with self.app.app_context():
            db.engine.dispose()
        base = self.dossier / "dla.sqlite3"
        for fichier in (base, Path(f"{base}-wal"), Path(f"{base}-shm")):
            fichier.unlink(missing_ok=True)
        shutil.copy(self.modele, base)


class BasePostgres:
    """A database of the run's server for one process, put back to the model before each test."""

    def __init__(self, serveur: Postgres) -> None:
        self.serveur = serveur
        self.modele = serveur.creer_modele("modele", self._remplir)
        self.nom = f"essai_{OUVRIER}"
        url = serveur.remettre_base(self.nom, self.modele)
        self.app = pour_les_tests(create_app(config_de(DOSSIER / f"pg-{OUVRIER}", url)))
        self.neuve = True

    def _remplir(self, url: str) -> None:
        remplir(create_app(config_de(DOSSIER / "atelier-pg", url)))

    def remettre(self) -> None:
        """The model's content again."""
        if self.neuve:
            self.neuve = False
            return
        with self.app.app_context():
            db.engine.dispose()
        self.serveur.remettre_base(self.nom, self.modele)
