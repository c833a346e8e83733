"""Other places that follow a file of the outbox: each gets its own delivery of every event.

A file has one deliverer: the worker. Where what it does must also be done on another host (each web host
keeps its own copy of the index), that host is a relay: it is written down here, and from then on `emettre`
writes it a delivery too, in the transaction of the event. A relay that is no longer seen is forgotten, or its
deliveries would pile up: when it comes back it is new, and begins by reading everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import String, delete, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from dla_market.kernel import clock
from dla_market.kernel.db import Base, en_ecriture
from dla_market.kernel.outbox import Livraison
from dla_market.kernel.types import UtcDateTime

ABSENCE: Final = timedelta(days=7)
"""How long a relay may be away before it is forgotten."""


class Relais(Base):
    """A place that follows the file `de`; `file` is where its own deliveries wait."""

    __tablename__ = "outbox_relais"

    file: Mapped[str] = mapped_column(String(30), primary_key=True)
    de: Mapped[str] = mapped_column(String(30), index=True)
    vu_le: Mapped[datetime] = mapped_column(UtcDateTime)


def files_suivies(session: Session) -> dict[str, list[str]]:
    """The files of the relays, by the file that they follow."""
    suivies: dict[str, list[str]] = {}
    for relais in session.execute(select(Relais.de, Relais.file).order_by(Relais.file)):
        suivies.setdefault(relais.de, []).append(relais.file)
    return suivies


def inscrire(de: str, file: str) -> bool:
    """Write a relay down; returns whether it is new, and must read everything before it follows.

    Any transaction that had read the relays before has ended when this returns, so what it wrote is there
    to be read: nothing falls between the reading and the first delivery.
    """

    def ecrire(session: Session) -> bool:
        if session.get_bind().dialect.name == "postgresql":
            # a reader of the table holds it until its commit; on SQLite writers come one by one anyway
            session.execute(text("LOCK TABLE outbox_relais IN ACCESS EXCLUSIVE MODE"))
        relais = session.get(Relais, file)
        if relais is not None:
            relais.vu_le = clock.now()
            return False
        session.add(Relais(file=file, de=de, vu_le=clock.now()))
        return True

    return en_ecriture(ecrire)


def saluer(file: str) -> bool:
    """Say that a relay is there; returns False where it was forgotten."""

    def ecrire(session: Session) -> bool:
        vu = session.execute(update(Relais).where(Relais.file == file).values(vu_le=clock.now()))
        return bool(vu.rowcount)  # type: ignore[attr-defined]  # CursorResult of an UPDATE

    return en_ecriture(ecrire)


def oublier(file: str) -> bool:
    """Take a relay away with what it had not done; returns whether there was one."""
    return en_ecriture(lambda session: _oublier(session, [file])) > 0


def oublier_les_absents() -> int:
    """Take away the relays that were not seen for ABSENCE; returns how many."""

    def ecrire(session: Session) -> int:
        absents = session.scalars(select(Relais.file).where(Relais.vu_le < clock.now() - ABSENCE)).all()
        return _oublier(session, absents)

    return en_ecriture(ecrire)


def _oublier(session: Session, files: Sequence[str]) -> int:
    if not files:
        return 0
    session.execute(delete(Livraison).where(Livraison.file.in_(files), Livraison.livree_le.is_(None)))
    partis = session.execute(delete(Relais).where(Relais.file.in_(files)))
    return int(partis.rowcount)  # type: ignore[attr-defined]  # CursorResult of a DELETE
