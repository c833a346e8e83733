"""All that the page of a structure shows, gathered once, as far as the actor may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.accompagnement import queries
from dla_market.accompagnement.models import (
    Accueil,
    DecisionAccueil,
    Diagnostic,
    EmploiReleve,
    EtatDiagnostic,
    SourceEmploi,
    Structure,
    TypeDiagnostic,
)
from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries import queries as ingenieries
from dla_market.ingenieries.models import Ingenierie, Participation
from dla_market.ingenieries.states import LIBELLES
from dla_market.referentiel.models import TypeSiae
from dla_market.referentiel.queries import libelles
from dla_market.web.nomenclatures import nomenclatures

LIBELLES_DECISION = {
    DecisionAccueil.SUITE: "Le DLA poursuit avec elle",
    DecisionAccueil.REORIENTATION: "Orientée vers un autre appui",
    DecisionAccueil.REFUS: "Pas d’accompagnement possible",
}
LIBELLES_TYPE = {
    TypeDiagnostic.PRE: "Avant accompagnement",
    TypeDiagnostic.POST: "Après accompagnement",
}
LIBELLES_SOURCE = {
    SourceEmploi.DIAGNOSTIC: "Diagnostic",
    SourceEmploi.SUIVI: "Suivi",
    SourceEmploi.ENQUETE: "Enquête",
}


@dataclass(frozen=True)
class LigneIngenierie:
    """An ingénierie with its stage in words."""

    ingenierie: Ingenierie
    etape: str


@dataclass(frozen=True)
class Fiche:
    """What the page shows. `diagnostic_en_cours` is the one to go on with, None where none is open."""

    identite: list[tuple[str, str | None]]
    emplois: Sequence[EmploiReleve]
    accueils: Sequence[Accueil]
    diagnostics: Sequence[Diagnostic]
    ingenieries: list[LigneIngenierie]
    sources: dict[SourceEmploi, str]
    diagnostic_en_cours: Diagnostic | None
    lit_diagnostics: bool


def fiche_de(session: Session, acteur: Acteur, structure: Structure) -> Fiche:
    """Gather it for an actor who may read the structure."""
    diagnostics = session.scalars(
        queries.diagnostics_visibles(acteur)
        .where(Diagnostic.structure_id == structure.id)
        .order_by(Diagnostic.debut.desc(), Diagnostic.id.desc())
    ).all()
    siennes = select(Participation.ingenierie_id).where(Participation.structure_id == structure.id)
    missions = session.scalars(
        ingenieries.visible_to(acteur).where(Ingenierie.id.in_(siennes)).order_by(Ingenierie.cree_le.desc())
    )
    return Fiche(
        identite=_identite(session, structure),
        emplois=queries.releves_de(session, structure),
        accueils=queries.accueils_de(session, structure),
        diagnostics=diagnostics,
        ingenieries=[LigneIngenierie(i, LIBELLES[i.etat]) for i in missions],
        sources=LIBELLES_SOURCE,
        diagnostic_en_cours=next((d for d in diagnostics if d.etat is not EtatDiagnostic.VALIDE), None),
        lit_diagnostics=acteur.role in queries.LECTEURS_DIAGNOSTIC,
    )


def _identite(session: Session, structure: Structure) -> list[tuple[str, str | None]]:
    connus = nomenclatures()
    departement = connus.departements.get(structure.departement_code, structure.departement_code)
    lignes: list[tuple[str, str | None]] = [
        ("Objet", structure.objet),
        ("Type", connus.types_structures.get(structure.type_code, structure.type_code)),
        ("Secteur", connus.secteurs.get(structure.secteur_code, structure.secteur_code)),
        ("Lieu", ", ".join(x for x in (structure.commune, departement) if x)),
        ("SIRET", structure.siret),
        ("Créée en", str(structure.annee_creation) if structure.annee_creation else None),
        ("Suivie par", structure.dla.nom),
    ]
    if structure.types_siae:
        noms = libelles(session, TypeSiae)
        siae = sorted(structure.types_siae, key=lambda t: not t.principal)
        lignes.insert(2, ("Insertion", ", ".join(noms.get(t.type_siae_code, t.type_siae_code) for t in siae)))
    return lignes
