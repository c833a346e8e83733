"""The shortlist's page: proposed, added in one click, set aside with a reason, frozen at the launch."""

import json
import re

import pytest
from sqlalchemy import select

from dla_market.consultations.models import (
    OrigineSelection,
    PreselectionFigee,
    Selection,
    SelectionEcartee,
)
from dla_market.kernel.db import session_courante
from dla_market.search import Indexeur, WhooshMoteur
from dla_market.search.source import SourceEnBase
from dla_market.web.nomenclatures import libelle
from tests.documents.test_pdf import exiger_accessible, lire
from tests.preselection.conftest import scene as scene_du_besoin  # noqa: F401  # the fixture itself


def texte(page) -> str:
    return re.sub(r"\s+", " ", page.get_text()).replace("\u202f", " ").replace("\xa0", " ")


def lignes(modele):
    session = session_courante()
    session.rollback()
    return session.scalars(select(modele).order_by(modele.id)).all()


@pytest.fixture
def besoin(app, client, scene_du_besoin, tmp_path):  # noqa: F811  # asked for by its name
    app.extensions.pop("nomenclatures", None)
    Indexeur(tmp_path).reconstruire(SourceEnBase())
    moteur = WhooshMoteur(libelle)
    moteur.ouvrir(tmp_path)
    avant, app.extensions["recherche"] = app.extensions["recherche"], moteur
    yield scene_du_besoin, f"/consultations/selection/{scene_du_besoin.ingenierie_id}"
    app.extensions["recherche"] = avant
    moteur.fermer()


def formulaire_de(page, nom, action):
    ligne = next(li for li in page.select("ol.resultats > li") if nom in li.h3.text)
    form = ligne.select_one(f"form[action$='/{action}']")
    return {champ["name"]: champ.get("value", "") for champ in form.select("input") if champ.get("name")}


def test_a_proposal_says_why_and_is_taken_in_one_click(besoin, client):
    scene, url = besoin
    client.se_connecter(scene.monde.charge)
    page = client.lire(url)
    dit = texte(page)
    for phrase in (
        "place offerte à un prestataire qualifié que votre DLA n’a jamais sollicité",
        "place offerte à un prestataire avalisé",
        "Depuis 24 mois : aucune invitation, aucune commande",
        "Votre DLA ne lui a jamais passé commande",
        "Référencé dans votre région",
    ):
        assert phrase in dit, phrase
    champs = formulaire_de(page, "Prestataire 4", "ajouter")
    assert (champs["origine"], "Activité" in champs["motif"]) == ("aval", True)
    assert client.poster(f"{url}/ajouter", champs).status_code == 303
    (ajoutee,) = lignes(Selection)
    assert (ajoutee.origine, ajoutee.motif) == (OrigineSelection.AVAL, champs["motif"])
    assert "Dans la présélection" in texte(client.lire(url))


def test_what_waits_leads_to_the_proposal(besoin, client):
    scene, url = besoin
    client.se_connecter(scene.monde.charge)
    (lien,) = [
        a for a in client.lire("/a-faire").select("main a") if "Choisir les prestataires" in a.get_text()
    ]
    assert lien["href"] == url


def test_one_is_set_aside_with_a_reason_then_taken_back(besoin, client):
    scene, url = besoin
    client.se_connecter(scene.monde.charge)
    champs = formulaire_de(client.lire(url), "Prestataire 1", "ecarter")
    assert client.poster(f"{url}/ecarter", champs).status_code == 422
    assert client.poster(f"{url}/ecarter", {**champs, "motif": "Trop loin"}).status_code == 303
    page = client.lire(url)
    assert "Trop loin" in texte(page)
    assert not [li for li in page.select("ol.resultats > li") if "Prestataire 1" in li.h3.text]
    (ecartee,) = lignes(SelectionEcartee)
    assert client.poster(f"/consultations/selection/ecartees/{ecartee.id}/reprendre").status_code == 303
    assert lignes(SelectionEcartee) == []


def test_an_origin_that_does_not_exist_is_refused(besoin, client):
    scene, url = besoin
    client.se_connecter(scene.monde.charge)
    champs = {"prestataire_id": scene.prestataires[0], "motif": "Oui", "origine": "tirage"}
    assert client.poster(f"{url}/ajouter", champs).status_code == 422


def test_the_frozen_shortlist_is_read_by_the_dla_and_its_region(besoin, client):
    scene, url = besoin
    client.se_connecter(scene.monde.charge)
    for nom in ("Prestataire 1", "Prestataire 2"):
        client.poster(f"{url}/ajouter", formulaire_de(client.lire(url), nom, "ajouter"))
    trouve = {
        "prestataire_id": scene.prestataires[2],
        "motif": "Lu",
        "recherche": "/catalogue?secteur=culture",
    }
    client.poster(f"{url}/ajouter", trouve)
    client.poster(f"{url}/ecarter", {"prestataire_id": scene.prestataires[3], "motif": "Pas libre"})
    client.se_connecter(scene.monde.responsable)
    lancee = client.envoyer(f"/consultations/lancer/{scene.ingenierie_id}")
    assert lancee.status_code == 303
    for acteur in (scene.monde.charge, scene.monde.responsable, scene.monde.referent):
        client.se_connecter(acteur)
        assert client.lire(lancee.location).select_one("a[href$='/preselection']") is not None
        preuve = client.lire(f"{lancee.location}/preselection")
        dit = texte(preuve)
        (ecarte,) = [tr for tr in preuve.select("tr") if "Pas libre" in tr.get_text()]
        assert ecarte.select_one("td.nombre").text == "3", "the rank it had"
        assert ecarte.select("ul.raisons li")
        for phrase in (
            "Pas libre",
            "proposé d’après le besoin",
            "Prestataire 2",
            "version",
            "Recherche faite",
        ):
            assert phrase in dit, phrase
    exiger_le_meme_en_pdf(client, lancee.location)
    for suite in ("preselection", "preselection.pdf"):
        client.se_connecter(scene.monde.asso[0])
        assert client.get(f"{lancee.location}/{suite}").status_code == 403
        client.se_connecter(scene.monde.autre_charge)
        assert client.get(f"{lancee.location}/{suite}").status_code == 404


def exiger_le_meme_en_pdf(client, consultation):
    """The file says what the page says, with the fingerprint of the frozen text, the same each time."""
    page = client.lire(f"{consultation}/preselection")
    adresse = page.find("a", string="Télécharger (PDF)")["href"]
    reponse = client.get(adresse)
    assert reponse.headers["Content-Type"] == "application/pdf"
    assert client.get(adresse).data == reponse.data
    lecteur, dit = lire(reponse.data)
    (figee,) = lignes(PreselectionFigee)
    reference = json.loads(figee.contenu)["reference"]
    exiger_accessible(lecteur, f"Présélection figée au lancement, {reference}")
    for phrase in ("Pas libre", "proposé d’après le besoin", "Prestataire 2", "version", "Recherche faite"):
        assert phrase in dit, phrase
    assert f"version {json.loads(figee.contenu)['proposition']['version_des_regles']}" in dit
    assert figee.empreinte in "".join(dit.split())
