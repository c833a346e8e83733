"""What an ingénierie and its cahier des charges must hold."""

from datetime import UTC, date, datetime

import pytest

from dla_market.ingenieries import rules
from dla_market.ingenieries.rules import CRITERES_PROPOSES, ContenuCahier, LigneCritere, LignePrestation

INSTANT = datetime(2026, 3, 20, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("collective", "nombre", "permis"),
    [(False, 0, False), (False, 1, True), (False, 2, False), (True, 1, False), (True, 2, True)],
)
def test_structures_by_type(collective, nombre, permis):
    assert (rules.refus_structures(collective=collective, nombre=nombre) is None) is permis


@pytest.mark.parametrize(
    ("lignes", "permis"),
    [([], False), ([("a", 0)], False), ([("a", 100), ("a", 100)], False), ([("a", 100), ("b", 50)], True)],
)
def test_lines_by_theme(lignes, permis):
    assert (rules.refus_prestations([LignePrestation(*ligne) for ligne in lignes]) is None) is permis


@pytest.mark.parametrize(
    ("criteres", "permis"),
    [
        (CRITERES_PROPOSES, True),
        ((), False),
        ((LigneCritere("a", 99),), False),
        ((LigneCritere("a", 101),), False),
        ((LigneCritere(" ", 100),), False),
        ((LigneCritere("a", 100), LigneCritere("b", 0)), False),
        ((LigneCritere("a", 50, prix=True), LigneCritere("b", 50, prix=True)), False),
        ((LigneCritere("a", 100),), True),
    ],
)
def test_criteria_add_up(criteres, permis):
    assert (rules.refus_criteres(criteres) is None) is permis


@pytest.mark.parametrize(
    ("autres", "champ"),
    [
        ({}, None),
        ({"jours_centiemes": 0}, "jours_centiemes"),
        ({"plafond_ttc_centimes": 0}, "plafond_ttc_centimes"),
        ({"limite_intention": datetime(2026, 3, 21, tzinfo=UTC)}, "limite_intention"),
        ({"debut_souhaite": date(2026, 5, 2), "fin_souhaitee": date(2026, 5, 1)}, "fin_souhaitee"),
    ],
)
def test_amounts_and_dates_hold(autres, champ):
    valeurs = {
        "contexte": "",
        "objectifs": "",
        "resultats_attendus": "",
        "livrables": "",
        "modalites": "",
        "jours_centiemes": 400,
        "plafond_ttc_centimes": 386_000,
        "limite_intention": INSTANT,
        "limite_offre": INSTANT,
    }
    contenu = ContenuCahier(**{**valeurs, **autres})
    refus = rules.refus_contenu(contenu)
    assert (refus and refus[0]) == champ
    assert rules.manques(contenu) == [
        "le contexte",
        "les objectifs",
        "les résultats attendus",
        "les livrables",
    ]


@pytest.mark.parametrize(
    ("collective", "jours", "plafond", "phrases"),
    [(False, 400, 386_000, 0), (False, 700, 386_000, 1), (True, 700, 386_000, 0), (False, 400, 900_000, 2)],
)
def test_what_is_unusual_is_said(collective, jours, plafond, phrases):
    dites = rules.avertissements(collective=collective, jours_centiemes=jours, plafond_ttc_centimes=plafond)
    assert len(dites) == phrases
