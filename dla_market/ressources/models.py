"""Ressources and their editions."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.comptes.models import Organisation
from dla_market.kernel.db import Base
from dla_market.kernel.fichiers.models import Fichier
from dla_market.kernel.types import UtcDateTime, colonne_enum


class NatureRessource(Enum):
    """What a ressource is for: how to work, what to ask for, what to know."""

    METHODE = "methode"
    MODELE_CAHIER = "modele_cahier"
    GUIDE = "guide"


class EtatRessource(Enum):
    """The life of a ressource; a retirée one stays on the cahiers that it was attached to."""

    BROUILLON = "brouillon"
    PUBLIEE = "publiee"
    RETIREE = "retiree"


class Ressource(Base):
    """Something that an organisation of the network shares; `numero` is that of its present edition."""

    __tablename__ = "ressource"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    nature: Mapped[NatureRessource] = mapped_column(colonne_enum(NatureRessource, "nature"))
    etat: Mapped[EtatRessource] = mapped_column(colonne_enum(EtatRessource, "etat"), index=True)
    numero: Mapped[int] = mapped_column(Integer, default=1)
    cree_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    cree_le: Mapped[datetime] = mapped_column(UtcDateTime)
    publiee_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retiree_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    motif_retrait: Mapped[str] = mapped_column(Text, default="")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    organisation: Mapped[Organisation] = relationship(innerjoin=True)
    editions: Mapped[list[Edition]] = relationship(
        back_populates="ressource", order_by="Edition.numero.desc()"
    )
    courante: Mapped[Edition] = relationship(
        primaryjoin="and_(Edition.ressource_id == Ressource.id, Edition.numero == Ressource.numero)",
        viewonly=True,
        innerjoin=True,
        uselist=False,
    )


class Edition(Base):
    """What a ressource says, once and for all: a change of a published one is another edition.

    `fichier` is what it gives to download; the next edition keeps the same one unless it brings another.
    The last five texts are the parts of a model of cahier des charges, empty for other natures. No secteur,
    or no thématique, means all of them.
    """

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("ressource_id", "numero"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ressource_id: Mapped[int] = mapped_column(ForeignKey("ressource.id"), index=True)
    numero: Mapped[int] = mapped_column(Integer)
    titre: Mapped[str] = mapped_column(String(200))
    resume: Mapped[str] = mapped_column(Text)
    texte: Mapped[str] = mapped_column(Text, default="")
    lien: Mapped[str] = mapped_column(String(300), default="")
    fichier_id: Mapped[int | None] = mapped_column(ForeignKey("fichier.id"), index=True)
    changement: Mapped[str] = mapped_column(Text, default="")
    ecrite_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    ecrite_le: Mapped[datetime] = mapped_column(UtcDateTime)
    contexte: Mapped[str] = mapped_column(Text, default="")
    objectifs: Mapped[str] = mapped_column(Text, default="")
    resultats_attendus: Mapped[str] = mapped_column(Text, default="")
    livrables: Mapped[str] = mapped_column(Text, default="")
    modalites: Mapped[str] = mapped_column(Text, default="")

    ressource: Mapped[Ressource] = relationship(back_populates="editions", innerjoin=True)
    fichier: Mapped[Fichier | None] = relationship()
    secteurs: Mapped[list[EditionSecteur]] = relationship(cascade="all, delete-orphan")
    thematiques: Mapped[list[EditionThematique]] = relationship(cascade="all, delete-orphan")


class EditionSecteur(Base):
    """A secteur that an edition is about."""

    __tablename__ = "edition_secteur"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    secteur_code: Mapped[str] = mapped_column(ForeignKey("secteur.code"), primary_key=True)


class EditionThematique(Base):
    """A thématique that an edition is about."""

    __tablename__ = "edition_thematique"

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    thematique_code: Mapped[str] = mapped_column(ForeignKey("thematique.code"), primary_key=True)
