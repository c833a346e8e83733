"""The tables of the bilan: activity, sectors, legal types, themes, financeurs.

Past years come from the printed history, for the whole country only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dla_market.accompagnement.models import Structure
from dla_market.comptes.models import Organisation, TypeOrganisation
from dla_market.fonds.models import Convention, Poste, Tranche
from dla_market.ingenieries.models import Prestation
from dla_market.referentiel import queries
from dla_market.referentiel.models import (
    ClasseFinanceur,
    GroupeThematique,
    Secteur,
    Thematique,
    TypeStructure,
)
from dla_market.reports import ensembles as ens
from dla_market.reports import histoire
from dla_market.reports.annee import Annee
from dla_market.reports.figures import FIGURES, Figure
from dla_market.reports.histoire import Histoire
from dla_market.reports.mesures import Releve, relever
from dla_market.reports.perimetre import NATIONAL, Perimetre
from dla_market.reseau.models import Financeur

FINANCEUR = Financeur.__table__
STRUCTURE = Structure.__table__
"""The tables alone, without the organisations that inheritance joins."""


@dataclass(frozen=True)
class Ligne:
    """A row of a table: its code and label, the year's value, the printed years before it."""

    code: str
    libelle: str
    valeur: int
    avant: tuple[tuple[int, Decimal], ...] = ()
    groupe: str = ""


@dataclass(frozen=True)
class LigneFinanceur:
    """What a class of financeurs gives to each post in a year, in centimes. `code` is its place."""

    code: str
    libelle: str
    offre_service_interne: int
    fonds_ingenierie: int

    @property
    def total(self) -> int:
        """Both posts together."""
        return self.offre_service_interne + self.fonds_ingenierie


def annees_tenues(session: Session) -> list[int]:
    """The years that have records, some order notified in them, oldest first; two statements."""
    annees = session.scalars(select(Tranche.annee).distinct().order_by(Tranche.annee)).all()
    if not annees:
        return []
    ligne = session.execute(select(*(ens.commandes(Annee(a)).exists() for a in annees))).one()
    return [annee for annee, tenue in zip(annees, ligne, strict=True) if tenue]


def releves(
    session: Session, annee: Annee, perimetre: Perimetre, tenues: Sequence[int], recul: int = 1
) -> dict[int, Releve]:
    """The measures of the year and of those before it that have records."""
    annees = range(annee.numero - recul, annee.numero + 1)
    return {a: relever(session, Annee(a), perimetre) for a in annees if a in tenues}


def valeur_de(figure: Figure, annee: int, releves: Mapping[int, Releve], passe: Histoire) -> Decimal | None:
    """What the report of that time printed, else what the records count; None where neither is here."""
    imprimee = passe.valeur(figure.code, annee)
    if imprimee is not None:
        return imprimee
    return figure.valeur(releves[annee]) if annee in releves else None


def activite(session: Session, annee: Annee) -> list[tuple[Figure, int, Decimal]]:
    """Each figure of the year, after the past years beside it."""
    passe = histoire.lire(session)
    recul = max(figure.recul for figure in FIGURES)
    comptes = releves(session, annee, NATIONAL, annees_tenues(session), recul)
    return [
        (figure, numero, valeur)
        for figure in FIGURES
        for numero in range(annee.numero - figure.recul, annee.numero + 1)
        if (valeur := valeur_de(figure, numero, comptes, passe)) is not None
    ]


@dataclass(frozen=True)
class Beneficiaires:
    """How many beneficiaries have each main sector, and each legal type."""

    par_secteur: Mapping[str, int]
    par_type: Mapping[str, int]


@lru_cache(maxsize=32)
def _par_secteur_et_type(annee: Annee, perimetre: Perimetre) -> Select[str, str, int]:
    qui = ens.beneficiaires(annee).subquery()
    secteur, type_ = STRUCTURE.c.secteur_code, STRUCTURE.c.type_code
    return (
        select(secteur, type_, func.count())
        .where(STRUCTURE.c.id.in_(select(qui.c.cle).where(perimetre.contient(qui.c.dla_id))))
        .group_by(secteur, type_)
    )


def beneficiaires(session: Session, annee: Annee, perimetre: Perimetre = NATIONAL) -> Beneficiaires:
    """Beneficiaries by sector and by type, in one statement: each has one of both."""
    par_secteur: Counter[str] = Counter()
    par_type: Counter[str] = Counter()
    for secteur, type_, compte in session.execute(_par_secteur_et_type(annee, perimetre)):
        par_secteur[secteur] += compte
        par_type[type_] += compte
    return Beneficiaires(par_secteur, par_type)


def secteurs(session: Session, annee: Annee, passe: Histoire, comptes: Mapping[str, int]) -> list[Ligne]:
    """Beneficiaries by main sector, as `beneficiaires` counts them."""
    return [
        Ligne(code, libelle, comptes.get(code, 0), tuple(passe.avant("secteurs", code, annee.numero)))
        for code, libelle in queries.libelles(session, Secteur).items()
    ]


def types_structures(
    session: Session, annee: Annee, passe: Histoire, comptes: Mapping[str, int]
) -> list[Ligne]:
    """Beneficiaries by legal type, as `beneficiaires` counts them."""
    return [
        Ligne(code, libelle, comptes.get(code, 0), tuple(passe.avant("types_structures", code, annee.numero)))
        for code, libelle in queries.libelles(session, TypeStructure).items()
    ]


@lru_cache(maxsize=32)
def _par_thematique(annee: Annee, perimetre: Perimetre) -> Select[str, int]:
    commandees = ens.lignes_prestations(annee).subquery()
    return (
        select(Prestation.thematique_code, func.count())
        .where(Prestation.id.in_(select(commandees.c.cle).where(perimetre.contient(commandees.c.dla_id))))
        .group_by(Prestation.thematique_code)
    )


def thematiques(session: Session, annee: Annee, perimetre: Perimetre = NATIONAL) -> list[Ligne]:
    """Prestations ordered in the year by theme, group by group: lines, not ingénieries (domain 0)."""
    lignes: Any = session.execute(_par_thematique(annee, perimetre))
    comptes = dict(tuple(ligne) for ligne in lignes)
    themes: Any = session.execute(
        select(GroupeThematique.libelle, Thematique.libelle, Thematique.code)
        .join(GroupeThematique, GroupeThematique.code == Thematique.groupe_code)
        .order_by(GroupeThematique.ordre, Thematique.ordre)
    )
    return [Ligne(code, libelle, comptes.get(code, 0), groupe=groupe) for groupe, libelle, code in themes]


def financeurs(
    session: Session,
    annee: Annee,
    perimetre: Perimetre = NATIONAL,
    type_: TypeOrganisation = TypeOrganisation.DLA,
) -> list[LigneFinanceur]:
    """Conventionné of the year by class, as the report groups them, without those that give nothing."""
    lignes: Any = session.execute(
        select(
            ClasseFinanceur.ordre_bilan,
            ClasseFinanceur.libelle_bilan,
            Tranche.poste,
            func.sum(Tranche.montant_centimes),
        )
        .join(Convention, Convention.id == Tranche.convention_id)
        .join(Organisation, Organisation.id == Convention.organisation_id)
        .join(FINANCEUR, FINANCEUR.c.id == Convention.financeur_id)
        .join(ClasseFinanceur, ClasseFinanceur.code == FINANCEUR.c.classe_code)
        .where(Tranche.annee == annee.numero, Organisation.type == type_)
        .where(perimetre.contient(Convention.organisation_id))
        .group_by(ClasseFinanceur.ordre_bilan, ClasseFinanceur.libelle_bilan, Tranche.poste)
        .order_by(ClasseFinanceur.ordre_bilan)
    )
    par_classe: dict[tuple[int, str], dict[Poste, int]] = {}
    for ordre, libelle, poste, montant in lignes:
        par_classe.setdefault((ordre, libelle), {})[poste] = int(montant)
    return [
        LigneFinanceur(
            str(ordre),
            libelle,
            postes.get(Poste.OFFRE_SERVICE_INTERNE, 0),
            postes.get(Poste.FONDS_INGENIERIE, 0),
        )
        for (ordre, libelle), postes in par_classe.items()
    ]
