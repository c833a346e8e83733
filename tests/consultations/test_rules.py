"""The rules as tables, without a database; the state tables walked to their ends."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dla_market.consultations import rules
from dla_market.consultations.reglages import REGLES, regle_du
from dla_market.consultations.rules import CritereFige, OffreNotee
from dla_market.consultations.states import CONSULTATION, INVITATION, OFFRE, OFFRE_OUVERTE
from dla_market.ingenieries.states import PARCOURS as INGENIERIE
from dla_market.kernel.clock import instant_de_paris

REGLE = REGLES[0]
CRITERES = (CritereFige(1, "Méthode", "", 80, False), CritereFige(2, "Prix", "", 20, True))

DEPARTS = {
    CONSULTATION: {"lancee"},
    INVITATION: {"envoyee"},
    OFFRE: {"brouillon", "deposee"},
    OFFRE_OUVERTE: {"recevable", "illisible"},
    INGENIERIE: {"projet"},
}
FINALS = {
    CONSULTATION: {"attribuee", "infructueuse", "sans_suite"},
    INVITATION: set(),
    OFFRE: set(),
    OFFRE_OUVERTE: {"non_conforme", "illisible", "retenue", "non_retenue"},
    INGENIERIE: {"soldee", "abandonnee"},
}


@pytest.mark.parametrize("parcours", list(DEPARTS), ids=lambda p: p.nom)
def test_every_state_is_reached_and_only_ends_are_final(parcours):
    etats = set(parcours.libelles)
    atteints = {e for e in etats if e.value in DEPARTS[parcours]}
    while True:
        suite = atteints | {t.vers for t in parcours.transitions if t.de & atteints}
        if suite == atteints:
            break
        atteints = suite
    assert atteints == etats == set(type(next(iter(etats))))
    assert {e.value for e in parcours.finals()} == FINALS[parcours]


@pytest.mark.parametrize(
    ("consultes", "sans_raison", "jours", "justification", "champ"),
    [
        (3, 0, 15, "", None),
        (3, 0, 8, "", None),
        (3, 0, 7, "", "justification"),
        (3, 0, 7, "Urgence", None),
        (3, 0, 5, "Urgence", None),
        (3, 0, 4, "Urgence", "limite_offre"),
        (2, 0, 15, "", "justification"),
        (2, 0, 15, "  ", "justification"),
        (2, 0, 15, "Rare", None),
        (3, 1, 15, "", "selection"),
        (3, 1, 15, "Rare", "selection"),
        (0, 0, 15, "Rare", "selection"),
        (8, 0, 15, "", None),
        (9, 0, 15, "Rare", "selection"),
    ],
)
def test_what_a_launch_needs(consultes, sans_raison, jours, justification, champ):
    refus = rules.refus_lancement(
        REGLE,
        consultes=consultes,
        sans_raison=["Cabinet"] * sans_raison,
        jours=jours,
        justification=justification,
        manques=(),
    )
    assert (refus and refus[0]) == champ


def test_a_rule_has_its_dates():
    assert regle_du(date(2026, 3, 1)) is REGLE
    with pytest.raises(LookupError):
        regle_du(date(1999, 1, 1))


@pytest.mark.parametrize(
    ("ecart", "a_temps", "ouvrable"),
    [
        (timedelta(microseconds=-1), True, False),
        (timedelta(0), True, False),
        (timedelta(microseconds=1), False, False),
        (rules.MARGE_ENREGISTREMENT, False, False),
        (rules.MARGE_ENREGISTREMENT + timedelta(microseconds=1), False, True),
    ],
)
def test_the_edges_of_a_deadline(ecart, a_temps, ouvrable):
    limite = instant_de_paris(date(2026, 10, 25), time(2, 30))
    assert rules.dans_les_delais(limite + ecart, limite) is a_temps
    assert rules.close(limite + ecart, limite) is not a_temps
    assert rules.ouvrable(limite + ecart, limite) is ouvrable


def test_days_left_are_days_of_paris_across_the_change_of_hour():
    limite = instant_de_paris(date(2027, 3, 29), time(0, 30))
    assert rules.jours_restants(datetime(2027, 3, 27, 23, 30, tzinfo=UTC), limite) == 1
    with pytest.raises(ValueError, match="n’existe pas"):
        instant_de_paris(date(2027, 3, 28), time(2, 30))


def offre(nom, prix, *notes):
    return OffreNotee(nom, prix, [(1, n) for n in notes])


@pytest.mark.parametrize(
    ("offres", "attendu"),
    [
        ([offre("a", 100, 5)], [("a", 1, Fraction(100))]),
        ([offre("a", 200, 5), offre("b", 100, 0)], [("a", 1, Fraction(90)), ("b", 2, Fraction(20))]),
        ([offre("a", 100, 4, 5), offre("b", 100, 5)], [("b", 1, Fraction(100)), ("a", 2, Fraction(92))]),
        ([offre("a", 100, 3), offre("b", 100, 3)], [("a", 1, Fraction(68)), ("b", 1, Fraction(68))]),
        ([offre("a", 100, 3), offre("b", 100)], [("a", 1, Fraction(68)), ("b", None, None)]),
        # 80×4/5 + 20×100/200 = 74 and 80×3,375/5 + 20 = 74: equal points, the cheaper first
        (
            [offre("a", 200, 4), offre("b", 100, 3, 3, 3, 3, 3, 4, 4, 4)],
            [("b", 1, Fraction(74)), ("a", 2, Fraction(74))],
        ),
    ],
)
def test_ranking(offres, attendu):
    assert [(r.offre_id, r.rang, r.total) for r in rules.classer(CRITERES, offres)] == attendu


@given(
    st.lists(
        st.tuples(st.integers(1, 10**9), st.lists(st.integers(0, 5), min_size=1, max_size=4)),
        min_size=1,
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_ranking_does_not_depend_on_the_order_offers_come_in(offres, hasard):
    lignes = [offre(f"o{n}", prix, *notes) for n, (prix, notes) in enumerate(offres)]
    melange = list(lignes)
    hasard.shuffle(melange)
    premier, second = rules.classer(CRITERES, lignes), rules.classer(CRITERES, melange)
    assert premier == second
    assert premier[0].rang == 1
    assert all(0 <= r.total <= 100 for r in premier)


@pytest.mark.parametrize(
    ("points", "texte"),
    [
        (Fraction(175, 2), "87,50"),
        (Fraction(1, 3), "0,33"),
        (Fraction(1, 200), "0,01"),
        (Fraction(100), "100,00"),
    ],
)
def test_points_for_a_reader(points, texte):
    assert rules.arrondi(points) == texte
