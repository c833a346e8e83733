"""A diagnostic through its pages: written by the DLA, validated or sent back by the structure."""

import pytest
from sqlalchemy import select

from dla_market.accompagnement.models import Diagnostic, EtatDiagnostic, Structure
from dla_market.comptes.models import Role
from dla_market.kernel.db import session_courante, unit_of_work
from tests.support import fabriques


@pytest.fixture
def scene(app, horloge):
    with unit_of_work() as s:
        dla = fabriques.un_dla(s)
        structure = fabriques.une_structure(s, dla)
        charge = fabriques.un_acteur(s, Role.CHARGE_MISSION, dla)
        benevole = fabriques.un_acteur(s, Role.STRUCTURE, structure)
        return charge, benevole, structure.id


@pytest.fixture
def charge(app, scene):
    return app.test_client().se_connecter(scene[0])


@pytest.fixture
def benevole(app, scene):
    return app.test_client().se_connecter(scene[1])


def commencer(charge, scene):
    reponse = charge.envoyer(f"/structures/{scene[2]}/diagnostics/nouveau", {"type": "pre"})
    assert reponse.status_code == 303
    return int(reponse.location.split("/")[2]), reponse.location


def ecrire(charge, numero):
    base = f"/diagnostics/{numero}/rediger"
    suivante = f"{base}/situation"
    for donnees in (
        {"contexte": "Six salariés.\nUn local loué.", "projet": "Ouvrir le samedi."},
        {"nb_postes": "6", "nb_cdi": "4", "nb_cdd": "2", "nb_emplois_aides": "1", "etp_centiemes": "4,5"},
        {"forces": "Une équipe.", "faiblesses": "Peu de fonds."},
        {"besoins": "Un modèle économique.", "preconisations": "Une mission."},
    ):
        reponse = charge.envoyer(suivante, donnees)
        assert reponse.status_code == 303, suivante
        suivante = reponse.location
    assert suivante == f"/diagnostics/{numero}"


def etat(numero):
    session_courante().rollback()
    return session_courante().get_one(Diagnostic, numero).etat


def test_from_the_first_page_to_the_structure_s_agreement(charge, benevole, scene):
    numero, adresse = commencer(charge, scene)
    assert adresse == f"/diagnostics/{numero}/rediger/situation"
    assert benevole.get(f"/diagnostics/{numero}").status_code == 404
    page = charge.lire(f"/diagnostics/{numero}")
    assert "Il reste à écrire" in page.text
    ecrire(charge, numero)
    page = charge.lire(f"/diagnostics/{numero}")
    assert page.select_one(".actions a").text == "Partager avec la structure"
    assert charge.envoyer(f"/diagnostics/{numero}/partager").status_code == 303
    accueil = benevole.lire("/mon-accompagnement")
    assert "Relire et valider votre diagnostic" in accueil.select_one("main section").text
    lecture = benevole.lire(accueil.select_one("main section a")["href"])
    assert "Un modèle économique." in lecture.text
    assert [a.text for a in lecture.select(".actions a")] == [
        "Valider le diagnostic",
        "Demander des changements",
    ]
    resume = benevole.lire(f"/diagnostics/{numero}/valider")
    assert "Ce qui ne pourra plus changer" in resume.text
    assert benevole.envoyer(f"/diagnostics/{numero}/valider").status_code == 303
    assert etat(numero) is EtatDiagnostic.VALIDE
    apres = benevole.lire("/mon-accompagnement")
    assert "Rien à faire" in apres.text
    assert "Validé par vous le 23" in apres.select_one(".etapes .fait").text
    assert charge.lire(f"/diagnostics/{numero}").select_one(".actions a").text == "Ouvrir une ingénierie"
    assert "Donner suite à un diagnostic" in charge.lire("/a-faire").text


def test_the_structure_sends_it_back_with_what_to_change(charge, benevole, scene):
    numero, _ = commencer(charge, scene)
    ecrire(charge, numero)
    charge.envoyer(f"/diagnostics/{numero}/partager")
    vide = benevole.envoyer(f"/diagnostics/{numero}/demander-changements", {"remarques": ""})
    assert vide.status_code == 422
    benevole.envoyer(f"/diagnostics/{numero}/demander-changements", {"remarques": "Le local est à nous."})
    assert etat(numero) is EtatDiagnostic.EN_COURS
    assert "Le local est à nous." in charge.lire(f"/diagnostics/{numero}").text
    assert "Reprendre un diagnostic" in charge.lire("/a-faire").text
    assert benevole.get(f"/diagnostics/{numero}").status_code == 404
    assert "votre DLA l’écrit avec vous" in benevole.lire("/mon-accompagnement").text


def test_a_head_count_that_does_not_add_up_is_told_at_its_field(charge, scene):
    numero, _ = commencer(charge, scene)
    emplois = {"nb_postes": "6", "nb_cdi": "4", "nb_cdd": "1", "nb_emplois_aides": "0"}
    reponse = charge.envoyer(f"/diagnostics/{numero}/rediger/emplois", emplois)
    assert reponse.status_code == 409
    assert "font 5 postes, et non 6" in reponse.get_data(as_text=True)
    lettres = charge.envoyer(f"/diagnostics/{numero}/rediger/emplois", emplois | {"etp_centiemes": "x"})
    assert lettres.status_code == 422


def test_an_older_page_does_not_write_over_a_newer_one(charge, scene):
    numero, adresse = commencer(charge, scene)
    page = charge.lire(adresse)
    lue = page.select_one("input[name=version]")["value"]
    ecrire(charge, numero)
    reponse = charge.poster(adresse, {"contexte": "Autre chose.", "projet": "", "version": lue})
    assert reponse.status_code == 409
    assert "Une autre personne" in reponse.get_data(as_text=True)
    assert "Autre chose." in reponse.get_data(as_text=True)


def test_one_diagnostic_at_a_time(charge, scene):
    commencer(charge, scene)
    reponse = charge.envoyer(f"/structures/{scene[2]}/diagnostics/nouveau", {"type": "pre"})
    assert reponse.status_code == 409
    assert "déjà en cours" in reponse.get_data(as_text=True)
    assert "Reprendre le diagnostic" in charge.lire(f"/structures/{scene[2]}").text


def test_nothing_unfinished_is_shared(charge, scene):
    numero, _ = commencer(charge, scene)
    reponse = charge.envoyer(f"/diagnostics/{numero}/partager")
    assert reponse.status_code == 409
    assert "écrivez encore le contexte" in reponse.get_data(as_text=True)


def test_a_part_that_does_not_exist_is_no_page(charge, scene):
    numero, _ = commencer(charge, scene)
    assert charge.get(f"/diagnostics/{numero}/rediger/autre").status_code == 404


@pytest.mark.parametrize("acte", ["valider", "demander-changements"])
def test_the_dla_does_not_agree_in_the_structure_s_place(charge, scene, acte):
    with unit_of_work() as s:
        numero = fabriques.un_diagnostic(s, s.get_one(Structure, scene[2])).id
        s.get_one(Diagnostic, numero).etat = EtatDiagnostic.PARTAGE
    assert charge.poster(f"/diagnostics/{numero}/{acte}", {"remarques": "x"}).status_code == 403
    assert etat(numero) is EtatDiagnostic.PARTAGE


@pytest.mark.parametrize("acte", ["partager", "rediger/situation"])
def test_the_structure_does_not_write_in_the_dla_s_place(benevole, scene, acte):
    with unit_of_work() as s:
        numero = fabriques.un_diagnostic(s, s.get_one(Structure, scene[2])).id
    assert benevole.poster(f"/diagnostics/{numero}/{acte}").status_code == 403


def test_a_new_structure_s_home_says_what_will_come(benevole):
    page = benevole.lire("/mon-accompagnement")
    assert [e.text for e in page.select(".etapes-nom")] == [
        "Diagnostic partagé",
        "Cahier des charges",
        "Appel aux prestataires",
        "Choix du prestataire",
        "Mission",
        "Bilan et suivi",
    ]
    assert "commencera avec vous" in page.text
    assert session_courante().scalars(select(Diagnostic)).all() == []


def test_a_page_says_at_once_what_is_no_longer_possible(charge, benevole, scene):
    with unit_of_work() as s:
        numero = fabriques.un_diagnostic(s, s.get_one(Structure, scene[2])).id
    for client, acte in (
        (charge, "rediger/situation"),
        (charge, "partager"),
        (benevole, "valider"),
        (benevole, "demander-changements"),
    ):
        page = client.lire(f"/diagnostics/{numero}/{acte}", statut=409)
        assert "validé par la structure" in page.select_one("main").text


def test_the_same_agreement_sent_twice_is_one(benevole, scene):
    with unit_of_work() as s:
        numero = fabriques.un_diagnostic(s, s.get_one(Structure, scene[2])).id
        s.get_one(Diagnostic, numero).etat = EtatDiagnostic.PARTAGE
    url = f"/diagnostics/{numero}/valider"
    donnees = {"cle": benevole.lire(url).select_one("input[name=cle]")["value"]}
    reponses = [benevole.poster(url, donnees) for _ in range(2)]
    assert [(r.status_code, r.location) for r in reponses] == [(303, "/mon-accompagnement")] * 2
