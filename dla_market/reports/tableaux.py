"""The tables of the bilan: by sector, legal type, theme, financeur. Past years come from the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
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
from dla_market.reports.annee import Annee
from dla_market.reports.calculs import Valeur
from dla_market.reports.figures import FIGURES, Figure
from dla_market.reseau.models import Financeur


@dataclass(frozen=True)
class Ligne:
    """A cell of a table by year: a row's label, a year, a value."""

    libelle: str
    annee: int
    valeur: Decimal
    code: str = ""


def tenue(session: Session, annee: Annee) -> bool:
    """Whether the year's records are here: some order was notified in it."""
    return session.scalar(select(ens.commandes(annee).exists())) or False


def annees_tenues(session: Session) -> list[int]:
    """The years that have records, from the first fund to the last, oldest first."""
    annees = session.scalars(select(Tranche.annee).distinct().order_by(Tranche.annee))
    return [annee for annee in annees if tenue(session, Annee(annee))]


def activite(session: Session, annee: Annee) -> list[tuple[Figure, int, Valeur]]:
    """Each figure of the year, after the past years beside it: printed then, or counted now."""
    lignes: list[tuple[Figure, int, Valeur]] = []
    for figure in FIGURES:
        for numero in range(annee.numero - figure.recul, annee.numero + 1):
            valeur = valeur_de(session, figure, Annee(numero))
            if valeur is not None:
                lignes.append((figure, numero, valeur))
    return lignes


def valeur_de(session: Session, figure: Figure, annee: Annee) -> Valeur | None:
    """What the report of that time printed, else what the records count; None where neither is here."""
    imprimee = queries.serie(session, figure.code).get(("total", annee.numero))
    if imprimee is not None:
        return Decimal(str(imprimee))
    return figure.calcul(session, annee) if tenue(session, annee) else None


def beneficiaires_par(session: Session, annee: Annee, colonne: Any) -> Mapping[str, int]:
    """Beneficiary structures by a column of Structure, each counted once."""
    qui = ens.beneficiaires(annee).subquery()
    lignes: Any = session.execute(
        select(colonne, func.count(Structure.id.distinct()))
        .where(Structure.id.in_(select(qui.c.cle)))
        .group_by(colonne)
    )
    return dict(tuple(ligne) for ligne in lignes)


def _lignes(
    session: Session, annee: Annee, modele: type[Secteur | TypeStructure], colonne: Any, serie: str
) -> list[Ligne]:
    comptes = beneficiaires_par(session, annee, colonne)
    passe = queries.serie(session, serie)
    lignes = []
    for code, libelle in queries.libelles(session, modele).items():
        anciennes = sorted((a, v) for (c, a), v in passe.items() if c == code and a < annee.numero)
        lignes += [Ligne(libelle, a, Decimal(str(v)), code) for a, v in anciennes]
        lignes.append(Ligne(libelle, annee.numero, Decimal(comptes.get(code, 0)), code))
    return lignes


def secteurs(session: Session, annee: Annee) -> list[Ligne]:
    """Beneficiaries by main sector, every year known, sector by sector."""
    return _lignes(session, annee, Secteur, Structure.secteur_code, "secteurs")


def types_structures(session: Session, annee: Annee) -> list[Ligne]:
    """Beneficiaries by legal type, year by year."""
    lignes = _lignes(session, annee, TypeStructure, Structure.type_code, "types_structures")
    return sorted(lignes, key=lambda ligne: ligne.annee)


def thematiques(session: Session, annee: Annee) -> list[tuple[str, Ligne]]:
    """Prestations ordered in the year by theme, with its group: lines, not ingénieries (domain 0)."""
    commandees = ens.ingenieries(annee).subquery()
    lignes: Any = session.execute(
        select(Prestation.thematique_code, func.count())
        .where(Prestation.ingenierie_id.in_(select(commandees.c.cle)))
        .group_by(Prestation.thematique_code)
    )
    comptes = dict(tuple(ligne) for ligne in lignes)
    themes: Any = session.execute(
        select(GroupeThematique.libelle, Thematique.libelle, Thematique.code)
        .join(GroupeThematique, GroupeThematique.code == Thematique.groupe_code)
        .order_by(GroupeThematique.ordre, Thematique.ordre)
    )
    return [
        (groupe, Ligne(libelle, annee.numero, Decimal(comptes.get(code, 0)), code))
        for groupe, libelle, code in themes
    ]


@dataclass(frozen=True)
class LigneFinanceur:
    """What a class of financeurs gives to each post in a year, in centimes."""

    libelle: str
    offre_service_interne: int
    fonds_ingenierie: int

    @property
    def total(self) -> int:
        """Both posts together."""
        return self.offre_service_interne + self.fonds_ingenierie


def financeurs(session: Session, annee: Annee, type_: TypeOrganisation) -> list[LigneFinanceur]:
    """Conventionné of the year by class, as the report groups them, without those that give nothing."""
    lignes: Any = session.execute(
        select(ClasseFinanceur.libelle_bilan, Tranche.poste, func.sum(Tranche.montant_centimes))
        .join(Convention, Convention.id == Tranche.convention_id)
        .join(Organisation, Organisation.id == Convention.organisation_id)
        .join(Financeur.__table__, Financeur.__table__.c.id == Convention.financeur_id)
        .join(ClasseFinanceur, ClasseFinanceur.code == Financeur.__table__.c.classe_code)
        .where(Tranche.annee == annee.numero, Organisation.type == type_)
        .group_by(ClasseFinanceur.libelle_bilan, ClasseFinanceur.ordre_bilan, Tranche.poste)
        .order_by(ClasseFinanceur.ordre_bilan)
    )
    par_classe: dict[str, dict[Poste, int]] = {}
    for libelle, poste, montant in lignes:
        par_classe.setdefault(libelle, {})[poste] = int(montant)
    return [
        LigneFinanceur(
            libelle, postes.get(Poste.OFFRE_SERVICE_INTERNE, 0), postes.get(Poste.FONDS_INGENIERIE, 0)
        )
        for libelle, postes in par_classe.items()
    ]
