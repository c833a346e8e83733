"""A region's call, the requests that answer it, what it decides, and how it takes a decision back."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.catalogue.models import Prestataire
from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime, colonne_enum
from dla_market.reseau.models import DlaRegional


class EtatAppel(Enum):
    """Life of an edition of a call. Not yet open, or over, is told by the clock."""

    BROUILLON = "brouillon"
    PUBLIE = "publie"
    REMPLACE = "remplace"


class EtatReferencement(Enum):
    """Life of a référencement in a region (domain 4.2). Expired is told by the clock, not stored.

    The region ends one by DEREFERENCE; the prestataire takes its request back by RETIRE, gives up what was
    accepted by RENONCE.
    """

    DEMANDE = "demande"
    EN_INSTRUCTION = "en_instruction"
    A_COMPLETER = "a_completer"
    ACCEPTE = "accepte"
    REFUSE = "refuse"
    DEREFERENCE = "dereference"
    RETIRE = "retire"
    RENONCE = "renonce"


class EtatRetrait(Enum):
    """Life of the procedure that precedes a déréférencement, in which the prestataire answers."""

    NOTIFIE = "notifie"
    PRONONCE = "prononce"
    ABANDONNE = "abandonne"


class PalierFin(Enum):
    """Which of the two reminders before the end of a référencement."""

    PREMIER = "premier"
    SECOND = "second"


class Appel(Base):
    """An edition of the permanent call of a region: what is asked of who wants to be référencé there.

    A published edition does not change: the next one replaces it. `fin_convention` is the day on which the
    region's convention ends, and with it what is accepted meanwhile; None leaves the usual term.
    """

    __tablename__ = "appel"
    __table_args__ = (
        UniqueConstraint("regional_id", "edition"),
        # one draft and one published edition a region, whoever writes at the same time
        Index(
            "uq_appel_vivant",
            "regional_id",
            "etat",
            unique=True,
            sqlite_where=text("etat <> 'remplace'"),
            postgresql_where=text("etat <> 'remplace'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    regional_id: Mapped[int] = mapped_column(ForeignKey("dla_regional.id"), index=True)
    edition: Mapped[int] = mapped_column(Integer)
    etat: Mapped[EtatAppel] = mapped_column(colonne_enum(EtatAppel, "etat"))
    texte: Mapped[str] = mapped_column(Text)
    recours: Mapped[str] = mapped_column(Text)
    debut: Mapped[date]
    fin: Mapped[date | None]
    fin_convention: Mapped[date | None]
    publie_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    publie_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    regional: Mapped[DlaRegional] = relationship(innerjoin=True)
    criteres: Mapped[list[AppelCritere]] = relationship(
        order_by="AppelCritere.ordre", cascade="all, delete-orphan"
    )


class AppelCritere(Base):
    """A criterion of a call, which each request answers."""

    __tablename__ = "appel_critere"
    __table_args__ = (UniqueConstraint("appel_id", "ordre"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appel_id: Mapped[int] = mapped_column(ForeignKey("appel.id"), index=True)
    ordre: Mapped[int] = mapped_column(Integer)
    libelle: Mapped[str] = mapped_column(String(200))
    explication: Mapped[str] = mapped_column(Text, default="")


class Referencement(Base):
    """A prestataire's file in a region, from its request to its end (last day included).

    A renewal is a file of its own (`renouvelle_id`), as is what another region accepted and is proposed here
    (`reconnait_id`, told in words by `reconnaissance`). `complement` says what is missing, `motif` why it was
    refused or taken back, by the region or by the prestataire, `recours` how to appeal, as the call said it
    that day. `fini_le` is the day on which the prestataire took its request back or gave up, None otherwise.
    """

    __tablename__ = "referencement"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    regional_id: Mapped[int] = mapped_column(ForeignKey("dla_regional.id"), index=True)
    appel_id: Mapped[int | None] = mapped_column(ForeignKey("appel.id"))
    renouvelle_id: Mapped[int | None] = mapped_column(ForeignKey("referencement.id"))
    reconnait_id: Mapped[int | None] = mapped_column(ForeignKey("referencement.id"))
    etat: Mapped[EtatReferencement] = mapped_column(colonne_enum(EtatReferencement, "etat"))
    demande_le: Mapped[date]
    demande_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    debut: Mapped[date | None]
    fin: Mapped[date | None]
    complement: Mapped[str] = mapped_column(Text, default="")
    motif: Mapped[str] = mapped_column(Text, default="")
    recours: Mapped[str] = mapped_column(Text, default="")
    reconnaissance: Mapped[str] = mapped_column(Text, default="")
    decide_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decide_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    fini_le: Mapped[date | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    prestataire: Mapped[Prestataire] = relationship(innerjoin=True)
    regional: Mapped[DlaRegional] = relationship(innerjoin=True)
    reponses: Mapped[list[Reponse]] = relationship(order_by="Reponse.ordre", cascade="all, delete-orphan")
    retraits: Mapped[list[Retrait]] = relationship(order_by="Retrait.id", back_populates="referencement")


class Reponse(Base):
    """What a request says of a criterion, with the criterion's words of that day."""

    __tablename__ = "referencement_reponse"
    __table_args__ = (UniqueConstraint("referencement_id", "ordre"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    referencement_id: Mapped[int] = mapped_column(ForeignKey("referencement.id"), index=True)
    ordre: Mapped[int] = mapped_column(Integer)
    libelle: Mapped[str] = mapped_column(String(200))
    texte: Mapped[str] = mapped_column(Text)


class Retrait(Base):
    """A notice of withdrawal, the prestataire's answer until `limite` included, and how it ended."""

    __tablename__ = "referencement_retrait"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    referencement_id: Mapped[int] = mapped_column(ForeignKey("referencement.id"), index=True)
    etat: Mapped[EtatRetrait] = mapped_column(colonne_enum(EtatRetrait, "etat"))
    motif: Mapped[str] = mapped_column(Text)
    notifie_le: Mapped[datetime] = mapped_column(UtcDateTime)
    notifie_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    limite: Mapped[date]
    reponse: Mapped[str] = mapped_column(Text, default="")
    repondue_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    conclusion: Mapped[str] = mapped_column(Text, default="")
    conclu_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    conclu_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    referencement: Mapped[Referencement] = relationship(back_populates="retraits", innerjoin=True)


class RappelReferencement(Base):
    """A reminder before the end of a référencement: its row is why it is sent once."""

    __tablename__ = "referencement_rappel"

    referencement_id: Mapped[int] = mapped_column(ForeignKey("referencement.id"), primary_key=True)
    palier: Mapped[PalierFin] = mapped_column(colonne_enum(PalierFin, "palier"), primary_key=True)
    envoye_le: Mapped[datetime] = mapped_column(UtcDateTime)
