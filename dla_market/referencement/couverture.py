"""The white map: in which secteur and département nobody active and référencé there may be invited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CompoundSelect, Select, and_, func, select, union_all
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Activite, ActiviteZone, Prestataire, Zone
from dla_market.catalogue.queries import sql_active, validite
from dla_market.referencement.models import Referencement
from dla_market.referencement.queries import sql_en_cours
from dla_market.referencement.territoires import territoires

Couverture = Mapping[tuple[str, str], int]
"""How many prestataires by (secteur, département); what is not there is a white cell."""


def couverture(session: Session, today: date, regional_id: int | None = None) -> Couverture:
    """How many prestataires, in one statement beside the settings, for one région or for them all.

    One counts in a cell where its fiche is published and confirmed, it works in the secteur and in the
    département, and the région of that département has accepted it, today included.
    """
    nombres = _nombres(session, today, regional_id)
    return {(secteur, departement): nombre for secteur, departement, nombre in session.execute(nombres)}


@dataclass(frozen=True)
class Blancs:
    """The white cells of a DLA R: how many départements it answers for, and of these, by secteur, how many
    have nobody. A secteur that everybody is found in is absent.
    """

    departements: int
    par_secteur: Mapping[str, int]


def blancs(session: Session, today: date, regional_id: int, secteurs: Collection[str]) -> Blancs:
    """The white cells of a DLA R in these secteurs, in one statement beside the settings."""
    territoire = territoires().subquery()
    couverts = _nombres(session, today, regional_id).subquery()
    par_departement: dict[str, set[str | None]] = defaultdict(set)
    for departement, secteur in session.execute(
        select(territoire.c.departement_code, couverts.c.secteur_code)
        .outerjoin(couverts, couverts.c.departement_code == territoire.c.departement_code)
        .where(territoire.c.regional_id == regional_id)
    ):
        par_departement[departement].add(secteur)
    manques = {un: sum(un not in trouves for trouves in par_departement.values()) for un in secteurs}
    return Blancs(len(par_departement), {un: nombre for un, nombre in manques.items() if nombre})


def _nombres(session: Session, today: date, regional_id: int | None) -> Select[str, str, int]:
    """Rows (secteur, département, how many), nothing for a white cell."""
    territoire, lieu = territoires().subquery(), _lieux().subquery()
    requete = (
        select(
            lieu.c.secteur_code,
            lieu.c.departement_code,
            func.count(Referencement.prestataire_id.distinct()).label("nombre"),
        )
        .join(territoire, territoire.c.regional_id == Referencement.regional_id)
        .join(Prestataire, Prestataire.id == Referencement.prestataire_id)
        .join(
            lieu,
            and_(
                lieu.c.prestataire_id == Referencement.prestataire_id,
                lieu.c.departement_code == territoire.c.departement_code,
            ),
        )
        .where(sql_en_cours(today), sql_active(today, validite(session, today)))
        .group_by(lieu.c.secteur_code, lieu.c.departement_code)
    )
    if regional_id is not None:
        requete = requete.where(Referencement.regional_id == regional_id)
    return requete


def _lieux() -> CompoundSelect[int, str, str]:
    """Where each activity is done: in its own départements where it has some, else in those of the fiche."""
    colonnes = (Activite.prestataire_id, Activite.secteur_code)
    siens = select(ActiviteZone.activite_id).where(ActiviteZone.activite_id == Activite.id)
    return union_all(
        select(*colonnes, ActiviteZone.departement_code).join(
            ActiviteZone, ActiviteZone.activite_id == Activite.id
        ),
        select(*colonnes, Zone.departement_code)
        .join(Zone, Zone.prestataire_id == Activite.prestataire_id)
        .where(~siens.exists()),
    )
