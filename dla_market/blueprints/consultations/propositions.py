"""The proposal of an ingénierie, asked to the running search engine."""

from __future__ import annotations

from flask import current_app
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.consultations.queries import ecartees_de
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel import clock
from dla_market.preselection.proposition import Proposition, proposer


def proposition_de(session: Session, acteur: Acteur, ingenierie: Ingenierie) -> Proposition | None:
    """Who could answer, today, those set aside left out; None while there is no index to ask."""
    return proposer(
        session,
        acteur,
        current_app.extensions["recherche"],
        ingenierie,
        le=clock.today(),
        ecartes=[e.prestataire_id for e in ecartees_de(session, acteur, ingenierie.id)],
    )
