"""The outbox: events and their deliveries, drained after the commit, best effort; what fails stays.

A delivery runs in its own unit of work together with its mark, so that what a subscriber writes in
the database happens exactly once; what it does outside (a mail) at least once.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ForeignKey, Integer, String, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from dla_market.kernel import clock
from dla_market.kernel.db import Base, session_courante, unit_of_work
from dla_market.kernel.types import UtcDateTime

log = structlog.get_logger(__name__)

RESERVEE = timedelta(minutes=2)
ATTENTE_MAX = timedelta(hours=1)

Traiter = Callable[[Session, dict[str, Any]], None]
Ensemble = Callable[[Session, list[dict[str, Any]]], None]


class LigneOutbox(Base):
    """One event, as JSON."""

    __tablename__ = "outbox_evenement"

    id: Mapped[int] = mapped_column(primary_key=True)
    evenement: Mapped[str] = mapped_column(String(80))
    charge: Mapped[str] = mapped_column(Text)
    cree_le: Mapped[datetime] = mapped_column(UtcDateTime)
    livraisons: Mapped[list[Livraison]] = relationship(back_populates="ligne")


class Livraison(Base):
    """What one subscriber still owes, or has done, for one event."""

    __tablename__ = "outbox_livraison"

    id: Mapped[int] = mapped_column(primary_key=True)
    evenement_id: Mapped[int] = mapped_column(ForeignKey("outbox_evenement.id"), index=True)
    abonne: Mapped[str] = mapped_column(String(60))
    file: Mapped[str] = mapped_column(String(30))
    livree_le: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    essais: Mapped[int] = mapped_column(Integer)
    a_partir_de: Mapped[datetime] = mapped_column(UtcDateTime)
    erreur: Mapped[str | None] = mapped_column(Text)
    ligne: Mapped[LigneOutbox] = relationship(back_populates="livraisons")


def en_attente(session: Session, file: str, limite: int = 100) -> list[int]:
    """Ids of the deliveries of a file that are due, oldest first."""
    return list(
        session.scalars(
            select(Livraison.id)
            .where(
                Livraison.file == file, Livraison.livree_le.is_(None), Livraison.a_partir_de <= clock.now()
            )
            .order_by(Livraison.id)
            .limit(limite)
        )
    )


def drainer(trouver: Callable[[str, str], Traiter | None], *, file: str = "suite", limite: int = 100) -> int:
    """Deliver what is due in a file; returns how many were delivered.

    `trouver(abonne, evenement)` gives the subscriber's function; it receives the event's fields, and
    `evenement_id`, the event's own number. A failure is logged, kept in its row
    and tried again later, ever more rarely; it never stops the others.
    """
    livrees = 0
    session = session_courante()
    session.rollback()
    identifiants = en_attente(session, file, limite)
    session.rollback()
    for identifiant in identifiants:
        if _reserver(identifiant) and _livrer(identifiant, trouver):
            livrees += 1
    return livrees


def drainer_ensemble(
    trouver: Callable[[str, str], Traiter | None],
    reunir: Callable[[str, str], Ensemble | None],
    *,
    file: str,
    limite: int = 100,
) -> int:
    """As `drainer`, but what `reunir(abonne, evenement)` can do together is done in one unit of work.

    Where that fails, each is delivered by itself: a faulty one stops only itself.
    """
    session = session_courante()
    session.rollback()
    identifiants = en_attente(session, file, limite)
    session.rollback()
    pris = [identifiant for identifiant in identifiants if _reserver(identifiant)]
    faites = _livrer_ensemble(pris, reunir) if len(pris) > 1 else set()
    restent = [identifiant for identifiant in pris if identifiant not in faites]
    return len(faites) + sum(_livrer(identifiant, trouver) for identifiant in restent)


def _livrer_ensemble(identifiants: list[int], reunir: Callable[[str, str], Ensemble | None]) -> set[int]:
    """Deliver together what can be; returns what was, nothing where it failed."""
    faites: set[int] = set()
    try:
        with unit_of_work() as session:
            groupes: dict[Ensemble, list[Livraison]] = {}
            for livraison in session.scalars(
                select(Livraison).where(Livraison.id.in_(identifiants)).order_by(Livraison.id)
            ):
                ensemble = reunir(livraison.abonne, livraison.ligne.evenement)
                if ensemble is not None:
                    groupes.setdefault(ensemble, []).append(livraison)
            for ensemble, livraisons in groupes.items():
                ensemble(session, [_charge(livraison) for livraison in livraisons])
                for livraison in livraisons:
                    livraison.livree_le, livraison.erreur = clock.now(), None
                    faites.add(livraison.id)
    except Exception as erreur:  # noqa: BLE001  # each will say its own fault
        log.warning("outbox.ensemble", file=len(identifiants), erreur=repr(erreur))
        return set()
    return faites


def _charge(livraison: Livraison) -> dict[str, Any]:
    return {"evenement_id": livraison.evenement_id, **json.loads(livraison.ligne.charge)}


def reprendre(file: str) -> int:
    """Make due at once what is taken or put off in a file; returns how many deliveries.

    For the one that delivers a file, when it starts: whoever had taken them before is dead. Should it not
    be, they run twice, so the subscribers of such a file do the same thing twice without harm.
    """
    maintenant = clock.now()
    with unit_of_work() as session:
        rendues = session.execute(
            update(Livraison)
            .where(Livraison.file == file, Livraison.livree_le.is_(None), Livraison.a_partir_de > maintenant)
            .values(a_partir_de=maintenant)
        )
        return int(rendues.rowcount)  # type: ignore[attr-defined]  # CursorResult of an UPDATE


def _reserver(identifiant: int) -> bool:
    """Take a delivery for two minutes, so that two drains do not run it at once."""
    maintenant = clock.now()
    with unit_of_work() as session:
        pris = session.execute(
            update(Livraison)
            .where(Livraison.id == identifiant, Livraison.livree_le.is_(None))
            .where(Livraison.a_partir_de <= maintenant)
            .values(a_partir_de=maintenant + RESERVEE, essais=Livraison.essais + 1)
        )
        return bool(pris.rowcount == 1)  # type: ignore[attr-defined]  # CursorResult of an UPDATE


def _livrer(identifiant: int, trouver: Callable[[str, str], Traiter | None]) -> bool:
    try:
        with unit_of_work() as session:
            livraison = session.get_one(Livraison, identifiant)
            traiter = trouver(livraison.abonne, livraison.ligne.evenement)
            if traiter is not None:
                traiter(session, _charge(livraison))
            livraison.livree_le = clock.now()
            livraison.erreur = None
    except Exception as erreur:  # noqa: BLE001  # one subscriber's fault must not stop the others
        log.warning("outbox.echec", livraison=identifiant, erreur=repr(erreur))
        _noter_echec(identifiant, repr(erreur))
        return False
    return True


def _noter_echec(identifiant: int, erreur: str) -> None:
    with unit_of_work() as session:
        livraison = session.get_one(Livraison, identifiant)
        livraison.erreur = erreur[:2000]
        livraison.a_partir_de = clock.now() + min(timedelta(seconds=10 * 2**livraison.essais), ATTENTE_MAX)
