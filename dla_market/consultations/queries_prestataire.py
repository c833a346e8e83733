"""What the tenders say of a prestataire to who looks at its fiche: how often invited, answering, retained."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from dla_market.consultations.models import (
    Consultation,
    EtatConsultation,
    EtatOffreOuverte,
    Invitation,
    OffreOuverte,
)

OUVERTES = (
    EtatConsultation.DEPOUILLEE,
    EtatConsultation.CHOISIE,
    EtatConsultation.ATTRIBUEE,
    EtatConsultation.INFRUCTUEUSE,
)
"""Whose offers are read. One classed without a sequel judged nobody: it only invited."""


@dataclass(frozen=True)
class ChiffresConsultations:
    """Counts of the tenders that a prestataire was invited to (domain 7.1, life).

    `ouvertes` are those whose offers are opened, `repondues` those of them where it had made one; `jugees`
    those of these that were awarded, `retenues` to it. Of a tender under seal nothing is counted but the
    invitation: whether someone has deposited shows nowhere before the opening.
    """

    invitations: int
    ouvertes: int
    repondues: int
    jugees: int
    retenues: int

    @property
    def taux_reponse(self) -> float | None:
        """The share of opened tenders that it had answered, None where none is."""
        return self.repondues / self.ouvertes if self.ouvertes else None

    @property
    def taux_succes(self) -> float | None:
        """The share of its offers retained, of those of awarded tenders, None where it had none."""
        return self.retenues / self.jugees if self.jugees else None


def chiffres(session: Session, prestataire_id: int) -> ChiffresConsultations:
    """These counts, in one statement."""
    return ChiffresConsultations(*session.execute(_chiffres(), {"prestataire": prestataire_id}).one())


@cache
def _chiffres() -> Select[*tuple[Any, ...]]:
    """The question, written once: for a prestataire named at each reading."""
    attribuee = Consultation.etat == EtatConsultation.ATTRIBUEE
    offre = OffreOuverte.offre_id
    return (
        select(
            func.count(),
            func.count().filter(Consultation.etat.in_(OUVERTES)),
            func.count(offre).filter(Consultation.etat.in_(OUVERTES)),
            func.count(offre).filter(attribuee),
            func.count(offre).filter(attribuee, OffreOuverte.etat == EtatOffreOuverte.RETENUE),
        )
        .select_from(Invitation)
        .join(Consultation, Consultation.id == Invitation.consultation_id)
        .outerjoin(
            OffreOuverte,
            and_(
                OffreOuverte.consultation_id == Invitation.consultation_id,
                OffreOuverte.prestataire_id == Invitation.prestataire_id,
            ),
        )
        .where(Invitation.prestataire_id == bindparam("prestataire"))
    )
