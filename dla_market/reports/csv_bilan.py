"""The bilan as files: the names and columns of the published facts, so that anyone can compare."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from sqlalchemy.orm import Session

from dla_market.reports import histoire, tableaux
from dla_market.reports.annee import Annee
from dla_market.reports.formules import CENT, ENTIER
from dla_market.reports.tableaux import Ligne

Rangs = Iterable[Sequence[str]]


def ecrire_nombre(valeur: Decimal) -> str:
    """Whole numbers without a point, others with the decimals they have."""
    entier = valeur.to_integral_value()
    return str(entier) if valeur == entier else f"{valeur.normalize():f}"


def euros(centimes: int) -> str:
    """Centimes in euros; the centimes only where there are some."""
    return str(centimes // 100) if centimes % 100 == 0 else f"{centimes / CENT:.2f}"


def noms(annee: Annee) -> tuple[str, ...]:
    """The files of a year."""
    return (
        "activite.csv",
        "secteurs.csv",
        "types_structures.csv",
        "thematiques.csv",
        f"financeurs_dla_{annee.numero}.csv",
    )


def table(session: Session, annee: Annee, nom: str) -> tuple[Sequence[str], Rangs]:
    """A file's columns and rows, counted from the records. Raises KeyError for another name."""
    ecrivains = (_activite, _secteurs, _types_structures, _thematiques, _financeurs)
    return dict(zip(noms(annee), ecrivains, strict=True))[nom](session, annee)


def _activite(session: Session, annee: Annee) -> tuple[Sequence[str], Rangs]:
    return ("indicateur", "annee", "valeur", "unite"), (
        (figure.code, str(numero), ecrire_nombre(valeur), figure.unite)
        for figure, numero, valeur in tableaux.activite(session, annee)
    )


def _secteurs(session: Session, annee: Annee) -> tuple[Sequence[str], Rangs]:
    lignes = tableaux.secteurs(
        session, annee, histoire.lire(session), tableaux.beneficiaires(session, annee).par_secteur
    )
    return ("secteur", "annee", "structures"), (
        (ligne.libelle, str(numero), ecrire_nombre(valeur))
        for ligne in lignes
        for numero, valeur in _annees(ligne, annee)
    )


def _types_structures(session: Session, annee: Annee) -> tuple[Sequence[str], Rangs]:
    lignes = tableaux.types_structures(
        session, annee, histoire.lire(session), tableaux.beneficiaires(session, annee).par_type
    )
    rangs = [
        (ligne.libelle, str(numero), ecrire_nombre(valeur))
        for ligne in lignes
        for numero, valeur in _annees(ligne, annee)
    ]
    return ("type", "annee", "structures"), sorted(rangs, key=lambda rang: rang[1])


def _thematiques(session: Session, annee: Annee) -> tuple[Sequence[str], Rangs]:
    return ("groupe", "thematique", "annee", "prestations"), (
        (ligne.groupe, ligne.libelle, str(annee.numero), str(ligne.valeur))
        for ligne in tableaux.thematiques(session, annee)
    )


def _financeurs(session: Session, annee: Annee) -> tuple[Sequence[str], Rangs]:
    return ("financeur", "offre_de_service_interne", "fonds_ingenierie", "total"), (
        (
            ligne.libelle,
            euros(ligne.offre_service_interne),
            euros(ligne.fonds_ingenierie),
            # the report prints totals in whole euros
            ecrire_nombre(ENTIER(ligne.total / CENT)),
        )
        for ligne in tableaux.financeurs(session, annee)
    )


def _annees(ligne: Ligne, annee: Annee) -> list[tuple[int, Decimal]]:
    return [*ligne.avant, (annee.numero, Decimal(ligne.valeur))]


def ecrire(session: Session, annee: Annee, nom: str) -> str:
    """A file's text. Raises KeyError for a name that is not one of `noms`."""
    colonnes, rangs = table(session, annee, nom)
    sortie = io.StringIO()
    ecrivain = csv.writer(sortie, lineterminator="\n")
    ecrivain.writerow(colonnes)
    ecrivain.writerows(rangs)
    return sortie.getvalue()


def exporter(session: Session, annee: Annee, dossier: Path) -> list[Path]:
    """Write every file into a folder, made if need be; returns their paths."""
    dossier.mkdir(parents=True, exist_ok=True)
    fichiers = []
    for nom in noms(annee):
        fichier = dossier / nom
        fichier.write_text(ecrire(session, annee, nom), encoding="utf-8", newline="")
        fichiers.append(fichier)
    return fichiers
