"""Endorsements by the centres de ressources."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.catalogue.models import Prestataire
from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime, colonne_enum
from dla_market.reseau.models import CentreRessources


class EtatAval(Enum):
    """Life of an aval (domain 4.3). Expired is decided by the clock, not stored."""

    PROPOSE = "propose"
    CONFIRME = "confirme"
    REFUSE = "refuse"
    RETIRE = "retire"


class Aval(Base):
    """A centre's endorsement of a provider for a sector; `fin` is the last day that it holds."""

    __tablename__ = "aval"
    __table_args__ = (CheckConstraint("niveau BETWEEN 1 AND 3", name="niveau"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_ressources.id"), index=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    secteur_code: Mapped[str] = mapped_column(ForeignKey("secteur.code"))
    niveau: Mapped[int] = mapped_column(Integer)
    motif: Mapped[str] = mapped_column(Text)
    etat: Mapped[EtatAval] = mapped_column(colonne_enum(EtatAval, "etat"))
    propose_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    propose_le: Mapped[datetime] = mapped_column(UtcDateTime)
    confirme_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    confirme_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fin: Mapped[date]
    motif_fin: Mapped[str] = mapped_column(Text, default="")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    centre: Mapped[CentreRessources] = relationship(innerjoin=True)
    prestataire: Mapped[Prestataire] = relationship(innerjoin=True)
