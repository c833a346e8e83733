"""The documents that a prestataire deposits, and the alerts sent before they end."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.models import Organisation, Utilisateur
from dla_market.kernel.db import Base
from dla_market.kernel.fichiers.models import Fichier
from dla_market.kernel.types import Centimes, UtcDateTime, colonne_enum


class GenrePiece(Enum):
    """The kinds of documents (domain 7.1)."""

    VIGILANCE = "attestation_vigilance"
    RC_PRO = "rc_pro"
    FISCALE = "regularite_fiscale"
    IDENTITE = "kbis_ou_sirene"
    RIB = "rib"
    HONNEUR = "attestation_honneur"
    SALARIES_ETRANGERS = "liste_salaries_etrangers"


class EtatPiece(Enum):
    """What people decided of a pièce. Expired, or soon so, is decided by the clock, not stored."""

    DEPOSEE = "deposee"
    ACCEPTEE = "acceptee"
    REFUSEE = "refusee"
    REMPLACEE = "remplacee"


class Piece(Base):
    """One version of a document. `fin` is the last day that it holds, None for one that does not end.

    `code_securite` is the code of an attestation de vigilance, by which its authenticity is checked (R32);
    `authentique_par_id` and `authentique_le` say who did that, when.
    One version at most waits, one at most holds.
    """

    __tablename__ = "piece"
    __table_args__ = (
        CheckConstraint("fin IS NULL OR fin >= emise_le", name="fin"),
        CheckConstraint("montant_centimes IS NULL OR montant_centimes > 0", name="montant"),
        Index(
            "uq_piece_en_vigueur",
            "prestataire_id",
            "genre",
            "etat",
            unique=True,
            sqlite_where=text("etat IN ('deposee', 'acceptee')"),
            postgresql_where=text("etat IN ('deposee', 'acceptee')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    genre: Mapped[GenrePiece] = mapped_column(colonne_enum(GenrePiece, "genre"))
    fichier_id: Mapped[int] = mapped_column(ForeignKey("fichier.id"), unique=True)
    etat: Mapped[EtatPiece] = mapped_column(colonne_enum(EtatPiece, "etat"), index=True)
    emise_le: Mapped[date]
    fin: Mapped[date | None] = mapped_column(index=True)
    numero: Mapped[str] = mapped_column(String(60), default="")
    code_securite: Mapped[str] = mapped_column(String(15), default="")
    assureur: Mapped[str] = mapped_column(String(120), default="")
    montant_centimes: Mapped[int | None] = mapped_column(Centimes)
    deposee_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    deposee_le: Mapped[datetime] = mapped_column(UtcDateTime)
    verifiee_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    verifiee_pour_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    verifiee_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    authentique_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))
    authentique_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    motif_refus: Mapped[str] = mapped_column(Text, default="")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    prestataire: Mapped[Prestataire] = relationship(foreign_keys=[prestataire_id], innerjoin=True)
    fichier: Mapped[Fichier] = relationship(innerjoin=True, lazy="joined")
    deposee_par: Mapped[Utilisateur] = relationship(foreign_keys=[deposee_par_id], innerjoin=True)
    verifiee_par: Mapped[Utilisateur | None] = relationship(foreign_keys=[verifiee_par_id])
    verifiee_pour: Mapped[Organisation | None] = relationship(foreign_keys=[verifiee_pour_id])
    authentique_par: Mapped[Utilisateur | None] = relationship(foreign_keys=[authentique_par_id])


class AlertePiece(Base):
    """An alert before the end of a pièce, sent once: `seuil` days before."""

    __tablename__ = "piece_alerte"
    __table_args__ = (UniqueConstraint("piece_id", "seuil"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"), index=True)
    seuil: Mapped[int] = mapped_column(Integer)
    envoyee_le: Mapped[datetime] = mapped_column(UtcDateTime)
