"""The searches that a person keeps for the organisation they act for: theirs alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.veille.models import Alerte, RechercheEnregistree
from dla_market.veille.rules import a_regarder


def visible_to(acteur: Acteur) -> Select[RechercheEnregistree]:
    """The actor's own."""
    return select(RechercheEnregistree).where(RechercheEnregistree.adhesion_id == acteur.adhesion_id)


def lister(session: Session, acteur: Acteur) -> Sequence[RechercheEnregistree]:
    """Them all, by name."""
    return session.scalars(
        visible_to(acteur).order_by(RechercheEnregistree.nom, RechercheEnregistree.id)
    ).all()


def charger(session: Session, acteur: Acteur, recherche_id: int) -> RechercheEnregistree | None:
    """One of them, None where it is not one of them."""
    return session.scalars(visible_to(acteur).where(RechercheEnregistree.id == recherche_id)).one_or_none()


def dues(session: Session, maintenant: datetime) -> list[int]:
    """The ids of everybody's searches that are to be looked at again, for the worker."""
    rangees = session.execute(
        select(RechercheEnregistree.id, RechercheEnregistree.alerte, RechercheEnregistree.regardee_le)
        .where(RechercheEnregistree.alerte != Alerte.AUCUNE)
        .order_by(RechercheEnregistree.id)
    )
    return [un for un, alerte, regardee_le in rangees if a_regarder(alerte, regardee_le, maintenant)]
