"""Who is used how much: figures by hand, thresholds as a table."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dla_market.commandes import equite, rules
from dla_market.commandes.rules import Concentration
from dla_market.consultations.queries import invitations_recentes
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from tests.consultations import monde as base

SEUILS = Concentration(part_dix_millemes=1_500, commandes=5)


@pytest.mark.parametrize(
    ("engage", "total", "commandes", "combien"),
    [(0, 0, 0, 0), (15, 100, 5, 0), (16, 100, 5, 1), (15, 100, 6, 1), (100, 100, 6, 2)],
)
def test_one_is_flagged_beyond_the_threshold_and_not_at_it(engage, total, commandes, combien):
    dites = rules.alertes_concentration(SEUILS, engage=engage, total=total, commandes=commandes)
    assert len(dites) == combien


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_is_said_once_in_whole_per_cent(engage, reste):
    """The card and its alert: the same figure, that of the amounts, to the nearest."""
    total = engage + reste
    figures = equite.Equite(0, 0, 0, 0, False, engage, total, 0, ())
    for dite in rules.alertes_concentration(SEUILS, engage=engage, total=total, commandes=0):
        assert dite.startswith(f"{figures.part_pourcent}\u00a0%")
    assert abs(figures.part_pourcent * total - engage * 100) * 2 <= total


def test_the_card_and_its_alert_say_the_same_share(app):
    figures = equite.Equite(
        1, 1, 1, 1, False, 2_860, 10_000, 1,
        rules.alertes_concentration(SEUILS, engage=2_860, total=10_000, commandes=1),
    )  # fmt: skip
    carte = app.jinja_env.get_template("consultations/proposition.html").module.equite(figures)
    assert re.findall(r"(\d+)\s%", carte) == ["29", "29", "15"]


@pytest.mark.parametrize(
    ("jour", "mois", "attendu"),
    [
        (date(2026, 11, 22), 24, date(2024, 11, 22)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
    ],
)
def test_months_are_those_of_the_calendar(jour, mois, attendu):
    assert rules.debut_de_recul(jour, mois) == attendu


def test_the_figures_of_each_prestataire(app, session):
    with clock.arretee_a(base.DEBUT), unit_of_work() as ecriture:
        monde = base.peupler(ecriture)
        base.une_consultation(ecriture, monde, app.extensions["coffre"], nombre=4, collective=True)
        base.une_consultation(ecriture, monde, app.extensions["coffre"], nombre=3)
        ids = [p.id for p in monde.prestataires]
        dla, autre = monde.dla.id, monde.autre_dla.id
    assert invitations_recentes(session, ids, base.DEBUT) == {ids[0]: 2, ids[1]: 2, ids[2]: 2, ids[3]: 1}
    assert invitations_recentes(session, ids, base.DEBUT, dla_id=autre) == {}
    assert invitations_recentes(session, [], base.DEBUT) == {}
    assert invitations_recentes(session, ids, base.APRES) == {}
    figures = equite.equite(session, dla, ids, base.DEBUT.date())
    assert [(f.invitations, f.invitations_du_dla, f.jamais) for f in figures.values()] == [
        (2, 2, True), (2, 2, True), (2, 2, True), (1, 1, True),
    ]  # fmt: skip
    assert equite.equite(session, autre, ids[:1], base.DEBUT.date())[ids[0]].invitations_du_dla == 0
    assert equite.equite(session, dla, ids[:1], date(2029, 1, 1))[ids[0]].invitations == 0
