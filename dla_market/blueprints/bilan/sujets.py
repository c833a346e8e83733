"""What a detail page is about: a figure or a row of a table, its total, its shares by DLA."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.bilan.chargement import Exercice, FigureLue, RubriqueLue
from dla_market.blueprints.bilan.mots import dire
from dla_market.blueprints.bilan.presentation import url_figure, url_rubrique
from dla_market.kernel.pagination import Page
from dla_market.reports import detail
from dla_market.reports.detail import Membre, Part
from dla_market.reports.formules import CENT
from dla_market.reports.mesures import MESURES, relever

PAR_NOM = "nom"
ARGENT = {"montant_prestations_engagees", "fonds_ingenierie_conventionne"}
"""The figures whose lines are those of the funds."""


@dataclass(frozen=True)
class Sujet:
    """A number and what makes it. `cumulable` where DLA have shares of it, that may be compared with it."""

    exercice: Exercice
    libelle: str
    unite: str
    methode: str
    url: str | None
    total: Decimal | None
    parts: list[Part]
    cumulable: bool = True
    url_part: Callable[[int], str] | None = None
    membres: Page[Membre] | None = None
    prestataires: bool = False

    @property
    def titre(self) -> str:
        """The label as a title."""
        libelle = self.libelle.removeprefix("dont ")
        return libelle[0].upper() + libelle[1:]

    @property
    def total_dit(self) -> str:
        """The total as it reads."""
        return dire(self.unite, self.total)

    @property
    def par_nom(self) -> bool:
        """Whether the reader asked for the order of names."""
        return request.args.get("tri") == PAR_NOM

    @property
    def somme_dite(self) -> str | None:
        """The sum of the shares where it is more than the total: what several DLA follow is in several."""
        somme = sum((part.valeur for part in self.parts), Decimal(0))
        plus = self.cumulable and self.total is not None and somme > self.total
        return dire(self.unite, somme) if plus else None

    @property
    def lignes(self) -> list[dict[str, Any]]:
        """The shares as bars."""
        unite = self.unite.split(" (", maxsplit=1)[0]
        return [
            {
                "libelle": part.nom,
                "valeur": float(part.valeur),
                "texte": dire(unite, part.valeur),
                "url": self.url_part(part.organisation_id) if self.url_part else None,
            }
            for part in (sorted(self.parts, key=lambda part: part.nom) if self.par_nom else self.parts)
        ]


def sujet_de_figure(session: Session, lue: FigureLue) -> Sujet:
    """A figure, and the page asked of the providers or local authorities that it counts."""
    exercice, figure = lue.exercice, lue.figure
    ici = (exercice.annee, exercice.perimetre)
    mesures = {nom: MESURES[nom] for nom in figure.mesures}
    numero = request.args.get("page", 1, type=int)
    return Sujet(
        exercice=exercice,
        libelle=figure.libelle,
        unite=figure.unite,
        methode=figure.methode,
        url=url_figure(exercice, figure),
        total=figure.valeur(relever(session, *ici, mesures)),
        parts=detail.parts(session, figure, *ici),
        cumulable=figure.cumulable,
        url_part=_url_fonds(exercice) if figure.code in ARGENT and _fonds_lisibles(exercice) else None,
        membres=detail.membres(session, figure, *ici, numero),
        prestataires=figure.mesures == ("prestataires",),
    )


def sujet_de_rubrique(session: Session, lue: RubriqueLue) -> Sujet:
    """A row of a table."""
    exercice, rubrique = lue.exercice, lue.rubrique
    ici = (exercice.annee, exercice.perimetre)
    total = relever(session, *ici, {"total": rubrique.mesure})["total"]
    return Sujet(
        exercice=exercice,
        libelle=rubrique.libelle,
        unite=rubrique.unite,
        methode=rubrique.methode,
        url=url_rubrique(exercice, lue.tableau, lue.cle),
        total=total / CENT if rubrique.mesure.somme else total,
        parts=detail.parts_de_rubrique(session, rubrique, *ici),
    )


def _fonds_lisibles(exercice: Exercice) -> bool:
    # a regional reader of the whole country may not open the funds of the other regions
    return exercice.region is None or not exercice.perimetre.national


def _url_fonds(exercice: Exercice) -> Callable[[int], str]:
    return lambda organisation_id: url_for(
        "fonds.consulter", annee=exercice.numero, organisation_id=organisation_id
    )
