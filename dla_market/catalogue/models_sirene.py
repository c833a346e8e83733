"""What the directory of companies said of a fiche's SIRET, and when it was asked."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime, colonne_enum


class EtatSirene(Enum):
    """Whether a company is open. `INCONNUE`: the number is not there, or its owner does not let it be."""

    ACTIVE = "active"
    FERMEE = "fermee"
    INCONNUE = "inconnue"


class VerificationSirene(Base):
    """The last answer about `siret`, None where there has been none; what it says of another SIRET is over.

    `essayee_le` is the last attempt, answered or not, `echecs` how many in a row were not. `constatee_le` is
    when it was first seen closed.
    """

    __tablename__ = "verification_sirene"

    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), primary_key=True)
    siret: Mapped[str] = mapped_column(String(14))
    etat: Mapped[EtatSirene | None] = mapped_column(colonne_enum(EtatSirene, "etat"), index=True)
    fermee_le: Mapped[date | None]
    verifiee_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    constatee_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    essayee_le: Mapped[datetime] = mapped_column(UtcDateTime)
    echecs: Mapped[int] = mapped_column(Integer, default=0)
