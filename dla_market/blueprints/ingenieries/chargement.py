"""Objects of the URL, through what the actor may see."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.accompagnement import queries as accompagnement
from dla_market.accompagnement.models import Diagnostic
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries import queries
from dla_market.ingenieries.models import Ingenierie


def charger_ingenierie(session: Session, acteur: Acteur, ingenierie_id: int) -> Ingenierie | None:
    """An ingénierie."""
    return queries.charger(session, acteur, ingenierie_id)


def charger_diagnostic(session: Session, acteur: Acteur, diagnostic_id: int) -> Diagnostic | None:
    """The diagnostic to start from."""
    return accompagnement.charger_diagnostic(session, acteur, diagnostic_id)
