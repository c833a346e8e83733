"""The pages of the structures: registered, listed, rewritten, by who may."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from dla_market.accompagnement.models import Accueil, Structure
from dla_market.comptes.models import Role
from dla_market.kernel.db import session_courante, unit_of_work
from tests.support import fabriques

NOUVELLE = {
    "nom": "Recyclerie du Lac",
    "siret": "732 829 320 00074",
    "type_code": "association_hors_iae",
    "secteur_code": "environnement",
    "departement_code": "26",
    "commune": "Crest",
    "jour": "2026-11-20",
    "decision": "suite",
}


@pytest.fixture
def scene(app, horloge):
    with unit_of_work() as s:
        regional = fabriques.un_dla_regional(s)
        dla, ailleurs = fabriques.un_dla(s, regional=regional), fabriques.un_dla(s)
        structure = fabriques.une_structure(s, dla, "Jardin")
        etrangere = fabriques.une_structure(s, ailleurs, "Lointaine")
        fabriques.un_diagnostic(s, structure)
        acteurs = {
            Role.REFERENT_REGIONAL: fabriques.un_acteur(s, Role.REFERENT_REGIONAL, regional),
            Role.STRUCTURE: fabriques.un_acteur(s, Role.STRUCTURE, structure),
            **{
                role: fabriques.un_acteur(s, role, dla)
                for role in (Role.CHARGE_MISSION, Role.RESPONSABLE, Role.GESTIONNAIRE)
            },
        }
        return acteurs, structure.id, etrangere.id


def compter(modele):
    session_courante().rollback()
    return session_courante().scalar(select(func.count()).select_from(modele))


def test_a_structure_is_registered_with_its_first_meeting(client, scene):
    client.se_connecter(scene[0][Role.CHARGE_MISSION])
    reponse = client.envoyer("/structures/nouvelle", NOUVELLE)
    assert reponse.status_code == 303, reponse.get_data(as_text=True)[:3000]
    page = client.lire(reponse.location)
    assert page.h1.text == "Recyclerie du Lac"
    assert "20\xa0novembre 2026" in page.text.replace("\n", " ")
    assert "Le DLA poursuit avec elle" in page.text


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"nom": ""}, "Donnez le nom"),
        ({"siret": "123"}, "quatorze chiffres"),
        ({"secteur_code": ""}, "Choisissez un secteur"),
        ({"annee_creation": "mille"}, "entier"),
    ],
)
def test_a_slip_is_told_at_its_field_and_what_was_typed_stays(client, scene, change, phrase):
    client.se_connecter(scene[0][Role.CHARGE_MISSION])
    reponse = client.envoyer("/structures/nouvelle", NOUVELLE | change)
    page = BeautifulSoup(reponse.data, "html5lib")
    assert reponse.status_code == 422
    assert phrase in page.select_one(".resume-erreurs").text
    assert page.title.text.startswith("Erreur")
    assert page.select_one("#commune")["value"] == "Crest"
    assert compter(Structure) == 2


def test_a_meeting_to_come_is_refused_by_the_trade(client, scene):
    client.se_connecter(scene[0][Role.CHARGE_MISSION])
    reponse = client.envoyer("/structures/nouvelle", NOUVELLE | {"jour": "2026-12-24"})
    assert reponse.status_code == 409
    assert "pas encore venu" in reponse.get_data(as_text=True)
    assert compter(Structure) == 2


def test_the_same_form_sent_twice_registers_once(client, scene):
    client.se_connecter(scene[0][Role.CHARGE_MISSION])
    page = client.lire("/structures/nouvelle")
    donnees = NOUVELLE | {"cle": page.select_one("input[name=cle]")["value"]}
    adresses = {client.poster("/structures/nouvelle", donnees).location for _ in range(2)}
    assert len(adresses) == 1
    assert compter(Structure) == 3


def test_an_identity_is_rewritten(client, scene):
    client.se_connecter(scene[0][Role.CHARGE_MISSION])
    reponse = client.envoyer(
        f"/structures/{scene[1]}/modifier", {"nom": "Les Jardins", "type_siae_codes": ["aci"]}
    )
    page = client.lire(reponse.location)
    assert page.h1.text == "Les Jardins"
    assert "Insertion" in page.text


def test_a_second_meeting_is_noted(client, scene):
    client.se_connecter(scene[0][Role.CHARGE_MISSION])
    reponse = client.envoyer(
        f"/structures/{scene[1]}/accueillir", {"jour": "2026-11-23", "decision": "reorientation"}
    )
    assert "Orientée vers un autre appui" in client.lire(reponse.location).text
    assert compter(Accueil) == 1


def test_the_list_keeps_to_the_actor_s_own(client, scene):
    acteurs, structure_id, etrangere_id = scene
    for role in (Role.CHARGE_MISSION, Role.RESPONSABLE, Role.GESTIONNAIRE, Role.REFERENT_REGIONAL):
        client.se_connecter(acteurs[role])
        page = client.lire("/structures")
        assert "Jardin" in page.select_one("main").text
        assert "Lointaine" not in page.text
        assert client.get(f"/structures/{structure_id}").status_code == 200
        assert client.get(f"/structures/{etrangere_id}").status_code == 404


def test_who_may_not_read_a_diagnostic_does_not_see_that_there_is_one(client, scene):
    acteurs, structure_id, _ = scene
    for role in (Role.GESTIONNAIRE, Role.REFERENT_REGIONAL):
        client.se_connecter(acteurs[role])
        assert "iagnostic" not in client.lire("/structures").select_one("table").text
        assert client.lire(f"/structures/{structure_id}").select_one("#diagnostics") is None


def test_the_address_searches_sorts_and_pages(client, scene):
    with unit_of_work() as s:
        dla = s.get_one(Structure, scene[1]).dla
        for _ in range(25):
            fabriques.une_structure(s, dla, "Atelier", "culture")
    client.se_connecter(scene[0][Role.CHARGE_MISSION])
    page = client.lire("/structures?secteur=culture&tri=-nom&page=2")
    assert "Page 2 sur 2" in page.text
    assert len(page.select("tbody tr")) == 5
    assert page.select_one("th[aria-sort=descending]").text.startswith("Structure")
    assert len(client.lire("/structures?texte=jardin").select("tbody tr")) == 1
    assert "Aucune structure ne correspond" in client.lire("/structures?texte=introuvable").text
    assert client.get("/structures?page=zéro&secteur=x&tri=y").status_code == 200


def test_a_swapped_list_is_the_list_of_the_page(client, scene):
    client.se_connecter(scene[0][Role.CHARGE_MISSION])
    url = "/structures?texte=jardin&tri=-commune"
    fragment = client.lire(url, headers={"HX-Request": "true", "HX-Target": "resultats"})
    assert fragment.select_one("main") is None
    assert str(fragment.select_one("#resultats")) == str(client.lire(url).select_one("#resultats"))


def test_a_longer_list_asks_no_more_of_the_database(client, scene, requetes):
    client.se_connecter(scene[0][Role.CHARGE_MISSION])
    client.lire("/structures")
    court = requetes(lambda: client.lire("/structures"))
    with unit_of_work() as s:
        dla = s.get_one(Structure, scene[1]).dla
        for _ in range(15):
            fabriques.un_diagnostic(s, fabriques.une_structure(s, dla))
    assert requetes(lambda: client.lire("/structures")) == court
