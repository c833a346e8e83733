"""Structures and what the DLA does with them before any purchase."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.comptes.models import Organisation, TypeOrganisation
from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime, colonne_enum
from dla_market.reseau.models import Dla


class DecisionAccueil(Enum):
    """What a first meeting leads to (domain 3, step 1)."""

    SUITE = "suite"
    REORIENTATION = "reorientation"
    REFUS = "refus"


class TypeDiagnostic(Enum):
    """The two kinds that the bilan counts apart (domain R44)."""

    PRE = "pre"
    POST = "post"


class EtatDiagnostic(Enum):
    """Life of a diagnostic (domain 4.5)."""

    EN_COURS = "en_cours"
    PARTAGE = "partage"
    VALIDE = "valide"


class SourceEmploi(Enum):
    """Where a head count comes from."""

    DIAGNOSTIC = "diagnostic"
    SUIVI = "suivi"
    ENQUETE = "enquete"


class Structure(Organisation):
    """An association, cooperative or other body that the scheme supports; `dla_id` follows it."""

    __tablename__ = "structure"
    __mapper_args__ = {"polymorphic_identity": TypeOrganisation.STRUCTURE}  # noqa: RUF012  # SQLAlchemy's own

    id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    siret: Mapped[str | None] = mapped_column(String(14), unique=True)
    type_code: Mapped[str] = mapped_column(ForeignKey("type_structure.code"), index=True)
    secteur_code: Mapped[str] = mapped_column(ForeignKey("secteur.code"), index=True)
    objet: Mapped[str] = mapped_column(Text, default="")
    commune: Mapped[str] = mapped_column(String(120), default="")
    departement_code: Mapped[str] = mapped_column(ForeignKey("departement.code"), index=True)
    dla_id: Mapped[int] = mapped_column(ForeignKey("dla.id"), index=True)
    annee_creation: Mapped[int | None] = mapped_column(Integer)

    dla: Mapped[Dla] = relationship(foreign_keys=[dla_id], innerjoin=True)
    types_siae: Mapped[list[StructureSiae]] = relationship(
        back_populates="structure", cascade="all, delete-orphan"
    )
    diagnostics: Mapped[list[Diagnostic]] = relationship(
        back_populates="structure", order_by="Diagnostic.debut.desc()"
    )
    emplois: Mapped[list[EmploiReleve]] = relationship(back_populates="structure")


class StructureSiae(Base):
    """A kind of insertion structure that this one is; one of them is the main one (domain 8.3)."""

    __tablename__ = "structure_siae"

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), primary_key=True)
    type_siae_code: Mapped[str] = mapped_column(ForeignKey("type_siae.code"), primary_key=True)
    principal: Mapped[bool] = mapped_column(Boolean, default=False)

    structure: Mapped[Structure] = relationship(back_populates="types_siae")


class Accueil(Base):
    """A first meeting of a structure with a DLA."""

    __tablename__ = "accueil"

    id: Mapped[int] = mapped_column(primary_key=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    dla_id: Mapped[int] = mapped_column(ForeignKey("dla.id"), index=True)
    jour: Mapped[date] = mapped_column(index=True)
    decision: Mapped[DecisionAccueil] = mapped_column(colonne_enum(DecisionAccueil, "decision"))


class Diagnostic(Base):
    """The joint diagnosis; validated by the structure, then frozen."""

    __tablename__ = "diagnostic"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    dla_id: Mapped[int] = mapped_column(ForeignKey("dla.id"), index=True)
    type: Mapped[TypeDiagnostic] = mapped_column(colonne_enum(TypeDiagnostic, "type"))
    etat: Mapped[EtatDiagnostic] = mapped_column(colonne_enum(EtatDiagnostic, "etat"))
    debut: Mapped[date] = mapped_column(index=True)
    contexte: Mapped[str] = mapped_column(Text, default="")
    projet: Mapped[str] = mapped_column(Text, default="")
    forces: Mapped[str] = mapped_column(Text, default="")
    faiblesses: Mapped[str] = mapped_column(Text, default="")
    besoins: Mapped[str] = mapped_column(Text, default="")
    preconisations: Mapped[str] = mapped_column(Text, default="")
    redige_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    partage_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valide_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valide_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    remarques: Mapped[str] = mapped_column(Text, default="")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    structure: Mapped[Structure] = relationship(
        back_populates="diagnostics", foreign_keys=[structure_id], innerjoin=True
    )
    lectures: Mapped[list[LectureDiagnostic]] = relationship(back_populates="diagnostic")


class LectureDiagnostic(Base):
    """A diagnostic lent to an organisation for a `cause` (« sollicitation:12 »); None: until it is closed."""

    __tablename__ = "lecture_diagnostic"

    id: Mapped[int] = mapped_column(primary_key=True)
    diagnostic_id: Mapped[int] = mapped_column(ForeignKey("diagnostic.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    cause: Mapped[str] = mapped_column(String(60), unique=True)
    ouverte_le: Mapped[datetime] = mapped_column(UtcDateTime)
    jusqu_au: Mapped[datetime | None] = mapped_column(UtcDateTime)

    diagnostic: Mapped[Diagnostic] = relationship(back_populates="lectures")


class EmploiReleve(Base):
    """A head count at a date. Fixed-term and permanent add up to the posts; aided is a part of them (R43)."""

    __tablename__ = "emploi_releve"
    __table_args__ = (
        CheckConstraint("nb_cdi + nb_cdd = nb_postes", name="cdi_cdd"),
        CheckConstraint("nb_emplois_aides BETWEEN 0 AND nb_postes", name="emplois_aides"),
        CheckConstraint("nb_cdi >= 0 AND nb_cdd >= 0", name="positifs"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    jour: Mapped[date]
    source: Mapped[SourceEmploi] = mapped_column(colonne_enum(SourceEmploi, "source"))
    nb_postes: Mapped[int] = mapped_column(Integer)
    nb_cdi: Mapped[int] = mapped_column(Integer)
    nb_cdd: Mapped[int] = mapped_column(Integer)
    nb_emplois_aides: Mapped[int] = mapped_column(Integer)
    etp_centiemes: Mapped[int | None] = mapped_column(Integer)

    structure: Mapped[Structure] = relationship(back_populates="emplois")


class MesureImpact(Base):
    """A structure's answer to the survey of a year, about two years after its diagnosis."""

    __tablename__ = "mesure_impact"

    id: Mapped[int] = mapped_column(primary_key=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"), index=True)
    dla_id: Mapped[int] = mapped_column(ForeignKey("dla.id"), index=True)
    annee: Mapped[int] = mapped_column(Integer, index=True)
    jour: Mapped[date]
