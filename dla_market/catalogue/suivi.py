"""The fiches that someone answers for, by what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.catalogue.queries import suivies_par
from dla_market.catalogue.vie import CopieFiche, EtatProcedure, ProcedureSuspension, TraceFiche
from dla_market.comptes.acteur import Acteur

LISTES: Mapping[str, str] = {
    "a_relire": "Modifiées depuis leur lecture",
    "en_procedure": "Suspension en cours",
    "suspendues": "Suspendues",
    "inactives": "Non confirmées",
    "toutes": "Toutes",
}
"""The lists of the page, by their name in its address."""


def lister(acteur: Acteur, nom: str, today: date, validite_jours: int) -> Select[Prestataire]:
    """One of LISTES, of the fiches that the actor answers for, by name. Raises KeyError for another name."""
    return suivies_par(acteur).where(_condition(nom, today, validite_jours)).order_by(Prestataire.nom)


def _condition(nom: str, today: date, validite_jours: int) -> ColumnElement[bool]:
    publiee = Prestataire.etat == EtatFiche.PUBLIEE
    lue = (
        select(func.max(CopieFiche.figee_le))
        .where(CopieFiche.prestataire_id == Prestataire.id)
        .correlate(Prestataire)
        .scalar_subquery()
    )
    changee = exists(
        select(TraceFiche.id).where(
            TraceFiche.prestataire_id == Prestataire.id, TraceFiche.champ != "", TraceFiche.instant > lue
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
        "toutes": Prestataire.etat.is_not(None),
    }[nom]
