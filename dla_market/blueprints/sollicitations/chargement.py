"""Objects of the URL, through what the actor may see."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.sollicitations import queries
from dla_market.sollicitations.models import Proposition, Sollicitation


def charger(session: Session, acteur: Acteur, sollicitation_id: int) -> Sollicitation | None:
    """A sollicitation."""
    return queries.charger(session, acteur, sollicitation_id)


def charger_dossier(session: Session, acteur: Acteur, sollicitation_id: int) -> Sollicitation | None:
    """A sollicitation with all that its page shows."""
    return queries.charger_dossier(session, acteur, sollicitation_id)


def charger_proposition(session: Session, acteur: Acteur, proposition_id: int) -> Proposition | None:
    """A prestataire named in an answer."""
    return queries.charger_proposition(session, acteur, proposition_id)
