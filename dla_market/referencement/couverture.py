"""The white map: in which secteur and département nobody active and référencé there may be invited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from dla_market.catalogue.models import Activite, Prestataire, Zone
from dla_market.catalogue.queries import sql_active
from dla_market.referencement.models import Referencement
from dla_market.referencement.queries import sql_en_cours
from dla_market.referencement.territoires import territoires

Couverture = Mapping[tuple[str, str], int]
"""How many prestataires by (secteur, département); what is not there is a white cell."""


def couverture(session: Session, today: date, regional_id: int | None = None) -> Couverture:
    """How many prestataires, in one statement, for one région or for them all.

    One counts in a cell where its fiche is published and confirmed, it works in the secteur and in the
    département, and the région of that département has accepted it, today included.
    """
    territoire = territoires().subquery()
    requete = (
        select(Activite.secteur_code, Zone.departement_code, func.count(Prestataire.id.distinct()))
        .select_from(Referencement)
        .join(territoire, territoire.c.regional_id == Referencement.regional_id)
        .join(Prestataire, Prestataire.id == Referencement.prestataire_id)
        .join(
            Zone,
            and_(
                Zone.prestataire_id == Prestataire.id, Zone.departement_code == territoire.c.departement_code
            ),
        )
        .join(Activite, Activite.prestataire_id == Prestataire.id)
        .where(sql_en_cours(today), sql_active(today))
        .group_by(Activite.secteur_code, Zone.departement_code)
    )
    if regional_id is not None:
        requete = requete.where(Referencement.regional_id == regional_id)
    return {(secteur, departement): nombre for secteur, departement, nombre in session.execute(requete)}
