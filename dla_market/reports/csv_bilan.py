"""The bilan as files: the names and columns of the published facts, so that anyone can compare."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from sqlalchemy.orm import Session

from dla_market.comptes.models import TypeOrganisation
from dla_market.reports import tableaux
from dla_market.reports.annee import Annee
from dla_market.reports.calculs import EURO, arrondir

Lignes = Iterable[Sequence[str]]


def ecrire_nombre(valeur: Decimal) -> str:
    """Whole numbers without a point, others with the decimals they have."""
    entier = valeur.to_integral_value()
    return str(entier) if valeur == entier else f"{valeur.normalize():f}"


def euros(centimes: int) -> str:
    """Centimes in euros; the centimes only where there are some."""
    return str(centimes // 100) if centimes % 100 == 0 else f"{centimes / EURO:.2f}"


def tables(session: Session, annee: Annee) -> dict[str, tuple[Sequence[str], Lignes]]:
    """Each file's name, columns and rows, all counted from the records."""
    return {
        "activite.csv": (
            ("indicateur", "annee", "valeur", "unite"),
            (
                (figure.code, str(numero), ecrire_nombre(valeur), figure.unite)
                for figure, numero, valeur in tableaux.activite(session, annee)
            ),
        ),
        "secteurs.csv": (
            ("secteur", "annee", "structures"),
            _par_annee(tableaux.secteurs(session, annee)),
        ),
        "types_structures.csv": (
            ("type", "annee", "structures"),
            _par_annee(tableaux.types_structures(session, annee)),
        ),
        "thematiques.csv": (
            ("groupe", "thematique", "annee", "prestations"),
            (
                (groupe, ligne.libelle, str(ligne.annee), ecrire_nombre(ligne.valeur))
                for groupe, ligne in tableaux.thematiques(session, annee)
            ),
        ),
        f"financeurs_dla_{annee.numero}.csv": (
            ("financeur", "offre_de_service_interne", "fonds_ingenierie", "total"),
            (
                (
                    ligne.libelle,
                    euros(ligne.offre_service_interne),
                    euros(ligne.fonds_ingenierie),
                    # the report prints totals in whole euros
                    ecrire_nombre(arrondir(ligne.total / EURO)),
                )
                for ligne in tableaux.financeurs(session, annee, TypeOrganisation.DLA)
            ),
        ),
    }


def _par_annee(lignes: Iterable[tableaux.Ligne]) -> Lignes:
    return ((ligne.libelle, str(ligne.annee), ecrire_nombre(ligne.valeur)) for ligne in lignes)


def exporter(session: Session, annee: Annee, dossier: Path) -> list[Path]:
    """Write every file into a folder, made if need be; returns their paths."""
    dossier.mkdir(parents=True, exist_ok=True)
    ecrits = []
    for nom, (colonnes, lignes) in tables(session, annee).items():
        fichier = dossier / nom
        with fichier.open("w", encoding="utf-8", newline="") as sortie:
            ecrivain = csv.writer(sortie, lineterminator="\n")
            ecrivain.writerow(colonnes)
            ecrivain.writerows(lignes)
        ecrits.append(fichier)
    return ecrits
