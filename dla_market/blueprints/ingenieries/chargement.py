"""Objects of the URL, through what the actor may see."""

from __future__ import annotations

from sqlalchemy.orm import Session, joinedload, selectinload

from dla_market.accompagnement import queries as accompagnement
from dla_market.accompagnement.models import Diagnostic
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries import queries
from dla_market.ingenieries.models import CahierDesCharges, Ingenierie, Participation


def charger_ingenierie(session: Session, acteur: Acteur, ingenierie_id: int) -> Ingenierie | None:
    """An ingénierie."""
    return queries.charger(session, acteur, ingenierie_id)


def charger_dossier(session: Session, acteur: Acteur, ingenierie_id: int) -> Ingenierie | None:
    """The same with all that its page shows, in few statements."""
    return session.scalars(
        queries.visible_to(acteur)
        .where(Ingenierie.id == ingenierie_id)
        .options(
            joinedload(Ingenierie.diagnostic),
            joinedload(Ingenierie.cahier).selectinload(CahierDesCharges.criteres),
            selectinload(Ingenierie.prestations),
            selectinload(Ingenierie.participations).joinedload(Participation.structure),
        )
    ).one_or_none()


def charger_diagnostic(session: Session, acteur: Acteur, diagnostic_id: int) -> Diagnostic | None:
    """The diagnostic to start from."""
    return accompagnement.charger_diagnostic(session, acteur, diagnostic_id)
