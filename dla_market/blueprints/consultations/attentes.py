"""What waits in consultations, for the home of each actor. Nothing here counts or names an offer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, contains_eager

from dla_market.blueprints.consultations.etapes import est_close, est_ouvrable
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.consultations import queries
from dla_market.consultations.models import Consultation, EtatConsultation, Question, Selection
from dla_market.ingenieries import queries as ingenieries
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie
from dla_market.web.attentes import Attente

E = EtatConsultation


def _en_cours(acteur: Acteur, *etats: EtatConsultation) -> Select[Any]:
    return (
        queries.visible_to(acteur)
        .where(Consultation.etat.in_(etats))
        .options(contains_eager(Consultation.ingenierie))
        .order_by(Consultation.limite_offre)
    )


SANS_REPONSE = exists(Question.id).where(
    Question.consultation_id == Consultation.id, Question.repondue_le.is_(None)
)


def attentes_dla(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """Questions to answer, offers to open, offers to score, an award to decide."""
    lancees = _en_cours(acteur, E.LANCEE, E.DEPOUILLEE, E.CHOISIE).add_columns(SANS_REPONSE)
    for consultation, a_repondre in session.execute(lancees):
        ingenierie: Ingenierie = consultation.ingenierie
        ici = url_for("consultations.consulter", consultation_id=consultation.id)
        detail = f"{ingenierie.reference} · {ingenierie.intitule}"
        charge = acteur.role is Role.CHARGE_MISSION
        if charge and a_repondre and not est_close(consultation):
            yield Attente("Répondre à une question", f"{ici}#questions", detail, consultation.limite_offre)
        if est_ouvrable(consultation):
            yield Attente("Ouvrir les offres", ici, detail, consultation.limite_offre)
        if charge and consultation.etat is E.DEPOUILLEE:
            yield Attente("Noter les offres", ici, detail)
        if not charge and consultation.etat is E.CHOISIE:
            yield Attente("Attribuer la consultation", ici, detail)


def attentes_responsable(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """Consultations ready to be launched: a cahier des charges, a shortlist."""
    pretes = session.scalars(
        ingenieries.visible_to(acteur)
        .where(
            Ingenierie.etat == EtatIngenierie.CDC_REDIGE,
            Ingenierie.id.in_(select(Selection.ingenierie_id)),
        )
        .order_by(Ingenierie.id)
    )
    for ingenierie in pretes:
        yield Attente(
            "Lancer la consultation",
            url_for("consultations.lancer", ingenierie_id=ingenierie.id),
            f"{ingenierie.reference} · {ingenierie.intitule}",
        )


def attentes_structure(session: Session, acteur: Acteur) -> Iterator[Attente]:
    """Offers to compare and choose from."""
    for consultation in session.scalars(_en_cours(acteur, E.DEPOUILLEE)):
        yield Attente(
            "Comparer les offres et choisir",
            url_for("consultations.offres", consultation_id=consultation.id),
            consultation.ingenierie.intitule,
        )
