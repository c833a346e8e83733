"""What the tests of the catalogue need beyond tests.support.fabriques: complete fiches, centres, DLA R."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from dla_market.catalogue.charte import EN_VIGUEUR
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
from dla_market.reseau.models import CentreRessources, CentreSecteur, DlaRegional

PRESENTATION = (
    "Nous accompagnons les associations dans leur modèle économique.\n" * 3 + "Cela se fait à plusieurs."
)


def un_regional(session: Session, region: str = "2012-82", nom: str = "C2RA Rhône-Alpes") -> DlaRegional:
    regional = DlaRegional(nom=nom, region_code=region)
    session.add(regional)
    session.flush()
    return regional


def un_centre(
    session: Session, code: str = "environnement", secteurs: tuple[str, ...] = ("environnement",)
) -> CentreRessources:
    centre = CentreRessources(nom=f"Centre {code}", code=code, tete_de_reseau="Réseau")
    session.add(centre)
    session.flush()
    session.add_all(CentreSecteur(centre_id=centre.id, secteur_code=s) for s in secteurs)
    session.flush()
    return centre


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
        "presentiel": True,
        "types_structures": ("association_hors_iae",),
        "charte_version": EN_VIGUEUR,
        "charte_signee_le": date(2026, 1, 1),
        "liens_declares_le": date(2026, 1, 1),
        "collectif": False,
        "disponible_le": date(2026, 1, 5),
        "etat": EtatFiche.PUBLIEE,
        "confirmee_le": date(2026, 1, 1),
        "cree_le": datetime(2025, 1, 1, tzinfo=UTC),
        "activites": [
            Activite(
                secteur_code="environnement", thematique_code="strategie_consolidation", niveau=3, annees=8
            )
        ],
        "zones": [Zone(departement_code="26")],
        "intervenants": [Intervenant(nom="Camille Exemple", fonction="Consultante")],
        "references": [Reference(client="Ressourcerie du Lac", annee=2024, resume="Plan à trois ans")],
    }
    fiche = Prestataire(**(valeurs | champs))
    session.add(fiche)
    session.flush()
    return fiche
