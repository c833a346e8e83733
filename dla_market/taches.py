"""Work outside requests: mails, the index, housekeeping, by huey and its consumer.

The outbox is the truth; the queue only wakes the worker at once. A lost wake-up costs a minute, since
each periodic task looks at the outbox again. The index has a thread of its own: what a commit announces is
found within two seconds, however long a mail server keeps the tasks waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import structlog
from flask import Flask
from huey import MemoryHuey, PostgresHuey, SqliteHuey, crontab
from huey.api import Huey
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from dla_market.catalogue.effacement import balayer_brouillons
from dla_market.catalogue.rappels import rappeler_confirmations
from dla_market.expertise.rappels import rappeler_avals
from dla_market.kernel import relais
from dla_market.kernel.db import en_ecriture
from dla_market.referencement.rappels import rappeler_referencements
from dla_market.web.annuaires import verifier_au_repertoire
from dla_market.web.recherches import veiller
from dla_market.web.sessions import effacer_sessions_passees
from dla_market.web.sorties import Outbox
from dla_market.web.veille_pieces import analyser_fichiers, veiller_pieces

PAUSE = 0.5
"""Seconds between two looks, at the queue and at what the index owes."""

log = structlog.get_logger(__name__)


def file_de(app: Flask) -> Huey:
    """The task queue: a file of its own beside SQLite, a table in PostgreSQL, memory in tests."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if app.config["TESTING"]:
        return MemoryHuey("dla")
    if url.get_backend_name() == "sqlite":
        return SqliteHuey("dla", filename=str(Path(app.config["DLA_DATA"]) / "taches.sqlite3"), fsync=False)
    return PostgresHuey("dla", dsn=url.set(drivername="postgresql").render_as_string(hide_password=False))


def rappeler() -> int:
    """Remind of fiches to confirm, of référencements and avals about to end; returns how many were sent."""
    return sum(map(_par_lots, (rappeler_confirmations, rappeler_referencements, rappeler_avals)))


def balayer() -> int:
    """Tell who drafted a fiche that nobody claims, then erase it; returns how many were told or erased."""
    return _par_lots(balayer_brouillons)


def _par_lots(travail: Callable[[Session], int]) -> int:
    """A lot a transaction, until there is nothing left to do: others may write in between."""
    total = 0
    while nombre := en_ecriture(travail):
        total += nombre
    return total


def declarer(app: Flask) -> Huey:
    """The application's queue with its tasks, woken by every commit that has something to deliver."""
    file = file_de(app)
    sorties: Outbox = app.extensions["outbox"]

    def en_contexte(travail: Callable[[], object], nom: str) -> Callable[[], None]:
        def tache() -> None:
            with app.app_context():
                travail()

        tache.__name__ = nom
        return tache

    livrer = en_contexte(sorties.livrer, "livrer")
    reveil = file.task(name="livrer")(livrer)
    file.periodic_task(crontab(minute="*"), name="livrer_encore")(livrer)
    file.periodic_task(crontab(minute="*/10"), name="sessions")(
        en_contexte(effacer_sessions_passees, "sessions")
    )
    file.periodic_task(crontab(minute="7"), name="veille")(en_contexte(veiller, "veille"))
    file.periodic_task(crontab(minute="*"), name="antivirus")(en_contexte(analyser_fichiers, "antivirus"))
    file.periodic_task(crontab(minute="40", hour="5"), name="brouillons")(en_contexte(balayer, "brouillons"))
    file.periodic_task(crontab(minute="*"), name="sirene")(en_contexte(verifier_au_repertoire, "sirene"))
    file.periodic_task(crontab(minute="20", hour="*/6"), name="pieces")(en_contexte(veiller_pieces, "pieces"))
    file.periodic_task(crontab(minute="25", hour="*/6"), name="relais")(
        en_contexte(relais.oublier_les_absents, "relais")
    )
    file.periodic_task(crontab(minute="12"), name="rappels")(en_contexte(rappeler, "rappels"))
    sorties.reveiller = reveil
    return file


def suivre_l_index(app: Flask, fini: Event) -> None:
    """Bring the index to what the outbox says until told to end."""
    sorties: Outbox = app.extensions["outbox"]
    repeter(app, fini, sorties.indexer)


def repeter(app: Flask, fini: Event, tour: Callable[[], object]) -> None:
    """Do a turn every PAUSE until told to end; one that fails is logged, the next one comes."""
    while True:
        with app.app_context():
            try:
                tour()
            except Exception:
                log.exception("index.panne")
        if fini.wait(PAUSE):
            return


def servir(app: Flask) -> None:
    """Run the consumer in the foreground until SIGTERM or SIGINT; catches up first."""
    file: Huey = app.extensions["taches"]
    sorties: Outbox = app.extensions["outbox"]
    sorties.reprendre()
    sorties.reveiller()
    fini = Event()
    index = Thread(target=suivre_l_index, args=(app, fini), name="index")
    index.start()
    try:
        consommateur = file.create_consumer(
            workers=1, periodic=True, initial_delay=PAUSE, max_delay=PAUSE, backoff=1.0
        )
        consommateur.run()
    finally:
        fini.set()
        index.join()
