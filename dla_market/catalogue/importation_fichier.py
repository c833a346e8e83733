"""From the bytes of a CSV or XLSX file to rows of text, each with its number, within limits."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from dla_market.kernel.classeur import ILLISIBLE, controler_classeur, est_un_zip

OCTETS_MAX = 20 * 1024 * 1024
LIGNES_MAX = 20_000
COLONNES_MAX = 100
CELLULE_MAX = 20_000
DELAI_SECONDES = 60
SEPARATEURS = (";", ",", "\t")
MARQUES = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
LECTEUR = Path(__file__).with_name("importation_classeur.py")


class FichierIllisible(Exception):  # noqa: N818  # as RefusMetier: an answer, not an error of the program
    """The file cannot be read as a table. `ligne` is where, 0 where it is the file as a whole."""

    def __init__(self, phrase: str, ligne: int = 0) -> None:
        super().__init__(phrase)
        self.phrase = phrase
        self.ligne = ligne


@dataclass(frozen=True)
class Rangee:
    """One row of the file: the number that a spreadsheet or an editor shows for it, and its cells."""

    numero: int
    cellules: tuple[str, ...]


@dataclass(frozen=True)
class Tableau:
    """What a file holds: its head and its other rows, blank ones left out. `feuille` is empty for a CSV."""

    feuille: str
    entete: Rangee
    rangees: tuple[Rangee, ...]


def lire_fichier(octets: bytes) -> Tableau:
    """Read a CSV (UTF-8, UTF-16 with its mark, Windows-1252; semicolon, comma or tab) or an XLSX.

    What it is is told by its content, never by its name. Raises FichierIllisible.
    """
    if len(octets) > OCTETS_MAX:
        raise FichierIllisible(f"Le fichier dépasse {OCTETS_MAX // 1024 // 1024} Mo.")
    feuille, rangees = _lire_classeur(octets) if est_un_zip(octets) else ("", _lire_csv(octets))
    if not rangees:
        raise FichierIllisible("Le fichier est vide.")
    if len(rangees) > LIGNES_MAX + 1:
        phrase = f"Le fichier dépasse {LIGNES_MAX} lignes\u00a0: coupez-le en plusieurs."
        raise FichierIllisible(phrase, rangees[LIGNES_MAX + 1].numero)
    for rangee in rangees:
        _controler_rangee(rangee)
    return Tableau(feuille, rangees[0], tuple(rangees[1:]))


def _controler_rangee(rangee: Rangee) -> None:
    if len(rangee.cellules) > COLONNES_MAX:
        raise FichierIllisible(f"Cette ligne compte plus de {COLONNES_MAX} colonnes.", rangee.numero)
    if any(len(cellule) > CELLULE_MAX for cellule in rangee.cellules):
        raise FichierIllisible(f"Une cellule dépasse {CELLULE_MAX} signes.", rangee.numero)


def _lire_csv(octets: bytes) -> list[Rangee]:
    texte = _decoder(octets)
    if "\0" in texte:
        raise FichierIllisible("Ce n’est ni un fichier CSV ni un classeur .xlsx.")
    premiere = texte.lstrip("\r\n").split("\n", 1)[0]
    separateur = max(SEPARATEURS, key=premiere.count)
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    rangees: list[Rangee] = []
    debut = 1
    try:
        for cellules in lecteur:
            if any(c.strip() for c in cellules):
                rangees.append(Rangee(debut, tuple(cellules)))
            if len(rangees) > LIGNES_MAX + 1:
                break
            debut = lecteur.line_num + 1
    except csv.Error as erreur:
        raise FichierIllisible("Un guillemet ou une cellule ne se ferme pas.", debut) from erreur
    return rangees


def _decoder(octets: bytes) -> str:
    for marque, encodage in MARQUES:
        if octets.startswith(marque):
            return _essayer(octets, encodage)
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return _essayer(octets, "cp1252")


def _essayer(octets: bytes, encodage: str) -> str:
    try:
        return octets.decode(encodage)
    except UnicodeDecodeError as erreur:
        ligne = octets[: erreur.start].count(b"\n") + 1
        raise FichierIllisible("Le texte n’est ni en UTF-8 ni en Windows-1252.", ligne) from erreur


def _lire_classeur(octets: bytes) -> tuple[str, list[Rangee]]:
    try:
        controler_classeur(octets)
    except ValueError as erreur:
        raise FichierIllisible(str(erreur)) from erreur
    commande = [sys.executable, "-P", str(LECTEUR), str(LIGNES_MAX), str(COLONNES_MAX)]
    # the child finds what this process finds, and inherits none of its secrets
    environ = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"}
    try:
        fils = subprocess.run(  # noqa: S603  # our own file, no shell, the workbook on its standard input
            commande, input=octets, capture_output=True, env=environ, timeout=DELAI_SECONDES, check=False
        )
    except subprocess.TimeoutExpired as erreur:
        raise FichierIllisible("Le classeur est trop long à lire.") from erreur
    if fils.returncode != 0:
        raise FichierIllisible(ILLISIBLE)
    feuille, *lignes = [json.loads(ligne) for ligne in fils.stdout.splitlines()]
    return feuille, [Rangee(numero, tuple(cellules)) for numero, cellules in lignes]
