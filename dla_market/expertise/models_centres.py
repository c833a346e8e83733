"""What a centre de ressources is over time: its names, who carries and steers it, its team, its programme.

A row holds from `valide_du` to `valide_au`, both included, None where it is not known or not yet. A centre's
money is in the rooms of the fund: conventions signed with the centre itself (domain R47).
"""

from __future__ import annotations

from datetime import date
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dla_market.kernel.db import Base
from dla_market.kernel.types import colonne_enum


class GenreNom(Enum):
    """A name in full, or another by which a centre is known."""

    OFFICIEL = "officiel"
    ALIAS = "alias"


class QualiteOrganisme(Enum):
    """Why an organisation stands beside a centre."""

    TETE_DE_RESEAU = "tete_de_reseau"
    RESEAU_ASSOCIE = "reseau_associe"
    PILOTAGE = "pilotage"


class Axe(Enum):
    """The four missions of every centre (page of the centres de ressources)."""

    MOBILISER = "mobiliser"
    APPUYER = "appuyer"
    PROMOUVOIR = "promouvoir"
    CONTRIBUER = "contribuer"


class Periode:
    """From a day to another, both included; None where it is not known or not yet."""

    valide_du: Mapped[date | None]
    valide_au: Mapped[date | None]

    def vaut_le(self, jour: date) -> bool:
        """Whether it holds that day."""
        return (self.valide_du is None or self.valide_du <= jour) and (
            self.valide_au is None or jour <= self.valide_au
        )


class NomCentre(Periode, Base):
    """A name of a centre."""

    __tablename__ = "nom_centre"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_ressources.id"), index=True)
    nom: Mapped[str] = mapped_column(String(200))
    genre: Mapped[GenreNom] = mapped_column(colonne_enum(GenreNom, "genre"))


class OrganismeCentre(Periode, Base):
    """An organisation that carries a centre, is bound to it by its contrat d'association, or steers it."""

    __tablename__ = "organisme_centre"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_ressources.id"), index=True)
    nom: Mapped[str] = mapped_column(String(200))
    qualite: Mapped[QualiteOrganisme] = mapped_column(colonne_enum(QualiteOrganisme, "qualite"))


class PosteCentre(Periode, Base):
    """A post of the permanent team, without its holder's name. `etp_centiemes` in hundredths of an ETP."""

    __tablename__ = "poste_centre"
    __table_args__ = (CheckConstraint("etp_centiemes > 0", name="etp"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_ressources.id"), index=True)
    fonction: Mapped[str] = mapped_column(String(200))
    etp_centiemes: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute


class ActionCentre(Periode, Base):
    """An action of a centre's programme of a year; `valide_au` is set when the programme drops it."""

    __tablename__ = "action_centre"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre_ressources.id"), index=True)
    annee: Mapped[int] = mapped_column(Integer)
    axe: Mapped[Axe] = mapped_column(colonne_enum(Axe, "axe"))
    intitule: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute
