"""Conventions, their yearly tranches, and the ledger of the fonds d'ingénierie.

Each tranche of the fund has one account a nature. Money only moves between two accounts of one
tranche, in integer centimes, and no account but `dotation` may go below zero: what is reserved or
engaged can therefore never exceed what is conventionné, whatever the program does.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.comptes.models import Organisation
from dla_market.kernel.db import Base
from dla_market.kernel.types import Centimes, UtcDateTime, colonne_enum
from dla_market.reseau.models import Financeur


class Poste(Enum):
    """The two posts of a budget (domain 6)."""

    OFFRE_SERVICE_INTERNE = "offre_service_interne"
    FONDS_INGENIERIE = "fonds_ingenierie"


class NatureCompte(Enum):
    """Where an euro of the fund stands; each euro stands in one place only."""

    DOTATION = "dotation"
    DISPONIBLE = "disponible"
    RESERVE = "reserve"
    ENGAGE = "engage"
    REALISE = "realise"
    FACTURE = "facture"
    PAYE = "paye"


class TypeMouvement(Enum):
    """The verbs of money (reliability C2), from one nature to the next or back."""

    CONVENTIONNER = "conventionner"
    REDUIRE = "reduire"
    RESERVER = "reserver"
    LIBERER = "liberer"
    ENGAGER = "engager"
    DESENGAGER = "desengager"
    REALISER = "realiser"
    FACTURER = "facturer"
    PAYER = "payer"


class EtatReservation(Enum):
    """A reservation ends once, in one way (invariant I4)."""

    EN_ATTENTE = "en_attente"
    ENGAGEE = "engagee"
    LIBEREE = "liberee"


class Convention(Base):
    """A funding agreement between a financeur and a DLA or DLA R."""

    __tablename__ = "convention"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    financeur_id: Mapped[int] = mapped_column(ForeignKey("financeur.id"), index=True)
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    debut: Mapped[date]
    fin: Mapped[date]

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id], innerjoin=True)
    financeur: Mapped[Financeur] = relationship(foreign_keys=[financeur_id], innerjoin=True)
    tranches: Mapped[list[Tranche]] = relationship(back_populates="convention")


class Tranche(Base):
    """What a convention gives to one post in one year."""

    __tablename__ = "tranche"
    __table_args__ = (
        UniqueConstraint("convention_id", "annee", "poste"),
        CheckConstraint("montant_centimes >= 0", name="montant"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    convention_id: Mapped[int] = mapped_column(ForeignKey("convention.id"), index=True)
    annee: Mapped[int] = mapped_column(Integer, index=True)
    poste: Mapped[Poste] = mapped_column(colonne_enum(Poste, "poste"))
    montant_centimes: Mapped[int] = mapped_column(Centimes)
    fonds_id: Mapped[int | None] = mapped_column(ForeignKey("fonds.id"), index=True)

    convention: Mapped[Convention] = relationship(back_populates="tranches", innerjoin=True)
    comptes: Mapped[list[Compte]] = relationship(back_populates="tranche")


class Fonds(Base):
    """The fonds d'ingénierie of a body in a year: the row that spending locks first."""

    __tablename__ = "fonds"
    __table_args__ = (UniqueConstraint("organisation_id", "annee"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    annee: Mapped[int] = mapped_column(Integer)
    verrou: Mapped[int] = mapped_column(Integer, default=0)

    organisation: Mapped[Organisation] = relationship(innerjoin=True)
    tranches: Mapped[list[Tranche]] = relationship(order_by="Tranche.id")


class Compte(Base):
    """A balance in centimes: the sum of its entries at all times."""

    __tablename__ = "fonds_compte"
    __table_args__ = (
        UniqueConstraint("tranche_id", "nature"),
        CheckConstraint("nature = 'dotation' OR solde_centimes >= 0", name="solde_positif"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tranche_id: Mapped[int] = mapped_column(ForeignKey("tranche.id"), index=True)
    nature: Mapped[NatureCompte] = mapped_column(colonne_enum(NatureCompte, "nature"))
    solde_centimes: Mapped[int] = mapped_column(Centimes)

    tranche: Mapped[Tranche] = relationship(back_populates="comptes")


class Mouvement(Base):
    """One transaction of the ledger: its entries add up to zero. Never changed, never deleted."""

    __tablename__ = "fonds_mouvement"
    __table_args__ = (Index(None, "objet_type", "objet_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fonds_id: Mapped[int] = mapped_column(ForeignKey("fonds.id"), index=True)
    type: Mapped[TypeMouvement] = mapped_column(colonne_enum(TypeMouvement, "type"))
    objet_type: Mapped[str] = mapped_column(String(40))
    objet_id: Mapped[int] = mapped_column(Integer)
    libelle: Mapped[str] = mapped_column(Text)
    instant: Mapped[datetime] = mapped_column(UtcDateTime)

    ecritures: Mapped[list[Ecriture]] = relationship(back_populates="mouvement")


class Ecriture(Base):
    """What one movement adds to (or takes from) one account. Never changed, never deleted."""

    __tablename__ = "fonds_ecriture"
    __table_args__ = (CheckConstraint("montant_centimes <> 0", name="non_nul"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mouvement_id: Mapped[int] = mapped_column(ForeignKey("fonds_mouvement.id"), index=True)
    compte_id: Mapped[int] = mapped_column(ForeignKey("fonds_compte.id"), index=True)
    montant_centimes: Mapped[int] = mapped_column(Centimes)

    mouvement: Mapped[Mouvement] = relationship(back_populates="ecritures")
    compte: Mapped[Compte] = relationship()


class Reservation(Base):
    """Money set aside for a consultation: pending, then engaged or released, once."""

    __tablename__ = "fonds_reservation"
    __table_args__ = (
        UniqueConstraint("objet_type", "objet_id"),
        CheckConstraint("montant_centimes > 0", name="montant"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fonds_id: Mapped[int] = mapped_column(ForeignKey("fonds.id"), index=True)
    objet_type: Mapped[str] = mapped_column(String(40))
    objet_id: Mapped[int] = mapped_column(Integer)
    montant_centimes: Mapped[int] = mapped_column(Centimes)
    etat: Mapped[EtatReservation] = mapped_column(colonne_enum(EtatReservation, "etat"))

    parts: Mapped[list[PartReservation]] = relationship(
        back_populates="reservation", order_by="PartReservation.id"
    )


class PartReservation(Base):
    """The share of a reservation that one tranche holds."""

    __tablename__ = "fonds_part_reservation"
    __table_args__ = (UniqueConstraint("reservation_id", "tranche_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reservation_id: Mapped[int] = mapped_column(ForeignKey("fonds_reservation.id"), index=True)
    tranche_id: Mapped[int] = mapped_column(ForeignKey("tranche.id"))
    montant_centimes: Mapped[int] = mapped_column(Centimes)

    reservation: Mapped[Reservation] = relationship(back_populates="parts")


class Imputation(Base):
    """The share of an order that one tranche pays, and how far each share has gone.

    `realise`, `facture` and `paye` are cumulated: paid <= invoiced <= realised <= engaged (I3).
    """

    __tablename__ = "fonds_imputation"
    __table_args__ = (
        UniqueConstraint("objet_type", "objet_id", "tranche_id"),
        CheckConstraint(
            "0 <= paye_centimes AND paye_centimes <= facture_centimes"
            " AND facture_centimes <= realise_centimes AND realise_centimes <= engage_centimes",
            name="ordre",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fonds_id: Mapped[int] = mapped_column(ForeignKey("fonds.id"), index=True)
    tranche_id: Mapped[int] = mapped_column(ForeignKey("tranche.id"), index=True)
    objet_type: Mapped[str] = mapped_column(String(40))
    objet_id: Mapped[int] = mapped_column(Integer, index=True)
    engage_centimes: Mapped[int] = mapped_column(Centimes)
    realise_centimes: Mapped[int] = mapped_column(Centimes, default=0)
    facture_centimes: Mapped[int] = mapped_column(Centimes, default=0)
    paye_centimes: Mapped[int] = mapped_column(Centimes, default=0)
