"""Gestures that cost dear elsewhere, and are not made here."""

import ast
import re
import tokenize

import pytest

from tests.support.maison import arbre, court, fichiers_python, noms_pointes

HORLOGES = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time(_ns)?|func\.(now|current_timestamp))$"
)
HORLOGE = "dla_market/kernel/clock.py"
MARKUP_PERMIS = ("dla_market/web/",)
"""Where markup is made from parts that are escaped one by one."""

REPRIS = re.compile(
    r"#\s*(noqa|type:\s*ignore)(?P<code>:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[\w, -]+\])?(?P<reste>.*)"
)


def usages(motif, *dossiers, sauf=()):
    return [
        f"{court(fichier)}:{ligne} {nom}"
        for fichier in fichiers_python(*dossiers)
        if not court(fichier).startswith(tuple(sauf))
        for ligne, nom in noms_pointes(fichier)
        if re.search(motif, nom)
    ]


def test_no_form_fills_a_model():
    assert not usages(r"(^|\.)populate_obj$", "dla_market")


def test_no_correctness_rests_on_a_lock_that_sqlite_ignores():
    assert not usages(r"\.with_for_update$", "dla_market")


def test_one_clock():
    assert not usages(HORLOGES, "dla_market", sauf=[HORLOGE])


def test_markup_is_made_by_the_kit_only():
    assert not usages(r"(^|\.)Markup$", "dla_market", sauf=MARKUP_PERMIS)


def test_no_row_is_replaced_behind_the_triggers():
    fautes = [
        f"{court(f)}:{noeud.lineno}"
        for f in fichiers_python("dla_market", "migrations")
        for noeud in ast.walk(arbre(f))
        if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str)
        if re.search(r"\b(INSERT )?OR REPLACE\b", noeud.value)
    ]
    assert not fautes


def test_no_import_inside_a_function_breaks_a_circle():
    fautes = []
    for fichier in fichiers_python("dla_market"):
        for fonction in ast.walk(arbre(fichier)):
            if not isinstance(fonction, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for noeud in ast.walk(fonction):
                noms = [noeud.module or ""] if isinstance(noeud, ast.ImportFrom) else []
                noms += [a.name for a in noeud.names] if isinstance(noeud, ast.Import) else []
                if any(nom.split(".")[0] == "dla_market" for nom in noms):
                    fautes.append(f"{court(fichier)}:{noeud.lineno}")
    assert not fautes


def commentaires(fichier):
    with fichier.open("rb") as octets:
        for jeton in tokenize.tokenize(octets.readline):
            if jeton.type == tokenize.COMMENT:
                yield jeton.start[0], jeton.string


def sans_raison(texte):
    trouve = REPRIS.search(texte)
    return bool(trouve) and (not trouve["code"] or len(re.findall(r"\w+", trouve["reste"])) < 2)


def test_an_exception_to_a_rule_names_it_and_says_why():
    fautes = [
        f"{court(f)}:{ligne} {texte}"
        for f in fichiers_python("dla_market", "scripts", "tests")
        for ligne, texte in commentaires(f)
        if sans_raison(texte)
    ]
    assert not fautes


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("# noqa", True),
        ("# noqa: E501", True),
        ("# type: ignore[misc]", True),
        ("# noqa: E501  # a table reads better whole", False),
        ("# type: ignore[misc]  # the library has no types", False),
        ("# an ordinary comment", False),
    ],
)
def test_the_check_on_exceptions_knows_its_cases(texte, attendu):
    assert sans_raison(texte) is attendu


def test_nothing_is_left_for_later():
    fautes = [
        f"{court(f)}:{ligne} {texte}"
        for f in fichiers_python("dla_market", "scripts", "tests", "migrations")
        for ligne, texte in commentaires(f)
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", texte)
    ]
    assert not fautes


def test_no_test_is_put_aside():
    assert not usages(r"^pytest\.(skip|mark\.(skip|skipif|xfail)|importorskip|xfail)$", "tests")
    assert not usages(r"(^|\.)(mock|Mock|MagicMock)$", "tests")
