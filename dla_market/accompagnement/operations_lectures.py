"""Lending a diagnostic to an organisation that is asked about it, for as long as it is asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Diagnostic, LectureDiagnostic
from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.errors import RefusMetier
from dla_market.kernel.journal import journaliser


def preter_diagnostic(
    session: Session, acteur: Acteur, diagnostic: Diagnostic, *, organisation_id: int, cause: str
) -> LectureDiagnostic:
    """Let an organisation read a diagnostic of the actor's DLA, until the cause is over.

    Raises RefusMetier for another DLA's.
    """
    if diagnostic.dla_id != acteur.organisation_id:
        raise RefusMetier("Ce diagnostic est celui d’un autre DLA.", champ="dossier")
    lecture = LectureDiagnostic(
        diagnostic=diagnostic,
        organisation_id=organisation_id,
        cause=cause,
        ouverte_le=clock.now(),
    )
    session.add(lecture)
    session.flush()
    journaliser(
        session,
        acteur.auteur,
        "diagnostic:preter",
        "diagnostic",
        diagnostic.id,
        organisation=organisation_id,
        cause=cause,
    )
    return lecture


def rendre_diagnostic(
    session: Session, acteur: Acteur, *, cause: str, jusqu_au: datetime | None = None
) -> None:
    """End what was lent for a cause, now or at `jusqu_au`; what has already ended does not open again."""
    fin = jusqu_au or clock.now()
    lecture = session.scalars(select(LectureDiagnostic).where(LectureDiagnostic.cause == cause)).one_or_none()
    if lecture is None or (lecture.jusqu_au is not None and lecture.jusqu_au <= fin):
        return
    lecture.jusqu_au = fin
    journaliser(
        session,
        acteur.auteur,
        "diagnostic:rendre",
        "diagnostic",
        lecture.diagnostic_id,
        cause=cause,
        jusqu_au=fin.isoformat(),
    )
