"""Numbers without gaps: a counter row, taken in the transaction that uses the number (reliability 8.2)."""

from __future__ import annotations

from sqlalchemy import Integer, String, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from dla_market.kernel.db import Base

OUVRIR = "INSERT INTO compteur (serie, dernier) VALUES (:serie, 0) ON CONFLICT (serie) DO NOTHING"


class Compteur(Base):
    """The last number given in a series."""

    __tablename__ = "compteur"

    serie: Mapped[str] = mapped_column(String(80), primary_key=True)
    dernier: Mapped[int] = mapped_column(Integer)


def numero_suivant(session: Session, serie: str) -> int:
    """The next number of a series, from 1. Given back by a rollback, since it is part of the transaction."""
    prendre = update(Compteur).where(Compteur.serie == serie).values(dernier=Compteur.dernier + 1)
    if session.execute(prendre).rowcount != 1:  # type: ignore[attr-defined]  # CursorResult of an UPDATE
        # two first numbers at once: the second waits for the first's counter, then takes its turn
        session.execute(text(OUVRIR), {"serie": serie})
        session.execute(prendre)
    return session.scalars(select(Compteur.dernier).where(Compteur.serie == serie)).one()
