"""Prestataires: the fiche, what they do and where, who works there."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.comptes.models import Organisation, TypeOrganisation
from dla_market.kernel.db import Base
from dla_market.kernel.types import Centimes, UtcDateTime, colonne_enum


class TypePrestataire(Enum):
    """Kinds of providers (domain 7.1)."""

    CABINET = "cabinet"
    INDEPENDANT = "independant"
    PORTAGE = "portage"
    RESEAU = "reseau"
    COOPERATIVE = "cooperative"
    ASSOCIATION = "association"
    AUTRE = "autre"


class RegimeTva(Enum):
    """Whether the provider adds VAT, or is exempt (article 293 B of the tax code)."""

    ASSUJETTI = "assujetti"
    FRANCHISE = "franchise"


class EtatFiche(Enum):
    """Life of a fiche (domain 4.1). Inactive for want of confirmation is a rule, not a state here."""

    BROUILLON = "brouillon"
    SOUMISE = "soumise"
    A_COMPLETER = "a_completer"
    PUBLIEE = "publiee"
    SUSPENDUE = "suspendue"
    FERMEE = "fermee"


class Prestataire(Organisation):
    """A provider and its fiche. `tarif_jour_ht_centimes` is shown inside the network only."""

    __tablename__ = "prestataire"
    __mapper_args__ = {"polymorphic_identity": TypeOrganisation.PRESTATAIRE}  # noqa: RUF012  # SQLAlchemy's own

    id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    siret: Mapped[str | None] = mapped_column(String(14), unique=True)
    type_prestataire: Mapped[TypePrestataire] = mapped_column(
        colonne_enum(TypePrestataire, "type_prestataire")
    )
    regime_tva: Mapped[RegimeTva] = mapped_column(colonne_enum(RegimeTva, "regime_tva"))
    titre: Mapped[str] = mapped_column(String(200), default="")
    presentation: Mapped[str] = mapped_column(Text, default="")
    adresse: Mapped[str] = mapped_column(String(300), default="")
    commune: Mapped[str] = mapped_column(String(120), default="")
    departement_code: Mapped[str | None] = mapped_column(ForeignKey("departement.code"), index=True)
    telephone: Mapped[str] = mapped_column(String(30), default="")
    courriel: Mapped[str] = mapped_column(String(255), default="")
    site: Mapped[str] = mapped_column(String(255), default="")
    tarif_jour_ht_centimes: Mapped[int | None] = mapped_column(Centimes)
    individuel: Mapped[bool] = mapped_column(Boolean, default=True)
    collectif: Mapped[bool] = mapped_column(Boolean, default=False)
    disponible_le: Mapped[date | None]
    etat: Mapped[EtatFiche] = mapped_column(colonne_enum(EtatFiche, "etat"), index=True)
    confirmee_le: Mapped[date | None]
    cree_le: Mapped[datetime] = mapped_column(UtcDateTime)

    activites: Mapped[list[Activite]] = relationship(
        back_populates="prestataire", cascade="all, delete-orphan"
    )
    zones: Mapped[list[Zone]] = relationship(back_populates="prestataire", cascade="all, delete-orphan")
    intervenants: Mapped[list[Intervenant]] = relationship(
        back_populates="prestataire", cascade="all, delete-orphan"
    )
    references: Mapped[list[Reference]] = relationship(
        back_populates="prestataire", cascade="all, delete-orphan", order_by="Reference.annee.desc()"
    )


class Activite(Base):
    """The unit of competence: a sector, a theme, a level from 1 to 3."""

    __tablename__ = "prestataire_activite"
    __table_args__ = (
        UniqueConstraint("prestataire_id", "secteur_code", "thematique_code"),
        CheckConstraint("niveau BETWEEN 1 AND 3", name="niveau"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    secteur_code: Mapped[str] = mapped_column(ForeignKey("secteur.code"))
    thematique_code: Mapped[str] = mapped_column(ForeignKey("thematique.code"))
    niveau: Mapped[int] = mapped_column(Integer)

    prestataire: Mapped[Prestataire] = relationship(back_populates="activites")


class Zone(Base):
    """A département where the provider works."""

    __tablename__ = "prestataire_zone"

    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), primary_key=True)
    departement_code: Mapped[str] = mapped_column(ForeignKey("departement.code"), primary_key=True)

    prestataire: Mapped[Prestataire] = relationship(back_populates="zones")


class Intervenant(Base):
    """A person who does the missions."""

    __tablename__ = "intervenant"

    id: Mapped[int] = mapped_column(primary_key=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    nom: Mapped[str] = mapped_column(String(200))
    fonction: Mapped[str] = mapped_column(String(200), default="")
    experience: Mapped[str] = mapped_column(Text, default="")

    prestataire: Mapped[Prestataire] = relationship(back_populates="intervenants")


class Reference(Base):
    """A mission done before. `jours` in hundredths of a day."""

    __tablename__ = "prestataire_reference"

    id: Mapped[int] = mapped_column(primary_key=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    client: Mapped[str] = mapped_column(String(200))
    annee: Mapped[int] = mapped_column(Integer)
    secteur_code: Mapped[str | None] = mapped_column(ForeignKey("secteur.code"))
    thematique_code: Mapped[str | None] = mapped_column(ForeignKey("thematique.code"))
    jours_centiemes: Mapped[int | None] = mapped_column(Integer)
    resume: Mapped[str] = mapped_column(Text, default="")

    prestataire: Mapped[Prestataire] = relationship(back_populates="references")
