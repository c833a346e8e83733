"""The provisional référencement: a region's word for one prestataire and one ingénierie (domain 14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ForeignKey, Integer, Select, Text, UniqueConstraint, false, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel.db import Base
from dla_market.kernel.states import Parcours
from dla_market.kernel.types import UtcDateTime, colonne_enum


class EtatProvisoire(Enum):
    """Life of a provisional référencement. It ends with its mission: nothing else counts on it."""

    DEMANDE = "demande"
    ACCEPTE = "accepte"
    REFUSE = "refuse"


PROVISOIRE = Parcours(
    "le référencement provisoire",
    {
        EtatProvisoire.DEMANDE: "demandé à la région",
        EtatProvisoire.ACCEPTE: "accordé pour cette mission",
        EtatProvisoire.REFUSE: "refusé par la région",
    },
    [
        ("accorder", {EtatProvisoire.DEMANDE}, EtatProvisoire.ACCEPTE),
        ("refuser", {EtatProvisoire.DEMANDE}, EtatProvisoire.REFUSE),
    ],
)


class ReferencementProvisoire(Base):
    """What a DLA asks its region for one prestataire and one ingénierie, with the answer in words."""

    __tablename__ = "referencement_provisoire"
    __table_args__ = (UniqueConstraint("ingenierie_id", "prestataire_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    ingenierie_id: Mapped[int] = mapped_column(ForeignKey("ingenierie.id"), index=True)
    prestataire_id: Mapped[int] = mapped_column(ForeignKey("prestataire.id"), index=True)
    regional_id: Mapped[int] = mapped_column(ForeignKey("dla_regional.id"), index=True)
    etat: Mapped[EtatProvisoire] = mapped_column(colonne_enum(EtatProvisoire, "etat"))
    motif: Mapped[str] = mapped_column(Text)
    demande_le: Mapped[datetime] = mapped_column(UtcDateTime)
    demande_par_id: Mapped[int] = mapped_column(ForeignKey("utilisateur.id"))
    reponse: Mapped[str] = mapped_column(Text, default="")
    decide_le: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decide_par_id: Mapped[int | None] = mapped_column(ForeignKey("utilisateur.id"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own attribute

    prestataire: Mapped[Prestataire] = relationship(innerjoin=True)
    ingenierie: Mapped[Ingenierie] = relationship(innerjoin=True)


def provisoires_visibles(acteur: Acteur) -> Select[Any]:
    """Those that the actor's region has been asked for; a DLA reads its own on its shortlist."""
    garde = (
        ReferencementProvisoire.regional_id == acteur.organisation_id
        if acteur.role is Role.REFERENT_REGIONAL
        else false()
    )
    return (
        select(ReferencementProvisoire)
        .where(garde)
        .options(
            joinedload(ReferencementProvisoire.prestataire),
            joinedload(ReferencementProvisoire.ingenierie).joinedload(Ingenierie.dla),
        )
        .order_by(ReferencementProvisoire.demande_le, ReferencementProvisoire.id)
    )


def charger_provisoire(
    session: Session, acteur: Acteur, provisoire_id: int
) -> ReferencementProvisoire | None:
    """One of them by its id."""
    return session.scalars(
        provisoires_visibles(acteur).where(ReferencementProvisoire.id == provisoire_id)
    ).one_or_none()


def provisoires_demandes(session: Session, acteur: Acteur) -> Sequence[ReferencementProvisoire]:
    """Those that wait for the actor's region."""
    return session.scalars(
        provisoires_visibles(acteur).where(ReferencementProvisoire.etat == EtatProvisoire.DEMANDE)
    ).all()


def provisoires_de(session: Session, ingenierie_id: int) -> dict[int, ReferencementProvisoire]:
    """Those of an ingénierie, by prestataire."""
    return {
        p.prestataire_id: p
        for p in session.scalars(
            select(ReferencementProvisoire).where(ReferencementProvisoire.ingenierie_id == ingenierie_id)
        )
    }
