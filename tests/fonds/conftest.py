from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dla_market.kernel.db import unit_of_work
from tests.fonds import monde
from tests.support import postgres


@pytest.fixture(scope="session")
def serveur_postgresql() -> Iterator[postgres.Postgres]:
    serveur = postgres.demarrer()
    yield serveur
    serveur.arreter()


@pytest.fixture(scope="session")
def modele_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fichier = tmp_path_factory.mktemp("fonds") / "modele.db"
    monde.creer(f"sqlite:///{fichier}")
    return fichier


@pytest.fixture
def url_sqlite(modele_sqlite: Path, tmp_path: Path) -> str:
    fichier = tmp_path / "fonds.db"
    fichier.write_bytes(modele_sqlite.read_bytes())
    return f"sqlite:///{fichier}"


@pytest.fixture
def url_postgresql(serveur_postgresql: postgres.Postgres) -> str:
    serveur_postgresql.creer_modele("fonds_modele", monde.creer)
    return serveur_postgresql.remettre_base("fonds_essai", "fonds_modele")


@pytest.fixture(scope="session")
def modele_sqlite_peuple(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fichier = tmp_path_factory.mktemp("fonds") / "peuple.db"
    monde.peupler(f"sqlite:///{fichier}")
    return fichier


@pytest.fixture
def url_peuplee_sqlite(modele_sqlite_peuple: Path, tmp_path: Path) -> str:
    fichier = tmp_path / "peuple.db"
    fichier.write_bytes(modele_sqlite_peuple.read_bytes())
    return f"sqlite:///{fichier}"


@pytest.fixture
def url_peuplee_postgresql(serveur_postgresql: postgres.Postgres) -> str:
    serveur_postgresql.creer_modele("fonds_peuple", monde.peupler)
    return serveur_postgresql.remettre_base("fonds_essai_peuple", "fonds_peuple")


@pytest.fixture(params=["sqlite", "postgresql"])
def url_peuplee(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(f"url_peuplee_{request.param}")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(f"url_{request.param}")


@pytest.fixture
def session(url: str) -> Iterator[Session]:
    with monde.application(url), unit_of_work() as ouverte:
        yield ouverte
