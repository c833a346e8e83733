"""Every figure of the small year, computed by hand, on both databases."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import event, func, select

import dla_market.reports
from dla_market.comptes.models import TypeOrganisation
from dla_market.kernel.db import Base, db
from dla_market.referentiel.models import SerieHistorique
from dla_market.reports.annee import Annee
from dla_market.reports.bilan import dresser
from dla_market.reports.controles import a_savoir, controler, en_ecart
from dla_market.reports.csv_bilan import noms, table
from dla_market.reports.figures import FIGURES
from dla_market.reports.perimetre import Perimetre
from dla_market.reports.tableaux import annees_tenues, financeurs

DE_2024 = Annee(2024)

ACTIVITE = {
    "dla": "3",
    "c2ra": "1",
    "structures_accompagnees": "4",  # 0 and 2 by a diagnostic, 0 to 3 by an order
    "structures_nouvellement_accueillies": "2",
    "structures_diagnostiquees": "2",
    "structures_diagnostiquees_pre_accompagnement": "2",
    "structures_diagnostiquees_suivi_post_accompagnement": "1",
    "structures_mesure_impact": "1",
    "budget_offre_de_service_interne_conventionne": "6000",
    "structures_beneficiaires_ingenierie": "4",
    "ingenieries_commandees": "3",
    "ingenieries_individuelles": "2",
    "ingenieries_collectives": "1",
    "montant_prestations_engagees": "6005",  # 3 000 + 2 000 + 1 005
    "fonds_ingenierie_conventionne": "25751",  # 25 750,50: half up
    "cout_moyen_ingenierie": "2000",  # 2 001,67
    "cout_moyen_par_structure_beneficiaire": "1500",  # 1 501,25
    "prestataires_mobilises": "2",
    "prestataires_recenses": "100",  # 99 and the one of the last instant
    "duree_moyenne_annuelle_par_prestataire": "4.8",  # 9,5 days for two: 4,75
    "emplois_structures_accompagnees": "1000",  # 10 + 1 200
    "part_cdi": "58",  # 706 of 1 210
    "part_cdd": "42",
    "part_emplois_aides": "11",  # 132 of 1 210
    "part_structures_emploi_renseigne": "50",
    "siae_beneficiaires": "1",
    "part_siae_beneficiaires": "25",
    "part_dla_finances_par_collectivites": "67",  # A and B of three
    "collectivites_cofinanceuses": "4",
    "collectivites_nouvelles": "3",
    "collectivites_nouvelles_conseils_generaux": "1",
    "collectivites_nouvelles_intercommunalites": "1",
    "collectivites_nouvelles_communes": "1",
}


def lignes(session, annee, nom):
    return [tuple(ligne) for ligne in table(session, annee, nom)[1]]


def de_l_annee(session, nom):
    """The rows of 2024 that are not zero: the history and empty rows are not of the tale."""
    return {
        ligne[:-2]: ligne[-1]
        for ligne in lignes(session, DE_2024, nom)
        if ligne[-2] == "2024"
        if ligne[-1] != "0"
    }


@pytest.mark.usefixtures("petit")
def test_every_figure(session):
    trouvees = {code: valeur for code, _, valeur, _ in lignes(session, DE_2024, "activite.csv")}
    assert trouvees == ACTIVITE
    assert list(ACTIVITE) == [figure.code for figure in FIGURES]


@pytest.mark.usefixtures("petit")
def test_every_table(session):
    assert de_l_annee(session, "secteurs.csv") == {("Culture",): "2", ("Environnement",): "2"}
    assert de_l_annee(session, "types_structures.csv") == {
        ("Association (hors IAE)",): "3",
        ("Structure coopérative",): "1",
    }
    themes = {ligne[1]: ligne[3] for ligne in lignes(session, DE_2024, "thematiques.csv") if ligne[3] != "0"}
    assert themes == {"Stratégie de consolidation": "2", "Comptabilité": "1", "Fiscalité": "1"}
    assert lignes(session, DE_2024, "financeurs_dla_2024.csv") == [
        ("Etat", "5000", "21000", "26000"),
        ("Régions", "0", "4000.50", "4001"),
        ("Départements", "1000", "0", "1000"),
        ("Intercommunalité et communes", "0", "750", "750"),
    ]


@pytest.mark.usefixtures("petit")
def test_the_next_year_has_the_order_of_its_first_instant_and_this_one_beside(session):
    suivante = {
        (code, annee): valeur for code, annee, valeur, _ in lignes(session, Annee(2025), "activite.csv")
    }
    assert suivante["ingenieries_commandees", "2025"] == "1"
    assert suivante["montant_prestations_engagees", "2025"] == "1000"
    assert suivante["prestataires_recenses", "2025"] == "100"
    assert suivante["cout_moyen_ingenierie", "2025"] == "1000"
    assert suivante["ingenieries_commandees", "2024"] == "3"
    # nothing was accompanied: no share over nothing
    assert ("part_cdi", "2025") not in suivante
    assert annees_tenues(session) == [2024, 2025]


def test_a_region_is_that_of_its_dla(session, petit):
    bilan = dresser(session, DE_2024, [2024], Perimetre(petit.regional.id))
    assert (bilan.valeur("dla"), bilan.valeur("c2ra")) == (2, 1)
    assert bilan.valeur("structures_beneficiaires_ingenierie") == 4
    assert bilan.valeur("fonds_ingenierie_conventionne") == Decimal(22751)
    assert bilan.valeur("prestataires_recenses") is None
    assert bilan.valeur("part_dla_finances_par_collectivites") == 100
    assert sum(ligne.total for ligne in bilan.financeurs) == 28_750_50
    assert en_ecart(bilan) == []


def test_the_regional_bodies_have_their_own_table(session, petit):
    trouvees = financeurs(session, DE_2024, type_=TypeOrganisation.DLA_REGIONAL)
    assert [(ligne.libelle, ligne.total) for ligne in trouvees] == [("Etat", 700_00)]
    assert petit.regional.id


@pytest.mark.usefixtures("petit")
def test_the_controls_of_a_sound_year(session):
    bilan = dresser(session, DE_2024, [2024])
    assert en_ecart(bilan) == []
    assert [c.code for c in a_savoir(bilan)] == ["emplois_connus"]
    assert all(c.phrase.endswith(".") for c in controler(bilan))


@pytest.mark.usefixtures("petit")
def test_nothing_is_written_by_a_reading(session):
    ordres = []

    def noter(*arguments):
        ordres.append(arguments[2].lstrip().split()[0].upper())

    event.listen(db.engine, "before_cursor_execute", noter)
    try:
        for nom in noms(DE_2024):
            lignes(session, DE_2024, nom)
        dresser(session, DE_2024, [2024])
    finally:
        event.remove(db.engine, "before_cursor_execute", noter)
    assert ordres
    assert set(ordres) <= {"SELECT", "WITH", "PRAGMA", "BEGIN", "SET"}


def test_no_total_is_kept(session_demo):
    """The history stops before the first year that is held, and no table is of the reports."""
    modeles = {m.class_.__module__ for m in Base.registry.mappers}
    assert not [m for m in modeles if m.startswith(dla_market.reports.__name__)]
    assert (
        session_demo.scalar(
            select(func.max(SerieHistorique.annee)).where(
                SerieHistorique.serie.in_([f.code for f in FIGURES])
            )
        )
        < 2012
    )
