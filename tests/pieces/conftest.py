"""A prestataire, a DLA and their people; the vault on disk."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date

import pytest

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel.db import unit_of_work
from tests.catalogue import semis
from tests.support import fabriques


@dataclass
class Monde:
    """The ids and the actors."""

    prestataire_id: int
    acteurs: dict[str, Acteur]

    def prestataire(self, session) -> Prestataire:
        return session.get_one(Prestataire, self.prestataire_id)


@pytest.fixture
def monde(app, horloge):
    with unit_of_work() as session:
        fiche = semis.un_prestataire(session, confirmee_le=date(2026, 11, 1))
        dla = fabriques.un_dla(session)
        acteurs = {
            "prestataire": fabriques.un_acteur(session, Role.PRESTATAIRE, fiche),
            "chargee": fabriques.un_acteur(session, Role.CHARGE_MISSION, dla),
            "gestion": fabriques.un_acteur(session, Role.GESTIONNAIRE, dla),
        }
        ident = fiche.id
    app.extensions.pop("nomenclatures", None)
    shutil.rmtree(app.extensions["reserve"].dossier, ignore_errors=True)
    return Monde(ident, acteurs)
