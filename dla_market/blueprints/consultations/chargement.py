"""Objects of the URL, through what the actor may see."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.consultations import queries
from dla_market.consultations.models import (
    Consultation,
    OffreOuverte,
    Question,
    Selection,
    SelectionEcartee,
)
from dla_market.consultations.pieces_jointes import FichierDuCahier, fichier_du_cahier
from dla_market.ingenieries import queries as ingenieries
from dla_market.ingenieries.models import Ingenierie


def charger_ingenierie(session: Session, acteur: Acteur, ingenierie_id: int) -> Ingenierie | None:
    """The ingénierie to launch."""
    return ingenieries.charger(session, acteur, ingenierie_id)


def charger_selection(session: Session, acteur: Acteur, selection_id: int) -> Selection | None:
    """A line of a shortlist."""
    return queries.charger_selection(session, acteur, selection_id)


def charger_ecartee(session: Session, acteur: Acteur, ecartee_id: int) -> SelectionEcartee | None:
    """A provider set aside."""
    return queries.charger_ecartee(session, acteur, ecartee_id)


def charger_consultation(session: Session, acteur: Acteur, consultation_id: int) -> Consultation | None:
    """A consultation."""
    return queries.charger(session, acteur, consultation_id)


def charger_question(
    session: Session, acteur: Acteur, consultation_id: int, question_id: int
) -> Question | None:
    """A question, of that consultation."""
    question = queries.charger_question(session, acteur, question_id)
    return question if question is not None and question.consultation_id == consultation_id else None


def charger_ouverte(
    session: Session, acteur: Acteur, consultation_id: int, offre_id: str
) -> OffreOuverte | None:
    """An opened offer, of that consultation, for an evaluator who has declared no link."""
    offre = queries.charger_ouverte(session, acteur, offre_id)
    return offre if offre is not None and offre.consultation_id == consultation_id else None


def charger_fichier_joint(
    session: Session, acteur: Acteur, consultation_id: int, edition_id: int
) -> FichierDuCahier | None:
    """The file of a ressource of its cahier."""
    consultation = charger_consultation(session, acteur, consultation_id)
    return None if consultation is None else fichier_du_cahier(session, consultation, edition_id)
