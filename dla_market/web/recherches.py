"""The addresses of searches, for who keeps them: the catalogue's blueprint says how they read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import current_app

from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.search import Requete
from dla_market.veille import operations, queries

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Lecture:
    """How the query string of a search reads.

    `canonique`: the same search in one spelling, without page nor ingénierie. `question`: what it asks, for
    an actor, today. `mots`: its text and filters in words. `adresse`: its page.
    """

    canonique: Callable[[str], str]
    question: Callable[[Acteur, str], Requete]
    mots: Callable[[str], list[str]]
    adresse: Callable[[str], str]


_declarees: list[Lecture] = []


def declarer(lecture: Lecture) -> None:
    """Say how they read; the last one said holds."""
    _declarees.append(lecture)


def lecture() -> Lecture:
    """How they read. Raises IndexError where no blueprint has said."""
    return _declarees[-1]


def veiller() -> int:
    """The worker's round: look again at every search that is due; returns how many prestataires are new.

    Each in its own transaction: one that fails is logged, and tried again at the next round.
    """
    nouvelles = 0
    moteur = current_app.extensions["recherche"]
    session = session_courante()
    dues = queries.dues(session, clock.now())
    session.rollback()
    for recherche_id in dues:
        try:
            with unit_of_work() as ecriture:
                nouvelles += operations.regarder(ecriture, moteur, lecture().question, recherche_id)
        except Exception:
            log.exception("veille.echec", recherche=recherche_id)
    return nouvelles
