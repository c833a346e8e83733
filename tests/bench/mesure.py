"""Times taken in turns, statements counted, bytes weighed."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import Engine, event

REGLAGES = ("PRAGMA", "BEGIN", "SET TRANSACTION")
"""What opens a transaction is no question asked of the database."""


@dataclass(frozen=True)
class Temps:
    """Median seconds of one answer: of this process, and by the wall."""

    processeur: float
    mur: float


def alterner(demandes: Sequence[Callable[[], object]], tours: int) -> list[Temps]:
    """The times of each call, all of them once a round; three rounds first that do not count."""
    releves: list[list[tuple[float, float]]] = [[] for _ in demandes]
    for tour in range(-3, tours):
        for releve, demander in zip(releves, demandes, strict=True):
            mur, processeur = perf_counter(), process_time()
            demander()
            pris = (process_time() - processeur, perf_counter() - mur)
            if tour >= 0:
                releve.append(pris)
    return [Temps(median(p for p, _ in releve), median(m for _, m in releve)) for releve in releves]


@contextmanager
def ordres(moteur: Engine) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile, in order."""
    vus: list[str] = []

    def noter(_connexion: Any, _curseur: Any, ordre: str, *_: Any) -> None:
        if not ordre.startswith(REGLAGES):
            vus.append(ordre)

    event.listen(moteur, "before_cursor_execute", noter)
    try:
        yield vus
    finally:
        event.remove(moteur, "before_cursor_execute", noter)


def comprime(octets: bytes) -> int:
    """How many bytes travel behind a proxy that compresses."""
    return len(gzip.compress(octets, 6))


def adresses_des_ressources(page: str) -> list[str]:
    """What a browser fetches with a page: styles, scripts, images, icon."""
    liens = re.findall(r'<link rel="(?:stylesheet|icon)"[^>]*href="([^"]+)"', page)
    return list(dict.fromkeys(liens + re.findall(r'<(?:script|img)[^>]*\ssrc="([^"]+)"', page)))


def adresses_des_polices(feuille: str) -> list[str]:
    """The files that a style sheet names."""
    return re.findall(r"url\(['\"]?([^'\")]+)['\"]?\)", feuille)
