"""What a region decides of a prestataire."""

from __future__ import annotations

from datetime import date
from enum import Enum

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.catalogue.models import Prestataire
from dla_market.kernel.db import Base
from dla_market.kernel.types import colonne_enum


class EtatReferencement(Enum):
    """Life of a référencement in a region (domain 4.2)."""

    DEMANDE = "demande"
    ACCEPTE = "accepte"
    REFUSE = "refuse"
    DEREFERENCE = "dereference"


class Referencement(Base):
    """Acceptance of a provider by a DLA R, for a period (last day included)."""

    __tablename__ = "referencement"

    id: Mapped[int] = mapped_column(primary_key=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    regional_id: Mapped[int] = mapped_column(ForeignKey("dla_regional.id"), index=True)
    etat: Mapped[EtatReferencement] = mapped_column(colonne_enum(EtatReferencement, "etat"))
    demande_le: Mapped[date]
    debut: Mapped[date | None]
    fin: Mapped[date | None]
    motif: Mapped[str] = mapped_column(Text, default="")

    prestataire: Mapped[Prestataire] = relationship(innerjoin=True)
