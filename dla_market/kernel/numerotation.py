"""Numbers without gaps: a counter row, taken in the transaction that uses the number (reliability 8.2)."""

from __future__ import annotations

from sqlalchemy import Integer, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from dla_market.kernel.db import Base


class Compteur(Base):
    """The last number given in a series."""

    __tablename__ = "compteur"

    serie: Mapped[str] = mapped_column(String(80), primary_key=True)
    dernier: Mapped[int] = mapped_column(Integer)


def numero_suivant(session: Session, serie: str) -> int:
    """The next number of a series, from 1. Given back by a rollback, since it is part of the transaction."""
    pris = session.execute(
        update(Compteur).where(Compteur.serie == serie).values(dernier=Compteur.dernier + 1)
    )
    if pris.rowcount == 1:  # type: ignore[attr-defined]  # CursorResult of an UPDATE
        return session.scalars(select(Compteur.dernier).where(Compteur.serie == serie)).one()
    session.add(Compteur(serie=serie, dernier=1))
    session.flush()
    return 1
