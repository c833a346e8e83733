"""What the life of a fiche leaves behind: its frozen copies, its history, its reminders, its procedures."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.catalogue.models import Prestataire
from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime, colonne_enum


class EtatProcedure(Enum):
    """A suspension in the making: the prestataire is heard before anything is decided (domain 4.2)."""

    OUVERTE = "ouverte"
    PRONONCEE = "prononcee"
    ABANDONNEE = "abandonnee"
    LEVEE = "levee"


class PalierRappel(Enum):
    """Which of the three reminders of a confirmation (domain R31)."""

    PREMIER = "premier"
    SECOND = "second"
    DERNIER = "dernier"


class CopieFiche(Base):
    """The fiche as someone in charge read it, frozen: at its publication, or when it was sent back.

    `contenu` is the JSON of catalogue.contenu.contenu.
    """

    __tablename__ = "fiche_copie"

    id: Mapped[int] = mapped_column(primary_key=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    verbe: Mapped[str] = mapped_column(String(40))
    contenu: Mapped[str] = mapped_column(Text)
    figee_le: Mapped[datetime] = mapped_column(UtcDateTime)
    figee_par: Mapped[str] = mapped_column(String(200))


class TraceFiche(Base):
    """A line of the history: who, when, which field from what to what; or an act, with its words in `apres`.

    `champ` is a key of catalogue.contenu, empty for an act; `sujet` the line of a list that it belongs to.
    """

    __tablename__ = "fiche_trace"

    id: Mapped[int] = mapped_column(primary_key=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    instant: Mapped[datetime] = mapped_column(UtcDateTime)
    auteur: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(40))
    verbe: Mapped[str] = mapped_column(String(40))
    champ: Mapped[str] = mapped_column(String(60))
    sujet: Mapped[str] = mapped_column(String(300))
    avant: Mapped[str] = mapped_column(Text)
    apres: Mapped[str] = mapped_column(Text)


class RappelFiche(Base):
    """A reminder that was sent, for one confirmation: its row is why it is sent once."""

    __tablename__ = "fiche_rappel"

    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), primary_key=True)
    confirmee_le: Mapped[date] = mapped_column(primary_key=True)
    palier: Mapped[PalierRappel] = mapped_column(colonne_enum(PalierRappel, "palier"), primary_key=True)
    envoye_le: Mapped[datetime] = mapped_column(UtcDateTime)


class ProcedureSuspension(Base):
    """A suspension announced with its reason, answered until `repondre_avant` included, then decided."""

    __tablename__ = "procedure_suspension"

    id: Mapped[int] = mapped_column(primary_key=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    etat: Mapped[EtatProcedure] = mapped_column(colonne_enum(EtatProcedure, "etat"))
    motif: Mapped[str] = mapped_column(Text)
    ouverte_par: Mapped[str] = mapped_column(String(200))
    ouverte_le: Mapped[datetime] = mapped_column(UtcDateTime)
    repondre_avant: Mapped[date]
    reponse: Mapped[str] = mapped_column(Text, default="")
    repondue_par: Mapped[str] = mapped_column(String(200), default="")
    repondue_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(Text, default="")
    decidee_par: Mapped[str] = mapped_column(String(200), default="")
    decidee_le: Mapped[datetime | None] = mapped_column(UtcDateTime)

    prestataire: Mapped[Prestataire] = relationship(foreign_keys=[prestataire_id], innerjoin=True)
