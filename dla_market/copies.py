"""Another host's copy of the index: made from the database, then brought up to date through the outbox.

The worker's host has its index; each other web host runs `flask search suivre`, which needs the database and
a folder of its own, and nothing of the worker's disk.
"""

from __future__ import annotations

import signal
from pathlib import Path
from threading import Event

import structlog
from flask import Flask

from dla_market.kernel import clock, relais
from dla_market.kernel.db import session_courante
from dla_market.search import IndexAbsent, Indexeur, generations
from dla_market.search.source import SourceEnBase
from dla_market.taches import repeter
from dla_market.web.sorties import FILE_INDEX, Outbox

log = structlog.get_logger(__name__)

SALUT_S = 60
"""Seconds between two signs of life."""

LONGUEUR_DU_NOM = 24


def file_de_la_copie(hote: str) -> str:
    """Where the deliveries of a host's copy wait; raises ValueError for a name that is empty or too long."""
    if not 0 < len(hote) <= LONGUEUR_DU_NOM:
        raise ValueError(f"Le nom d’une copie a de 1 à {LONGUEUR_DU_NOM} signes : « {hote} ».")
    return f"{FILE_INDEX}:{hote}"


class Copie:
    """The copy of one host. `tour()` is one look at what it owes."""

    def __init__(self, app: Flask, hote: str) -> None:
        self._file = file_de_la_copie(hote)
        self._dossier = Path(app.config["DLA_INDEX"])
        self._sorties: Outbox = app.extensions["outbox"]
        self._salue: float | None = None

    def tour(self) -> None:
        """Greet, read everything where this copy is new or unreadable, then do what waits."""
        maintenant = clock.now().timestamp()
        if self._salue is None or not 0 <= maintenant - self._salue < SALUT_S:
            if self._nouvelle() or not self._lisible():
                nombre = Indexeur(self._dossier).reconstruire(SourceEnBase())
                session_courante().rollback()
                log.info("copie.faite", fiches=nombre)
            if self._salue is None:
                self._sorties.reprendre(self._file)
            self._salue = maintenant
        self._sorties.indexer(self._file)

    def _nouvelle(self) -> bool:
        return not relais.saluer(self._file) and relais.inscrire(FILE_INDEX, self._file)

    def _lisible(self) -> bool:
        try:
            generations.lire(self._dossier)
        except IndexAbsent:
            return False
        return True


def servir_la_copie(app: Flask, hote: str) -> None:
    """Keep this host's copy up to date in the foreground until SIGTERM or SIGINT."""
    fini = Event()
    for signe in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signe, lambda *_: fini.set())
    repeter(app, fini, Copie(app, hote).tour)
