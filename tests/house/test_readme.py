"""What the README says and what the code does are compared, not hoped equal."""

import ast
import re

import pytest

from dla_market.config import VARIABLES
from tests.support.maison import arbre, court, fichiers_python, tableau


def test_the_table_of_settings_is_that_of_the_code():
    assert [tuple(ligne) for ligne in tableau("Réglages")] == [
        (f"`{v.nom}`", v.defaut, v.sens) for v in VARIABLES
    ]


def interdits():
    """Forbidden word -> the word to use, from the vocabulary table."""
    return {
        synonyme.strip().strip("`"): terme
        for terme, _sens, synonymes in tableau("Vocabulaire")
        for synonyme in synonymes.split(",")
    }


def mots(identifiant):
    """The words of an identifier: `montantHt`, `montant_ht` and `MONTANT_HT` give the same."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifiant).lower().split("_")


def definis(fichier):
    """Names that the file itself gives: what it takes from libraries is not its own choice."""
    for noeud in ast.walk(arbre(fichier)):
        match noeud:
            case ast.FunctionDef() | ast.ClassDef():
                yield noeud.lineno, noeud.name
            case ast.arg():
                yield noeud.lineno, noeud.arg
            case ast.Name(ctx=ast.Store()):
                yield noeud.lineno, noeud.id
    yield 1, fichier.parent.name if fichier.stem == "__init__" else fichier.stem


def fautes(identifiant, table):
    suite = f"_{'_'.join(mots(identifiant))}_"
    return [
        f"{synonyme} -> {terme}" for synonyme, terme in table.items() if re.search(f"_{synonyme}s?_", suite)
    ]


def test_one_word_a_concept():
    table = interdits()
    trouves = [
        f"{court(fichier)}:{ligne} {nom}: {faute}"
        for fichier in fichiers_python("dla_market")
        for ligne, nom in definis(fichier)
        for faute in fautes(nom, table)
    ]
    assert not trouves


@pytest.mark.parametrize(
    ("identifiant", "fautif"),
    [
        ("invoice_total", True),
        ("InvoiceTotal", True),
        ("facture", False),
        ("invoices", True),
        ("bidirectionnel", False),
    ],
)
def test_the_vocabulary_check_knows_its_cases(identifiant, fautif):
    assert bool(fautes(identifiant, {"invoice": "facture", "bid": "offre"})) is fautif
