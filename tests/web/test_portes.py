"""The doors: public pages, signing in and out, sessions on the server, messages, choice of organisation."""

import re

import pytest
from bs4 import BeautifulSoup
from flask_security import hash_password

from dla_market.comptes.models import Role, Utilisateur
from dla_market.extensions import limiteur
from dla_market.kernel.db import unit_of_work
from dla_market.notices.operations import prevenir
from tests.support import fabriques

PHRASE = "une phrase assez longue pour entrer"


@pytest.fixture
def acteur(app):
    with unit_of_work() as session:
        dla = fabriques.un_dla(session)
        return fabriques.un_acteur(session, Role.CHARGE_MISSION, dla)


@pytest.mark.parametrize(
    "url", ["/", "/connexion", "/accessibilite", "/mentions-legales", "/credits", "/mot-de-passe/oublie"]
)
def test_public_pages_open_to_all(client, url):
    assert client.lire(url).h1


def test_a_visitor_is_sent_to_sign_in_and_back(client):
    reponse = client.get("/messages")
    assert reponse.status_code == 302
    assert reponse.location == "/connexion?next=/messages"


def test_signing_in_by_password_gives_a_new_token(client, acteur):
    with unit_of_work() as session:
        session.get_one(Utilisateur, acteur.utilisateur_id).password = hash_password(PHRASE)
    avant = _jeton(client)
    reponse = client.envoyer("/connexion", {"email": acteur.courriel, "password": PHRASE})
    assert reponse.status_code == 302, reponse.get_data(as_text=True)
    assert reponse.location == "/a-faire"
    assert client.get_cookie("dla").value != avant
    assert acteur.organisation_nom in client.lire("/a-faire").text


def test_a_wrong_password_and_an_unknown_address_read_the_same(client, acteur):
    with unit_of_work() as session:
        session.get_one(Utilisateur, acteur.utilisateur_id).password = hash_password(PHRASE)
    faux = client.envoyer("/connexion", {"email": acteur.courriel, "password": "un autre mot de passe"})
    inconnu = client.envoyer("/connexion", {"email": "personne@inconnue.example", "password": "un autre mot"})
    assert faux.status_code == inconnu.status_code
    assert _erreurs(faux) == _erreurs(inconnu)


def test_a_stolen_cookie_is_dead_after_signing_out(client, acteur):
    client.se_connecter(acteur)
    vole = client.get_cookie("dla").value
    assert client.get("/a-faire").status_code == 200
    client.poster("/deconnexion")
    client.set_cookie("dla", vole)
    assert client.get("/a-faire").status_code == 302


def test_a_membership_that_ended_is_gone_at_the_next_request(client, acteur):
    client.se_connecter(acteur)
    assert client.get("/a-faire").status_code == 200
    with unit_of_work() as session:
        session.get_one(Utilisateur, acteur.utilisateur_id).active = False
    assert client.get("/a-faire").status_code == 302


def test_a_message_is_read_by_its_person_alone(client, app, acteur):
    with unit_of_work() as session:
        autre = fabriques.un_acteur(session, Role.PRESTATAIRE, fabriques.un_prestataire(session))
        prevenir(
            session,
            evenement="Essai:1",
            organisation_id=acteur.organisation_id,
            objet="Une invitation",
            corps="Quelque chose vous attend.",
            lien="/a-faire",
        )
    client.se_connecter(acteur)
    boite = client.lire("/messages")
    assert "Une invitation" in boite.text
    adresse = boite.select_one("form[action^='/messages/']")["action"]
    intrus = app.test_client().se_connecter(autre)
    assert intrus.poster(adresse).status_code == 404
    assert client.poster(adresse).location == "/a-faire"
    assert "Non lu" not in client.lire("/messages").text


def test_changing_organisation_keeps_to_one_s_own(client, acteur):
    with unit_of_work() as session:
        autre = fabriques.un_acteur(session, Role.PRESTATAIRE, fabriques.un_prestataire(session))
    client.se_connecter(acteur)
    assert client.poster("/organisations/changer", {"adhesion_id": autre.adhesion_id}).status_code == 404
    assert client.poster("/organisations/changer", {"adhesion_id": acteur.adhesion_id}).status_code == 303


def test_a_post_without_its_token_is_refused(client, acteur):
    client.se_connecter(acteur)
    assert client.post("/organisations/changer", data={"adhesion_id": 1}).status_code == 400


def test_a_form_from_another_site_is_refused(client, acteur):
    client.se_connecter(acteur)
    reponse = client.poster("/deconnexion", headers={"Sec-Fetch-Site": "cross-site"})
    assert reponse.status_code == 403


@pytest.mark.parametrize(
    "suite",
    [
        "//mal.example",
        "/\\mal.example",
        "https://mal.example",
        "/%09/mal.example",
        "/inconnue",
        "javascript:alert(1)",
    ],
)
def test_signing_in_leads_nowhere_else(client, acteur, suite):
    with unit_of_work() as session:
        session.get_one(Utilisateur, acteur.utilisateur_id).password = hash_password(PHRASE)
    page = client.lire("/connexion", query_string={"next": suite})
    action = page.select_one("main form")["action"]
    jeton = page.select_one("main form input[name=csrf_token]")["value"]
    donnees = {"csrf_token": jeton, "email": acteur.courriel, "password": PHRASE}
    reponse = client.post(action, data=donnees)
    assert re.match(r"/(?![/\\])", reponse.location), reponse.location


@pytest.mark.parametrize("url", ["/", "/a-faire", "/connexion", "/inconnue", "/static/css/base.css"])
def test_every_answer_carries_the_headers(client, url):
    entetes = client.get(url).headers
    assert "default-src 'none'" in entetes["Content-Security-Policy"]
    assert "unsafe" not in entetes["Content-Security-Policy"]
    assert entetes["X-Content-Type-Options"] == "nosniff"
    assert "HX-Request" in entetes["Vary"]


def test_a_missing_page_says_so_in_french(client):
    assert "n’existe pas" in client.lire("/inconnue", statut=404).text


def _jeton(client):
    client.get("/connexion")
    return client.get_cookie("dla").value


def _erreurs(reponse):
    resume = BeautifulSoup(reponse.data, "html5lib").select_one(".resume-erreurs")
    return resume.get_text(" ", strip=True)


def test_wrong_passwords_are_slowed_down_and_right_ones_are_not(client, acteur):
    limiteur.reset()
    with unit_of_work() as session:
        session.get_one(Utilisateur, acteur.utilisateur_id).password = hash_password(PHRASE)
    for _ in range(12):
        assert client.envoyer("/connexion", {"email": acteur.courriel, "password": PHRASE}).status_code == 302
        client.jeton = None
        client.poster("/deconnexion")
    issues = [
        client.envoyer("/connexion", {"email": acteur.courriel, "password": "essai"}).status_code
        for _ in range(12)
    ]
    limiteur.reset()
    assert issues == [200] * 10 + [429] * 2
