"""A year of the report: its days, and its instants as Paris counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute

from dla_market.kernel import clock


@dataclass(frozen=True)
class Annee:
    """A calendar year in Paris."""

    numero: int

    @property
    def debut(self) -> datetime:
        """Its first instant, UTC."""
        return clock.instant_de_paris(date(self.numero, 1, 1), time())

    @property
    def fin(self) -> datetime:
        """The first instant of the next year, UTC."""
        return clock.instant_de_paris(date(self.numero + 1, 1, 1), time())

    def contient_instant(self, colonne: InstrumentedAttribute[datetime | None]) -> ColumnElement[bool]:
        """The instants of a column that fall in the year."""
        return and_(colonne >= self.debut, colonne < self.fin)

    def contient_jour(self, colonne: InstrumentedAttribute[date]) -> ColumnElement[bool]:
        """The days of a column that fall in the year."""
        return colonne.between(date(self.numero, 1, 1), date(self.numero, 12, 31))
