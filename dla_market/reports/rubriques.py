"""The tables' rows, each as a measure of its own: who or what a row counts, so that it can be opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dla_market.fonds.models import Convention
from dla_market.ingenieries.models import Participation, Prestation
from dla_market.referentiel.models import ClasseFinanceur, Secteur, Thematique, TypeStructure
from dla_market.reports import ensembles as ens
from dla_market.reports.annee import Annee
from dla_market.reports.figures import EUROS, STRUCTURES
from dla_market.reports.mesures import Mesure
from dla_market.reports.tableaux import FINANCEUR, STRUCTURE

LIGNES = "lignes"
Lignes = Callable[[Annee], ens.Lignes]


@dataclass(frozen=True)
class Rubrique:
    """A row of a table: its label, its unit as figures write it, how it is counted, what it counts."""

    libelle: str
    unite: str
    methode: str
    mesure: Mesure


def trouver(session: Session, tableau: str, cle: str) -> Rubrique | None:
    """The row of that code in that table; None where there is none."""
    chercheur = TABLEAUX.get(tableau)
    return None if chercheur is None else chercheur(session, cle)


def _secteur(session: Session, cle: str) -> Rubrique | None:
    entree = session.get(Secteur, cle)
    methode = "Structures bénéficiaires dont c’est le secteur principal"
    return (
        None
        if entree is None
        else Rubrique(
            entree.libelle,
            STRUCTURES,
            methode,
            Mesure(_beneficiaires(lambda lignes: lignes.where(STRUCTURE.c.secteur_code == cle))),
        )
    )


def _type(session: Session, cle: str) -> Rubrique | None:
    entree = session.get(TypeStructure, cle)
    methode = "Structures bénéficiaires de ce type juridique"
    return (
        None
        if entree is None
        else Rubrique(
            entree.libelle,
            STRUCTURES,
            methode,
            Mesure(_beneficiaires(lambda lignes: lignes.where(STRUCTURE.c.type_code == cle))),
        )
    )


def _beneficiaires(filtre: Callable[[ens.Lignes], ens.Lignes]) -> Lignes:
    return lambda annee: filtre(
        ens.beneficiaires(annee).join(STRUCTURE, STRUCTURE.c.id == Participation.structure_id)
    )


def _thematique(session: Session, cle: str) -> Rubrique | None:
    entree = session.get(Thematique, cle)
    methode = "Lignes de prestation de cette thématique, dans les ingénieries commandées dans l’année"
    return (
        None
        if entree is None
        else Rubrique(
            entree.libelle,
            LIGNES,
            methode,
            Mesure(lambda annee: ens.lignes_prestations(annee).where(Prestation.thematique_code == cle)),
        )
    )


def _financeur(session: Session, cle: str) -> Rubrique | None:
    rang = ClasseFinanceur.ordre_bilan == (int(cle) if cle.isdecimal() else 0)
    libelle = session.scalar(select(ClasseFinanceur.libelle_bilan).where(rang).limit(1))

    def lignes(annee: Annee) -> ens.Lignes:
        return (
            ens.tranches(annee)
            .join(FINANCEUR, FINANCEUR.c.id == Convention.financeur_id)
            .join(ClasseFinanceur, ClasseFinanceur.code == FINANCEUR.c.classe_code)
            .where(rang)
        )

    methode = "Tranches de l’année données par cette classe de financeurs, les deux postes ensemble"
    return None if libelle is None else Rubrique(libelle, EUROS, methode, Mesure(lignes, somme=True))


TABLEAUX: dict[str, Callable[[Session, str], Rubrique | None]] = {
    "secteurs": _secteur,
    "types": _type,
    "thematiques": _thematique,
    "financeurs": _financeur,
}
"""The tables whose rows open, by the name that addresses give them."""
