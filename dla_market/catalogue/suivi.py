"""The fiches that someone answers for, by what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.catalogue.queries import suivies_par
from dla_market.catalogue.sirene import sql_fermee
from dla_market.catalogue.vie import EtatProcedure, ProcedureSuspension, TraceFiche
from dla_market.comptes.acteur import Acteur

LISTES: Mapping[str, str] = {
    "a_relire": "Modifiées depuis leur lecture",
    "en_procedure": "Suspension annoncée",
    "suspendues": "Suspendues",
    "inactives": "Non confirmées",
    "fermees_sirene": "Fermées d’après Sirene",
    "toutes": "Toutes",
}
"""The lists of the page, by their name in its address."""

LECTURES = ("publier", "renvoyer", "relire", "retablir")
"""The acts that leave a frozen copy: someone in charge has read the fiche."""


def lister(acteur: Acteur, nom: str, today: date, validite_jours: int) -> Select[Prestataire]:
    """One of LISTES, of the fiches that the actor answers for, by name. Raises KeyError for another name."""
    return suivies_par(acteur).where(_condition(nom, today, validite_jours)).order_by(Prestataire.nom)


def _condition(nom: str, today: date, validite_jours: int) -> ColumnElement[bool]:
    publiee = Prestataire.etat == EtatFiche.PUBLIEE
    lecture = aliased(TraceFiche)
    lue = (
        select(func.max(lecture.id))
        .where(lecture.prestataire_id == Prestataire.id, lecture.verbe.in_(LECTURES))
        .correlate(Prestataire)
        .scalar_subquery()
    )
    changee = exists(
        select(TraceFiche.id).where(
            TraceFiche.prestataire_id == Prestataire.id, TraceFiche.champ != "", TraceFiche.id > lue
        )
    )
    peremption = today - timedelta(days=validite_jours)
    return {
        "a_relire": and_(publiee, changee),
        "en_procedure": exists(
            select(ProcedureSuspension.id).where(
                ProcedureSuspension.prestataire_id == Prestataire.id,
                ProcedureSuspension.etat == EtatProcedure.OUVERTE,
            )
        ),
        "suspendues": Prestataire.etat == EtatFiche.SUSPENDUE,
        "inactives": and_(
            publiee, or_(Prestataire.confirmee_le.is_(None), Prestataire.confirmee_le < peremption)
        ),
        "fermees_sirene": sql_fermee(),
        "toutes": Prestataire.etat.is_not(None),
    }[nom]
