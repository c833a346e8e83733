"""Work outside requests: mails, the index, housekeeping, by huey and its consumer.

The outbox is the truth; the queue only wakes the worker at once. A lost wake-up costs a minute, since
each periodic task looks at the outbox again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from huey import MemoryHuey, PostgresHuey, SqliteHuey, crontab
from huey.api import Huey
from sqlalchemy.engine import make_url

from dla_market.catalogue.rappels import rappeler_confirmations
from dla_market.kernel.db import en_ecriture
from dla_market.web.recherches import veiller
from dla_market.web.sessions import effacer_sessions_passees
from dla_market.web.sorties import Outbox
from dla_market.web.veille_pieces import analyser_fichiers, veiller_pieces

PAUSE = 0.5
"""Seconds between two looks at the queue: what a commit announces is in the index within two."""


def file_de(app: Flask) -> Huey:
    """The task queue: a file of its own beside SQLite, a table in PostgreSQL, memory in tests."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if app.config["TESTING"]:
        return MemoryHuey("dla")
    if url.get_backend_name() == "sqlite":
        return SqliteHuey("dla", filename=str(Path(app.config["DLA_DATA"]) / "taches.sqlite3"), fsync=False)
    return PostgresHuey("dla", dsn=url.set(drivername="postgresql").render_as_string(hide_password=False))


def rappeler() -> int:
    """Remind whoever must confirm a fiche, a lot a transaction; returns how many were told."""
    total = 0
    while nombre := en_ecriture(rappeler_confirmations):
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

    tout = en_contexte(sorties.tout_livrer, "livrer")
    reveil = file.task(name="livrer")(tout)
    file.periodic_task(crontab(minute="*"), name="livrer_encore")(tout)
    file.periodic_task(crontab(minute="*/10"), name="sessions")(
        en_contexte(effacer_sessions_passees, "sessions")
    )
    file.periodic_task(crontab(minute="7"), name="veille")(en_contexte(veiller, "veille"))
    file.periodic_task(crontab(minute="*"), name="antivirus")(en_contexte(analyser_fichiers, "antivirus"))
    file.periodic_task(crontab(minute="20", hour="*/6"), name="pieces")(en_contexte(veiller_pieces, "pieces"))
    file.periodic_task(crontab(minute="12"), name="rappels")(en_contexte(rappeler, "rappels"))
    sorties.reveiller = reveil
    return file


def servir(app: Flask) -> None:
    """Run the consumer in the foreground until SIGTERM or SIGINT; catches up first."""
    file: Huey = app.extensions["taches"]
    sorties: Outbox = app.extensions["outbox"]
    sorties.reprendre()
    sorties.reveiller()
    file.create_consumer(workers=1, periodic=True, initial_delay=PAUSE, max_delay=PAUSE, backoff=1.0).run()
