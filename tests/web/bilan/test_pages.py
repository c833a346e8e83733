"""The pages of the bilan: who reads them, what they say, what each figure opens."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import event

from dla_market.comptes.models import Role
from dla_market.kernel.db import db, unit_of_work
from dla_market.reports.annee import Annee
from dla_market.reports.csv_bilan import noms
from dla_market.reports.figures import PAR_CODE
from tests.reports.petite_annee import jouer
from tests.support.fabriques import un_acteur, un_dla, un_financeur, un_pilote, un_prestataire, une_structure

pytestmark = pytest.mark.usefixtures("app", "horloge")
STATEMENTS = 25


@pytest.fixture
def petit(app):
    with unit_of_work() as session:
        petit = jouer(session)
        petit.pilote = un_acteur(session, Role.PILOTE, un_pilote(session))
        petit.referent = un_acteur(session, Role.REFERENT_REGIONAL, petit.regional)
        return petit


def test_the_menu_leads_to_the_last_year_that_is_over(client, petit):
    reponse = client.se_connecter(petit.pilote).get("/bilan")
    assert (reponse.status_code, reponse.headers["Location"]) == (303, "/bilan/2025")


def test_before_any_order_there_is_nothing_to_show(client):
    with unit_of_work() as session:
        pilote = un_acteur(session, Role.PILOTE, un_pilote(session))
    assert "Aucune année à montrer" in client.se_connecter(pilote).lire("/bilan").text
    assert client.get("/bilan/2024").status_code == 404
    assert "Rien ne vous attend" in client.lire("/a-faire").text


def test_the_key_figures_come_first(client, petit):
    page = client.se_connecter(petit.pilote).lire("/bilan/2024")
    assert page.h1.text == "Bilan 2024"
    valeurs = [li.select_one(".valeur").text for li in page.select(".chiffres li")]
    assert valeurs == ["4", "4", "3", "6\u202f005\u00a0€", "2"]
    assert "23 novembre 2026 à 12\u00a0h\u00a000" in page.select_one(".chapo").text.replace(
        "\u00a0novembre", " novembre"
    )
    assert [a.text for a in page.select("nav.onglets a")] == ["2025", "2024"]


def test_every_figure_has_its_method(client, petit):
    page = client.se_connecter(petit.pilote).lire("/bilan/2024")
    methodes = {dt.text: dt.find_next("dd").text for dt in page.select("details dt")}
    for figure in PAR_CODE.values():
        assert methodes[figure.libelle] == f"{figure.methode}."


def test_every_figure_opens_what_makes_it(client, petit):
    client.se_connecter(petit.pilote)
    page = client.lire("/bilan/2024")
    liens = {a["href"] for a in page.select("main a") if re.fullmatch(r"/bilan/2024/[^#]+", a["href"])}
    liens = {lien for lien in liens if "/fichiers/" not in lien}
    assert len(liens) > 35
    for lien in liens:
        detail = client.lire(lien)
        assert detail.select("table.barres tbody tr"), lien
        assert detail.h1.text.split("\u00a0: ")[1].strip(), lien


def test_the_shares_of_money_add_up_and_open_the_funds(client, petit):
    client.se_connecter(petit.pilote)
    page = client.lire("/bilan/2024/montant_prestations_engagees")
    montants = [int(re.sub(r"\D", "", td.text)) for td in page.select("table.barres td.nombre")]
    assert sum(montants) == 6_005
    lien = page.select_one("table.barres a")["href"]
    assert client.lire(lien).h1.text == "Fonds d’ingénierie 2024"


def test_what_several_dla_follow_is_explained(client, petit):
    client.se_connecter(petit.pilote)
    page = client.lire("/bilan/2024/structures_diagnostiquees")
    assert page.h1.text == "Structures diagnostiquées\u00a0: 2"
    assert "La somme par DLA est plus grande (3)" in page.select_one(".avis").text
    assert client.lire("/bilan/2024/ingenieries_commandees").select_one("main .avis") is None


def test_rows_are_sorted_by_size_or_by_name(client, petit):
    client.se_connecter(petit.pilote)
    url = "/bilan/2024/fonds_ingenierie_conventionne"
    noms_lus = [th.text.split()[1] for th in client.lire(url).select("table.barres tbody th")]
    par_nom = [th.text.split()[1] for th in client.lire(f"{url}?tri=nom").select("table.barres tbody th")]
    assert (noms_lus, par_nom) == (["A", "B", "C"], ["A", "B", "C"])
    assert client.lire(f"{url}?tri=nom").select_one("nav.onglets [aria-current]").text == "Par nom"


def test_providers_and_local_authorities_are_listed_structures_are_not(client, petit):
    client.se_connecter(petit.pilote)
    prestataires = client.lire("/bilan/2024/prestataires_mobilises").select("#liste tbody tr")
    assert [tr.select_one("td.nombre").text for tr in prestataires] == ["2", "1"]
    collectivites = client.lire("/bilan/2024/collectivites_nouvelles").select("#liste tbody tr")
    assert [tr.td.text for tr in collectivites] == ["Département", "Intercommunalité", "Commune"]
    for code in ("structures_accompagnees", "ingenieries_commandees"):
        assert client.lire(f"/bilan/2024/{code}").select_one("#liste") is None


@pytest.mark.parametrize(
    "suite",
    [
        "/2019",
        "/2024/inconnu",
        "/2024/prestataires_recenses",
        "/2024/secteurs/inconnu",
        "/2024/autre/culture",
        "/2024/financeurs/99",
        "/2024/financeurs/etat",
        "/2024/fichiers/autre.csv",
    ],
)
def test_what_does_not_exist_is_not_found(client, petit, suite):
    assert client.se_connecter(petit.pilote).get(f"/bilan{suite}").status_code == 404


def test_the_files_are_those_of_the_command(client, petit, app):
    client.se_connecter(petit.pilote)
    page = client.lire("/bilan/2024")
    liens = [a["href"] for a in page.select("main a") if "/fichiers/" in a["href"]]
    assert len(liens) == len(noms(Annee(2024)))
    for lien in liens:
        reponse = client.get(lien)
        assert reponse.mimetype == "text/csv"
        assert reponse.headers["Content-Disposition"].startswith('attachment; filename="bilan-2024-')
        lignes = list(csv.reader(io.StringIO(reponse.get_data(as_text=True))))
        assert len(lignes) > 1


def test_a_regional_reader_sees_the_region_and_may_see_the_country(client, petit):
    client.se_connecter(petit.referent)
    region = client.lire("/bilan/2024")
    assert petit.regional.nom in region.select_one(".chapo").text
    france = client.lire("/bilan/2024?perimetre=france")
    fonds = [page.select_one("#jauge-bilan").find_previous("p").text for page in (region, france)]
    assert [re.sub(r"\D", "", texte) for texte in fonds] == ["22751", "25751"]
    assert not [a for a in region.select("main a") if "/fichiers/" in a["href"]]
    assert client.get("/bilan/2024/fichiers/secteurs.csv").status_code == 403
    for page, dla in ((region, 2), (france, 3)):
        lien = next(a["href"] for a in page.select("main a") if "fonds_ingenierie_conventionne" in a["href"])
        assert len(client.lire(lien).select("table.barres tbody tr")) == dla
    assert "–" not in [li.select_one(".valeur").text for li in region.select(".chiffres li")]


def test_a_regional_reader_opens_the_funds_of_the_region_alone(client, petit):
    client.se_connecter(petit.referent)
    url = "/bilan/2024/fonds_ingenierie_conventionne"
    liens = [a["href"] for a in client.lire(url).select("table.barres a")]
    assert len(liens) == 2
    for lien in liens:
        assert client.lire(lien).h1
    assert client.lire(f"{url}?perimetre=france").select("table.barres a") == []


@pytest.mark.parametrize(
    ("role", "organisation"),
    [
        (Role.CHARGE_MISSION, un_dla),
        (Role.RESPONSABLE, un_dla),
        (Role.GESTIONNAIRE, un_dla),
        (Role.PRESTATAIRE, un_prestataire),
        (Role.STRUCTURE, lambda session: une_structure(session, un_dla(session))),
        (Role.FINANCEUR, un_financeur),
    ],
    ids=lambda valeur: getattr(valeur, "value", ""),
)
@pytest.mark.usefixtures("petit")
def test_the_others_do_not_read_the_bilan(client, role, organisation):
    with unit_of_work() as session:
        acteur = un_acteur(session, role, organisation(session))
    client.se_connecter(acteur)
    for suite in ("", "/2024", "/2024/dla", "/2024/secteurs/culture", "/2024/fichiers/secteurs.csv"):
        assert client.get(f"/bilan{suite}").status_code == 403, suite


def test_controls_that_fail_are_said_first(client, petit):
    client.se_connecter(petit.pilote)
    assert "Relire les contrôles du bilan 2025" in client.lire("/a-faire").text
    with unit_of_work() as session:
        session.add(petit.commandes[2])
        petit.commandes[2].ht_centimes += 1_00
        petit.commandes[2].ttc_centimes += 1_00
    page = client.lire("/bilan/2025")
    assert "écart de 1\u00a0€" in page.select_one(".avis-erreur").text
    assert page.select_one("#controles")


def test_a_page_is_few_statements(client, petit):
    client.se_connecter(petit.pilote)
    client.lire("/bilan/2024")
    ordres: list[str] = []

    def noter(*arguments):
        ordres.append(arguments[2])

    event.listen(db.engine, "before_cursor_execute", noter)
    try:
        client.lire("/bilan/2024")
    finally:
        event.remove(db.engine, "before_cursor_execute", noter)
    assert len(ordres) <= STATEMENTS
