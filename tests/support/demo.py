"""The demonstration for tests: loaded once a run, whoever asks first, then shared or copied.

It loads on SQLite, with its index. What asks for it reads it (`app_demo`); what writes has its own copy
(`app_demo_neuve`), a second or so each.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pysqlite3
from flask import Flask

from dla_market.app import create_app
from dla_market.config import Config
from dla_market.kernel.db import db
from tests.support.bases import DOSSIER, OUVRIER, pour_les_tests, seul

RACINE = Path(__file__).parents[2]
MODELE = DOSSIER / "demo"
REGLAGES = {"DLA_ENV": "demo"}
INDEX = "search_index"
COMMANDES = (["db", "upgrade"], ["demo", "charger"], ["search", "rebuild"])


def config_demo(dossier: Path, index: Path) -> Config:
    """The demonstration's own settings, on data that stand in `dossier`."""
    return Config.from_env({**REGLAGES, "DLA_DATA": str(dossier), "DLA_INDEX": str(index)})


def modele_demo() -> Path:
    """The folder of the demonstration: its database, keys and index. Made by the first process that asks."""
    with seul("demo"):
        if not (MODELE / "pret").exists():
            shutil.rmtree(MODELE, ignore_errors=True)
            for commande in COMMANDES:
                _lancer(commande)
            _refermer(MODELE / "dla.sqlite3")
            (MODELE / "pret").touch()
    return MODELE


def _environ() -> dict[str, str]:
    """The environment without the settings of whoever runs the tests."""
    return {nom: v for nom, v in os.environ.items() if not nom.startswith("DLA_") and nom != "DATABASE_URL"}


def _lancer(commande: list[str]) -> None:
    # in a process of its own, as a person would: what the loading leaves open is not the tests' to judge
    resultat = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "dla_market.app", *commande],
        cwd=RACINE,
        env={**_environ(), **REGLAGES, "DLA_DATA": str(MODELE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert resultat.returncode == 0, resultat.stdout + resultat.stderr


def _refermer(base: Path) -> None:
    """The whole database in its one file, so that copying it is enough."""
    connexion = pysqlite3.connect(str(base))
    connexion.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connexion.close()


@contextmanager
def demo_partagee() -> Iterator[Flask]:
    """An application on the process's own copy of the demonstration, that its tests only read."""
    modele = modele_demo()
    with _servie(modele, DOSSIER / f"demo-{OUVRIER}", modele / INDEX) as app:
        yield app


@contextmanager
def demo_neuve(dossier: Path) -> Iterator[Flask]:
    """An application on a copy that the test may change, its index too."""
    modele = modele_demo()
    shutil.copytree(modele / INDEX, dossier / INDEX)
    with _servie(modele, dossier, dossier / INDEX) as app:
        yield app


@contextmanager
def _servie(modele: Path, dossier: Path, index: Path) -> Iterator[Flask]:
    if not (dossier / "dla.sqlite3").exists():
        dossier.mkdir(parents=True, exist_ok=True)
        shutil.copy(modele / "dla.sqlite3", dossier / "dla.sqlite3")
        shutil.copytree(modele / "cles", dossier / "cles", dirs_exist_ok=True)
    app = pour_les_tests(create_app(config_demo(dossier, index)))
    try:
        yield app
    finally:
        app.extensions["recherche"].fermer()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
