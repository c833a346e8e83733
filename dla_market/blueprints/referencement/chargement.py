"""Objects of the URL, through what the actor may see."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dla_market.catalogue import queries as fiches
from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.referencement import queries
from dla_market.referencement.models import Appel, EtatAppel
from dla_market.referencement.rules import est_ouvert
from dla_market.reseau.models import DlaRegional


def charger_ma_region(session: Session, acteur: Acteur) -> DlaRegional | None:
    """The actor's own DLA R."""
    return session.get(DlaRegional, acteur.organisation_id) if acteur.role is Role.REFERENT_REGIONAL else None


def charger_brouillon(session: Session, acteur: Acteur) -> Appel | None:
    """The edition that the actor's region prepares."""
    if acteur.role is not Role.REFERENT_REGIONAL:
        return None
    return queries.appel_en(session, acteur.organisation_id, EtatAppel.BROUILLON)


def charger_appel_ouvert(session: Session, _acteur: Acteur, appel_id: int) -> Appel | None:
    """A call that takes requests today."""
    appel = queries.charger_appel(session, appel_id)
    return appel if appel is not None and est_ouvert(appel, clock.today()) else None


def charger_ma_fiche(session: Session, acteur: Acteur) -> Prestataire | None:
    """The actor's own fiche."""
    return fiches.ma_fiche(session, acteur)
