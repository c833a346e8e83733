"""Reading the suspensions: the one that runs, those that wait for someone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.vie import EtatProcedure, ProcedureSuspension
from dla_market.comptes.acteur import Acteur


def en_cours(session: Session, fiche: Prestataire) -> ProcedureSuspension | None:
    """The procedure that is open, or whose suspension holds; None where there is none."""
    return session.scalars(
        select(ProcedureSuspension)
        .where(
            ProcedureSuspension.prestataire_id == fiche.id,
            ProcedureSuspension.etat.in_((EtatProcedure.OUVERTE, EtatProcedure.PRONONCEE)),
        )
        .order_by(ProcedureSuspension.id.desc())
        .limit(1)
    ).one_or_none()


def annoncees(session: Session, prestataire_id: int) -> Sequence[ProcedureSuspension]:
    """Those of this prestataire that it has not answered yet."""
    return session.scalars(
        select(ProcedureSuspension).where(
            ProcedureSuspension.prestataire_id == prestataire_id,
            ProcedureSuspension.etat == EtatProcedure.OUVERTE,
            ProcedureSuspension.repondue_le.is_(None),
        )
    ).all()


def de_la_fiche(session: Session, fiche: Prestataire) -> Sequence[ProcedureSuspension]:
    """Every procedure that a fiche has had, the latest first."""
    return session.scalars(
        select(ProcedureSuspension)
        .where(ProcedureSuspension.prestataire_id == fiche.id)
        .order_by(ProcedureSuspension.id.desc())
    ).all()


def ouvertes(session: Session, acteur: Acteur) -> Sequence[ProcedureSuspension]:
    """The open procedures that the actor's organisation announced, by the end of their delay."""
    return session.scalars(
        select(ProcedureSuspension)
        .where(
            ProcedureSuspension.organisation_id == acteur.organisation_id,
            ProcedureSuspension.etat == EtatProcedure.OUVERTE,
        )
        .options(joinedload(ProcedureSuspension.prestataire))
        .order_by(ProcedureSuspension.repondre_avant, ProcedureSuspension.id)
    ).all()
