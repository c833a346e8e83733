"""Someone asked to join an organisation, by a link sent to an address."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.comptes.models import Organisation, Role, Utilisateur
from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime, colonne_enum


class EtatInvitationMembre(Enum):
    """Life of an invitation to join. Past its time is told by the clock, not stored."""

    ENVOYEE = "envoyee"
    ACCEPTEE = "acceptee"
    ANNULEE = "annulee"


class InvitationMembre(Base):
    """A role in an organisation, held out to the person who reads mail at an address.

    Only the SHA-256 of the link's token is kept, so that the table opens nothing. `envois` counts the
    links sent: each one makes the one before useless.
    """

    __tablename__ = "invitation_membre"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    courriel: Mapped[str] = mapped_column(String(255), index=True)
    role: Mapped[Role] = mapped_column(colonne_enum(Role, "role"))
    etat: Mapped[EtatInvitationMembre] = mapped_column(colonne_enum(EtatInvitationMembre, "etat"))
    empreinte: Mapped[str] = mapped_column(String(64), unique=True)
    invite_par: Mapped[str] = mapped_column(String(200))
    envois: Mapped[int] = mapped_column(Integer, default=1)
    envoyee_le: Mapped[datetime] = mapped_column(UtcDateTime)
    expire_le: Mapped[datetime] = mapped_column(UtcDateTime)
    acceptee_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acceptee_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    acceptee_par: Mapped[Utilisateur | None] = relationship()
