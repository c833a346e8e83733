"""Reads a spreadsheet in a process of its own, whose memory and time are counted (reliability I1).

Run as a program: the workbook on standard input, its rows as lines of JSON on standard output, each
`[number of the row, [text of its cells]]`; the sheet's name first. It imports nothing of the house: what
goes wrong in it, a crash of the parser included, ends it alone.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date, datetime
from typing import Any

MEMOIRE = 512 * 1024 * 1024
PROCESSEUR_SECONDES = 20
TEXTE_MAX = 64 * 1024 * 1024
CENTIEMES = 2


def texte(cellule: Any) -> str:
    """What a person would have typed: numbers in French, days in ISO, oui or non."""
    if isinstance(cellule, bool):
        return "oui" if cellule else "non"
    if isinstance(cellule, float):
        if cellule.is_integer():
            return str(int(cellule))
        arrondi = round(cellule, CENTIEMES)
        # beyond centimes the point stays, and the amount's own parser refuses it
        return f"{arrondi:.2f}".replace(".", ",") if arrondi == cellule else repr(cellule)
    if isinstance(cellule, datetime):
        return cellule.date().isoformat()
    return cellule.isoformat() if isinstance(cellule, date) else str(cellule)


def lire(octets: bytes, lignes_max: int, colonnes_max: int) -> None:
    """Write the first sheet; one row more than `lignes_max` and one cell more than `colonnes_max` at most."""
    from python_calamine import CalamineWorkbook

    classeur = CalamineWorkbook.from_filelike(io.BytesIO(octets))
    feuille = classeur.get_sheet_by_index(0)
    sortie = sys.stdout
    sortie.write(json.dumps(feuille.name) + "\n")
    ecrit = comptees = 0
    for numero, rangee in enumerate(feuille.iter_rows(), start=1):
        cellules = [texte(c) for c in rangee[: colonnes_max + 1]]
        if not any(cellules):
            continue
        ligne = json.dumps([numero, cellules])
        ecrit += len(ligne)
        comptees += 1
        if ecrit > TEXTE_MAX or comptees > lignes_max + 1:
            break
        sortie.write(ligne + "\n")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE, MEMOIRE))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSEUR_SECONDES, PROCESSEUR_SECONDES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    lire(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
