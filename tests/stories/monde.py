"""A small Drôme for whole journeys: its network, four prestataires, a fund of 10 000 €, its people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_security import hash_password
from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Structure
from dla_market.app import create_app
from dla_market.catalogue.models import (
    Activite,
    EtatFiche,
    Prestataire,
    Zone,
)
from dla_market.comptes.models import Adhesion, Organisation, Role, Utilisateur
from dla_market.fonds import operations as operations_fonds
from dla_market.fonds.models import Poste
from dla_market.kernel.db import db, unit_of_work
from dla_market.referencement.models import EtatReferencement, Referencement
from dla_market.reseau.models import Dla, DlaRegional, Financeur, StructurePorteuse
from dla_market.search import Indexeur
from dla_market.search.source import SourceEnBase
from tests.catalogue.semis import un_centre
from tests.catalogue.semis import un_prestataire as une_fiche
from tests.support import fabriques
from tests.support.bases import config_de, modele_sqlite, pour_les_tests
from tests.support.serveur import servir

DEBUT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning: the journey's first day."""
MOT_DE_PASSE = "une ressourcerie bien tenue"
ANNEE = 2026

GENS = {
    "chargee": ("Camille", "Bonnet", Role.CHARGE_MISSION, "dla"),
    "responsable": ("Nadia", "Ferrand", Role.RESPONSABLE, "dla"),
    "gestionnaire": ("Gaël", "Perrin", Role.GESTIONNAIRE, "dla"),
    "structure": ("Lucie", "Garnier", Role.STRUCTURE, "structure"),
    "communs": ("Paul", "Verdier", Role.PRESTATAIRE, "communs"),
    "rivieres": ("Inès", "Caron", Role.PRESTATAIRE, "rivieres"),
    "cours": ("Omar", "Sellier", Role.PRESTATAIRE, "cours"),
    "neuve": ("Alix", "Renard", Role.PRESTATAIRE, "neuve"),
    "experte": ("Rose", "Lambert", Role.EXPERT, "centre"),
    "expert": ("Sami", "Roy", Role.EXPERT, "centre"),
    "coordination": ("Hugo", "Marin", Role.COORDINATEUR, "centre"),
    "regional": ("Zoé", "Colin", Role.REFERENT_REGIONAL, "regional"),
    "pilote": ("Léa", "Martel", Role.PILOTE, "pilote"),
}
"""The people: first name, name, role, and the body for which they act."""


@dataclass(frozen=True)
class Monde:
    """The application, and where it answers."""

    app: Flask
    adresse: str

    def livrer(self) -> None:
        """What the worker does within two seconds: late notices, the index, the mails."""
        with self.app.app_context():
            self.app.extensions["outbox"].tout_livrer()
            db.session.remove()


def adresse_de(qui: str) -> str:
    """The address with which a person signs in."""
    return f"{qui}@drome.example"


@contextmanager
def ouvrir(dossier: Path) -> Iterator[Monde]:
    """The world, filled, indexed and served until the block ends. The clock must be pinned before."""
    shutil.rmtree(dossier, ignore_errors=True)
    dossier.mkdir(parents=True)
    shutil.copy(modele_sqlite(), dossier / "dla.sqlite3")
    app = pour_les_tests(create_app(config_de(dossier)))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = (
        3600  # a browser that asks again for each style sheet proves nothing
    )
    with app.app_context():
        with unit_of_work() as session:
            peupler(session)
        Indexeur(app.config["DLA_INDEX"]).reconstruire(SourceEnBase())
        db.session.remove()
    with servir(app) as adresse:
        yield Monde(app, adresse)
    with app.app_context():
        db.engine.dispose()
    app.extensions["recherche"].fermer()


def peupler(session: Session) -> None:
    """Write the bodies and their people; the caller commits."""
    regional = _poser(session, DlaRegional(nom="DLA régional Auvergne-Rhône-Alpes", region_code="84"))
    porteuse = _poser(
        session, StructurePorteuse(nom="Appui Drôme", siren="000000000", adresse="3 rue du Pont, Valence")
    )
    dla = _poser(
        session,
        Dla(
            nom="DLA de la Drôme",
            sigle="DLA26",
            departement_code="26",
            porteuse_id=porteuse.id,
            regional_id=regional.id,
        ),
    )
    structure = _poser(
        session,
        Structure(
            nom="La Remise à neuf",
            type_code="association_hors_iae",
            secteur_code="environnement",
            commune="Crest",
            departement_code="26",
            dla_id=dla.id,
        ),
    )
    corps: dict[str, Organisation] = {
        "dla": dla,
        "regional": regional,
        "structure": structure,
        "centre": un_centre(session),
        "pilote": fabriques.un_pilote(session),
        **_prestataires(session, regional),
    }
    for classe, nom, centimes in (("etat", "État", 600_000), ("region", "Région", 400_000)):
        _financer(session, dla, classe, nom, centimes)
    secret = hash_password(MOT_DE_PASSE)
    for qui, (prenom, nom, role, ou) in GENS.items():
        utilisateur = Utilisateur(
            email=adresse_de(qui),
            password=secret,
            fs_uniquifier=f"{qui}-drome",
            prenom=prenom,
            nom=nom,
            active=True,
            confirmed_at=DEBUT,
        )
        session.add(
            Adhesion(utilisateur=utilisateur, organisation=corps[ou], role=role, depuis=date(2024, 1, 1))
        )
    session.flush()


def _prestataires(session: Session, regional: DlaRegional) -> dict[str, Prestataire]:
    fiches = {
        "communs": une_fiche(session, "Atelier des Communs", confirmee_le=date(2026, 2, 2)),
        "rivieres": une_fiche(
            session,
            "Conseil Trois Rivières",
            titre="Comptes et stratégie des ressourceries",
            presentation="Nous aidons les ressourceries à tenir leurs comptes et leur modèle économique. "
            * 3,
            tarif_jour_ht_centimes=69_000,
            confirmee_le=date(2026, 1, 12),
        ),
        "cours": une_fiche(
            session,
            "Coopérative Long Cours",
            titre="Stratégie pas à pas",
            presentation="Stratégie, modèle économique et gouvernance de chaque ressourcerie. " * 3,
            confirmee_le=date(2025, 11, 3),
            zones=[Zone(departement_code="26"), Zone(departement_code="07")],
        ),
        "scene": une_fiche(
            session,
            "Cabinet Bellevue",
            titre="Billetterie et publics",
            presentation="Nous aidons les salles de spectacle à connaître leur public. " * 3,
            confirmee_le=date(2025, 12, 1),
            activites=[Activite(secteur_code="culture", thematique_code="gestion_financiere", niveau=2)],
        ),
        "neuve": une_fiche(
            session,
            "Atelier Neuf",
            titre="",
            presentation="Nous aidons les recycleries à ouvrir, à vendre et à embaucher sans se perdre. " * 3,
            telephone="",
            etat=EtatFiche.BROUILLON,
            confirmee_le=None,
            charte_version="",
            liens_declares_le=None,
        ),
    }
    for fiche in fiches.values():
        session.add(
            Referencement(
                prestataire_id=fiche.id,
                regional_id=regional.id,
                etat=EtatReferencement.ACCEPTE,
                demande_le=date(2025, 1, 1),
                debut=date(2025, 1, 15),
                fin=date(2028, 1, 14),
            )
        )
    return fiches


def _financer(session: Session, dla: Dla, classe: str, nom: str, centimes: int) -> None:
    financeur = _poser(session, Financeur(nom=nom, classe_code=classe))
    operations_fonds.conventionner(
        session,
        fabriques.un_acteur(session, Role.RESPONSABLE, dla),
        organisation_id=dla.id,
        financeur_id=financeur.id,
        reference=f"{ANNEE}-{nom}",
        debut=date(ANNEE, 1, 1),
        fin=date(ANNEE, 12, 31),
        annee=ANNEE,
        montants={Poste.FONDS_INGENIERIE: centimes},
    )


def _poser(session: Session, objet: Any) -> Any:
    session.add(objet)
    session.flush()
    return objet
