"""The demonstration's bilan of 2012 is the published one, row for row."""

from __future__ import annotations

import csv

import pytest

from dla_market.kernel.db import session_courante
from dla_market.reports.annee import Annee
from dla_market.reports.bilan import dresser
from dla_market.reports.controles import controler, en_ecart
from dla_market.reports.csv_bilan import exporter
from dla_market.reports.mesures import MESURES, relever, relever_par_dla
from dla_market.reports.perimetre import NATIONAL
from dla_market.reports.tableaux import annees_tenues
from tests.support.oracle import ORACLE

DE_2012 = Annee(2012)
FICHIERS = [
    "activite.csv",
    "secteurs.csv",
    "types_structures.csv",
    "thematiques.csv",
    "financeurs_dla_2012.csv",
]


def lire(fichier):
    with fichier.open(encoding="utf-8", newline="") as contenu:
        return list(csv.reader(contenu))


@pytest.fixture(scope="module")
def exporte(app_demo, tmp_path_factory):
    dossier = tmp_path_factory.mktemp("bilan")
    with app_demo.app_context():
        exporter(session_courante(), DE_2012, dossier)
        session_courante().rollback()
    return dossier


@pytest.mark.parametrize("nom", FICHIERS)
def test_a_file_is_the_published_one_row_for_row(exporte, nom):
    assert lire(exporte / nom) == lire(ORACLE / nom)


def test_nothing_else_is_written(exporte):
    assert sorted(f.name for f in exporte.iterdir()) == sorted(FICHIERS)


def test_no_control_fails_on_the_demonstration(session_demo):
    tenues = annees_tenues(session_demo)
    assert tenues == [2012, 2026]
    for annee in tenues:
        bilan = dresser(session_demo, Annee(annee), tenues)
        assert en_ecart(bilan) == []
        assert {c.code for c in controler(bilan)} >= {
            "secteurs",
            "types",
            "engage",
            "fonds",
            "emplois_connus",
        }


def test_what_dla_have_adds_up_to_the_national_figure_or_more(session_demo):
    """Structures and providers may be of several DLA; money, days, orders and lines are of one."""
    par_dla = {nom: m for nom, m in MESURES.items() if m.par_dla}
    national = relever(session_demo, DE_2012)
    releves = relever_par_dla(session_demo, DE_2012, NATIONAL, par_dla)
    for nom in par_dla:
        somme = sum(releve[nom] for releve in releves.values())
        if nom in {"engage", "commande", "jours", "interne", "fonds", "ingenieries", "lignes", "dla"}:
            assert somme == national[nom], nom
        else:
            assert somme >= national[nom], nom
