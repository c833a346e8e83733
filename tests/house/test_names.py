"""A name says a subject; a package says at its door what it is for."""

import ast

from tests.support.maison import PAQUET, RACINE, arbre, court, fichiers_python

FOURRE_TOUT = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "shared"}


def test_no_room_is_a_junk_drawer():
    assert not [
        court(f)
        for f in fichiers_python("dla_market", "scripts", "tests")
        if FOURRE_TOUT & {f.stem, *f.relative_to(RACINE).parent.parts}
    ]


def test_every_package_has_a_doorplate():
    muets = [court(f) for f in PAQUET.rglob("__init__.py") if not ast.get_docstring(arbre(f))]
    assert not muets


def test_every_folder_of_code_is_a_package():
    for racine in ("dla_market", "tests"):
        dossiers = {f.parent for f in fichiers_python(racine)}
        assert not [court(d) for d in dossiers if not (d / "__init__.py").exists()]
