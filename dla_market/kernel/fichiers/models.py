"""What the database knows of a kept file: whose, what, its fingerprint, what the antivirus said."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from sqlalchemy import CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from dla_market.kernel.db import Base
from dla_market.kernel.fichiers.genres import Genre
from dla_market.kernel.types import UtcDateTime, colonne_enum


class EtatAnalyse(Enum):
    """What an antivirus has said of a file; « non_configure » where the program has none."""

    NON_CONFIGURE = "non_configure"
    EN_ATTENTE = "en_attente"
    SAIN = "sain"
    INFECTE = "infecte"
    ERREUR = "erreur"


LIBELLES_ANALYSE = {
    EtatAnalyse.NON_CONFIGURE: "aucun antivirus n’est configuré",
    EtatAnalyse.EN_ATTENTE: "analyse antivirus en attente",
    EtatAnalyse.SAIN: "sain selon l’antivirus",
    EtatAnalyse.INFECTE: "infecté selon l’antivirus",
    EtatAnalyse.ERREUR: "l’antivirus n’a pas répondu, nouvel essai à venir",
}


class Fichier(Base):
    """A file of the vault. `cle` is its random name on disk, `nom` what its sender called it, cleaned."""

    __tablename__ = "fichier"
    __table_args__ = (CheckConstraint("octets > 0", name="octets"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cle: Mapped[str] = mapped_column(String(64), unique=True)
    nom: Mapped[str] = mapped_column(String(160))
    genre: Mapped[Genre] = mapped_column(colonne_enum(Genre, "genre"))
    octets: Mapped[int] = mapped_column(Integer)
    empreinte: Mapped[str] = mapped_column(String(64))
    organisation_id: Mapped[int] = mapped_column(Integer, index=True)
    utilisateur_id: Mapped[int] = mapped_column(Integer)
    depose_le: Mapped[datetime] = mapped_column(UtcDateTime)
    analyse: Mapped[EtatAnalyse] = mapped_column(colonne_enum(EtatAnalyse, "analyse"), index=True)
    analyse_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    analyse_detail: Mapped[str] = mapped_column(String(200), default="")
