"""The house as text: its files, its syntax trees, the tables of its README."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
PAQUET = RACINE / "dla_market"
GABARITS = PAQUET / "templates"


def fichiers_python(*dossiers: str) -> list[Path]:
    """Every .py of these top-level folders, in order."""
    return sorted(f for dossier in dossiers for f in (RACINE / dossier).rglob("*.py"))


def gabarits() -> list[Path]:
    """Every template, of pages, mails and documents."""
    return sorted(f for f in GABARITS.rglob("*") if f.is_file() and f.suffix != ".py")


def court(fichier: Path) -> str:
    """A file as a person would name it."""
    return fichier.relative_to(RACINE).as_posix()


@cache
def arbre(fichier: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(fichier.read_text(encoding="utf-8"), filename=str(fichier))


def noms_pointes(fichier: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every name and dotted name that the file uses: (12, "datetime.now")."""
    for noeud in ast.walk(arbre(fichier)):
        if isinstance(noeud, ast.Attribute | ast.Name):
            yield noeud.lineno, ast.unparse(noeud)


def tableau(titre: str) -> list[list[str]]:
    """The cells of the README's table under this heading, without its two first rows."""
    texte = (RACINE / "README.md").read_text(encoding="utf-8")
    _, trouve, suite = texte.partition(f"## {titre}\n")
    assert trouve, f"no « {titre} » in the README"
    lignes = [ligne for ligne in suite.split("\n## ")[0].splitlines() if ligne.startswith("|")]
    return [[cellule.strip() for cellule in ligne.strip("|").split("|")] for ligne in lignes[2:]]
