"""Who sees which structure and which diagnostic.

A structure: its DLA, the DLA R of the region (to read), itself. A diagnostic says more: the DLA's chargés
de mission and responsables, the structure, and a centre de ressources for as long as it is lent to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, false, func, nulls_first, nulls_last, select
from sqlalchemy.orm import Session, joinedload, load_only

from dla_market.accompagnement.models import (
    Accueil,
    Diagnostic,
    EmploiReleve,
    EtatDiagnostic,
    LectureDiagnostic,
    SourceEmploi,
    Structure,
)
from dla_market.accompagnement.rules import Textes
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.referentiel.noms import normaliser
from dla_market.reseau.models import Dla

ROLES_DLA = frozenset({Role.CHARGE_MISSION, Role.RESPONSABLE, Role.GESTIONNAIRE})
LECTEURS_DIAGNOSTIC = frozenset({Role.CHARGE_MISSION, Role.RESPONSABLE})
LECTEURS_PRETES = frozenset({Role.EXPERT, Role.COORDINATEUR})


def condition_visible(acteur: Acteur) -> ColumnElement[bool]:
    """The condition on Structure that lists, counts and exports share."""
    if acteur.role in ROLES_DLA:
        return Structure.dla_id == acteur.organisation_id
    if acteur.role is Role.REFERENT_REGIONAL:
        return Structure.dla_id.in_(
            select(Dla.__table__.c.id).where(Dla.__table__.c.regional_id == acteur.organisation_id)
        )
    if acteur.role is Role.STRUCTURE:
        return Structure.id == acteur.organisation_id
    return false()


def visible_to(acteur: Acteur) -> Select[Any]:
    """The structures that the actor may see."""
    return select(Structure).where(condition_visible(acteur))


def charger(session: Session, acteur: Acteur, structure_id: int) -> Structure | None:
    """One of them by its id, None where it is not one of them."""
    requete = visible_to(acteur).where(Structure.id == structure_id)
    return session.scalars(requete.options(joinedload(Structure.types_siae))).unique().one_or_none()


def diagnostics_visibles(acteur: Acteur) -> Select[Any]:
    """The diagnostics that the actor may see; a structure sees its own once they are shared with it."""
    if acteur.role in LECTEURS_DIAGNOSTIC:
        garde = Diagnostic.dla_id == acteur.organisation_id
    elif acteur.role is Role.STRUCTURE:
        siens = Diagnostic.structure_id == acteur.organisation_id
        garde = siens & (Diagnostic.etat != EtatDiagnostic.EN_COURS)
    elif acteur.role in LECTEURS_PRETES:
        garde = Diagnostic.id.in_(
            select(LectureDiagnostic.diagnostic_id).where(
                LectureDiagnostic.organisation_id == acteur.organisation_id, sql_lecture_ouverte(clock.now())
            )
        )
    else:
        garde = false()
    return select(Diagnostic).where(garde)


def sql_lecture_ouverte(maintenant: datetime) -> ColumnElement[bool]:
    """The SQL twin of rules.lecture_ouverte."""
    return LectureDiagnostic.jusqu_au.is_(None) | (LectureDiagnostic.jusqu_au > maintenant)


def charger_diagnostic(session: Session, acteur: Acteur, diagnostic_id: int) -> Diagnostic | None:
    """One of them by its id, None where it is not one of them."""
    return session.scalars(diagnostics_visibles(acteur).where(Diagnostic.id == diagnostic_id)).one_or_none()


@dataclass(frozen=True)
class Recherche:
    """What a list of structures is asked: words of the name or the commune, a sector, a sort (« -nom »)."""

    texte: str = ""
    secteur_code: str | None = None
    tri: str = "nom"


def dernier_diagnostic() -> ScalarSelect[Any]:
    """The day of a structure's last diagnostic, as a column of a select of Structure."""
    return (
        select(func.max(Diagnostic.debut))
        .where(Diagnostic.structure_id == Structure.id)
        .correlate(Structure)
        .scalar_subquery()
    )


def rechercher(session: Session, acteur: Acteur, recherche: Recherche) -> Select[Any]:
    """The visible structures that answer, sorted; an unknown sort is by name.

    Names are folded here and not in SQL: the two databases do not fold accents alike, and an actor sees
    a few hundred structures at most.
    """
    requete = visible_to(acteur)
    if recherche.secteur_code:
        requete = requete.where(Structure.secteur_code == recherche.secteur_code)
    mots = normaliser(recherche.texte).split()
    if mots:
        noms = session.execute(requete.with_only_columns(Structure.id, Structure.nom, Structure.commune))
        trouves = [
            ligne.id
            for ligne in noms
            if all(mot in normaliser(f"{ligne.nom} {ligne.commune}") for mot in mots)
        ]
        requete = requete.where(Structure.id.in_(trouves))
    colonnes: dict[str, Any] = {
        "nom": func.lower(Structure.nom),
        "commune": func.lower(Structure.commune),
        "diagnostic": dernier_diagnostic(),
    }
    cle = recherche.tri.removeprefix("-")
    colonne = colonnes.get(cle, colonnes["nom"])
    if recherche.tri.startswith("-"):
        return requete.order_by(nulls_last(colonne.desc()), Structure.id.desc())
    return requete.order_by(nulls_first(colonne.asc()), Structure.id)


def diagnostics_derniers(session: Session, structures: Sequence[Structure]) -> dict[int, Diagnostic]:
    """The last diagnostic of each of these structures, by structure: one statement, of its days and state."""
    diagnostics = session.scalars(
        select(Diagnostic)
        .options(load_only(Diagnostic.structure_id, Diagnostic.debut, Diagnostic.etat, Diagnostic.valide_le))
        .where(Diagnostic.structure_id.in_([s.id for s in structures]))
        .order_by(Diagnostic.debut, Diagnostic.id)
    )
    return {d.structure_id: d for d in diagnostics}


def releves_de(session: Session, structure: Structure) -> Sequence[EmploiReleve]:
    """A structure's head counts, the latest first."""
    return session.scalars(
        select(EmploiReleve)
        .where(EmploiReleve.structure_id == structure.id)
        .order_by(EmploiReleve.jour.desc(), EmploiReleve.id.desc())
    ).all()


def accueils_de(session: Session, structure: Structure) -> Sequence[Accueil]:
    """A structure's first meetings, the latest first."""
    return session.scalars(
        select(Accueil)
        .where(Accueil.structure_id == structure.id)
        .order_by(Accueil.jour.desc(), Accueil.id.desc())
    ).all()


def releve_de(session: Session, diagnostic: Diagnostic) -> EmploiReleve | None:
    """The head count made by a diagnostic, None where it made none."""
    return session.scalars(
        select(EmploiReleve)
        .where(
            EmploiReleve.structure_id == diagnostic.structure_id,
            EmploiReleve.jour == diagnostic.debut,
            EmploiReleve.source == SourceEmploi.DIAGNOSTIC,
        )
        .order_by(EmploiReleve.id)
        .limit(1)
    ).one_or_none()


def textes_de(diagnostic: Diagnostic) -> Textes:
    """What a diagnostic says, as the rules read it."""
    return Textes(**{f.name: getattr(diagnostic, f.name) for f in fields(Textes)})
