"""Applications of the proofs: each in a folder of its own, set as the demonstration is, not as tests are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from dla_market.app import create_app
from dla_market.kernel.db import db
from tests.support.bases import config_de, modele_sqlite


@contextmanager
def atelier(dossier: Path, url: str | None = None, **reglages: str) -> Iterator[Flask]:
    """An application in its context, on a migrated database with its nomenclatures.

    `url` is a PostgreSQL database already so made; without it, a SQLite file in the folder. Errors give
    the page that people would see, and the queue is the real one.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    if url is None and not (dossier / "dla.sqlite3").exists():
        shutil.copy(modele_sqlite(), dossier / "dla.sqlite3")
    app = create_app(config_de(dossier, url, DLA_ENV="demo", **reglages))
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            app.extensions["recherche"].fermer()
            app.extensions["taches"].storage.close()
