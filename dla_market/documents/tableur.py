"""Spreadsheets out: rows as XLSX or CSV, where no text becomes a formula (reliability I4).

Numbers and days stay what they are. The same rows give the same bytes: hence the day that is asked for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

DANGEREUX = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What makes a spreadsheet read a text as a formula, full-width forms too."""

CELLULE_MAX = 32_000
"""Excel holds 32 767 characters in a cell."""

LARGEUR_MIN, LARGEUR_MAX = 10, 60
CENT = 100

Valeur = str | int | date | None


@dataclass(frozen=True)
class Colonne:
    """A column: its title, and how its values are written. A `montant` is in centimes, shown in euros."""

    libelle: str
    genre: Literal["texte", "nombre", "montant", "date"] = "texte"


def ecrire_csv(colonnes: Sequence[Colonne], lignes: Iterable[Sequence[Valeur]]) -> bytes:
    """The rows as French spreadsheets read them: `;`, comma for decimals, UTF-8 with its mark."""
    sortie = io.StringIO()
    ecrivain = csv.writer(sortie, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    ecrivain.writerow([_texte_csv(colonne.libelle) for colonne in colonnes])
    for ligne in lignes:
        ecrivain.writerow([_en_csv(colonne, valeur) for colonne, valeur in zip(colonnes, ligne, strict=True)])
    return b"\xef\xbb\xbf" + sortie.getvalue().encode()


def _en_csv(colonne: Colonne, valeur: Valeur) -> str:
    if valeur is None:
        return ""
    if colonne.genre == "montant" and isinstance(valeur, int):
        return f"{Decimal(valeur) / CENT:.2f}".replace(".", ",")
    if isinstance(valeur, int):
        return str(valeur)
    if isinstance(valeur, date):
        return valeur.strftime("%d/%m/%Y")
    return _texte_csv(valeur)


def _texte_csv(texte: str) -> str:
    return f"'{texte}" if texte.startswith(DANGEREUX) else texte.replace("\0", "")


def ecrire_xlsx(
    titre: str, colonnes: Sequence[Colonne], lignes: Iterable[Sequence[Valeur]], *, le: date
) -> bytes:
    """The rows as one sheet, its head fixed, every text a text."""
    import xlsxwriter

    sortie = io.BytesIO()
    classeur = xlsxwriter.Workbook(
        sortie,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    classeur.set_properties({"title": titre, "created": datetime(le.year, le.month, le.day)})  # noqa: DTZ001  # the file's own field has no zone
    feuille = classeur.add_worksheet("Export")
    entete = classeur.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    formats = {
        "texte": classeur.add_format({"text_wrap": True, "valign": "top"}),
        "nombre": classeur.add_format({"num_format": "# ##0", "valign": "top"}),
        "montant": classeur.add_format({"num_format": "# ##0.00", "valign": "top"}),
        "date": classeur.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
    }
    for rang, colonne in enumerate(colonnes):
        feuille.write_string(0, rang, colonne.libelle, entete)
        feuille.set_column(rang, rang, _largeur(colonne))
    for numero, ligne in enumerate(lignes, start=1):
        for rang, (colonne, valeur) in enumerate(zip(colonnes, ligne, strict=True)):
            forme = formats[colonne.genre]
            if valeur is None:
                continue
            if isinstance(valeur, int):
                feuille.write_number(
                    numero, rang, valeur / CENT if colonne.genre == "montant" else valeur, forme
                )
            elif isinstance(valeur, date):
                feuille.write_datetime(numero, rang, valeur, forme)
            else:
                feuille.write_string(numero, rang, valeur[:CELLULE_MAX], forme)
    feuille.freeze_panes(1, 1)
    classeur.close()
    return sortie.getvalue()


def _largeur(colonne: Colonne) -> int:
    if colonne.genre != "texte":
        return LARGEUR_MIN + 4
    return min(max(len(colonne.libelle) + 8, LARGEUR_MIN), LARGEUR_MAX)
