"""A sollicitation through its pages, by both sides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from dla_market.comptes.models import Role
from dla_market.consultations.models import Selection
from dla_market.ingenieries import operations as ingenieries
from dla_market.ingenieries.models import TypeIngenierie
from dla_market.ingenieries.rules import LignePrestation
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.reseau.models import Dla
from dla_market.ressources import operations as ressources
from dla_market.ressources.models import NatureRessource
from dla_market.ressources.rules import Contenu
from dla_market.sollicitations.models import Sollicitation
from tests.support import fabriques

TRI = "Conseil Trois Rivières"


@pytest.fixture
def dossier(monde):
    """A structure of the DLA, its diagnostic, an ingénierie that one prepares, another centre, a guide."""
    with unit_of_work() as s:
        dla = s.get_one(Dla, monde.acteurs["chargee"].organisation_id)
        structure = fabriques.une_structure(s, dla)
        diagnostic = fabriques.un_diagnostic(s, structure)
        diagnostic.contexte = "Confié au DLA seul."
        ingenierie = ingenieries.creer(
            s,
            monde.acteurs["chargee"],
            type_=TypeIngenierie.INDIVIDUELLE,
            intitule="Tenir",
            secteur_code="environnement",
            structures=[structure],
            prestations=[LignePrestation("strategie_consolidation", 400)],
            diagnostic=diagnostic,
        )
        autre = fabriques.un_centre(s, "culture")
        monde.acteurs["ailleurs"] = fabriques.un_acteur(s, Role.EXPERT, autre)
        guide = ressources.creer(
            s, monde.acteurs["experte"], NatureRessource.GUIDE, Contenu("Le réemploi", "Utile.", texte="…")
        )
        ressources.publier(s, monde.acteurs["experte"], guide)
        s.flush()
        return {
            "diagnostic": diagnostic.id,
            "ingenierie": ingenierie.id,
            "centre": monde.acteurs["experte"].organisation_id,
            "autre": autre.id,
            "guide": guide.id,
        }


def envoyer(client, monde, dossier, **change):
    client.se_connecter(monde.acteurs["chargee"])
    reponse = client.envoyer(
        f"/sollicitations/nouvelle?dossier=diagnostic-{dossier['diagnostic']}",
        {"centre": dossier["centre"], "objet": "Relire ce diagnostic", "texte": "Est-il juste.", **change},
    )
    assert reponse.status_code == 303, reponse.get_data(as_text=True)
    return reponse.location


def derniere():
    s = session_courante()
    s.rollback()
    return s.scalars(select(Sollicitation).order_by(Sollicitation.id.desc()).limit(1)).one()


def test_from_the_diagnostic_to_the_shortlist(client, monde, dossier):
    client.se_connecter(monde.acteurs["chargee"])
    page = client.lire(f"/diagnostics/{dossier['diagnostic']}")
    assert "Demander à un centre" in page.text
    adresse = envoyer(client, monde, dossier)
    client.se_connecter(monde.acteurs["experte"])
    assert "Prendre en charge\u00a0: Relire ce diagnostic" in client.lire("/a-faire").text
    assert "Relire ce diagnostic" in client.lire("/sollicitations?etat=envoyee&nature=relecture").text
    page = client.lire(adresse)
    assert "qui vous est prêté" in page.text
    assert "Confié au DLA seul." in client.lire(f"/diagnostics/{dossier['diagnostic']}").text
    assert client.envoyer(adresse).status_code == 303
    assert "Répondre au DLA\u00a0: Relire ce diagnostic" in client.lire("/a-faire").text
    page = client.lire(f"{adresse}/proposer")
    assert "Avalisé par votre centre" in page.text
    cherche = f"{adresse}/proposer?texte=rivières"
    page = client.lire(cherche)
    assert TRI in page.text
    identifiant = monde.fiches[TRI]
    assert client.poster(cherche, {"prestataire_id": identifiant, "motif": ""}).status_code == 422
    envoi = {"prestataire_id": identifiant, "motif": "Trois ressourceries."}
    assert client.poster(cherche, envoi).status_code == 303
    assert client.poster(cherche, envoi).status_code == 409
    assert "Dans votre réponse" in client.lire(cherche).text
    client.se_connecter(monde.acteurs["chargee"])
    assert "Trois ressourceries." not in client.lire(adresse).text
    client.se_connecter(monde.acteurs["experte"])
    reponse = client.envoyer(
        f"{adresse}/repondre",
        {"texte": "Il est juste.", "ressources": str(dossier["guide"])},
        formulaire="form[action$=repondre]",
    )
    assert reponse.status_code == 303
    client.se_connecter(monde.acteurs["chargee"])
    assert "Lire la réponse du centre" in client.lire("/a-faire").text
    page = client.lire(adresse)
    assert all(mot in page.text for mot in ("Il est juste.", "Trois ressourceries.", "Le réemploi"))
    assert client.envoyer(adresse, formulaire="form[action$=retenir]").status_code == 303
    ligne = session_courante().scalars(select(Selection)).one()
    assert (ligne.ingenierie_id, ligne.origine.value) == (dossier["ingenierie"], "centre")
    lien = next(a["href"] for a in client.lire(adresse).select("a") if "En présélection" in a.text)
    assert "proposé par un centre" in client.lire(lien).text
    assert client.envoyer(f"{adresse}/clore", {"utile": "oui", "mot": "Merci !"}).status_code == 303
    assert "Lire la réponse du centre" not in client.lire("/a-faire").text
    client.se_connecter(monde.acteurs["experte"])
    assert "a trouvé la réponse utile" in client.lire(adresse).text
    assert client.get(f"/diagnostics/{dossier['diagnostic']}").status_code == 404


def test_the_account_of_a_year(client, monde, dossier):
    adresse = envoyer(client, monde, dossier)
    client.se_connecter(monde.acteurs["experte"])
    clock.avancer_de(timedelta(days=2))
    client.poster(f"{adresse}/prendre-en-charge")
    page = client.lire(f"/sollicitations/activite/{clock.today().year}")
    assert "Relire un diagnostic" in page.text
    reponse = client.get(f"/sollicitations/activite/{clock.today().year}.csv")
    lignes = reponse.get_data(as_text=True).splitlines()
    assert lignes[0] == "rubrique,libelle,valeur,unite"
    assert "Demandes reçues,Reçues,1,demandes" in lignes
    assert 'Délais,"De l’envoi à la prise en charge, en médiane",2,jours' in lignes
    assert 'Délais,"De l’envoi à la réponse, en médiane",,jours' in lignes
    assert "Ressources,Publiées,1,ressources" in lignes
    assert client.get("/sollicitations/activite/1999").status_code == 404
    client.se_connecter(monde.acteurs["chargee"])
    assert client.get(f"/sollicitations/activite/{clock.today().year}").status_code == 403


def test_what_is_late_is_said_and_found(client, monde, dossier):
    adresse = envoyer(client, monde, dossier)
    clock.avancer_de(timedelta(days=5))
    client.se_connecter(monde.acteurs["coordination"])
    assert "En retard" not in client.lire(adresse).text
    clock.avancer_de(timedelta(days=1))
    client.se_connecter(monde.acteurs["coordination"])
    assert "En retard" in client.lire(adresse).text
    liste = client.lire("/sollicitations?retard=1")
    assert "Relire ce diagnostic" in liste.text
    assert liste.select_one("td[data-libelle='Attendue le']").text.strip() not in ("", "–")
    etapes = client.lire(adresse).select("ol.etapes li")
    assert [li.select_one(".etapes-nom").text for li in etapes] == [
        "Envoyée", "Prise en charge", "Réponse", "Close par le DLA",
    ]  # fmt: skip
    assert "attendue le" in etapes[1].text
    client.poster(f"{adresse}/prendre-en-charge")
    assert "Aucune demande ne correspond" in client.lire("/sollicitations?retard=1").text
    clock.avancer_de(timedelta(days=12))
    client.se_connecter(monde.acteurs["experte"])
    assert "Relire ce diagnostic" not in client.lire("/a-faire").text
    client.se_connecter(monde.acteurs["coordination"])
    assert "Répondre au DLA" in client.lire("/a-faire").text


def test_messages_and_another_centre(client, monde, dossier):
    adresse = envoyer(client, monde, dossier)
    client.se_connecter(monde.acteurs["experte"])
    message = "form[action$=messages]"
    assert client.envoyer(adresse, {"texte": ""}, formulaire=message).status_code == 422
    assert client.envoyer(adresse, {"texte": "Dites le budget."}, formulaire=message).status_code == 303
    reponse = client.envoyer(
        f"{adresse}/reorienter", {"centre": dossier["autre"], "motif": "C’est de la culture."}
    )
    assert reponse.status_code == 303
    assert client.get(f"{adresse}/repondre").status_code == 409
    suite = f"/sollicitations/{derniere().id}"
    client.se_connecter(monde.acteurs["ailleurs"])
    assert "Est-il juste." in client.lire(suite).text
    assert client.get(f"/diagnostics/{dossier['diagnostic']}").status_code == 404
    client.se_connecter(monde.acteurs["chargee"])
    page = client.lire(adresse)
    assert "C’est de la culture." in page.text
    assert "Dites le budget." in page.text
    assert client.envoyer(suite, formulaire="form[action$=preter-le-diagnostic]").status_code == 303
    client.se_connecter(monde.acteurs["ailleurs"])
    client.lire(f"/diagnostics/{dossier['diagnostic']}")
    client.se_connecter(monde.acteurs["chargee"])
    assert client.envoyer(f"{suite}/retirer", {"motif": ""}).status_code == 303
    client.se_connecter(monde.acteurs["ailleurs"])
    assert client.get(f"/diagnostics/{dossier['diagnostic']}").status_code == 404


def test_a_form_says_what_it_lacks_and_takes_no_other_s_file(client, monde, dossier):
    client.se_connecter(monde.acteurs["chargee"])
    assert client.envoyer("/sollicitations/nouvelle").status_code == 422
    base = {
        "nature": "question",
        "centre": dossier["centre"],
        "secteur": "culture",
        "objet": "Quoi ?",
        "texte": "Ceci.",
    }
    for champ in base:
        assert client.envoyer("/sollicitations/nouvelle", base | {champ: ""}).status_code == 422
    assert client.envoyer("/sollicitations/nouvelle", base | {"nature": "relecture"}).status_code == 409
    assert client.envoyer("/sollicitations/nouvelle", base | {"dossier": "structure-999"}).status_code == 422
    assert client.envoyer("/sollicitations/nouvelle", base).status_code == 303
    for texte in ("diagnostic-x", "-", "diagnostic-99999999999", "autre-1"):
        client.lire(f"/sollicitations/nouvelle?dossier={texte}")


def test_an_answer_under_way_may_lose_a_name(client, monde, dossier):
    adresse = envoyer(client, monde, dossier)
    client.se_connecter(monde.acteurs["experte"])
    client.poster(f"{adresse}/prendre-en-charge")
    client.poster(f"{adresse}/proposer", {"prestataire_id": monde.fiches[TRI], "motif": "Bien."})
    assert client.envoyer(adresse, formulaire="form[action$=enlever]").status_code == 303
    assert TRI not in client.lire(adresse).text
    assert client.poster(f"{adresse}/proposer", {"prestataire_id": 999, "motif": "x"}).status_code == 409
