"""What every test may ask for: an application on each database, its session, a client, a pinned clock."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dla_market.kernel import clock
from dla_market.kernel.db import db, session_courante
from tests.support import postgres as postgres_de_test
from tests.support.bases import DOSSIER, UID, BasePostgres, BaseSqlite
from tests.support.client import Client
from tests.support.demo import demo_neuve, demo_partagee
from tests.support.navigateur import arguments_contexte, arguments_lancement

MIDI = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
"""A Monday, noon in Paris: the moment at which tests that pin the clock begin."""


LENTS = ("stories", "policies", "house", "demo", "reports", "proofs", "fonds")
"""Folders whose files run longest: begun first, so that no worker waits for them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first, in the order of LENTS; the others stay as they were found."""
    items.sort(key=lambda item: LENTS.index(dossier) if (dossier := item.path.parent.name) in LENTS else 99)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The run's databases go with it: its first process removes them once its workers are done."""
    if not hasattr(session.config, "workerinput"):
        for dossier in DOSSIER.parent.glob(f"dla-bases-{_uid(session.config)}"):
            shutil.rmtree(dossier, ignore_errors=True)


def _uid(config: pytest.Config) -> str:
    """The name of the run as its workers know it (pytest-xdist), else as this process does."""
    distribue = config.pluginmanager.getplugin("dsession")
    gerant = getattr(distribue, "nodemanager", None)
    return getattr(gerant, "testrunuid", UID)[:12]


@pytest.fixture(scope="session")
def base_sqlite() -> BaseSqlite:
    return BaseSqlite()


@pytest.fixture(scope="session")
def serveur_postgres() -> Iterator[postgres_de_test.Postgres]:
    serveur = postgres_de_test.demarrer()
    yield serveur
    serveur.arreter()


@pytest.fixture(scope="session")
def base_postgres(serveur_postgres: postgres_de_test.Postgres) -> BasePostgres:
    return BasePostgres(serveur_postgres)


@pytest.fixture(params=["sqlite", "postgresql"])
def moteur(request: pytest.FixtureRequest) -> str:
    """The database of the test: both, one after the other."""
    return request.param


@pytest.fixture
def app(moteur: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An application on a migrated database with its nomenclatures and nothing else, in its context."""
    base = request.getfixturevalue("base_sqlite" if moteur == "sqlite" else "base_postgres")
    base.remettre()
    with base.app.app_context():
        yield base.app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Session:
    """The session of the test: reads; writes inside `unit_of_work()`."""
    return session_courante()


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser, signed in by `client.se_connecter(acteur)`."""
    return app.test_client()


@pytest.fixture(scope="session")
def app_demo() -> Iterator[Flask]:
    """The demonstration, for tests that only read it; it is loaded once a run."""
    with demo_partagee() as app:
        yield app


@pytest.fixture
def session_demo(app_demo: Flask) -> Iterator[Session]:
    """The session of the shared demonstration, in its context."""
    with app_demo.app_context():
        yield session_courante()
        db.session.remove()


@pytest.fixture
def app_demo_neuve(tmp_path: Path) -> Iterator[Flask]:
    """A copy of the demonstration that the test may change."""
    with demo_neuve(tmp_path / "demo") as app:
        yield app


@pytest.fixture
def horloge() -> Iterator[None]:
    """The clock stands at noon of a Monday; `clock.avancer_de` moves it."""
    with clock.arretee_a(MIDI):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """pytest-playwright starts the Chromium that the set-up found."""
    return arguments_lancement()


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """pytest-playwright's contexts are those of a person in France."""
    return arguments_contexte()
