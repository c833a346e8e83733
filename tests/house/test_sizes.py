"""A room that outgrows its size wants splitting by subject."""

import ast

from tests.support.maison import arbre, court, fichiers_python, gabarits

PYTHON, GABARIT, VUE = 400, 200, 20


def lignes(fichier):
    return len(fichier.read_text(encoding="utf-8").splitlines())


def corps(fonction):
    """Lines of a view without its decorators and docstring."""
    debut = fonction.lineno
    total = fonction.end_lineno - debut + 1
    if ast.get_docstring(fonction):
        texte = fonction.body[0]
        total -= texte.end_lineno - texte.lineno + 1
    return total


def test_python_files_stay_under_400_lines():
    grands = [court(f) for f in fichiers_python("dla_market", "scripts", "tests") if lignes(f) > PYTHON]
    assert not grands


def test_templates_stay_under_200_lines():
    assert not [court(f) for f in gabarits() if lignes(f) > GABARIT]


def test_views_stay_under_20_lines():
    longues = [
        f"{court(fichier)}:{noeud.lineno} {noeud.name} ({corps(noeud)})"
        for fichier in fichiers_python("dla_market/blueprints")
        if fichier.stem.endswith("views")
        for noeud in arbre(fichier).body
        if isinstance(noeud, ast.FunctionDef) and corps(noeud) > VUE
    ]
    assert not longues
