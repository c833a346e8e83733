"""`make run` as a person meets it: fresh data, a page, a stop; then the same data again."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.maison import RACINE

PREMIERE_FOIS_S, ENSUITE_S = 180, 30
"""Limits for a machine that runs other tests meanwhile; the aims are 90 and 5."""


@pytest.fixture(scope="module")
def reglages(tmp_path_factory):
    with socket.socket() as sonde:
        sonde.bind(("127.0.0.1", 0))
        port = sonde.getsockname()[1]
    neutres = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith(("DLA_", "PYTEST"))}
    return neutres | {
        "DLA_DATA": str(tmp_path_factory.mktemp("data")),
        "PORT": str(port),
        "HOST": "127.0.0.1",
    }


@pytest.fixture
def marche(reglages, tmp_path):
    """A running `make run`: process, port, and what it has printed so far."""
    sortie = tmp_path / "sortie"
    with sortie.open("wb") as fichier:
        programme = subprocess.Popen(
            [sys.executable, str(RACINE / "scripts" / "run.py")],
            env=reglages,
            cwd=RACINE,
            stdout=fichier,
            stderr=subprocess.STDOUT,
        )
    yield programme, int(reglages["PORT"]), sortie.read_text
    if programme.poll() is None:
        programme.terminate()
        programme.wait(30)


def premiere_page(port, programme, lire, limite):
    fin = time.monotonic() + limite
    while time.monotonic() < fin:
        assert programme.poll() is None, lire()
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connexion:
            try:
                connexion.request("GET", "/")
                reponse = connexion.getresponse()
                reponse.read()
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
            else:
                return reponse
    pytest.fail(f"no page after {limite} s: {lire()}")


def attendre_que_soit_dit(texte, lire):
    fin = time.monotonic() + 10
    while texte not in lire():
        assert time.monotonic() < fin, lire()
        time.sleep(0.1)


def enfants(pid):
    """Server and worker: the second starts once the first answers."""
    fin = time.monotonic() + 10
    while len(proches := Path(f"/proc/{pid}/task/{pid}/children").read_text().split()) < 2:
        assert time.monotonic() < fin
        time.sleep(0.1)
    return [int(proche) for proche in proches]


def vivant(pid):
    return Path(f"/proc/{pid}").exists()


def test_fresh_data_give_a_page_and_a_clean_stop(marche):
    programme, port, lire = marche
    reponse = premiere_page(port, programme, lire, PREMIERE_FOIS_S)
    assert reponse.status == 200
    assert "default-src 'none'" in reponse.headers["Content-Security-Policy"]
    attendre_que_soit_dit(f"http://127.0.0.1:{port}", lire)
    proches = enfants(programme.pid)
    programme.send_signal(signal.SIGINT)
    assert programme.wait(30) == 0
    assert not [pid for pid in proches if vivant(pid)]


def test_the_same_data_serve_again_and_a_fallen_child_is_named(marche):
    programme, port, lire = marche
    debut = time.monotonic()
    assert premiere_page(port, programme, lire, ENSUITE_S).status == 200
    assert time.monotonic() - debut < ENSUITE_S
    attendre_que_soit_dit(f"http://127.0.0.1:{port}", lire)
    proches = enfants(programme.pid)
    os.kill(proches[1], signal.SIGKILL)
    assert programme.wait(30) == 1
    assert "tâches s'est arrêté (code -9)" in lire()
    assert not [pid for pid in proches if vivant(pid)]
