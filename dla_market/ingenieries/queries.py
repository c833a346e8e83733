"""Who sees which ingénierie: its DLA, the DLA R of the region, the structures that it serves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, false, select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.ingenieries.models import CahierDesCharges, Ingenierie, Participation
from dla_market.ingenieries.rules import ContenuCahier
from dla_market.reseau.models import Dla

ROLES_DLA = frozenset({Role.CHARGE_MISSION, Role.RESPONSABLE, Role.GESTIONNAIRE})


def condition_visible(acteur: Acteur) -> ColumnElement[bool]:
    """The condition on Ingenierie that the rooms above reuse, so that they cannot see more."""
    if acteur.role in ROLES_DLA:
        return Ingenierie.dla_id == acteur.organisation_id
    if acteur.role is Role.REFERENT_REGIONAL:
        return Ingenierie.dla_id.in_(
            select(Dla.__table__.c.id).where(Dla.__table__.c.regional_id == acteur.organisation_id)
        )
    if acteur.role is Role.STRUCTURE:
        return Ingenierie.id.in_(
            select(Participation.ingenierie_id).where(Participation.structure_id == acteur.organisation_id)
        )
    return false()


def visible_to(acteur: Acteur) -> Select[Any]:
    """The ingénieries that the actor may see."""
    return select(Ingenierie).where(condition_visible(acteur))


def charger(session: Session, acteur: Acteur, ingenierie_id: int) -> Ingenierie | None:
    """One of them by its id, None where it is not one of them."""
    return session.scalars(visible_to(acteur).where(Ingenierie.id == ingenierie_id)).one_or_none()


def contenu_cahier(cahier: CahierDesCharges) -> ContenuCahier:
    """What a stored cahier says, as the rules read it."""
    return ContenuCahier(**{nom: getattr(cahier, nom) for nom in ContenuCahier.__dataclass_fields__})
