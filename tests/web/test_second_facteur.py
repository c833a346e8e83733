"""The second factor of buyer roles, and a forgotten password: Flask-Security's journeys in our pages."""

import re
import time

import pytest
from bs4 import BeautifulSoup
from flask_security import hash_password
from passlib.totp import TOTP

from dla_market.comptes.models import Role, Utilisateur
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.notices.models import Message
from tests.support import fabriques

PHRASE = "une phrase assez longue pour entrer"


@pytest.fixture
def exigeante(app):
    app.config["SECOND_FACTEUR"] = True
    yield app
    app.config["SECOND_FACTEUR"] = False


def compte(role):
    with unit_of_work() as session:
        organisation = (
            fabriques.un_prestataire(session) if role is Role.PRESTATAIRE else fabriques.un_dla(session)
        )
        acteur = fabriques.un_acteur(session, role, organisation)
        session.get_one(Utilisateur, acteur.utilisateur_id).password = hash_password(PHRASE)
    return acteur


def entrer(client, acteur):
    return client.envoyer("/connexion", {"email": acteur.courriel, "password": PHRASE})


@pytest.mark.filterwarnings("ignore:Passing SelectField choices as tuples")  # Flask-Security's own form
def test_a_buyer_sets_it_up_before_anything_else_then_needs_it(exigeante, client):
    acteur = compte(Role.RESPONSABLE)
    entrer(client, acteur)
    assert client.get("/fonds/2026").location == "/second-facteur"
    page = client.envoyer("/second-facteur", {"setup": "authenticator"})
    assert page.status_code == 200
    assert "data:" in page.headers["Content-Security-Policy"]
    cle = BeautifulSoup(page.data, "html5lib").select_one("code").text
    form = BeautifulSoup(page.data, "html5lib").select_one("main form")
    donnees = {"csrf_token": form.select_one("input[name=csrf_token]")["value"], "code": code_de(cle)}
    assert client.post(form["action"], data=donnees).status_code == 302
    assert client.get("/a-faire").status_code == 200
    client.poster("/deconnexion")

    etape = entrer(client, acteur)
    assert etape.location.startswith("/second-facteur/code")
    assert client.get("/a-faire").status_code == 302
    faux = client.envoyer("/second-facteur/code", {"code": "000000"})
    assert faux.status_code == 200
    assert client.get("/a-faire").status_code == 302


def code_de(cle):
    return (
        TOTP(key=cle.replace(" ", "").replace("-", ""), format="base32").generate(time=int(time.time())).token
    )


def test_a_provider_may_do_without(exigeante, client):
    entrer(client, compte(Role.PRESTATAIRE))
    assert client.get("/a-faire").status_code == 200


def test_a_forgotten_password_is_chosen_again_and_ends_other_sessions(client, app):
    acteur = compte(Role.CHARGE_MISSION)
    ailleurs = app.test_client()
    entrer(ailleurs, acteur)
    assert ailleurs.get("/a-faire").status_code == 200
    client.envoyer("/mot-de-passe/oublie", {"email": acteur.courriel})
    session_courante().rollback()
    message = session_courante().query(Message).filter_by(utilisateur_id=acteur.utilisateur_id).one()
    lien = re.search(r"https?://[^/\s]+(/mot-de-passe/oublie/\S+)", message.corps)[1]
    nouvelle = "une autre phrase, tout aussi longue"
    reponse = client.envoyer(lien, {"password": nouvelle, "password_confirm": nouvelle})
    assert reponse.status_code == 302, reponse.get_data(as_text=True)
    assert ailleurs.get("/a-faire").status_code == 302
    assert "SECRET" not in message.corps


def test_an_unknown_address_reads_the_same(client):
    connu = client.envoyer("/mot-de-passe/oublie", {"email": compte(Role.CHARGE_MISSION).courriel})
    inconnu = client.envoyer("/mot-de-passe/oublie", {"email": "personne@inconnue.example"})
    assert connu.status_code == inconnu.status_code
    assert client.lire("/connexion").select_one("main").text
