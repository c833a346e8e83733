"""A control says what it finds; a hard one that fails stops the command."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from dla_market.fonds.models import Tranche
from dla_market.ingenieries.models import Prestation
from dla_market.kernel.db import unit_of_work
from dla_market.reports.annee import Annee
from dla_market.reports.bilan import dresser
from dla_market.reports.controles import a_savoir, en_ecart
from tests.reports.petite_annee import FONDS, Petit

DE_2024 = Annee(2024)


def montant(petit: Petit) -> None:
    petit.commandes[0].ht_centimes += 100_50
    petit.commandes[0].ttc_centimes += 100_50


def sans_ligne(petit: Petit) -> None:
    lignes = select(Prestation).where(Prestation.ingenierie_id == petit.commandes[1].ingenierie_id)
    for ligne in petit.session.scalars(lignes):
        petit.session.delete(ligne)


def depassement(petit: Petit) -> None:
    for tranche in petit.session.scalars(select(Tranche).where(Tranche.poste == FONDS)):
        tranche.montant_centimes = 100


ECARTS = {
    montant: ("engage", "écart de 100,50\u00a0€"),
    sans_ligne: ("lignes", "écart de 1"),
    depassement: ("depassement", "6\u202f005\u00a0€ engagés, 6\u00a0€ conventionnés"),
}


@pytest.mark.parametrize("fausser", ECARTS, ids=lambda f: f.__name__)
def test_a_hard_control_says_where_counts_disagree(app, session, petit, fausser):
    with unit_of_work() as ecriture:
        petit.session = ecriture
        fausser(petit)
    code, mots = ECARTS[fausser]

    [ecart] = en_ecart(dresser(session, DE_2024, [2024]))
    assert ecart.code == code
    assert mots in ecart.phrase

    resultat = app.test_cli_runner().invoke(args=["bilan", "verifier", "2024"])
    assert resultat.exit_code == 1
    assert f"FAUX\u00a0: {ecart.libelle}. {ecart.phrase}" in resultat.output


@pytest.mark.usefixtures("petit")
def test_a_sound_year_passes_and_says_what_to_know(app):
    resultat = app.test_cli_runner().invoke(args=["bilan", "verifier", "2024"])
    assert resultat.exit_code == 0, resultat.output
    assert "FAUX" not in resultat.output
    assert "2\u00a0structures sans relevé d’emplois dans l’année (50\u00a0%)" in resultat.output


def test_a_figure_that_moves_more_than_a_fifth_is_said(session, petit):
    """2025 has one order where 2024 had three."""
    bilan = dresser(session, Annee(2025), [2024, 2025])
    dites = {c.code: c.phrase for c in a_savoir(bilan)}
    assert dites["variation_ingenieries_commandees"] == "Variation de −67\u00a0%."
    assert "variation_prestataires_recenses" not in dites

    with unit_of_work() as ecriture:
        petit.session = ecriture
        petit.emplois(4, date(2025, 3, 3), 1, 1, 0)
    assert "emplois_connus" not in {c.code for c in a_savoir(dresser(session, Annee(2025), [2024, 2025]))}


@pytest.mark.usefixtures("petit")
@pytest.mark.parametrize("verbe", [["exporter", "--dans", "ailleurs"], ["verifier"]])
def test_a_year_without_orders_has_no_bilan(app, verbe):
    resultat = app.test_cli_runner().invoke(args=["bilan", verbe[0], "2019", *verbe[1:]])
    assert resultat.exit_code == 1
    assert "Aucune commande n’a été notifiée en 2019" in resultat.output


@pytest.mark.usefixtures("petit")
def test_files_are_written_where_asked(app, tmp_path):
    resultat = app.test_cli_runner().invoke(args=["bilan", "exporter", "2024", "--dans", str(tmp_path / "x")])
    assert resultat.exit_code == 0, resultat.output
    assert sorted(f.name for f in (tmp_path / "x").iterdir()) == [
        "activite.csv",
        "financeurs_dla_2024.csv",
        "secteurs.csv",
        "thematiques.csv",
        "types_structures.csv",
    ]
    premiere = (tmp_path / "x" / "activite.csv").read_text(encoding="utf-8").splitlines()[:2]
    assert premiere == ["indicateur,annee,valeur,unite", "dla,2024,3,DLA"]
