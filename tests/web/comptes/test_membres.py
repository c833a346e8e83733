"""The pages of members: invite from the page, accept from the mail, leave."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from dla_market.comptes import queries
from dla_market.comptes.models import Adhesion, Role, Utilisateur
from dla_market.kernel.db import unit_of_work
from dla_market.notices.courriels import envoyer_courriels
from dla_market.notices.models import Message
from dla_market.policies.grid import GRILLE
from tests.support.fabriques import un_acteur, un_dla, un_pilote, un_prestataire, une_structure
from tests.support.smtp import boite_aux_lettres

ADRESSE = "nouvelle@cabinet.example"
COMPTE = {
    "prenom": "Nouvelle",
    "nom": "Personne",
    "mot_de_passe": "une phrase assez longue",
    "confirmation": "une phrase assez longue",
}


@pytest.fixture
def gardien(session):
    with unit_of_work() as ecriture:
        return un_acteur(ecriture, Role.PRESTATAIRE, un_prestataire(ecriture))


def dernier_lien(session):
    session.rollback()
    return session.scalars(
        select(Message.lien).where(Message.adresse == ADRESSE).order_by(Message.id.desc())
    ).first()


def inviter(client, acteur, role="intervenant", maison=None):
    client.se_connecter(acteur)
    maison = maison or acteur.organisation_id
    reponse = client.envoyer(f"/organisations/{maison}/membres/inviter", {"courriel": ADRESSE, "role": role})
    assert reponse.status_code == 303, reponse.get_data(as_text=True)
    return reponse


def test_from_the_page_to_the_mail_to_the_account(app, client, session, gardien):
    inviter(client, gardien)
    assert ADRESSE in client.lire("/membres").text
    lien = dernier_lien(session)
    visiteur = app.test_client()
    page = visiteur.get(lien)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert visiteur.envoyer(lien, COMPTE).location == "/a-faire"
    assert "Équipe" in visiteur.lire("/membres").h1.text
    fiche = visiteur.get(f"/catalogue/{gardien.organisation_id}")
    assert fiche.status_code == 200
    for interdite in ("/ma-fiche", f"/organisations/{gardien.organisation_id}/membres/inviter", "/factures"):
        assert visiteur.get(interdite).status_code in (403, 404)
    assert app.test_client().get(lien).status_code == 404


def test_the_password_chosen_signs_in(app, client, session, gardien):
    inviter(client, gardien)
    app.test_client().envoyer(dernier_lien(session), COMPTE)
    revenant = app.test_client()
    reponse = revenant.envoyer("/connexion", {"email": ADRESSE, "password": COMPTE["mot_de_passe"]})
    assert reponse.status_code == 302
    assert revenant.get("/a-faire").status_code == 200


def test_looking_at_the_link_does_not_use_it_and_a_short_password_does_not_either(
    app, client, session, gardien
):
    inviter(client, gardien)
    lien = dernier_lien(session)
    visiteur = app.test_client()
    assert (
        visiteur.envoyer(lien, COMPTE | {"mot_de_passe": "court", "confirmation": "court"}).status_code == 422
    )
    assert visiteur.envoyer(lien, COMPTE | {"confirmation": "autre chose"}).status_code == 422
    assert visiteur.envoyer(lien, COMPTE).status_code == 303


def test_someone_else_signed_in_is_told_whose_link_it_is(app, client, session, gardien):
    with unit_of_work() as ecriture:
        autre = un_acteur(ecriture, Role.RESPONSABLE, un_dla(ecriture))
    inviter(client, gardien)
    lien = dernier_lien(session)
    client.se_connecter(autre)
    page = client.lire(lien)
    assert "adressée à nouvelle@cabinet.example" in page.text
    assert not page.select("main form")
    assert client.poster(lien).status_code == 200
    session.rollback()
    assert len(queries.membres(session, gardien.organisation_id)) == 1


def test_an_account_that_exists_is_asked_to_sign_in_then_comes_back(app, client, session, gardien):
    with unit_of_work() as ecriture:
        ailleurs = un_acteur(ecriture, Role.PRESTATAIRE, un_prestataire(ecriture))
        ecriture.get_one(Utilisateur, ailleurs.utilisateur_id).email = ADRESSE
    inviter(client, gardien)
    lien = dernier_lien(session)
    connexion = app.test_client().lire(lien).select_one("main a.bouton")["href"]
    assert connexion.startswith("/connexion?next=")
    client.se_connecter(ailleurs)
    assert client.envoyer(lien).status_code == 303
    assert client.lire("/membres").h1.text.startswith("Équipe")


def test_the_link_is_forgotten_once_the_mail_has_left(client, session, gardien):
    inviter(client, gardien)
    lien = dernier_lien(session)
    session.rollback()
    with boite_aux_lettres() as boite:
        assert envoyer_courriels(boite.url, expediteur="a@b.example", adresse="https://dla.example") == 1
    (pli,) = boite.plis
    assert pli.destinataires == [ADRESSE]
    assert f"https://dla.example{lien}" in pli.courriel.get_content()
    assert dernier_lien(session) == ""


def test_send_again_take_back_remove(app, client, session, gardien):
    inviter(client, gardien)
    premier = dernier_lien(session)
    page = client.lire("/membres")
    for acte, suite in (("Renvoyer", 200), ("Annuler", 404)):
        url = page.find("a", string=re.compile(acte)) or page.select_one(f'a[href$="{acte.lower()}"]')
        assert client.envoyer(url["href"]).status_code == 303
        assert app.test_client().get(premier).status_code == 404
        assert app.test_client().get(dernier_lien(session)).status_code == suite


def test_the_last_administrator_reads_why_they_stay(client, session, gardien):
    client.se_connecter(gardien)
    reponse = client.envoyer(f"/membres/{gardien.adhesion_id}/quitter")
    assert reponse.status_code == 409
    assert "seule personne" in reponse.get_data(as_text=True)


def test_a_pilot_opens_an_organisation_and_a_dla_its_structures(app, client, session):
    with unit_of_work() as ecriture:
        pilote = un_acteur(ecriture, Role.PILOTE, un_pilote(ecriture))
        dla = un_dla(ecriture, "DLA de la Drôme")
        charge, maison = un_acteur(ecriture, Role.CHARGE_MISSION, dla), dla.id
        structure, autre = une_structure(ecriture, dla).id, une_structure(ecriture, un_dla(ecriture)).id
    client.se_connecter(pilote)
    assert "DLA de la Drôme" in client.lire("/organisations/toutes?q=drôme").text
    inviter(client, pilote, "responsable", maison)
    inviter(client, charge, "structure", structure)
    assert client.get(f"/organisations/{autre}/membres").status_code == 404
    assert client.get(f"/organisations/{maison}/membres/inviter").status_code == 403


def test_an_intervenant_never_binds_the_firm():
    lie = (
        "fiche:modifier",
        "fiche:soumettre",
        "offre:deposer",
        "offre:retirer",
        "commande:signer",
        "facture:deposer",
    )
    for permission in (*lie, "membre:inviter", "membre:retirer"):
        assert Role.INTERVENANT not in GRILLE[permission], permission
    for permission, faits in GRILLE.items():
        if Role.INTERVENANT in faits:
            assert Role.PRESTATAIRE in faits, permission


def test_the_first_pilot_of_an_empty_database(app, session):
    resultat = app.test_cli_runner().invoke(args=["comptes", "creer-pilote", "Avise", ADRESSE])
    assert resultat.exit_code == 0, resultat.output
    lien = resultat.output.split()[-1].removeprefix(app.config["PUBLIC_URL"])
    assert lien == dernier_lien(session)
    session.rollback()
    visiteur = app.test_client()
    assert visiteur.envoyer(lien, COMPTE).status_code == 303
    session.rollback()
    assert session.scalars(select(Adhesion.role)).all() == [Role.PILOTE]
    deux = app.test_cli_runner().invoke(args=["comptes", "inviter", "99999", ADRESSE, "pilote"])
    assert (deux.exit_code, "Aucune organisation" in deux.output) == (1, True)
