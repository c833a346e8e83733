"""What every story of the demo needs at hand: the transaction, the safe, the actors, the rows of the cast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Structure
from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur, acteur_de
from dla_market.comptes.models import Adhesion
from dla_market.demo.lots import Cles
from dla_market.demo.personnes import Distribution
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.fichiers.reserve import Reserve

Histoire = Iterator[datetime]
"""Gives the instant of its next act; acts when asked for the one after."""


@dataclass(frozen=True)
class Scene:
    """The stage. Actors are found by place and role (« dla », « responsable »)."""

    session: Session
    coffre: Coffre
    reserve: Reserve
    distribution: Distribution
    cles: Cles
    acteurs: dict[tuple[str, str], Acteur]

    def acteur(self, place: str, role: str) -> Acteur:
        """Who plays a role at a place. Raises KeyError where nobody does."""
        return self.acteurs[place, role]

    def id_de(self, place: str) -> int:
        """The organisation's id of a place."""
        return self.cles.de_la(*self.distribution.places[place])

    def structure(self, place: str) -> Structure:
        """The structure of a place."""
        return self.session.get_one(Structure, self.id_de(place))

    def prestataire(self, place: str) -> Prestataire:
        """The prestataire of a place."""
        return self.session.get_one(Prestataire, self.id_de(place))

    @property
    def prestataires(self) -> list[int]:
        """The ids of the prestataires that are invited."""
        return [self.id_de(place) for place in self.distribution.places if place.startswith("prestataire")]


def monter(
    session: Session, coffre: Coffre, reserve: Reserve, distribution: Distribution, cles: Cles
) -> Scene:
    """Set the stage from the accounts that the database holds."""
    places = {cles.de_la(*lieu): place for place, lieu in distribution.places.items()}
    acteurs = {
        (places[adhesion.organisation_id], adhesion.role.value): acteur_de(adhesion)
        for adhesion in session.scalars(select(Adhesion).order_by(Adhesion.id))
        if adhesion.organisation_id in places
    }
    return Scene(session, coffre, reserve, distribution, cles, acteurs)
