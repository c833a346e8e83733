"""How a prestataire comes in, page by page: a draft and its link, the front door, a merger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from dla_market.catalogue.models import EtatFiche, Prestataire
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import unit_of_work
from dla_market.notices.models import Message
from dla_market.taches import balayer
from tests.catalogue import semis
from tests.catalogue.fichiers import un_siret
from tests.support.fabriques import un_acteur, un_dla, un_dla_regional, un_pilote, un_prestataire

ADRESSE = "contact@neuf.example"
COMPTE = {
    "prenom": "Lise",
    "nom": "Neuf",
    "mot_de_passe": "une phrase assez longue",
    "confirmation": "une phrase assez longue",
}


@pytest.fixture
def charge(session):
    with unit_of_work() as ecriture:
        return un_acteur(ecriture, Role.CHARGE_MISSION, un_dla(ecriture))


def courriels(session):
    session.rollback()
    return session.scalars(select(Message).where(Message.adresse == ADRESSE).order_by(Message.id)).all()


def fiches(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(Prestataire))


def test_a_dla_drafts_and_the_prestataire_claims_and_submits(app, client, session, charge):
    client.se_connecter(charge)
    assert "Aucune fiche proposée" in client.lire("/catalogue/proposees").text
    saisie = {"nom": "Neuf Conseil", "courriel": ADRESSE, "departement_code": "26"}
    assert client.envoyer("/catalogue/creer", saisie).location == "/catalogue/proposees"
    assert "Attend son prestataire" in client.lire("/catalogue/proposees").text
    (message,) = courriels(session)
    assert charge.nom in message.corps
    lien = message.lien
    visiteur = app.test_client()
    assert visiteur.envoyer(lien, COMPTE).status_code == 303
    assert "Ma fiche" in visiteur.lire("/ma-fiche").h1.text
    assert "Reprise" in client.lire("/catalogue/proposees").text


def test_what_looks_alike_is_shown_before_anything_is_written(client, session, charge):
    with unit_of_work() as ecriture:
        un_prestataire(ecriture, "Neuf Conseil").nom = "Neuf Conseil SARL"
    client.se_connecter(charge)
    saisie = {"nom": "neuf conseil", "courriel": ADRESSE}
    reponse = client.envoyer("/catalogue/creer", saisie)
    assert reponse.status_code == 422
    assert "Neuf Conseil SARL" in reponse.get_data(as_text=True)
    assert (fiches(session), courriels(session)) == (1, [])
    assert client.envoyer("/catalogue/creer", saisie | {"different": "y"}).status_code == 303
    assert fiches(session) == 2


def test_the_link_of_a_draft_is_sent_again_by_its_own_house_alone(client, session, charge):
    client.se_connecter(charge)
    client.envoyer("/catalogue/creer", {"nom": "Neuf", "courriel": ADRESSE})
    (message,) = courriels(session)
    fiche = message.organisation_id
    assert client.envoyer(f"/catalogue/proposees/{fiche}/relancer").status_code == 303
    assert len({m.lien for m in courriels(session)}) == 2
    with unit_of_work() as ecriture:
        ailleurs = un_acteur(ecriture, Role.CHARGE_MISSION, un_dla(ecriture))
    client.se_connecter(ailleurs)
    assert client.get(f"/catalogue/proposees/{fiche}/relancer").status_code == 404


def demander(app, **champs):
    visiteur = app.test_client()
    reponse = visiteur.envoyer("/proposer-vos-services", {"nom": "Neuf", "courriel": ADRESSE} | champs)
    assert reponse.status_code == 303
    return visiteur.lire(reponse.location).select_one("main").text


def test_the_front_door_says_the_same_to_all_and_the_mail_says_more(app, session):
    with unit_of_work() as ecriture:
        un_prestataire(ecriture).siret = un_siret(5)
    neuf = demander(app)
    encore = demander(app)
    autrui = demander(app, nom="Tout autre nom", siret=un_siret(5))
    assert neuf == encore == autrui
    premier, second, troisieme = courriels(session)
    assert premier.lien != second.lien
    assert premier.lien.startswith("/rejoindre/")
    assert (troisieme.lien, "Il y en a déjà une" in troisieme.corps) == ("/connexion", True)
    assert fiches(session) == 2
    assert app.test_client().get(premier.lien).status_code == 404
    assert app.test_client().envoyer(second.lien, COMPTE).status_code == 303


def test_a_merger_is_shown_then_done(client, session):
    with unit_of_work() as ecriture:
        pilote = un_acteur(ecriture, Role.PILOTE, un_pilote(ecriture))
        gardee, absorbee = un_prestataire(ecriture), un_prestataire(ecriture)
        absorbee.nom, absorbee.siret = gardee.nom.upper(), un_siret(6)
        ids, nom = (gardee.id, absorbee.id), gardee.nom
        referent = un_acteur(ecriture, Role.REFERENT_REGIONAL, un_dla_regional(ecriture))
    client.se_connecter(pilote)
    page = client.lire(f"/catalogue/{ids[0]}/fusionner")
    avec = page.find("a", string=nom.upper())["href"]
    apercu = client.lire(avec).text
    assert "Une fusion ne se défait pas" in apercu
    assert client.envoyer(avec).location == f"/catalogue/{ids[0]}"
    session.rollback()
    assert session.get_one(Prestataire, ids[1]).etat is EtatFiche.FERMEE
    assert session.get_one(Prestataire, ids[0]).siret == un_siret(6)
    client.se_connecter(referent)
    assert client.lire(f"/catalogue/{ids[1]}").h1.text == nom
    assert nom.upper() in client.lire(f"/catalogue/{ids[0]}/fusionner").text
    assert (
        client.poster(f"/catalogue/{ids[0]}/fusionner", {"absorbee": ids[1], "cle": "x"}).status_code == 409
    )


def test_who_publishes_sees_what_looks_alike_and_merges_into_it(client, session):
    with unit_of_work() as ecriture:
        regional = semis.un_regional(ecriture)
        referent = un_acteur(ecriture, Role.REFERENT_REGIONAL, regional)
        connue = semis.un_prestataire(ecriture, "Atelier", siret=un_siret(6))
        soumise = {"etat": EtatFiche.SOUMISE, "confirmee_le": None}
        neuve = semis.un_prestataire(ecriture, "L’autre", siret=un_siret(6, etablissement=2), **soumise)
        ailleurs = semis.un_prestataire(ecriture, "L’Autre", departement_code="75", courriel="a@b.example")
        seule = semis.un_prestataire(ecriture, "Sans pareille", courriel="c@d.example", **soumise)
        ids = connue.id, neuve.id, ailleurs.id, seule.id
    client.se_connecter(referent)
    page = client.lire(f"/fiches-a-publier/{ids[1]}/publier")
    assert "même SIREN, même adresse électronique" in page.text
    lien = page.find("a", string="Atelier")["href"]
    assert lien == f"/catalogue/{ids[0]}/fusionner?avec={ids[1]}"
    assert page.find("a", string="L’Autre") is None
    assert "dites-le au pilotage national" in page.text
    assert client.envoyer(lien).status_code == 303
    session.rollback()
    assert session.get_one(Prestataire, ids[1]).etat is EtatFiche.FERMEE
    assert "ressemblent" not in client.lire(f"/fiches-a-publier/{ids[3]}/publier").text


def test_a_charge_never_merges(client, session, charge):
    with unit_of_work() as ecriture:
        fiche = un_prestataire(ecriture).id
    client.se_connecter(charge)
    assert client.get(f"/catalogue/{fiche}/fusionner").status_code == 404
    assert not client.lire(f"/catalogue/{fiche}").select('a[href$="/fusionner"]')


def test_the_page_says_when_a_draft_that_nobody_claims_goes_and_that_it_went(
    app, client, session, charge, horloge
):
    client.se_connecter(charge)
    assert client.envoyer("/catalogue/creer", {"nom": "Atelier Neuf", "courriel": ADRESSE}).status_code == 303
    assert courriels(session)

    def lire() -> str:
        return " ".join(client.lire("/catalogue/proposees").select_one("main").text.split())

    assert "Effacée le 21 février 2027 si personne ne la reprend" in lire()
    clock.avancer_de(timedelta(days=75))
    assert balayer() == 1
    app.extensions["outbox"].tout_livrer()
    client.se_connecter(charge)
    assert "sera effacée le 21\u00a0février\u00a02027" in client.lire("/messages").text
    clock.avancer_de(timedelta(days=15))
    assert balayer() == 1
    app.extensions["outbox"].tout_livrer()
    client.se_connecter(charge)
    page = lire()
    assert "Non reprise, effacée" in page
    assert "Relancer" not in page
    assert "Atelier Neuf" not in page
    assert courriels(session) == []
