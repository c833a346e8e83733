"""One gate: who may touch the keys, and what stands on the outside of it."""

import ast

from tests.support.maison import PAQUET, arbre, court, fichiers_python

COFFRE = "dla_market/kernel/coffre.py"
SCELLE = "dla_market/consultations/scelle.py"


def importe(fichier, module):
    for noeud in ast.walk(arbre(fichier)):
        noms = [noeud.module or ""] if isinstance(noeud, ast.ImportFrom) else []
        noms += [a.name for a in noeud.names] if isinstance(noeud, ast.Import) else []
        if any(nom.split(".")[0] == module for nom in noms):
            return True
    return False


def appelle(fichier, *noms):
    return any(isinstance(noeud, ast.Attribute) and noeud.attr in noms for noeud in ast.walk(arbre(fichier)))


def test_one_module_imports_the_cryptography():
    assert [court(f) for f in fichiers_python("dla_market") if importe(f, "cryptography")] == [COFFRE]


def test_one_module_unseals():
    fichiers = [court(f) for f in fichiers_python("dla_market") if appelle(f, "desceller", "developper")]
    assert sorted(fichiers) == sorted([COFFRE, SCELLE])


def test_no_setting_turns_the_seal_off():
    source = (PAQUET / "kernel" / "coffre.py").read_text() + (
        PAQUET / "consultations" / "scelle.py"
    ).read_text()
    assert "environ" not in source
    assert "config" not in source.replace("configuration", "")
