"""The sets that the report counts: who or what is in, and by which DLA. Figures and their details read these.

Each is a SELECT of (dla_id, cle), with a `valeur` where something is added up: counting distinct keys gives
the national figure (a structure followed by two DLA counts once, domain 14), grouping by dla_id the detail.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import CTE, CompoundSelect, Select, func, null, select, union

from dla_market.accompagnement.models import (
    Accueil,
    Diagnostic,
    EmploiReleve,
    EtatDiagnostic,
    MesureImpact,
    StructureSiae,
    TypeDiagnostic,
)
from dla_market.catalogue.models import Prestataire
from dla_market.commandes.models import Commande, EtatCommande
from dla_market.comptes.models import Organisation, TypeOrganisation
from dla_market.fonds.models import Convention, Fonds, Imputation, Poste, Tranche
from dla_market.ingenieries.models import Ingenierie, Participation, Prestation, TypeIngenierie
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
        .join(Organisation, Organisation.id == Convention.organisation_id)
        .where(Tranche.annee < annee.numero, Organisation.type == TypeOrganisation.DLA)
    )
    return collectivites(annee, *classes).where(Convention.financeur_id.not_in(avant))


@cache
def derniers_emplois(annee: Annee) -> CTE:
    """The last head count of the year of each structure accompanied in it, by each DLA that follows it.

    The same object for the same year: a statement that reads several of its columns computes it once.
    """
    rang = (
        func.row_number()
        .over(
            partition_by=EmploiReleve.structure_id,
            order_by=(EmploiReleve.jour.desc(), EmploiReleve.id.desc()),
        )
        .label("rang")
    )
    releves = (
        select(
            EmploiReleve.structure_id,
            EmploiReleve.nb_postes,
            EmploiReleve.nb_cdi,
            EmploiReleve.nb_cdd,
            EmploiReleve.nb_emplois_aides,
            rang,
        )
        .where(annee.contient_jour(EmploiReleve.jour))
        .subquery()
    )
    vues = accompagnees(annee).subquery()
    return (
        select(
            vues.c.dla_id,
            vues.c.cle,
            releves.c.nb_postes,
            releves.c.nb_cdi,
            releves.c.nb_cdd,
            releves.c.nb_emplois_aides,
        )
        .join(releves, releves.c.structure_id == vues.c.cle)
        .where(releves.c.rang == 1)
        .cte(f"derniers_emplois_{annee.numero}")
        .prefix_with("MATERIALIZED")
    )


def emplois(annee: Annee, colonne: str | None = None) -> Lignes:
    """The structures whose jobs are known, with one of their numbers as `valeur`."""
    derniers = derniers_emplois(annee)
    demande = select(derniers.c.dla_id, derniers.c.cle)
    return demande if colonne is None else demande.add_columns(derniers.c[colonne].label("valeur"))


def montants_commandes(annee: Annee) -> Lignes:
    """What the orders of the year say that they cost, in centimes."""
    return commandes(annee).add_columns(Commande.ttc_centimes.label("valeur"))


def jours_commandes(annee: Annee) -> Lignes:
    """What the orders of the year say that they last, in hundredths of a day."""
    return commandes(annee).add_columns(Commande.jours_centiemes.label("valeur"))


def engagements(annee: Annee) -> Lignes:
    """What the ledger engages on the funds of the DLA for the year, in centimes."""
    return (
        select(
            Fonds.organisation_id.label("dla_id"),
            Imputation.id.label("cle"),
            Imputation.engage_centimes.label("valeur"),
        )
        .join(Fonds, Fonds.id == Imputation.fonds_id)
        .join(Organisation, Organisation.id == Fonds.organisation_id)
        .where(Fonds.annee == annee.numero, Organisation.type == TypeOrganisation.DLA)
    )


def tranches(annee: Annee, poste: Poste | None = None) -> Lignes:
    """What the tranches of the year give to the DLA, to one post or both, in centimes."""
    demande = (
        conventionnes(annee, TypeOrganisation.DLA)
        .with_only_columns(Convention.organisation_id.label("dla_id"), Tranche.id.label("cle"))
        .add_columns(Tranche.montant_centimes.label("valeur"))
    )
    return demande if poste is None else demande.where(Tranche.poste == poste)


def lignes_prestations(annee: Annee) -> Lignes:
    """The lines by theme of the ingénieries ordered in the year: the report's prestations (domain 0)."""
    return (
        commandes(annee)
        .join(Prestation, Prestation.ingenierie_id == Commande.ingenierie_id)
        .with_only_columns(Commande.dla_id, Prestation.id.label("cle"))
    )


def ingenieries_avec_ligne(annee: Annee) -> Lignes:
    """Ingénieries ordered in the year that have a line at least."""
    return lignes_prestations(annee).with_only_columns(Commande.dla_id, Commande.ingenierie_id.label("cle"))


def dla_finances(annee: Annee) -> Lignes:
    """DLA that a local authority pays in the year."""
    return collectivites(annee).with_only_columns(
        Convention.organisation_id.label("dla_id"), Convention.organisation_id.label("cle")
    )


def prestataires_recenses(annee: Annee) -> Lignes:
    """Fiches known at the end of the year, of no DLA in particular."""
    return select(null().label("dla_id"), Prestataire.id.label("cle")).where(Prestataire.cree_le < annee.fin)
