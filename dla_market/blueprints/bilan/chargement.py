"""What an address of the bilan names: a year that is held, for the whole country or one's region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.reports import csv_bilan, rubriques
from dla_market.reports.annee import Annee
from dla_market.reports.figures import PAR_CODE, Figure
from dla_market.reports.perimetre import NATIONAL, Perimetre
from dla_market.reports.rubriques import Rubrique
from dla_market.reports.tableaux import annees_tenues

FRANCE = "france"


@dataclass(frozen=True)
class Exercice:
    """A year that is held, and whose records the reader looks at. `region` is the reader's own, if any."""

    annee: Annee
    tenues: list[int]
    perimetre: Perimetre
    region: str | None = None

    @property
    def numero(self) -> int:
        """The year."""
        return self.annee.numero

    @property
    def arguments(self) -> dict[str, Any]:
        """What addresses must carry for the reader to stay in the same perimeter."""
        return {"perimetre": FRANCE} if self.region and self.perimetre.national else {}


@dataclass(frozen=True)
class FigureLue:
    """A figure of a year."""

    exercice: Exercice
    figure: Figure


@dataclass(frozen=True)
class RubriqueLue:
    """A row of a table of a year, and the address that names it."""

    exercice: Exercice
    tableau: str
    cle: str
    rubrique: Rubrique


@dataclass(frozen=True)
class Fichier:
    """A file of a year."""

    exercice: Exercice
    nom: str


def charger(session: Session, acteur: Acteur, annee: int) -> Exercice | None:
    """A year that has records; a regional reader sees the region unless the country is asked for."""
    tenues = annees_tenues(session)
    if annee not in tenues:
        return None
    if acteur.role is not Role.REFERENT_REGIONAL:
        return Exercice(Annee(annee), tenues, NATIONAL)
    france = request.args.get("perimetre") == FRANCE
    perimetre = NATIONAL if france else Perimetre(acteur.organisation_id)
    return Exercice(Annee(annee), tenues, perimetre, region=acteur.organisation_nom)


def charger_figure(session: Session, acteur: Acteur, annee: int, code: str) -> FigureLue | None:
    """A figure that may be told by DLA, or listed."""
    exercice, figure = charger(session, acteur, annee), PAR_CODE.get(code)
    if exercice is None or figure is None or not figure.par_dla:
        return None
    return FigureLue(exercice, figure)


def charger_ligne(session: Session, acteur: Acteur, annee: int, tableau: str, cle: str) -> RubriqueLue | None:
    """A row of a table."""
    exercice, rubrique = charger(session, acteur, annee), rubriques.trouver(session, tableau, cle)
    if exercice is None or rubrique is None:
        return None
    return RubriqueLue(exercice, tableau, cle, rubrique)


def charger_fichier(session: Session, acteur: Acteur, annee: int, nom: str) -> Fichier | None:
    """One of the files of the year."""
    exercice = charger(session, acteur, annee)
    if exercice is None or nom not in csv_bilan.noms(exercice.annee):
        return None
    return Fichier(exercice, nom)
