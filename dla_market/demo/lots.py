"""Writing many rows at once, and who bears which id."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Integer, Table, func, insert, inspect, select, text
from sqlalchemy.orm import Session

from dla_market.demo.lignes import France2012
from dla_market.kernel.clock import instant_de_paris
from dla_market.kernel.db import Base

LOT = 5000
NATURES = ("pilote", "financeur", "regional", "centre", "dla", "prestataire", "structure")
PILOTES = ("Animation nationale du DLA", "État, pilotage national", "Caisse des Dépôts, pilotage national")

Progres = Callable[[str], None]
"""Told each step by name as it begins."""


@dataclass
class Lots:
    """Inserts rows by table, in the present transaction; counts them."""

    session: Session
    comptes: dict[str, int] = field(default_factory=dict)

    def verser(self, modele: type[Base], lignes: Iterable[dict[str, Any]]) -> None:
        """Insert rows of one model's own table (joined tables are written one by one)."""
        table = inspect(modele).local_table
        assert isinstance(table, Table)
        a_ecrire = list(lignes)
        for debut in range(0, len(a_ecrire), LOT):
            self.session.execute(insert(table), a_ecrire[debut : debut + LOT])
        self.comptes[table.name] = self.comptes.get(table.name, 0) + len(a_ecrire)


@dataclass(frozen=True)
class Cles:
    """Ids of organisations: each nature has its own range, in the order of `NATURES`, from 1."""

    bases: dict[str, int]

    @classmethod
    def de(cls, france: France2012) -> Cles:
        """The ranges that a year's rows ask for."""
        nombres = {
            "pilote": len(PILOTES),
            "financeur": len(france.financeurs),
            "regional": len(france.regionaux),
            "centre": len(france.centres),
            "dla": len(france.dlas),
            "prestataire": len(france.prestataires),
            "structure": len(france.structures),
        }
        bases, debut = {}, 0
        for nature in NATURES:
            bases[nature] = debut
            debut += nombres[nature]
        return cls(bases)

    def de_la(self, nature: str, cle: int) -> int:
        """The organisation's id for a row of a nature."""
        return self.bases[nature] + cle


def instant(jour: date, heure: int, minute: int = 0) -> datetime:
    """The UTC instant of an hour in Paris that day."""
    return instant_de_paris(jour, time(heure, minute)).astimezone(UTC)


def est_vide(session: Session) -> bool:
    """Whether the database holds no organisation yet."""
    return not session.scalar(select(func.count()).select_from(Base.metadata.tables["organisation"]))


def accorder_sequences(session: Session) -> None:
    """Have PostgreSQL number on from the ids that were written; SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        cles = list(table.primary_key)
        numerotee = len(cles) == 1 and cles[0].name == "id" and isinstance(cles[0].type, Integer)
        if numerotee and cles[0].autoincrement is not False:
            session.execute(
                text(
                    f"SELECT setval(s, (SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"  # noqa: S608  # names of our own tables
                    f" FROM pg_get_serial_sequence('{table.name}', 'id') AS s WHERE s IS NOT NULL"
                )
            )
