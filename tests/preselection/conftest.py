"""An ingénierie in culture, and a catalogue that answers it more or less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from dla_market.catalogue.models import Activite, Prestataire, Zone
from dla_market.expertise.models import Aval, EtatAval, NaturePreuve
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.reseau.models import CentreRessources
from dla_market.search import NaifMoteur
from dla_market.search.source import SourceEnBase
from tests.consultations import monde as base


@dataclass
class Scene:
    """The ids that tests need; the clock stands at the world's start."""

    monde: base.Monde
    ingenierie_id: int
    prestataires: list[int]

    def moteur(self) -> NaifMoteur:
        moteur = NaifMoteur(SourceEnBase(session_courante))
        moteur.ouvrir(Path())
        return moteur


def decrire(prestataire: Prestataire, *, niveau: int, departement: str = "26") -> None:
    prestataire.titre = "Conseil aux associations culturelles"
    prestataire.confirmee_le = date(2026, 2, 1)
    prestataire.activites.append(
        Activite(secteur_code="culture", thematique_code="strategie_consolidation", niveau=niveau)
    )
    prestataire.zones.append(Zone(departement_code=departement))


@pytest.fixture
def scene(app) -> Iterator[Scene]:
    """Four prestataires who do it, levels 3, 3, 2, 1; the last one holds an aval."""
    with clock.arretee_a(base.DEBUT):
        with unit_of_work() as session:
            monde = base.peupler(session)
            for prestataire, niveau in zip(monde.prestataires, (3, 3, 2, 1), strict=True):
                decrire(prestataire, niveau=niveau)
            centre = CentreRessources(nom="Centre Culture", code="culture", tete_de_reseau="Tête")
            session.add(centre)
            session.flush()
            session.add(
                Aval(
                    centre_id=centre.id,
                    prestataire_id=monde.prestataires[3].id,
                    secteur_code="culture",
                    niveau=3,
                    motif="Vu à l’œuvre",
                    preuve_nature=NaturePreuve.MISSION,
                    preuve="Une mission de 2025",
                    etat=EtatAval.CONFIRME,
                    propose_par_id=monde.charge.utilisateur_id,
                    propose_le=clock.now(),
                    confirme_par_id=monde.charge.utilisateur_id,
                    confirme_le=clock.now(),
                    fin=date(2027, 12, 31),
                )
            )
            ingenierie = base.une_ingenierie(session, monde)
            session.flush()
            scene = Scene(monde, ingenierie.id, [p.id for p in monde.prestataires])
        yield scene
