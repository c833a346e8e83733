"""The world of the matrix is built once a process, then copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest

from dla_market.kernel import clock
from dla_market.kernel.db import db, unit_of_work
from tests.policies.monde import FIN, MondeMatrice, peupler
from tests.support.bases import BaseSqlite


@pytest.fixture(scope="module")
def matrice(base_sqlite: BaseSqlite) -> Iterator[tuple[BaseSqlite, MondeMatrice, Callable[[], None]]]:
    """The application, its world, and what puts the database back."""
    base_sqlite.remettre()
    fichier = base_sqlite.dossier / "dla.sqlite3"
    copie = base_sqlite.dossier / "matrice.sqlite3"
    with base_sqlite.app.app_context():
        with unit_of_work() as session:
            monde = peupler(session, base_sqlite.app.extensions["coffre"])
        # else each door that opens on a fresh copy would deliver what the world has announced
        base_sqlite.app.extensions["outbox"].tout_livrer()
        with db.engine.connect() as connexion:
            connexion.connection.dbapi_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.session.remove()
        db.engine.dispose()
    shutil.copy(fichier, copie)

    def remettre() -> None:
        with base_sqlite.app.app_context():
            db.engine.dispose()
        for suffixe in ("-wal", "-shm"):
            fichier.with_name(fichier.name + suffixe).unlink(missing_ok=True)
        shutil.copy(copie, fichier)

    with clock.arretee_a(FIN):
        yield base_sqlite, monde, remettre
