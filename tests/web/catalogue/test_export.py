"""A search taken away: the same results, the columns that one may have, all pages together."""

import csv
import io

import pytest
from sqlalchemy import func, select

from dla_market.blueprints.catalogue import export
from dla_market.catalogue.models import Prestataire
from dla_market.commandes.equite import ENGAGEES
from dla_market.commandes.models import Commande
from dla_market.consultations.models import Invitation
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.referencement.models import Referencement
from dla_market.referencement.queries import sql_en_cours
from dla_market.reseau.models import DlaRegional


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


def test_who_to_call_and_what_it_did_come_along(client, monde, session):
    with unit_of_work() as ecriture:
        fiche = ecriture.scalars(select(Prestataire).where(Prestataire.nom == "Conseil Trois Rivières")).one()
        fiche.siret, fiche.telephone, fiche.courriel = (
            "44306184100047",
            "01 02 03 04 05",
            "rive@cab.example",
        )
        fiche.langues = ("fr", "en")
        numero = fiche.id
    client.se_connecter(monde.acteurs["chargee"])
    noms = [
        "siret",
        "telephone",
        "courriel",
        "langues",
        "referencements",
        "missions",
        "invitations",
        "raisons",
    ]
    assert [nom for nom in noms if nom in export.colonnes_de(monde.acteurs["chargee"])] == ["referencements"]
    demandees = "&".join(f"colonne={nom}" for nom in noms)
    adresse = f"/catalogue/exporter/csv?secteur=sport&{demandees}"
    (entete, ligne) = lire(client, adresse)
    lue = dict(zip(entete, ligne, strict=True))
    assert (lue["SIRET"], lue["Téléphone"], lue["Courriel"]) == (
        "44306184100047", "01 02 03 04 05", "rive@cab.example",
    )  # fmt: skip
    assert lue["Langues"] == "Anglais, Français"
    attendues = session.scalars(
        select(DlaRegional.region_code)
        .join(Referencement, Referencement.regional_id == DlaRegional.id)
        .where(Referencement.prestataire_id == numero, sql_en_cours(clock.today()))
    ).all()
    assert len([nom for nom in lue["Référencé en"].split(", ") if nom]) == len(set(attendues))
    invitees = select(func.count()).where(Invitation.prestataire_id == numero)
    assert int(lue["Invitations sur 24 mois"]) == session.scalar(invitees)
    engagees = select(func.count()).where(Commande.prestataire_id == numero, Commande.etat.in_(ENGAGEES))
    assert int(lue["Missions du dispositif"]) == session.scalar(engagees)
    raisons = lue["Pourquoi ce résultat"].split("\u00a0; ")
    assert raisons
    assert {raison.split("\u00a0: ")[0] for raison in raisons} <= {"pour", "inconnu", "contre"}
    assert client.get(adresse).headers["Content-Disposition"].startswith("attachment; ")


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
