"""The bodies of the scheme: who diagnoses and buys, who animates, who pays, who steers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.comptes.models import Organisation, TypeOrganisation
from dla_market.kernel.db import Base
from dla_market.kernel.types import Code


class StructurePorteuse(Base):
    """The non-profit body that carries a DLA: buyer and debtor."""

    __tablename__ = "structure_porteuse"

    id: Mapped[int] = mapped_column(primary_key=True)
    nom: Mapped[str] = mapped_column(String(200))
    siren: Mapped[str] = mapped_column(String(9))
    adresse: Mapped[str] = mapped_column(String(300), default="")


class DlaRegional(Organisation):
    """Regional operator (formerly C2RA): animation, référencement, its own fund."""

    __tablename__ = "dla_regional"
    __mapper_args__ = {"polymorphic_identity": TypeOrganisation.DLA_REGIONAL}  # noqa: RUF012  # SQLAlchemy's own

    id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    valide_du: Mapped[date | None]
    valide_au: Mapped[date | None]


class Dla(Organisation):
    """Local operator: diagnoses structures, buys ingénieries for them. `sigle` starts its order numbers."""

    __tablename__ = "dla"
    __mapper_args__ = {"polymorphic_identity": TypeOrganisation.DLA}  # noqa: RUF012  # SQLAlchemy's own

    id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    sigle: Mapped[str] = mapped_column(String(12), unique=True)
    departement_code: Mapped[str] = mapped_column(ForeignKey("departement.code"), index=True)
    porteuse_id: Mapped[int] = mapped_column(ForeignKey("structure_porteuse.id"))
    regional_id: Mapped[int | None] = mapped_column(ForeignKey("dla_regional.id"), index=True)

    porteuse: Mapped[StructurePorteuse] = relationship()
    regional: Mapped[DlaRegional | None] = relationship(foreign_keys=[regional_id])


class CentreRessources(Organisation):
    """National centre of a sector or theme (CNAR, then CRDLA); `code` is short and stable.

    `nom`, `court` and `tete_de_reseau` are those of today; see `expertise.models_centres` for what they were.
    """

    __tablename__ = "centre_ressources"
    __mapper_args__ = {"polymorphic_identity": TypeOrganisation.CENTRE_RESSOURCES}  # noqa: RUF012  # see above

    id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    code: Mapped[str] = mapped_column(Code, unique=True)
    court: Mapped[str] = mapped_column(String(60), default="")
    tete_de_reseau: Mapped[str] = mapped_column(String(200))
    valide_du: Mapped[date | None]
    valide_au: Mapped[date | None]

    secteurs: Mapped[list[CentreSecteur]] = relationship(back_populates="centre")
    thematiques: Mapped[list[CentreThematique]] = relationship(back_populates="centre")

    @property
    def nom_court(self) -> str:
        """What is said of it where room is short: « CRDLA Culture »."""
        return self.court or self.nom


class CentreSecteur(Base):
    """A sector that a centre covers."""

    __tablename__ = "centre_secteur"

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_ressources.id"), primary_key=True)
    secteur_code: Mapped[str] = mapped_column(ForeignKey("secteur.code"), primary_key=True)

    centre: Mapped[CentreRessources] = relationship(back_populates="secteurs")


class CentreThematique(Base):
    """A thématique that a centre covers: some are about a subject and no sector (domain 2)."""

    __tablename__ = "centre_thematique"

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_ressources.id"), primary_key=True)
    thematique_code: Mapped[str] = mapped_column(ForeignKey("thematique.code"), primary_key=True)

    centre: Mapped[CentreRessources] = relationship(back_populates="thematiques")


class Financeur(Organisation):
    """Who pays: a body with its class (domain 8.7) and its level."""

    __tablename__ = "financeur"
    __mapper_args__ = {"polymorphic_identity": TypeOrganisation.FINANCEUR}  # noqa: RUF012  # SQLAlchemy's own

    id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    classe_code: Mapped[str] = mapped_column(ForeignKey("classe_financeur.code"), index=True)
    siren: Mapped[str | None] = mapped_column(String(9))
    departement_code: Mapped[str | None] = mapped_column(ForeignKey("departement.code"))


class Pilote(Organisation):
    """Who steers at national level: Avise, the State, the Caisse des Dépôts."""

    __tablename__ = "pilote"
    __mapper_args__ = {"polymorphic_identity": TypeOrganisation.PILOTE}  # noqa: RUF012  # SQLAlchemy's own

    id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
