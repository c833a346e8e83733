"""The supports do what the tests that stand on them believe."""

import http.client
import threading
import time

import psycopg
import pytest

from tests.support import postgres
from tests.support.navigateur import violations_axe
from tests.support.serveur import servir


@pytest.fixture(scope="module")
def serveur_pg():
    serveur = postgres.demarrer()
    yield serveur
    serveur.arreter()


def lire(url, requete):
    with psycopg.connect(url.replace("+psycopg", "")) as connexion:
        return connexion.execute(requete).fetchall()


def test_a_base_is_a_copy_of_its_model_and_the_model_is_filled_once(serveur_pg):
    appels = []

    def remplir(url):
        appels.append(url)
        with psycopg.connect(url.replace("+psycopg", "")) as connexion:
            connexion.execute("CREATE TABLE essai AS SELECT 7 AS n")

    for _ in range(2):
        serveur_pg.creer_modele("modele_essai", remplir)
    assert len(appels) == 1
    une, autre = (serveur_pg.creer_base(nom, "modele_essai") for nom in ("essai_une", "essai_autre"))
    with psycopg.connect(une.replace("+psycopg", "")) as connexion:
        connexion.execute("UPDATE essai SET n = 8")
    assert lire(autre, "SELECT n FROM essai") == [(7,)]
    assert lire(une, "SELECT n FROM essai") == [(8,)]


def test_one_who_lets_go_leaves_the_server_to_the_others(serveur_pg):
    autre = postgres.demarrer()
    autre.arreter()
    assert serveur_pg.existe("postgres")


def test_a_model_that_could_not_be_filled_does_not_stay(serveur_pg):
    def echouer(url):
        raise LookupError(url)

    with pytest.raises(LookupError):
        serveur_pg.creer_modele("modele_rate", echouer)
    assert not serveur_pg.existe("modele_rate")


def test_the_server_answers_in_threads_and_leaves_no_request_running():
    ensemble = threading.Barrier(2, timeout=60)
    finis = []

    def application(environ, start_response):
        if environ["PATH_INFO"] == "/lente":
            time.sleep(0.3)
        else:
            ensemble.wait()
        finis.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"ok"]

    def demander(hote, chemin):
        connexion = http.client.HTTPConnection(hote, timeout=60)
        connexion.request("GET", chemin)
        connexion.getresponse().read()
        connexion.close()

    with servir(application) as adresse:
        hote = adresse.removeprefix("http://")
        fils = [threading.Thread(target=demander, args=(hote, "/a")) for _ in range(2)]
        fils.append(threading.Thread(target=demander, args=(hote, "/lente")))
        for fil in fils:
            fil.start()
        fils[0].join()
    for fil in fils:
        fil.join()
    assert sorted(finis) == ["/a", "/a", "/lente"]


@pytest.mark.navigateur
def test_axe_sees_a_fault_and_passes_a_sound_page(page):
    saine = "<!doctype html><html lang=fr><title>Page</title><main><h1>Bonjour</h1><p>{}</p></main></html>"
    page.set_content(saine.format("Texte"))
    assert violations_axe(page) == []
    page.set_content(saine.format("<input>"))
    assert [v.split()[0] for v in violations_axe(page)] == ["label"]
