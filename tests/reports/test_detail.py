"""What makes a figure, on both databases: its shares by DLA, the providers and local authorities."""

from __future__ import annotations

import pytest

from dla_market.reports import detail, rubriques
from dla_market.reports.annee import Annee
from dla_market.reports.figures import FIGURES, PAR_CODE
from dla_market.reports.perimetre import NATIONAL, Perimetre

DE_2024 = Annee(2024)


def parts(session, code, perimetre=NATIONAL):
    return {p.nom.split()[1]: p.valeur for p in detail.parts(session, PAR_CODE[code], DE_2024, perimetre)}


@pytest.mark.usefixtures("petit")
def test_the_shares_of_each_dla(session):
    assert parts(session, "structures_accompagnees") == {"A": 2, "B": 2, "C": 1}
    assert parts(session, "montant_prestations_engagees") == {"A": 4_005, "B": 2_000}
    # to the euro: a DLA's own mean is not rounded as the country's
    assert parts(session, "cout_moyen_ingenierie") == {"A": 2_003, "B": 2_000}
    assert parts(session, "emplois_structures_accompagnees") == {"A": 10, "B": 1_200, "C": 1_200}
    assert parts(session, "part_cdi") == {"A": 60, "B": 58, "C": 58}
    assert parts(session, "collectivites_cofinanceuses") == {"A": 1, "B": 3}


def test_the_shares_of_a_region_are_those_of_its_dla(session, petit):
    assert parts(session, "dla", Perimetre(petit.regional.id)) == {"A": 1, "B": 1}


@pytest.mark.usefixtures("petit")
def test_every_figure_but_the_base_s_size_is_told_by_dla(session):
    assert [f.code for f in FIGURES if not f.par_dla] == ["prestataires_recenses"]
    for figure in FIGURES:
        if figure.par_dla:
            assert detail.parts(session, figure, DE_2024, NATIONAL), figure.code


@pytest.mark.usefixtures("petit")
@pytest.mark.parametrize(
    ("tableau", "cle", "attendu"),
    [
        ("secteurs", "culture", {"A": 2}),
        ("types", "association_hors_iae", {"A": 2, "B": 1}),
        ("thematiques", "strategie_consolidation", {"A": 1, "B": 1}),
        ("financeurs", "1", {"A": 15_000, "B": 8_000, "C": 3_000}),
        ("financeurs", "7", {"B": 750}),
    ],
)
def test_the_shares_of_a_row(session, tableau, cle, attendu):
    rubrique = rubriques.trouver(session, tableau, cle)
    trouvees = detail.parts_de_rubrique(session, rubrique, DE_2024, NATIONAL)
    assert {p.nom.split()[1]: p.valeur for p in trouvees} == attendu


def test_the_providers_the_busiest_first(session, petit):
    figure = PAR_CODE["prestataires_mobilises"]
    page = detail.membres(session, figure, DE_2024, NATIONAL, 1)
    assert [(m.nom, m.nombre, m.jours_centiemes) for m in page.elements] == [
        ("Prestataire 1", 2, 750),
        ("Prestataire 2", 1, 200),
    ]
    assert page.total == 2
    assert detail.membres(session, figure, Annee(2025), Perimetre(petit.regional.id), 1).total == 0


@pytest.mark.usefixtures("petit")
def test_the_local_authorities_by_level(session):
    page = detail.membres(session, PAR_CODE["collectivites_cofinanceuses"], DE_2024, NATIONAL, 1)
    assert [(m.detail, m.nombre) for m in page.elements] == [
        ("Région", 1),
        ("Département", 1),
        ("Intercommunalité", 1),
        ("Commune", 1),
    ]
    assert (
        detail.membres(session, PAR_CODE["part_dla_finances_par_collectivites"], DE_2024, NATIONAL, 1) is None
    )
