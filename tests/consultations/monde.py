"""A small France: a DLA with its fund and people, two structures, four prestataires; the usual path."""

from __future__ import annotations

import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Diagnostic, EtatDiagnostic, Structure, TypeDiagnostic
from dla_market.catalogue.models import (
    EtatFiche,
    Prestataire,
    RegimeTva,
    TypePrestataire,
)
from dla_market.comptes.acteur import Acteur, acteur_de
from dla_market.comptes.models import Adhesion, Organisation, Role, Utilisateur
from dla_market.consultations import operations
from dla_market.consultations.models import Consultation, Invitation, OrigineSelection
from dla_market.consultations.rules import ContenuOffre
from dla_market.fonds.models import Compte, Convention, Fonds, NatureCompte, Poste, Tranche
from dla_market.ingenieries import operations as ingenieries
from dla_market.ingenieries.models import Ingenierie, TypeIngenierie
from dla_market.ingenieries.rules import CRITERES_PROPOSES, ContenuCahier, LignePrestation
from dla_market.kernel import clock
from dla_market.kernel.coffre import Coffre
from dla_market.referencement.models import EtatReferencement, Referencement
from dla_market.reseau.models import Dla, DlaRegional, Financeur, StructurePorteuse

DEBUT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LIMITE = datetime(2026, 3, 20, 16, 0, tzinfo=UTC)
APRES = LIMITE + timedelta(minutes=5)
JOUR = date(2026, 1, 1)
PLAFOND = 386_000


@dataclass
class Monde:
    """What a test of this room starts from."""

    dla: Dla
    regional: DlaRegional
    structures: list[Structure]
    prestataires: list[Prestataire]
    charge: Acteur
    responsable: Acteur
    gestionnaire: Acteur
    referent: Acteur
    candidats: list[Acteur]
    asso: list[Acteur]
    autre_dla: Dla
    autre_charge: Acteur


def personne(session: Session, prenom: str, organisation: Organisation, role: Role) -> Acteur:
    utilisateur = Utilisateur(
        email=f"{uuid.uuid4().hex[:10]}@exemple.example",
        fs_uniquifier=uuid.uuid4().hex,
        prenom=prenom,
        nom="Essai",
    )
    adhesion = Adhesion(utilisateur=utilisateur, organisation=organisation, role=role, depuis=JOUR)
    session.add_all([utilisateur, adhesion])
    session.flush()
    return acteur_de(adhesion)


def peupler(session: Session, *, dotation_centimes: int = 2_000_000) -> Monde:
    """Write the world; the caller commits."""
    porteuse = StructurePorteuse(nom="Porteuse", siren="100000009")
    regional = DlaRegional(nom="DLA R", region_code="84")
    session.add_all([porteuse, regional])
    session.flush()
    dlas = [
        Dla(
            nom=f"DLA {sigle}",
            sigle=sigle,
            departement_code="26",
            porteuse_id=porteuse.id,
            regional_id=regional.id,
        )
        for sigle in ("D26", "D07")
    ]
    session.add_all(dlas)
    session.flush()
    dla, autre = dlas
    structures = [
        Structure(
            nom=f"Association {n}",
            type_code="association_hors_iae",
            secteur_code="culture",
            departement_code="26",
            dla_id=dla.id,
        )
        for n in (1, 2)
    ]
    prestataires = [
        Prestataire(
            nom=f"Prestataire {n}",
            type_prestataire=TypePrestataire.CABINET,
            regime_tva=RegimeTva.ASSUJETTI,
            etat=EtatFiche.PUBLIEE,
            confirmee_le=JOUR,
            cree_le=DEBUT,
        )
        for n in range(1, 5)
    ]
    session.add_all([*structures, *prestataires])
    session.flush()
    session.add_all(
        Referencement(
            prestataire_id=p.id,
            regional_id=regional.id,
            etat=EtatReferencement.ACCEPTE,
            demande_le=JOUR,
            debut=JOUR,
            fin=date(2028, 12, 31),
        )
        for p in prestataires
    )
    _doter(session, dla, dotation_centimes)
    return Monde(
        dla=dla,
        regional=regional,
        structures=structures,
        prestataires=prestataires,
        charge=personne(session, "Camille", dla, Role.CHARGE_MISSION),
        responsable=personne(session, "Rachid", dla, Role.RESPONSABLE),
        gestionnaire=personne(session, "Gaëlle", dla, Role.GESTIONNAIRE),
        referent=personne(session, "Rose", regional, Role.REFERENT_REGIONAL),
        candidats=[personne(session, f"P{n}", p, Role.PRESTATAIRE) for n, p in enumerate(prestataires, 1)],
        asso=[personne(session, f"S{n}", s, Role.STRUCTURE) for n, s in enumerate(structures, 1)],
        autre_dla=autre,
        autre_charge=personne(session, "Noé", autre, Role.CHARGE_MISSION),
    )


def _doter(session: Session, dla: Dla, centimes: int) -> None:
    financeur = Financeur(nom="État", classe_code="etat")
    session.add(financeur)
    session.flush()
    fonds = Fonds(organisation_id=dla.id, annee=2026)
    convention = Convention(
        organisation_id=dla.id,
        financeur_id=financeur.id,
        reference="CONV-1",
        debut=JOUR,
        fin=date(2028, 12, 31),
    )
    session.add_all([fonds, convention])
    session.flush()
    tranche = Tranche(
        convention_id=convention.id,
        annee=2026,
        poste=Poste.FONDS_INGENIERIE,
        montant_centimes=centimes,
        fonds_id=fonds.id,
    )
    session.add(tranche)
    session.flush()
    soldes = {NatureCompte.DOTATION: -centimes, NatureCompte.DISPONIBLE: centimes}
    session.add_all(
        Compte(tranche_id=tranche.id, nature=nature, solde_centimes=soldes.get(nature, 0))
        for nature in NatureCompte
    )
    session.flush()


def cahier(**autres: Any) -> ContenuCahier:
    valeurs: dict[str, Any] = {
        "contexte": "Une salle de spectacle.",
        "objectifs": "Tenir trois ans.",
        "resultats_attendus": "Un plan.",
        "livrables": "Un rapport.",
        "modalites": "Sur place.",
        "jours_centiemes": 400,
        "plafond_ttc_centimes": PLAFOND,
        "limite_intention": datetime(2026, 3, 9, 16, 0, tzinfo=UTC),
        "limite_offre": LIMITE,
    }
    return ContenuCahier(**{**valeurs, **autres})


def diagnostic_valide(session: Session, monde: Monde, rang: int = 0) -> Diagnostic:
    diagnostic = Diagnostic(
        structure_id=monde.structures[rang].id,
        dla_id=monde.dla.id,
        type=TypeDiagnostic.PRE,
        etat=EtatDiagnostic.VALIDE,
        debut=JOUR,
    )
    session.add(diagnostic)
    session.flush()
    return diagnostic


def une_ingenierie(session: Session, monde: Monde, *, collective: bool = False, **autres: Any) -> Ingenierie:
    ingenierie = ingenieries.creer(
        session,
        monde.charge,
        type_=TypeIngenierie.COLLECTIVE if collective else TypeIngenierie.INDIVIDUELLE,
        intitule="Consolider le projet",
        secteur_code="culture",
        structures=monde.structures if collective else monde.structures[:1],
        prestations=[LignePrestation("strategie_consolidation", 400)],
        diagnostic=None if collective else diagnostic_valide(session, monde),
    )
    ingenieries.rediger_cahier(
        session, monde.charge, ingenierie, contenu=cahier(**autres), criteres=CRITERES_PROPOSES
    )
    return ingenierie


def selectionner(session: Session, monde: Monde, ingenierie: Ingenierie, nombre: int = 3) -> None:
    for prestataire in monde.prestataires[:nombre]:
        operations.ajouter_selection(
            session,
            monde.charge,
            ingenierie,
            prestataire,
            origine=OrigineSelection.CONNU,
            motif="Bonne connaissance du secteur",
        )


def une_consultation(
    session: Session, monde: Monde, coffre: Coffre, *, nombre: int = 3, collective: bool = False
) -> Consultation:
    """A consultation launched at DEBUT with `nombre` invited providers; the clock must be pinned there."""
    ingenierie = une_ingenierie(session, monde, collective=collective)
    selectionner(session, monde, ingenierie, nombre)
    return operations.lancer(session, monde.responsable, coffre, ingenierie)


def invitation_de(consultation: Consultation, acteur: Acteur) -> Invitation:
    return next(i for i in consultation.invitations if i.prestataire_id == acteur.organisation_id)


def contenu(prix_ht: int = 300_000, **autres: Any) -> ContenuOffre:
    valeurs: dict[str, Any] = {
        "comprehension": "Nous avons bien compris.",
        "methode": "Trois étapes.",
        "calendrier": "De mars à juin.",
        "intervenants": "Une consultante.",
        "references": "Deux missions.",
        "jours_centiemes": 400,
        "total_ht_centimes": prix_ht,
        "tva_dix_millemes": 2000,
    }
    return ContenuOffre(**{**valeurs, **autres})


def deposer(
    session: Session, coffre: Coffre, consultation: Consultation, acteur: Acteur, prix_ht: int = 300_000
) -> operations.Depot:
    return operations.deposer(
        session, acteur, coffre, invitation_de(consultation, acteur), contenu=contenu(prix_ht)
    )


def au(instant: datetime) -> AbstractContextManager[None]:
    return clock.arretee_a(instant)
