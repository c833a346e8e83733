"""Endorsements by the centres de ressources, and the links of interest that forbid some of them."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.models import Organisation
from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime, colonne_enum
from dla_market.reseau.models import CentreRessources


class EtatAval(Enum):
    """Life of an aval (domain 4.3). Expired is decided by the clock, not stored."""

    PROPOSE = "propose"
    CONFIRME = "confirme"
    REFUSE = "refuse"
    RETIRE = "retire"
    RENOUVELE = "renouvele"


class NaturePreuve(Enum):
    """What an aval rests on."""

    MISSION = "mission"
    FORMATION = "formation"
    PUBLICATION = "publication"
    AUTRE = "autre"


class Aval(Base):
    """A centre's endorsement of a provider; `fin` is the last day that it holds.

    It is for a secteur, a thématique, or both. `motif` is read by the network and the provider,
    `note_interne` by the centre alone. `commande_id` is the mission done here that the evidence is about,
    where it is one. `predecesseur_id` is the aval that this one renews.
    """

    __tablename__ = "aval"
    __table_args__ = (
        CheckConstraint("niveau BETWEEN 1 AND 3", name="niveau"),
        CheckConstraint("secteur_code IS NOT NULL OR thematique_code IS NOT NULL", name="sujet"),
        CheckConstraint("(repondu_le IS NULL) = (reponse = '')", name="reponse"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_ressources.id"), index=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    secteur_code: Mapped[str | None] = mapped_column(ForeignKey("secteur.code"))
    thematique_code: Mapped[str | None] = mapped_column(ForeignKey("thematique.code"))
    niveau: Mapped[int] = mapped_column(Integer)
    motif: Mapped[str] = mapped_column(Text)
    preuve_nature: Mapped[NaturePreuve] = mapped_column(colonne_enum(NaturePreuve, "preuve_nature"))
    preuve: Mapped[str] = mapped_column(String(500))
    commande_id: Mapped[int | None] = mapped_column(ForeignKey("commande.id"))
    note_interne: Mapped[str] = mapped_column(Text, default="")
    etat: Mapped[EtatAval] = mapped_column(colonne_enum(EtatAval, "etat"))
    propose_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    propose_le: Mapped[datetime] = mapped_column(UtcDateTime)
    confirme_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    confirme_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fin: Mapped[date]
    motif_fin: Mapped[str] = mapped_column(Text, default="")
    predecesseur_id: Mapped[int | None] = mapped_column(ForeignKey("aval.id"), index=True)
    reponse: Mapped[str] = mapped_column(Text, default="")
    repondu_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    repondu_le: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    centre: Mapped[CentreRessources] = relationship(innerjoin=True)
    prestataire: Mapped[Prestataire] = relationship(innerjoin=True)


class RappelAval(Base):
    """The reminder before the end of an aval: its row is why it is sent once."""

    __tablename__ = "aval_rappel"

    aval_id: Mapped[int] = mapped_column(ForeignKey("aval.id"), primary_key=True)
    envoye_le: Mapped[datetime] = mapped_column(UtcDateTime)


class NatureLien(Enum):
    """The kinds of links that take a person's word away (domain R50)."""

    EMPLOI = "emploi"
    DIRECTION = "direction"
    FAMILLE = "famille"
    COMMERCE = "commerce"


class LienInteret(Base):
    """A link that a person declares with an organisation; `fin` is its last day, None while it lasts."""

    __tablename__ = "lien_interet"
    __table_args__ = (CheckConstraint("fin IS NULL OR debut IS NULL OR fin >= debut", name="duree"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    utilisateur_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    nature: Mapped[NatureLien] = mapped_column(colonne_enum(NatureLien, "nature"))
    precision: Mapped[str] = mapped_column(Text, default="")
    debut: Mapped[date | None]
    fin: Mapped[date | None]
    declare_le: Mapped[datetime] = mapped_column(UtcDateTime)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    organisation: Mapped[Organisation] = relationship(innerjoin=True)
