"""An event is a fact in the past tense, written as a row in the transaction that made it true."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from dla_market.kernel import clock, outbox, relais


@dataclass(frozen=True)
class Evenement:
    """Base of the rooms' events: plain values only, ids rather than objects, nothing sealed."""


@dataclass(frozen=True)
class Abonnement:
    """`traiter(session, charge)` runs for each event named `evenement`, once its transaction is committed.

    `file` says who delivers: "suite" right after the commit, and again by the worker for what failed;
    any other name only by the worker (one indexer, for instance), and by each relay of that file.
    `ensemble(session, charges)` does for many events at once what `traiter` does for each.
    """

    abonne: str
    evenement: str
    traiter: Callable[[Session, dict[str, Any]], None]
    file: str = "suite"
    ensemble: Callable[[Session, list[dict[str, Any]]], None] | None = None


_abonnements: dict[str, list[Abonnement]] = {}


def abonner(
    abonne: str,
    evenement: type[Evenement],
    traiter: Callable[[Session, dict[str, Any]], None],
    *,
    file: str = "suite",
    ensemble: Callable[[Session, list[dict[str, Any]]], None] | None = None,
) -> None:
    """Subscribe at start-up; the same subscriber twice to one event is the same subscription."""
    nom = evenement.__name__
    lignes = _abonnements.setdefault(nom, [])
    if all(a.abonne != abonne for a in lignes):
        lignes.append(Abonnement(abonne, nom, traiter, file, ensemble))


def abonnement(abonne: str, evenement: str) -> Abonnement | None:
    """The subscription of that name, None where the program no longer has it."""
    return next((a for a in _abonnements.get(evenement, []) if a.abonne == abonne), None)


def emettre(session: Session, evenement: Evenement) -> None:
    """Write the event and one delivery a subscriber, in the present transaction: gone with it if it fails."""
    nom = type(evenement).__name__
    ligne = outbox.LigneOutbox(
        evenement=nom,
        charge=json.dumps(asdict(evenement), default=str, ensure_ascii=False),
        cree_le=clock.now(),
    )
    abonnes = _abonnements.get(nom, [])
    suivies = relais.files_suivies(session) if any(a.file != "suite" for a in abonnes) else {}
    ligne.livraisons = [
        outbox.Livraison(abonne=a.abonne, file=file, essais=0, a_partir_de=clock.now())
        for a in abonnes
        for file in (a.file, *suivies.get(a.file, ()))
    ]
    session.add(ligne)
