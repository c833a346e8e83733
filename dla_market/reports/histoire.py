"""What past reports printed, for the years whose records are not here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.referentiel.models import SerieHistorique

TOTAL = "total"


@dataclass(frozen=True)
class Histoire:
    """Printed figures by (series, row, year)."""

    valeurs: Mapping[tuple[str, str, int], Decimal]

    def valeur(self, serie: str, annee: int, cle: str = TOTAL) -> Decimal | None:
        """What was printed, None where nothing was."""
        return self.valeurs.get((serie, cle, annee))

    def avant(self, serie: str, cle: str, annee: int) -> list[tuple[int, Decimal]]:
        """The years printed before this one, oldest first."""
        return [(a, v) for a, v in self._rangees.get((serie, cle), ()) if a < annee]

    @cached_property
    def _rangees(self) -> Mapping[tuple[str, str], list[tuple[int, Decimal]]]:
        """What was printed by (series, row), oldest first."""
        rangees: dict[tuple[str, str], list[tuple[int, Decimal]]] = {}
        for (serie, cle, annee), valeur in sorted(self.valeurs.items()):
            rangees.setdefault((serie, cle), []).append((annee, valeur))
        return rangees


AUCUNE = Histoire({})


def lire(session: Session) -> Histoire:
    """All of them, in one statement."""
    lignes = session.execute(
        select(
            SerieHistorique.serie,
            SerieHistorique.cle,
            SerieHistorique.annee,
            SerieHistorique.valeur,
            SerieHistorique.echelle,
        )
    )
    return Histoire({(x.serie, x.cle, x.annee): Decimal(x.valeur) / x.echelle for x in lignes})
