"""The searches that people keep."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.comptes.models import Adhesion
from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime, colonne_enum


class Alerte(Enum):
    """How often the person wants to hear of new results."""

    AUCUNE = "aucune"
    QUOTIDIENNE = "quotidienne"
    HEBDOMADAIRE = "hebdomadaire"


class RechercheEnregistree(Base):
    """A search under a name: `requete` is the query string of its address, without page nor ingénierie.

    It belongs to a membership: the person in that organisation. `vues` is the JSON list, in order, of the
    fiches that it has found so far: news are those that are not in it.
    """

    __tablename__ = "recherche_enregistree"
    __table_args__ = (UniqueConstraint("adhesion_id", "nom"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    adhesion_id: Mapped[int] = mapped_column(ForeignKey("adhesion.id"), index=True)
    nom: Mapped[str] = mapped_column(String(120))
    requete: Mapped[str] = mapped_column(Text)
    alerte: Mapped[Alerte] = mapped_column(colonne_enum(Alerte, "alerte"), index=True)
    cree_le: Mapped[datetime] = mapped_column(UtcDateTime)
    regardee_le: Mapped[datetime] = mapped_column(UtcDateTime)
    vues: Mapped[str] = mapped_column(Text, default="[]")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    adhesion: Mapped[Adhesion] = relationship(innerjoin=True)
