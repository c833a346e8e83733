"""Sollicitations, their messages, the prestataires and the ressources of their answers."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.accompagnement.models import Diagnostic, Structure
from dla_market.catalogue.models import Prestataire
from dla_market.comptes.models import Organisation, Utilisateur
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime, colonne_enum
from dla_market.reseau.models import CentreRessources, Dla
from dla_market.ressources.models import Edition


class NatureSollicitation(Enum):
    """What is asked (domain 2: what a centre does for a DLA)."""

    RELECTURE = "relecture"
    SPECIALISTE = "specialiste"
    RESSOURCE = "ressource"
    QUESTION = "question"


class EtatSollicitation(Enum):
    """The stored life of a sollicitation. « En retard » is told by the clock: see rules.retard."""

    ENVOYEE = "envoyee"
    PRISE_EN_CHARGE = "prise_en_charge"
    REPONDUE = "repondue"
    CLOSE = "close"
    REORIENTEE = "reorientee"
    RETIREE = "retiree"


class Sollicitation(Base):
    """A DLA's request to a centre. `reference` is readable and unique: sigle, year, number.

    `prise_avant` and `reponse_avant` are the last days on which it is not late, kept as they were promised. A
    réorientée one is followed by another, whose `suite_de_id` it is.
    """

    __tablename__ = "sollicitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    dla_id: Mapped[int] = mapped_column(ForeignKey("dla.id"), index=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_ressources.id"), index=True)
    nature: Mapped[NatureSollicitation] = mapped_column(colonne_enum(NatureSollicitation, "nature"))
    etat: Mapped[EtatSollicitation] = mapped_column(colonne_enum(EtatSollicitation, "etat"), index=True)
    objet: Mapped[str] = mapped_column(String(200))
    texte: Mapped[str] = mapped_column(Text)
    secteur_code: Mapped[str] = mapped_column(ForeignKey("secteur.code"))
    thematique_code: Mapped[str | None] = mapped_column(ForeignKey("thematique.code"))
    structure_id: Mapped[int | None] = mapped_column(ForeignKey("structure.id"), index=True)
    diagnostic_id: Mapped[int | None] = mapped_column(ForeignKey("diagnostic.id"), index=True)
    ingenierie_id: Mapped[int | None] = mapped_column(ForeignKey("ingenierie.id"), index=True)
    demandee_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    envoyee_le: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    prise_avant: Mapped[date]
    reponse_avant: Mapped[date]
    prise_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    prise_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reponse: Mapped[str] = mapped_column(Text, default="")
    repondue_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    repondue_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finie_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    utile: Mapped[bool | None]
    mot_de_fin: Mapped[str] = mapped_column(Text, default="")
    suite_de_id: Mapped[int | None] = mapped_column(ForeignKey("sollicitation.id"), unique=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    dla: Mapped[Dla] = relationship(foreign_keys=[dla_id], innerjoin=True)
    centre: Mapped[CentreRessources] = relationship(foreign_keys=[centre_id], innerjoin=True)
    structure: Mapped[Structure | None] = relationship(foreign_keys=[structure_id])
    diagnostic: Mapped[Diagnostic | None] = relationship()
    ingenierie: Mapped[Ingenierie | None] = relationship()
    demandee_par: Mapped[Utilisateur] = relationship(foreign_keys=[demandee_par_id], innerjoin=True)
    prise_par: Mapped[Utilisateur | None] = relationship(foreign_keys=[prise_par_id])
    messages: Mapped[list[MessageSollicitation]] = relationship(
        back_populates="sollicitation", order_by="MessageSollicitation.id"
    )
    propositions: Mapped[list[Proposition]] = relationship(
        back_populates="sollicitation", order_by="Proposition.id"
    )
    envois: Mapped[list[EnvoiRessource]] = relationship(
        back_populates="sollicitation", order_by="EnvoiRessource.id"
    )


class MessageSollicitation(Base):
    """A word from one side to the other."""

    __tablename__ = "message_sollicitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    sollicitation_id: Mapped[int] = mapped_column(ForeignKey("sollicitation.id"), index=True)
    auteur_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    texte: Mapped[str] = mapped_column(Text)
    ecrit_le: Mapped[datetime] = mapped_column(UtcDateTime)

    sollicitation: Mapped[Sollicitation] = relationship(back_populates="messages", innerjoin=True)
    auteur: Mapped[Utilisateur] = relationship(innerjoin=True)
    organisation: Mapped[Organisation] = relationship(innerjoin=True)


class Proposition(Base):
    """A prestataire that the centre names, and why; `ingenierie_id` is where the DLA kept it, if it did."""

    __tablename__ = "proposition"
    __table_args__ = (UniqueConstraint("sollicitation_id", "prestataire_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sollicitation_id: Mapped[int] = mapped_column(ForeignKey("sollicitation.id"), index=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    motif: Mapped[str] = mapped_column(Text)
    proposee_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    ingenierie_id: Mapped[int | None] = mapped_column(ForeignKey("ingenierie.id"), index=True)
    retenue_le: Mapped[datetime | None] = mapped_column(UtcDateTime)

    sollicitation: Mapped[Sollicitation] = relationship(back_populates="propositions", innerjoin=True)
    prestataire: Mapped[Prestataire] = relationship(innerjoin=True)
    ingenierie: Mapped[Ingenierie | None] = relationship()


class EnvoiRessource(Base):
    """An edition of a ressource given with an answer."""

    __tablename__ = "envoi_ressource"
    __table_args__ = (UniqueConstraint("sollicitation_id", "edition_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sollicitation_id: Mapped[int] = mapped_column(ForeignKey("sollicitation.id"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)

    sollicitation: Mapped[Sollicitation] = relationship(back_populates="envois", innerjoin=True)
    edition: Mapped[Edition] = relationship(innerjoin=True)
