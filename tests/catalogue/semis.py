"""A small world for the tests of the catalogue: two régions, two DLA R, two centres, prestataires."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from dla_market.catalogue.models import (
    Activite,
    EtatFiche,
    Intervenant,
    Prestataire,
    Reference,
    RegimeTva,
    TypePrestataire,
    Zone,
)
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Organisation, Role, TypeOrganisation, Utilisateur
from dla_market.referentiel.models import Departement, GroupeThematique, Region, Secteur, Thematique
from dla_market.reseau.models import (
    CentreRessources,
    CentreSecteur,
    Dla,
    DlaRegional,
    Pilote,
    StructurePorteuse,
)

DEBUT = date(2003, 1, 1)
PRESENTATION = "Nous accompagnons les associations dans leur modèle économique. " * 3


def semer_nomenclatures(session: Session) -> None:
    session.add_all(
        [
            Region(code="84", libelle="Auvergne-Rhône-Alpes", decoupage=2016),
            Region(code="53", libelle="Bretagne", decoupage=2016),
            Region(code="2012-82", libelle="Rhône-Alpes", decoupage=2012),
            Region(code="2012-53", libelle="Bretagne", decoupage=2012),
        ]
    )
    session.flush()
    for code, nom, region, ancienne in (
        ("26", "Drôme", "84", "2012-82"),
        ("69", "Rhône", "84", "2012-82"),
        ("35", "Ille-et-Vilaine", "53", "2012-53"),
    ):
        session.add(
            Departement(
                code=code, libelle=nom, region_code=region, region_2012_code=ancienne, outre_mer=False
            )
        )
    for ordre, (code, nom) in enumerate(
        (("culture", "Culture"), ("environnement", "Environnement"), ("sport", "Sport")), 1
    ):
        session.add(Secteur(code=code, libelle=nom, ordre=ordre, valide_du=DEBUT))
    session.add(GroupeThematique(code="strategie", libelle="Stratégie", ordre=1, valide_du=DEBUT))
    session.flush()
    for ordre, (code, nom) in enumerate(
        (
            ("strategie_consolidation", "Stratégie de consolidation"),
            ("gestion_financiere", "Gestion financière"),
        ),
        1,
    ):
        session.add(Thematique(code=code, libelle=nom, ordre=ordre, valide_du=DEBUT, groupe_code="strategie"))
    session.flush()


def un_regional(session: Session, region: str = "84", nom: str = "DLA R Rhône-Alpes") -> DlaRegional:
    regional = DlaRegional(nom=nom, region_code=region)
    session.add(regional)
    session.flush()
    return regional


def un_dla(session: Session, regional: DlaRegional | None = None, departement: str = "26") -> Dla:
    porteuse = StructurePorteuse(nom=f"Porteuse {departement}", siren="100000009")
    session.add(porteuse)
    session.flush()
    dla = Dla(
        nom=f"DLA {departement}",
        sigle=f"D{departement}",
        departement_code=departement,
        porteuse_id=porteuse.id,
        regional_id=regional.id if regional else None,
    )
    session.add(dla)
    session.flush()
    return dla


def un_centre(
    session: Session, code: str = "environnement", secteurs: tuple[str, ...] = ("environnement",)
) -> CentreRessources:
    centre = CentreRessources(nom=f"Centre {code}", code=code, tete_de_reseau="Réseau")
    session.add(centre)
    session.flush()
    session.add_all(CentreSecteur(centre_id=centre.id, secteur_code=s) for s in secteurs)
    session.flush()
    return centre


def un_pilote(session: Session) -> Pilote:
    pilote = Pilote(nom="Pilotage")
    session.add(pilote)
    session.flush()
    return pilote


def un_prestataire(session: Session, nom: str = "Atelier des Communs", **champs: Any) -> Prestataire:
    """A complete published fiche, but for what `champs` changes."""
    valeurs: dict[str, Any] = {
        "nom": nom,
        "type_prestataire": TypePrestataire.COOPERATIVE,
        "regime_tva": RegimeTva.ASSUJETTI,
        "siret": None,
        "titre": "Modèle économique des associations",
        "presentation": PRESENTATION,
        "commune": "Crest",
        "departement_code": "26",
        "telephone": "04 00 00 00 00",
        "courriel": "contact@atelier.example",
        "tarif_jour_ht_centimes": 78000,
        "individuel": True,
        "collectif": False,
        "disponible_le": date(2026, 1, 5),
        "etat": EtatFiche.PUBLIEE,
        "confirmee_le": date(2026, 1, 1),
        "cree_le": datetime(2025, 1, 1, tzinfo=UTC),
        "activites": [
            Activite(secteur_code="environnement", thematique_code="strategie_consolidation", niveau=3)
        ],
        "zones": [Zone(departement_code="26")],
        "intervenants": [Intervenant(nom="Camille Exemple", fonction="Consultante")],
        "references": [Reference(client="Ressourcerie du Lac", annee=2024, resume="Plan à trois ans")],
    }
    fiche = Prestataire(**(valeurs | champs))
    session.add(fiche)
    session.flush()
    return fiche


def un_utilisateur(session: Session, prenom: str) -> Utilisateur:
    personne = Utilisateur(
        email=f"{prenom.lower()}@exemple.example", fs_uniquifier=prenom, prenom=prenom, nom="Exemple"
    )
    session.add(personne)
    session.flush()
    return personne


def un_acteur(session: Session, role: Role, organisation: Organisation, prenom: str = "Alix") -> Acteur:
    personne = un_utilisateur(session, f"{prenom}-{role.value}-{organisation.id}")
    return Acteur(
        utilisateur_id=personne.id,
        nom=personne.nom_complet,
        courriel=personne.email,
        organisation_id=organisation.id,
        organisation_nom=organisation.nom,
        organisation_type=TypeOrganisation(organisation.type),
        role=role,
        adhesion_id=0,
    )
