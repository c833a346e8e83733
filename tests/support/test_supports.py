"""The supports do what the tests that stand on them believe."""

import http.client
import threading
import time

import psycopg
import pytest

from tests.support import postgres
from tests.support.navigateur import fautes_nouvelles, violations_axe
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


ORDRES = """
CREATE TABLE genre (code text PRIMARY KEY);
CREATE TABLE essai (id serial PRIMARY KEY, genre text REFERENCES genre);
CREATE TABLE vide (id serial PRIMARY KEY, essai integer REFERENCES essai);
INSERT INTO genre VALUES ('a'), ('b');
INSERT INTO essai (genre) VALUES ('a')
"""


def contenu(url):
    lignes = [lire(url, f"SELECT * FROM {table} ORDER BY 1") for table in ("genre", "essai", "vide")]
    return lignes, lire(url, "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")


@pytest.mark.parametrize(
    ("ordre", "copiee"),
    [
        ("INSERT INTO essai (genre) VALUES ('a'), ('b'); INSERT INTO vide (essai) VALUES (3)", False),
        ("INSERT INTO vide (essai) VALUES (NULL); DELETE FROM vide", False),
        ("BEGIN; DELETE FROM essai; ROLLBACK", False),
        ("UPDATE essai SET genre = 'b'", True),
        ("DELETE FROM essai", True),
        ("INSERT INTO genre VALUES ('c'); DELETE FROM genre WHERE code = 'b'", True),
        ("TRUNCATE genre CASCADE", True),
        ("ALTER TABLE vide ADD COLUMN nom text", True),
        ("ALTER TABLE essai DROP CONSTRAINT essai_genre_fkey", True),
        ("ALTER TABLE essai DISABLE TRIGGER ALL", True),
        ("CREATE TABLE neuve (id integer)", True),
        ("DROP TABLE vide; CREATE TABLE vide (id serial, essai integer)", True),
        ("CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'", True),
    ],
)
def test_a_base_put_back_is_its_model_again(serveur_pg, ordre, copiee):
    def remplir(url):
        with psycopg.connect(url.replace("+psycopg", "")) as connexion:
            connexion.execute(ORDRES)

    modele = serveur_pg.creer_modele("modele_remise", remplir)
    url = serveur_pg.remettre_base("remise", modele)
    avant, remise = contenu(url), list(serveur_pg._remises.values())[-1]
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connexion:
        for morceau in ordre.split(";"):
            connexion.execute(morceau)
        # still connected, as one who forgot to leave
        assert serveur_pg.remettre_base("remise", modele) == url
    assert contenu(url) == avant
    assert (list(serveur_pg._remises.values())[-1] is not remise) is copiee
    with psycopg.connect(url.replace("+psycopg", "")) as connexion:
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            connexion.execute("INSERT INTO essai (genre) VALUES ('z')")
        connexion.rollback()
        assert connexion.execute("INSERT INTO vide DEFAULT VALUES RETURNING id").fetchall() == [(1,)]
        connexion.rollback()


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
    commencee = threading.Event()
    finis = []

    def application(environ, start_response):
        if environ["PATH_INFO"] == "/lente":
            commencee.set()
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
        assert commencee.wait(60)
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


CORPS = (
    "<p id=aide>Aide</p><label for=a>Nom</label><input id=a aria-describedby=aide><a href=#aide>Aide</a>"
    "<ul><li class=ligne>Un</li></ul><img alt=Logo src=data:,><button class=b>Envoyer</button>"
)


@pytest.mark.navigateur
def test_axe_looks_again_at_whatever_it_may_judge_otherwise(page, tmp_path):
    saine = "<!doctype html><html lang=fr><title>Page</title><main><h1>Bonjour</h1>{}</main></html>"
    page.set_content(saine.format(CORPS))
    assert fautes_nouvelles(page, tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 1
    # other words and more rows: the same page
    page.set_content(saine.format(CORPS.replace("Un</li>", "Deux</li><li class=ligne>Trois</li>")))
    assert fautes_nouvelles(page, tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 1
    fautives = {
        "label": [("for=a", "for=b")],
        "button-name": [(">Envoyer<", "><")],
        "image-alt": [("alt=Logo ", "")],
        "link-name": [(">Aide</a>", "></a>")],
        "list": [("<li class=ligne>Un</li>", "<p>Un</p>")],
        "aria-hidden-focus": [("<button", "<button aria-hidden=true")],
        "color-contrast": [("</h1>", "</h1><p style='color: silver'>Pâle</p>")],
        "empty-heading": [],
    }
    for regle, changements in fautives.items():
        html = saine.format(CORPS)
        for avant, apres in changements or [("Bonjour", "")]:
            assert avant in html
            html = html.replace(avant, apres)
        page.set_content(html)
        assert regle in {v.split()[0] for v in fautes_nouvelles(page, tmp_path)}
    assert len(list(tmp_path.iterdir())) == 1, "a page with a fault is not noted as sound"
