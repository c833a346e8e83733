"""The shortlist that a search is made for, when its address names an ingénierie."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.catalogue.criteres import Criteres
from dla_market.comptes.acteur import Acteur
from dla_market.consultations.queries import selection_de
from dla_market.ingenieries import queries as ingenieries
from dla_market.policies.grid import permits

AJOUTER = "consultations.ajouter_selection"
CONSULTER = "consultations.consulter_selection"


@dataclass(frozen=True)
class SelectionEnCours:
    """An ingénierie's shortlist while one fills it: who is on it, where to add, where to see it."""

    ingenierie_id: int
    intitule: str
    choisis: frozenset[int]
    url_ajouter: str | None
    url_voir: str | None
    recherche: str

    def contient(self, prestataire_id: int) -> bool:
        """Whether this prestataire is already on it."""
        return prestataire_id in self.choisis


def selection_en_cours(session: Session, acteur: Acteur, criteres: Criteres) -> SelectionEnCours | None:
    """The shortlist of the address's ingénierie, None where it is not the actor's to fill."""
    if criteres.ingenierie is None:
        return None
    ingenierie = ingenieries.charger(session, acteur, criteres.ingenierie)
    if ingenierie is None or not permits(acteur, "selection:ajouter", ingenierie):
        return None
    choisis = frozenset(s.prestataire_id for s in selection_de(session, acteur, ingenierie.id))
    return SelectionEnCours(
        ingenierie.id,
        ingenierie.intitule,
        choisis,
        _url(AJOUTER, ingenierie.id),
        _url(CONSULTER, ingenierie.id),
        criteres.url(ingenierie=None),
    )


def _url(endpoint: str, ingenierie_id: int) -> str | None:
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, ingenierie_id=ingenierie_id)
