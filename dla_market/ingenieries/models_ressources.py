"""The ressources on which a cahier des charges leans."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime, colonne_enum
from dla_market.ressources.models import Edition


class UsageRessource(Enum):
    """Attached for who reads the cahier, or the model that its first words were copied from."""

    JOINTE = "jointe"
    MODELE_SOURCE = "modele_source"


class RessourceJointe(Base):
    """An edition of a ressource on an ingénierie's cahier: that edition, whatever comes after it."""

    __tablename__ = "ressource_jointe"
    __table_args__ = (UniqueConstraint("ingenierie_id", "edition_id", "usage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ingenierie_id: Mapped[int] = mapped_column(ForeignKey("ingenierie.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    usage: Mapped[UsageRessource] = mapped_column(colonne_enum(UsageRessource, "usage"))
    jointe_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    jointe_le: Mapped[datetime] = mapped_column(UtcDateTime)

    ingenierie: Mapped[Ingenierie] = relationship(innerjoin=True)
    edition: Mapped[Edition] = relationship(innerjoin=True)
