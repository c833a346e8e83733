"""Ingénieries, their prestation lines by theme, their cahier des charges."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.accompagnement.models import Diagnostic, Structure
from dla_market.kernel.db import Base
from dla_market.kernel.types import Centimes, UtcDateTime, colonne_enum
from dla_market.reseau.models import Dla


class TypeIngenierie(Enum):
    """For one structure, or for several together."""

    INDIVIDUELLE = "individuelle"
    COLLECTIVE = "collective"


class EtatIngenierie(Enum):
    """The life of an ingénierie (domain 4.7)."""

    PROJET = "projet"
    CDC_REDIGE = "cdc_redige"
    EN_CONSULTATION = "en_consultation"
    ATTRIBUEE = "attribuee"
    COMMANDEE = "commandee"
    RESTITUEE = "restituee"
    SERVICE_FAIT = "service_fait"
    SOLDEE = "soldee"
    ABANDONNEE = "abandonnee"


class Ingenierie(Base):
    """A paid consulting mission. `reference` is readable and unique: sigle, year, number."""

    __tablename__ = "ingenierie"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    dla_id: Mapped[int] = mapped_column(ForeignKey("dla.id"), index=True)
    diagnostic_id: Mapped[int | None] = mapped_column(ForeignKey("diagnostic.id"), index=True)
    type: Mapped[TypeIngenierie] = mapped_column(colonne_enum(TypeIngenierie, "type"))
    intitule: Mapped[str] = mapped_column(String(200))
    secteur_code: Mapped[str] = mapped_column(ForeignKey("secteur.code"))
    etat: Mapped[EtatIngenierie] = mapped_column(colonne_enum(EtatIngenierie, "etat"), index=True)
    suivie_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    cree_le: Mapped[datetime] = mapped_column(UtcDateTime)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    dla: Mapped[Dla] = relationship(foreign_keys=[dla_id], innerjoin=True)
    diagnostic: Mapped[Diagnostic | None] = relationship()
    participations: Mapped[list[Participation]] = relationship(
        back_populates="ingenierie", cascade="all, delete-orphan", order_by="Participation.id"
    )
    prestations: Mapped[list[Prestation]] = relationship(
        back_populates="ingenierie", cascade="all, delete-orphan", order_by="Prestation.id"
    )
    cahier: Mapped[CahierDesCharges | None] = relationship(back_populates="ingenierie")


class Participation(Base):
    """A structure that benefits from the ingénierie."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("ingenierie_id", "structure_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ingenierie_id: Mapped[int] = mapped_column(ForeignKey("ingenierie.id"), index=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)

    ingenierie: Mapped[Ingenierie] = relationship(back_populates="participations")
    structure: Mapped[Structure] = relationship(innerjoin=True)


class Prestation(Base):
    """A line of the ingénierie by theme: what the report counts as a prestation. `jours` in hundredths."""

    __tablename__ = "prestation"

    id: Mapped[int] = mapped_column(primary_key=True)
    ingenierie_id: Mapped[int] = mapped_column(ForeignKey("ingenierie.id"), index=True)
    thematique_code: Mapped[str] = mapped_column(ForeignKey("thematique.code"))
    jours_centiemes: Mapped[int] = mapped_column(Integer)

    ingenierie: Mapped[Ingenierie] = relationship(back_populates="prestations")


class CahierDesCharges(Base):
    """What is asked for. Deadlines are instants; `delai` inclusive to the microsecond once launched."""

    __tablename__ = "cahier_des_charges"
    __table_args__ = (CheckConstraint("plafond_ttc_centimes > 0", name="plafond"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    ingenierie_id: Mapped[int] = mapped_column(ForeignKey("ingenierie.id"), unique=True)
    contexte: Mapped[str] = mapped_column(Text, default="")
    objectifs: Mapped[str] = mapped_column(Text, default="")
    resultats_attendus: Mapped[str] = mapped_column(Text, default="")
    livrables: Mapped[str] = mapped_column(Text, default="")
    modalites: Mapped[str] = mapped_column(Text, default="")
    jours_centiemes: Mapped[int] = mapped_column(Integer)
    plafond_ttc_centimes: Mapped[int] = mapped_column(Centimes)
    debut_souhaite: Mapped[date | None]
    fin_souhaitee: Mapped[date | None]
    limite_intention: Mapped[datetime] = mapped_column(UtcDateTime)
    limite_offre: Mapped[datetime] = mapped_column(UtcDateTime)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    ingenierie: Mapped[Ingenierie] = relationship(back_populates="cahier")
    criteres: Mapped[list[Critere]] = relationship(
        back_populates="cahier", cascade="all, delete-orphan", order_by="Critere.ordre"
    )


class Critere(Base):
    """A criterion with its weight (the weights of a cahier add up to 100) and what it means."""

    __tablename__ = "critere"
    __table_args__ = (CheckConstraint("poids BETWEEN 1 AND 100", name="poids"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cahier_id: Mapped[int] = mapped_column(ForeignKey("cahier_des_charges.id"), index=True)
    ordre: Mapped[int] = mapped_column(Integer)
    libelle: Mapped[str] = mapped_column(String(120))
    definition: Mapped[str] = mapped_column(Text, default="")
    poids: Mapped[int] = mapped_column(Integer)
    prix: Mapped[bool] = mapped_column(default=False)

    cahier: Mapped[CahierDesCharges] = relationship(back_populates="criteres")
