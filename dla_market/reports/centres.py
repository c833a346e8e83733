"""The money of the centres de ressources: a line of its own, never added to that of the DLA (domain R47)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dla_market.fonds.models import Convention, Tranche
from dla_market.referentiel.models import ClasseFinanceur, SerieHistorique
from dla_market.reseau.models import CentreRessources, Financeur

SERIE = "financeurs_cnar"
FINANCEUR = Financeur.__table__


@dataclass(frozen=True)
class BudgetCentres:
    """Amounts in centimes by class of financeur and by year, None where nothing is given."""

    annees: tuple[int, ...]
    lignes: tuple[tuple[str, tuple[int | None, ...]], ...]

    @property
    def totaux(self) -> tuple[int, ...]:
        """The total of each year."""
        return tuple(
            sum(montants[rang] or 0 for _, montants in self.lignes) for rang in range(len(self.annees))
        )


def budget(session: Session, centre_id: int | None = None) -> BudgetCentres:
    """What the financeurs give a centre, or all of them, by year.

    The years whose conventions are not held here come from the bilan of 2012, for all centres together only.
    """
    par_classe: dict[str, dict[int, int]] = defaultdict(dict)
    if centre_id is None:
        for serie in session.scalars(select(SerieHistorique).where(SerieHistorique.serie == SERIE)):
            par_classe[serie.cle][serie.annee] = serie.valeur * 100 // serie.echelle
    for code, annee, montant in _conventionne(session, centre_id):
        par_classe[code][annee] = int(montant)
    annees = tuple(sorted({annee for montants in par_classe.values() for annee in montants}))
    classes = session.scalars(
        select(ClasseFinanceur)
        .where(ClasseFinanceur.code.in_(par_classe))
        .order_by(ClasseFinanceur.ordre_bilan, ClasseFinanceur.ordre)
    )
    return BudgetCentres(
        annees,
        tuple(
            (classe.libelle, tuple(par_classe[classe.code].get(annee) for annee in annees))
            for classe in classes
        ),
    )


def _conventionne(session: Session, centre_id: int | None) -> Any:
    requete = (
        select(FINANCEUR.c.classe_code, Tranche.annee, func.sum(Tranche.montant_centimes))
        .join(Convention, Convention.id == Tranche.convention_id)
        .join(CentreRessources.__table__, CentreRessources.__table__.c.id == Convention.organisation_id)
        .join(FINANCEUR, FINANCEUR.c.id == Convention.financeur_id)
        .group_by(FINANCEUR.c.classe_code, Tranche.annee)
    )
    if centre_id is not None:
        requete = requete.where(Convention.organisation_id == centre_id)
    return session.execute(requete)
