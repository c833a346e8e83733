"""People, the organisations they act for, and in which role."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy import Boolean, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dla_market.kernel.db import Base
from dla_market.kernel.types import UtcDateTime, colonne_enum


class TypeOrganisation(Enum):
    """The kinds of organisations that live in the program."""

    DLA = "dla"
    DLA_REGIONAL = "dla_regional"
    CENTRE_RESSOURCES = "centre_ressources"
    PRESTATAIRE = "prestataire"
    STRUCTURE = "structure"
    FINANCEUR = "financeur"
    PILOTE = "pilote"


class Role(Enum):
    """What a person is inside an organisation; the grid in `policies` says what each may do."""

    CHARGE_MISSION = "charge_mission"
    RESPONSABLE = "responsable"
    GESTIONNAIRE = "gestionnaire"
    REFERENT_REGIONAL = "referent_regional"
    EXPERT = "expert"
    COORDINATEUR = "coordinateur"
    PRESTATAIRE = "prestataire"
    INTERVENANT = "intervenant"
    STRUCTURE = "structure"
    FINANCEUR = "financeur"
    PILOTE = "pilote"


DU_PRESTATAIRE = frozenset({Role.PRESTATAIRE, Role.INTERVENANT})
"""Who acts for a prestataire: its administrators, who bind it, and its intervenants, who prepare."""


class Organisation(Base):
    """What a person acts for. Each kind adds its own table in its own room, under the same id."""

    __tablename__ = "organisation"
    __mapper_args__ = {"polymorphic_on": "type"}  # noqa: RUF012  # SQLAlchemy's own attribute

    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[TypeOrganisation] = mapped_column(colonne_enum(TypeOrganisation, "type"), index=True)
    nom: Mapped[str] = mapped_column(String(200), index=True)
    active: Mapped[bool] = mapped_column(Boolean, default=True)


class RoleSecurite(RoleMixin):
    """Flask-Security asks for a role class; ours are memberships, so it never finds any."""

    name = ""


class Utilisateur(Base, UserMixin):
    """A person and the means to sign in. Field names in English are those that Flask-Security reads."""

    __tablename__ = "utilisateur"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    prenom: Mapped[str] = mapped_column(String(100))
    nom: Mapped[str] = mapped_column(String(100))

    adhesions: Mapped[list[Adhesion]] = relationship(back_populates="utilisateur", order_by="Adhesion.id")

    roles: list[RoleMixin] = []  # noqa: RUF012  # Flask-Security reads it; our roles are memberships

    @property
    def nom_complet(self) -> str:
        """First name, last name."""
        return f"{self.prenom} {self.nom}"


class Adhesion(Base):
    """A person's role in an organisation, for a time. `jusqu_au` is the last day, None while it runs."""

    __tablename__ = "adhesion"
    __table_args__ = (UniqueConstraint("utilisateur_id", "organisation_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    utilisateur_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[Role] = mapped_column(colonne_enum(Role, "role"))
    depuis: Mapped[date]
    jusqu_au: Mapped[date | None]

    utilisateur: Mapped[Utilisateur] = relationship(back_populates="adhesions")
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class SessionServeur(Base):
    """A signed-in browser. Only the SHA-256 of its token is kept, so that the table opens nothing."""

    __tablename__ = "session_serveur"

    empreinte: Mapped[str] = mapped_column(String(64), primary_key=True)
    contenu: Mapped[bytes] = mapped_column(LargeBinary)
    utilisateur: Mapped[str | None] = mapped_column(Text, index=True)
    expire_le: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
