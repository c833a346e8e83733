"""The rules of structures and diagnostics, as tables."""

from datetime import date

import pytest

from dla_market.accompagnement import rules
from dla_market.accompagnement.models import EtatDiagnostic
from dla_market.accompagnement.rules import Emplois, Identite, Textes
from dla_market.accompagnement.states import DIAGNOSTIC
from dla_market.kernel.errors import TransitionRefusee

E = EtatDiagnostic


@pytest.mark.parametrize(
    ("emplois", "champ"),
    [
        (Emplois(10, 6, 4, 2), None),
        (Emplois(0, 0, 0, 0), None),
        (Emplois(10, 6, 4, 10), None),
        (Emplois(10, 6, 3, 2), "nb_postes"),
        (Emplois(10, 6, 5, 2), "nb_postes"),
        (Emplois(10, 6, 4, 11), "nb_emplois_aides"),
        (Emplois(10, 11, -1, 0), "nb_postes"),
    ],
)
def test_permanent_and_fixed_term_add_up_to_the_posts(emplois, champ):
    refus = rules.refus_emplois(emplois)
    assert (refus and refus[0]) == champ


@pytest.mark.parametrize(
    ("change", "champ"),
    [
        ({}, None),
        ({"nom": "  "}, "nom"),
        ({"annee_creation": 2026}, None),
        ({"annee_creation": 2027}, "annee_creation"),
        ({"annee_creation": 1799}, "annee_creation"),
    ],
)
def test_an_identity_that_can_be(change, champ):
    valeurs = {"nom": "Recyclerie", "type_code": "t", "secteur_code": "s", "departement_code": "26"} | change
    refus = rules.refus_identite(Identite(**valeurs), 2026)
    assert (refus and refus[0]) == champ


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        (None, None),
        ("  ", None),
        ("73282932000074", "73282932000074"),
        ("732 829 320 00074", "73282932000074"),
    ],
)
def test_a_siret_is_read_with_or_without_spaces(texte, attendu):
    assert rules.lire_siret(texte) == attendu


@pytest.mark.parametrize("texte", ["73282932000075", "732829320", "abc"])
def test_a_siret_whose_digits_do_not_hold_is_refused(texte):
    with pytest.raises(ValueError, match="quatorze chiffres"):
        rules.lire_siret(texte)


@pytest.mark.parametrize(
    ("jour", "refuse"), [(date(2026, 11, 22), False), (date(2026, 11, 23), False), (date(2026, 11, 24), True)]
)
def test_what_took_place_is_not_to_come(jour, refuse):
    assert (rules.refus_jour_passe(jour, date(2026, 11, 23), "jour") is not None) is refuse


@pytest.mark.parametrize(
    ("textes", "attendus"),
    [
        (Textes(), ["le contexte", "les besoins", "les préconisations"]),
        (Textes(contexte="a", besoins=" ", preconisations="c"), ["les besoins"]),
        (Textes(contexte="a", besoins="b", preconisations="c"), []),
    ],
)
def test_what_is_missing_before_sharing(textes, attendus):
    assert rules.manques(textes) == attendus


def test_a_section_says_only_its_own_texts():
    assert Textes(contexte=" a ", projet="").dits() == {"contexte": "a", "projet": ""}


def test_every_state_of_a_diagnostic_is_reached_and_only_the_valid_one_stays():
    atteints = {E.EN_COURS}
    for _ in E:
        atteints |= {t.vers for t in DIAGNOSTIC.transitions if t.de & atteints}
    assert atteints == set(E) == set(DIAGNOSTIC.libelles)
    assert DIAGNOSTIC.finals() == {E.VALIDE}


@pytest.mark.parametrize("verbe", ["rediger", "partager", "demander_changements", "valider"])
def test_a_valid_diagnostic_no_longer_changes(verbe):
    with pytest.raises(TransitionRefusee, match="validé par la structure"):
        DIAGNOSTIC.suivant(E.VALIDE, verbe)
