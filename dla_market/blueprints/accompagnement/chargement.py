"""Objects of the URL, through what the actor may see."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.accompagnement import queries
from dla_market.accompagnement.models import Diagnostic, Structure
from dla_market.blueprints.accompagnement.sections import SECTIONS
from dla_market.comptes.acteur import Acteur


def charger_structure(session: Session, acteur: Acteur, structure_id: int) -> Structure | None:
    """A structure."""
    return queries.charger(session, acteur, structure_id)


def charger_diagnostic(session: Session, acteur: Acteur, diagnostic_id: int) -> Diagnostic | None:
    """A diagnostic."""
    return queries.charger_diagnostic(session, acteur, diagnostic_id)


def charger_section(session: Session, acteur: Acteur, diagnostic_id: int, section: str) -> Diagnostic | None:
    """A diagnostic, for a section that exists."""
    return queries.charger_diagnostic(session, acteur, diagnostic_id) if section in SECTIONS else None
