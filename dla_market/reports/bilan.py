"""The whole bilan of a year, read at one instant: figures, tables, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from dla_market.kernel import clock
from dla_market.reports import histoire, tableaux
from dla_market.reports.annee import Annee
from dla_market.reports.figures import FIGURES, PAR_CODE, Figure
from dla_market.reports.histoire import AUCUNE
from dla_market.reports.mesures import Releve
from dla_market.reports.perimetre import NATIONAL, Perimetre
from dla_market.reports.tableaux import Ligne, LigneFinanceur


@dataclass(frozen=True)
class Bilan:
    """A year of a perimeter. `valeurs` are figures by (code, year), `extrait_le` when they were counted."""

    annee: Annee
    perimetre: Perimetre
    extrait_le: datetime
    releve: Releve
    valeurs: dict[tuple[str, int], Decimal]
    secteurs: list[Ligne]
    types_structures: list[Ligne]
    thematiques: list[Ligne]
    financeurs: list[LigneFinanceur]

    def valeur(self, code: str, recul: int = 0) -> Decimal | None:
        """A figure of the year, or of one before it; None where it is not known."""
        return self.valeurs.get((code, self.annee.numero - recul))

    @property
    def comparables(self) -> Iterator[tuple[Figure, Decimal, Decimal]]:
        """Figures known this year and, other than zero, the year before."""
        for figure in FIGURES:
            valeur, avant = self.valeur(figure.code), self.valeur(figure.code, 1)
            if valeur is not None and avant:
                yield figure, valeur, avant


def dresser(session: Session, annee: Annee, tenues: Sequence[int], perimetre: Perimetre = NATIONAL) -> Bilan:
    """Count everything. `tenues` are the years that have records (`tableaux.annees_tenues`)."""
    passe = histoire.lire(session) if perimetre.national else AUCUNE
    comptes = tableaux.releves(session, annee, perimetre, tenues)
    codes = [code for code in PAR_CODE if perimetre.national or PAR_CODE[code].par_dla]
    valeurs = {
        (code, numero): valeur
        for code in codes
        for numero in (annee.numero - 1, annee.numero)
        if (valeur := tableaux.valeur_de(PAR_CODE[code], numero, comptes, passe)) is not None
    }
    aides = tableaux.beneficiaires(session, annee, perimetre)
    return Bilan(
        annee=annee,
        perimetre=perimetre,
        extrait_le=clock.now(),
        releve=comptes[annee.numero],
        valeurs=valeurs,
        secteurs=tableaux.secteurs(session, annee, passe, aides.par_secteur),
        types_structures=tableaux.types_structures(session, annee, passe, aides.par_type),
        thematiques=tableaux.thematiques(session, annee, perimetre),
        financeurs=tableaux.financeurs(session, annee, perimetre),
    )
