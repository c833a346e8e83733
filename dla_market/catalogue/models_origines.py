"""Where a fiche comes from, and what became of one that another took in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.models import Organisation
from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime


class OrigineFiche(Base):
    """Who drafted a fiche for its prestataire; no organisation where the prestataire proposed itself.

    `prevenue_le` is when its author was told that nobody has claimed it, `effacee_le` when it was erased for
    that (domain 12).
    """

    __tablename__ = "fiche_origine"

    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    creee_le: Mapped[datetime] = mapped_column(UtcDateTime)
    creee_par: Mapped[str] = mapped_column(String(200))
    creee_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    prevenue_le: Mapped[date | None]
    effacee_le: Mapped[datetime | None] = mapped_column(UtcDateTime)

    prestataire: Mapped[Prestataire] = relationship(foreign_keys=[prestataire_id])
    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])


class FusionFiche(Base):
    """One fiche taken in by another: who did it, when, and what moved, as JSON (a number a subject)."""

    __tablename__ = "fiche_fusion"

    absorbee_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), primary_key=True)
    gardee_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    fusionnee_le: Mapped[datetime] = mapped_column(UtcDateTime)
    fusionnee_par: Mapped[str] = mapped_column(String(200))
    deplacements: Mapped[str] = mapped_column(Text)

    absorbee: Mapped[Prestataire] = relationship(foreign_keys=[absorbee_id])
    gardee: Mapped[Prestataire] = relationship(foreign_keys=[gardee_id])
