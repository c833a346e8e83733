"""A small catalogue, indexed, and one actor of each kind that meets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dla_market.catalogue.models import Activite, EtatFiche, Prestataire, Zone
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.expertise.models import Aval, EtatAval, NaturePreuve
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.search import Indexeur, WhooshMoteur
from dla_market.search.source import SourceEnBase
from dla_market.web.nomenclatures import libelle
from tests.catalogue import semis
from tests.support import fabriques


@dataclass
class Monde:
    """Who acts, and the fiches by name."""

    acteurs: dict[str, Acteur]
    fiches: dict[str, int]
    dossier: Path

    def reindexer(self) -> None:
        Indexeur(self.dossier).reconstruire(SourceEnBase())


@pytest.fixture
def monde(app, horloge, tmp_path):
    """Three published fiches, a submitted one, a draft; an aval; the index over them."""
    with unit_of_work() as session:
        regional = semis.un_regional(session)
        dla = fabriques.un_dla(session, regional=regional)
        centre = semis.un_centre(session)
        communs = semis.un_prestataire(session, "Atelier des Communs", confirmee_le=date(2026, 11, 11))
        rivieres = semis.un_prestataire(
            session,
            "Conseil Trois Rivières",
            presentation="Nous aidons les ressourceries et les clubs de sport à tenir leurs comptes. " * 3,
            tarif_jour_ht_centimes=69_000,
            disponible_le=None,
            confirmee_le=date(2026, 9, 1),
            activites=[
                Activite(secteur_code="sport", thematique_code="gestion_financiere", niveau=2),
                Activite(secteur_code="environnement", thematique_code="gestion_financiere", niveau=1),
            ],
            zones=[Zone(departement_code="26"), Zone(departement_code="07")],
        )
        ancienne = semis.un_prestataire(session, "Réseau Réemploi", confirmee_le=date(2024, 1, 1))
        soumise = semis.un_prestataire(session, "Fiche soumise", etat=EtatFiche.SOUMISE)
        brouillon = semis.un_prestataire(session, "Secret brouillon", etat=EtatFiche.BROUILLON)
        acteurs = {
            "chargee": fabriques.un_acteur(session, Role.CHARGE_MISSION, dla),
            "referente": fabriques.un_acteur(session, Role.REFERENT_REGIONAL, regional),
            "experte": fabriques.un_acteur(session, Role.EXPERT, centre),
            "coordination": fabriques.un_acteur(session, Role.COORDINATEUR, centre),
            "prestataire": fabriques.un_acteur(session, Role.PRESTATAIRE, communs),
            "redacteur": fabriques.un_acteur(session, Role.PRESTATAIRE, brouillon),
        }
        session.add(
            Aval(
                centre_id=centre.id,
                prestataire_id=communs.id,
                secteur_code="environnement",
                niveau=3,
                motif="Trois missions suivies de près",
                preuve_nature=NaturePreuve.MISSION,
                preuve="Missions de 2025",
                etat=EtatAval.CONFIRME,
                propose_par_id=acteurs["experte"].utilisateur_id,
                propose_le=clock.now(),
                confirme_par_id=acteurs["coordination"].utilisateur_id,
                confirme_le=clock.now(),
                fin=clock.today() + timedelta(days=500),
            )
        )
        session.flush()
        fiches = {f.nom: f.id for f in (communs, rivieres, ancienne, soumise, brouillon)}
    for cle in ("nomenclatures", "catalogue.comptes"):
        app.extensions.pop(cle, None)
    monde = Monde(acteurs, fiches, tmp_path / "index")
    monde.reindexer()
    moteur = WhooshMoteur(libelle)
    moteur.ouvrir(monde.dossier)
    avant = app.extensions["recherche"], app.config["DLA_INDEX"]
    app.extensions["recherche"], app.config["DLA_INDEX"] = moteur, monde.dossier
    yield monde
    app.extensions["recherche"], app.config["DLA_INDEX"] = avant
    moteur.fermer()


def fiche_de(session, nom: str) -> Prestataire:
    """The fiche of that name, read afresh."""
    session.rollback()
    return session.scalars(select(Prestataire).where(Prestataire.nom == nom)).one()
