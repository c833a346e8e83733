"""Where a prestataire that a centre names may go: the ingénieries whose shortlist is still open."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries.models import Participation
from dla_market.ingenieries.queries_ressources import a_rediger
from dla_market.sollicitations.models import Sollicitation

MAXIMUM = 20


def destinations(session: Session, acteur: Acteur, sollicitation: Sollicitation) -> dict[int, str]:
    """Words by id: that of the sollicitation first, then those of its structure, then the others."""
    ouvertes = list(a_rediger(session, acteur))
    de_la_structure = (
        set(
            session.scalars(
                select(Participation.ingenierie_id).where(
                    Participation.structure_id == sollicitation.structure_id
                )
            )
        )
        if sollicitation.structure_id
        else set()
    )
    ouvertes.sort(
        key=lambda i: (
            i.id != sollicitation.ingenierie_id,
            sollicitation.diagnostic_id is None or i.diagnostic_id != sollicitation.diagnostic_id,
            i.id not in de_la_structure,
        )
    )
    return {i.id: f"{i.reference}, {i.intitule}" for i in ouvertes[:MAXIMUM]}
