"""Reading the reference data: lists for forms, labels for screens, territories by what a person types."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dla_market.referentiel.models import (
    Commune,
    Correspondance,
    Departement,
    Region,
    SerieHistorique,
    Valable,
)
from dla_market.referentiel.noms import normaliser

Entree = TypeVar("Entree", bound=Valable)


def entrees(session: Session, modele: type[Entree], jour: date) -> Sequence[Entree]:
    """The entries of a nomenclature that may be chosen that day, in their order."""
    return session.scalars(
        select(modele)
        .where(modele.valide_du <= jour, or_(modele.valide_au.is_(None), modele.valide_au >= jour))
        .order_by(modele.ordre)
    ).all()


def toutes(session: Session, modele: type[Entree]) -> Sequence[Entree]:
    """Every entry of a nomenclature, past ones too, in their order."""
    return session.scalars(select(modele).order_by(modele.ordre)).all()


def libelles(session: Session, modele: type[Valable]) -> dict[str, str]:
    """Label by code, in the nomenclature's order."""
    return {e.code: e.libelle for e in toutes(session, modele)}


def successeurs(session: Session, nomenclature: str, code: str, jour: date) -> list[str]:
    """What a code has become by that day: itself where nothing replaced it."""
    vers = session.scalars(
        select(Correspondance.code_vers)
        .where(Correspondance.nomenclature == nomenclature, Correspondance.code_de == code)
        .where(Correspondance.du <= jour)
        .order_by(Correspondance.code_vers)
    ).all()
    return list(vers) or [code]


def departements(session: Session) -> Sequence[Departement]:
    """All départements, by code."""
    return session.scalars(select(Departement).order_by(Departement.code)).all()


def regions(session: Session, decoupage: int) -> Sequence[Region]:
    """The régions of one map (2012 or 2016), by name."""
    return session.scalars(select(Region).where(Region.decoupage == decoupage).order_by(Region.libelle)).all()


def communes_commencant_par(session: Session, texte: str, limite: int = 10) -> Sequence[Commune]:
    """Communes whose name begins as typed, accents and case aside, the most peopled first."""
    debut = normaliser(texte)
    return session.scalars(
        select(Commune)
        .where(Commune.nom_normalise >= debut, Commune.nom_normalise < debut + "\U0010ffff")
        .order_by(Commune.population.desc(), Commune.code)
        .limit(limite)
    ).all()


def serie(session: Session, nom: str) -> dict[tuple[str, int], int | float]:
    """A historical series: the printed figure by (row, year); whole figures as int."""
    lignes = session.execute(
        select(
            SerieHistorique.cle, SerieHistorique.annee, SerieHistorique.valeur, SerieHistorique.echelle
        ).where(SerieHistorique.serie == nom)
    )
    return {
        (ligne.cle, ligne.annee): ligne.valeur if ligne.echelle == 1 else ligne.valeur / ligne.echelle
        for ligne in lignes
    }
