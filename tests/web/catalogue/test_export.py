"""A search taken away: the same results, the columns that one may have, all pages together."""

import csv
import io

import pytest

from dla_market.blueprints.catalogue import export


def lire(client, url):
    reponse = client.get(url)
    assert reponse.status_code == 200, reponse.status_code
    return list(csv.reader(io.StringIO(reponse.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_page_lets_one_choose_and_the_file_follows(client, monde):
    client.se_connecter(monde.acteurs["chargee"])
    page = client.lire("/catalogue/exporter?secteur=sport")
    assert page.select_one("input[name=secteur][value=sport]") is not None
    entete, *lignes = lire(client, "/catalogue/exporter/csv?secteur=sport&colonne=nom&colonne=tarif")
    assert entete == ["Prestataire", "Tarif du jour HT, en euros"]
    assert lignes == [["Conseil Trois Rivières", "690,00"]]
    fichier = client.get("/catalogue/exporter/xlsx?secteur=sport")
    assert fichier.data.startswith(b"PK")
    assert "spreadsheetml" in fichier.headers["Content-Type"]
    assert client.get("/catalogue/exporter/exe").status_code == 404


def test_every_column_writes_itself(client, monde):
    client.se_connecter(monde.acteurs["chargee"])
    toutes = "&".join(f"colonne={nom}" for nom in export.COLONNES)
    entete, *lignes = lire(client, f"/catalogue/exporter/csv?{toutes}")
    assert len(entete) == len(export.COLONNES)
    assert [ligne[0] for ligne in lignes] == ["1", "2", "3"]
    assert not [ligne for ligne in lignes if "brouillon" in ligne[1] or "soumise" in ligne[1]]


def test_all_pages_are_in_it_up_to_the_cap(client, monde, monkeypatch):
    client.se_connecter(monde.acteurs["chargee"])
    monkeypatch.setattr(export, "TAILLE_MAXIMALE", 2)
    assert len(lire(client, "/catalogue/exporter/csv")) == 4
    monkeypatch.setattr(export, "LIGNES_MAX", 1)
    assert len(lire(client, "/catalogue/exporter/csv")) == 2


@pytest.mark.parametrize("qui", ["prestataire", "redacteur"])
def test_who_may_not_search_may_not_export(client, monde, qui):
    client.se_connecter(monde.acteurs[qui])
    assert client.get("/catalogue/exporter").status_code == 403
    assert client.get("/catalogue/exporter/csv").status_code == 403
