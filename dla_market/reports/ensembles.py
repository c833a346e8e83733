"""The sets that the report counts: who or what is in, and by which DLA. Figures and their details read these.

Each is a SELECT of (dla_id, cle): counting distinct keys gives the national figure (a structure followed
by two DLA counts once, domain 14), grouping by dla_id the detail.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, func, select, union

from dla_market.accompagnement.models import (
    Accueil,
    Diagnostic,
    EmploiReleve,
    EtatDiagnostic,
    MesureImpact,
    StructureSiae,
    TypeDiagnostic,
)
from dla_market.commandes.models import Commande, EtatCommande
from dla_market.comptes.models import Organisation, TypeOrganisation
from dla_market.fonds.models import Convention, Tranche
from dla_market.ingenieries.models import Ingenierie, Participation, TypeIngenierie
from dla_market.referentiel.models import ClasseFinanceur
from dla_market.reports.annee import Annee
from dla_market.reseau.models import Financeur

FINANCEUR = Financeur.__table__
"""The financeurs' own table, without the organisation that the statement already joins."""

Lignes = Select[*tuple[Any, ...]]
Union = CompoundSelect[*tuple[Any, ...]]
Ensemble = Lignes | Union


def commandes(annee: Annee) -> Lignes:
    """Orders notified in the year: what counts as commandé and engagé (domain R38)."""
    return select(Commande.dla_id, Commande.id.label("cle")).where(
        annee.contient_instant(Commande.notifiee_le), Commande.etat != EtatCommande.ANNULEE
    )


def prestataires_mobilises(annee: Annee) -> Lignes:
    """Providers with an order notified in the year."""
    return commandes(annee).with_only_columns(Commande.dla_id, Commande.prestataire_id.label("cle"))


def ingenieries(annee: Annee, type_: TypeIngenierie | None = None) -> Lignes:
    """Ingénieries ordered in the year, of one type or both."""
    demande = (
        commandes(annee)
        .join(Ingenierie, Ingenierie.id == Commande.ingenierie_id)
        .with_only_columns(Commande.dla_id, Commande.ingenierie_id.label("cle"))
    )
    return demande if type_ is None else demande.where(Ingenierie.type == type_)


def beneficiaires(annee: Annee) -> Lignes:
    """Structures of an ingénierie ordered in the year."""
    return (
        commandes(annee)
        .join(Participation, Participation.ingenierie_id == Commande.ingenierie_id)
        .with_only_columns(Commande.dla_id, Participation.structure_id.label("cle"))
    )


def siae_beneficiaires(annee: Annee) -> Lignes:
    """Those of them that are insertion structures, of whatever kind (domain R42)."""
    return beneficiaires(annee).join(StructureSiae, StructureSiae.structure_id == Participation.structure_id)


def diagnostiquees(annee: Annee, type_: TypeDiagnostic | None = None) -> Lignes:
    """Structures with a validated diagnostic begun in the year."""
    demande = select(Diagnostic.dla_id, Diagnostic.structure_id.label("cle")).where(
        annee.contient_jour(Diagnostic.debut), Diagnostic.etat == EtatDiagnostic.VALIDE
    )
    return demande if type_ is None else demande.where(Diagnostic.type == type_)


def accompagnees(annee: Annee) -> Union:
    """Structures with a diagnostic or an ingénierie in the year (bilan 2012, « structures accompagnées »)."""
    return union(diagnostiquees(annee), beneficiaires(annee))


def accueillies(annee: Annee) -> Lignes:
    """Structures received for the first time in the year."""
    return select(Accueil.dla_id, Accueil.structure_id.label("cle")).where(annee.contient_jour(Accueil.jour))


def mesurees(annee: Annee) -> Lignes:
    """Structures that answered the impact survey of the year."""
    return select(MesureImpact.dla_id, MesureImpact.structure_id.label("cle")).where(
        MesureImpact.annee == annee.numero
    )


def conventionnes(annee: Annee, type_: TypeOrganisation) -> Lignes:
    """DLA, or DLA R, with a tranche in the year."""
    return (
        select(Convention.organisation_id.label("dla_id"), Convention.organisation_id.label("cle"))
        .join(Tranche, Tranche.convention_id == Convention.id)
        .join(Organisation, Organisation.id == Convention.organisation_id)
        .where(Tranche.annee == annee.numero, Organisation.type == type_)
    )


def collectivites(annee: Annee, *classes: str) -> Lignes:
    """Local authorities that pay a DLA in the year; of these classes, or of any."""
    demande = (
        conventionnes(annee, TypeOrganisation.DLA)
        .join(FINANCEUR, FINANCEUR.c.id == Convention.financeur_id)
        .join(ClasseFinanceur, ClasseFinanceur.code == FINANCEUR.c.classe_code)
        .where(ClasseFinanceur.collectivite)
        .with_only_columns(Convention.organisation_id.label("dla_id"), Convention.financeur_id.label("cle"))
    )
    return demande.where(FINANCEUR.c.classe_code.in_(classes)) if classes else demande


def collectivites_nouvelles(annee: Annee, *classes: str) -> Lignes:
    """Those of them that paid no DLA in any earlier year."""
    avant = (
        select(Convention.financeur_id)
        .join(Tranche, Tranche.convention_id == Convention.id)
        .where(Tranche.annee < annee.numero)
    )
    return collectivites(annee, *classes).where(Convention.financeur_id.not_in(avant))


def derniers_emplois(annee: Annee) -> Lignes:
    """The last head count of the year of each structure accompanied in it."""
    vues = accompagnees(annee).subquery()
    dernier = (
        select(EmploiReleve.structure_id, func.max(EmploiReleve.id).label("id"))
        .join(
            (
                jours := select(EmploiReleve.structure_id, func.max(EmploiReleve.jour).label("jour"))
                .where(annee.contient_jour(EmploiReleve.jour))
                .group_by(EmploiReleve.structure_id)
                .subquery()
            ),
            and_(jours.c.structure_id == EmploiReleve.structure_id, jours.c.jour == EmploiReleve.jour),
        )
        .group_by(EmploiReleve.structure_id)
        .subquery()
    )
    return (
        select(
            func.count().label("structures"),
            func.coalesce(func.sum(EmploiReleve.nb_postes), 0).label("postes"),
            func.coalesce(func.sum(EmploiReleve.nb_cdi), 0).label("cdi"),
            func.coalesce(func.sum(EmploiReleve.nb_cdd), 0).label("cdd"),
            func.coalesce(func.sum(EmploiReleve.nb_emplois_aides), 0).label("aides"),
        )
        .join(dernier, dernier.c.id == EmploiReleve.id)
        .where(EmploiReleve.structure_id.in_(select(vues.c.cle)))
    )
