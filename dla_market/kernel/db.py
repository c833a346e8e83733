"""The database: model base, engine settings, read transactions by default, one unit of work to write.

A request reads in a transaction that the database itself keeps read-only (SQLite: query_only,
PostgreSQL: READ ONLY), so that no GET can write. A write opens its own transaction, which on SQLite
is IMMEDIATE from its first statement: a read transaction is never upgraded (reliability M1 to M4, M23).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

import pysqlite3
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as SessionFlask
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.exc import StaleDataError

from dla_market.kernel.errors import ConflitDeVersion

T = TypeVar("T")

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 15_000,
    "secure_delete": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "temp_store": 2,
    "mmap_size": 0,
    "wal_autocheckpoint": 1000,
    "recursive_triggers": 1,
}
CORRIGEE = (3, 51, 3)
"""First SQLite without the WAL-reset corruption (reliability 2, SQLite)."""

ORDRES_GARDES = 2_000
"""Statements that a process keeps compiled (SQLAlchemy), above the number that the program has."""

ORDRES_PREPARES = 500
"""Statements that each SQLite connection keeps prepared: its own 128 are fewer than a day's pages use."""

ESSAIS = 3
CODES_A_REJOUER = {"40001", "40P01"}


class Base(DeclarativeBase):
    """What every model inherits: names for all constraints, so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class SessionDla(SessionFlask):
    """Reads unless a unit of work has said that it writes."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        """The same pool, with the transaction mode of the moment."""
        bind = super().get_bind(*args, **kwargs)
        if isinstance(bind, Engine) and self.info.get("ecriture"):
            return moteur_ecriture(bind)
        return bind


_ecriture: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()


def moteur_ecriture(moteur: Engine) -> Engine:
    """The same engine and pool, beginning write transactions; one object an engine, as a session needs."""
    if moteur not in _ecriture:
        _ecriture[moteur] = moteur.execution_options(ecriture=True)
    return _ecriture[moteur]


db = SQLAlchemy(model_class=Base, session_options={"class_": SessionDla}, disable_autonaming=True)


def options_moteur(url: str) -> dict[str, Any]:
    """Engine options for Flask-SQLAlchemy, by database. No error tells the values of a statement: logs
    keep what went wrong, not what people wrote.
    """
    if url.startswith("sqlite"):
        return {
            "hide_parameters": True,
            "query_cache_size": ORDRES_GARDES,
            "module": pysqlite3,
            "pool_size": 8,
            "max_overflow": 8,
            "connect_args": {"check_same_thread": False, "cached_statements": ORDRES_PREPARES},
        }
    return {
        "hide_parameters": True,
        "query_cache_size": ORDRES_GARDES,
        "pool_size": 8,
        "max_overflow": 8,
        "pool_pre_ping": True,
        "connect_args": {
            "options": "-c lock_timeout=5s -c statement_timeout=30s"
            " -c idle_in_transaction_session_timeout=60s -c timezone=UTC"
        },
    }


def preparer_moteur(moteur: Engine) -> None:
    """Attach connection settings and transaction modes to an engine.

    Raises RuntimeError at the first connection where SQLite did not take a setting that safety rests on,
    or where the library still has the corruption that several processes meet.
    """
    if moteur.dialect.name == "sqlite":
        event.listen(moteur, "connect", _regler_sqlite)
        event.listen(moteur, "begin", _commencer_sqlite)
    else:
        event.listen(moteur, "begin", _commencer_postgresql)


def _regler_sqlite(dbapi: Any, _record: Any) -> None:
    if pysqlite3.sqlite_version_info < CORRIGEE:
        raise RuntimeError(f"SQLite {pysqlite3.sqlite_version} can corrupt a WAL shared by processes")
    dbapi.isolation_level = None
    curseur = dbapi.cursor()
    for nom, valeur in PRAGMAS.items():
        curseur.execute(f"PRAGMA {nom}={valeur}")
    for nom in ("foreign_keys", "journal_mode", "recursive_triggers"):
        lu = curseur.execute(f"PRAGMA {nom}").fetchone()[0]
        if lu != PRAGMAS[nom]:
            raise RuntimeError(f"SQLite kept {nom}={lu}")
    curseur.close()


def _commencer_sqlite(connexion: Connection) -> None:
    ecriture = connexion.get_execution_options().get("ecriture", False)
    connexion.exec_driver_sql(f"PRAGMA query_only={0 if ecriture else 1}")
    connexion.exec_driver_sql("BEGIN IMMEDIATE" if ecriture else "BEGIN")


def _commencer_postgresql(connexion: Connection) -> None:
    if not connexion.get_execution_options().get("ecriture", False):
        connexion.exec_driver_sql("SET TRANSACTION READ ONLY")


def session_courante() -> Session:
    """The session of this request or command: reading, unless inside `unit_of_work`."""
    return cast(Session, db.session())


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One write transaction: committed whole at the end, or not at all.

    What was loaded before is read afresh inside it, so that rules decide on what the transaction sees.
    Raises RuntimeError when nested: an operation never commits. A row that someone else has just
    changed (version column) raises ConflitDeVersion.
    """
    session = session_courante()
    if session.info.get("ecriture"):
        raise RuntimeError("a unit of work is already open: an operation never commits")
    session.rollback()
    session.info["ecriture"] = True
    try:
        yield session
        clore(session)
    except StaleDataError as erreur:
        session.rollback()
        raise ConflitDeVersion(
            "Une autre personne vient de modifier ce dossier. Relisez-le, puis recommencez."
        ) from erreur
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["ecriture"] = False
        session.info.pop("avant_commit", None)


def ouvrir_en_ecriture() -> Session:
    """Have the session of this request write from its first statement, for a library that commits by itself.

    The caller ends with `clore`, or gives the session back, which rolls back.
    """
    session = session_courante()
    session.info["ecriture"] = True
    return session


def clore(session: Session) -> None:
    """Write what waits for the end of the transaction (the journal), then commit."""
    session.flush()
    for ecrire in session.info.pop("avant_commit", []):
        ecrire(session)
    session.commit()


def en_ecriture(travail: Callable[[Session], T]) -> T:
    """Run `travail` in one unit of work, again from its start (3 tries) where the database asks for it."""
    for _ in range(ESSAIS - 1):
        try:
            with unit_of_work() as session:
                return travail(session)
        except DBAPIError as erreur:
            if not _a_rejouer(erreur):
                raise
    with unit_of_work() as session:
        return travail(session)


def _a_rejouer(erreur: DBAPIError) -> bool:
    etat = getattr(erreur.orig, "sqlstate", None)
    return etat in CODES_A_REJOUER or "database is locked" in str(erreur.orig)


def avant_commit(session: Session, clore: Callable[[Session], None]) -> None:
    """Have `clore` run once, last before the commit of the present unit of work."""
    if not session.info.get("ecriture"):
        raise RuntimeError("only a unit of work commits")
    a_clore = session.info.setdefault("avant_commit", [])
    if clore not in a_clore:
        a_clore.append(clore)
