"""Objects of the URL, through what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries import queries as ingenieries
from dla_market.ingenieries import queries_ressources
from dla_market.ingenieries.models import Ingenierie
from dla_market.ingenieries.models_ressources import RessourceJointe
from dla_market.ressources import queries
from dla_market.ressources.models import Ressource


@dataclass(frozen=True)
class Jonction:
    """A ressource on its way to an ingénierie's cahier."""

    ingenierie: Ingenierie
    ressource: Ressource


def charger(session: Session, acteur: Acteur, ressource_id: int) -> Ressource | None:
    """A ressource."""
    return queries.charger(session, acteur, ressource_id)


def charger_jonction(
    session: Session, acteur: Acteur, ingenierie_id: int, ressource_id: int
) -> Jonction | None:
    """Both, where the actor sees both."""
    ingenierie = ingenieries.charger(session, acteur, ingenierie_id)
    ressource = queries.charger(session, acteur, ressource_id)
    return None if ingenierie is None or ressource is None else Jonction(ingenierie, ressource)


def charger_jointe(session: Session, acteur: Acteur, jointe_id: int) -> RessourceJointe | None:
    """A ressource on a cahier."""
    return queries_ressources.charger_jointe(session, acteur, jointe_id)
