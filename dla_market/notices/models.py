"""Messages to a person: kept in the program, and sent by mail."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime, colonne_enum


class EtatCourriel(Enum):
    """The life of a mail. `garde` is the demo's: shown in the program, sent to nobody."""

    A_ENVOYER = "a_envoyer"
    ENVOYE = "envoye"
    GARDE = "garde"
    ABANDONNE = "abandonne"


class Message(Base):
    """A notice: a sentence and a link; never a price, a bidder's name or a sealed word (reliability J3).

    `identifiant` is drawn at random, and is all that leaves: its number would tell how many messages, and
    so how many deposits, came before (B4). `cause` is why it was written: the same one reaches once.
    It is for a person, or for an `adresse` where nobody has an account yet: its link, which opens something
    by itself, is then forgotten once it has left.
    """

    __tablename__ = "message"
    __table_args__ = (CheckConstraint("(utilisateur_id IS NULL) <> (adresse IS NULL)", name="destinataire"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    utilisateur_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"), index=True)
    adresse: Mapped[str | None] = mapped_column(String(255))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    objet: Mapped[str] = mapped_column(String(200))
    corps: Mapped[str] = mapped_column(Text)
    lien: Mapped[str] = mapped_column(String(300))
    cree_le: Mapped[datetime] = mapped_column(UtcDateTime)
    lu_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    courriel: Mapped[EtatCourriel] = mapped_column(colonne_enum(EtatCourriel, "courriel"), index=True)
    identifiant: Mapped[str] = mapped_column(String(120), unique=True)
    cause: Mapped[str | None] = mapped_column(String(120), unique=True)
    essais: Mapped[int] = mapped_column(Integer, default=0)
    envoye_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
