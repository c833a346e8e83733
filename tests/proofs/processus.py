"""The program's own processes, as `make run` starts them: what the proofs kill."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.bases import SECRET
from tests.support.http import Visiteur

DEMARRAGE_S = 60
RACINE = Path(__file__).parents[2]


def environ_de(data: Path, url: str | None = None, **autres: str) -> dict[str, str]:
    """The settings of the demonstration on these data, and on this database where one is named."""
    reglages = {"DLA_ENV": "demo", "DLA_DATA": str(data), "SECRET_KEY": SECRET, "PYTHONWARNINGS": "ignore"}
    return os.environ | reglages | ({"DATABASE_URL": url} if url else {}) | autres


@contextmanager
def gunicorn(data: Path, ouvriers: int, url: str | None = None) -> Iterator[tuple[str, int]]:
    """The server as `make run` starts it, on these data: its address, the process that leads its workers."""
    with socket.socket() as sonde:
        sonde.bind(("127.0.0.1", 0))
        port = sonde.getsockname()[1]
    ordre = [
        *(sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind", f"127.0.0.1:{port}"),
        *("--workers", str(ouvriers), "--threads", "4", "--worker-class", "gthread"),
        *("--log-level", "critical", "dla_market.app:serveur()"),
    ]
    with (
        (data / "serveur.log").open("w") as sortie,
        subprocess.Popen(ordre, env=environ_de(data, url), cwd=RACINE, stdout=sortie, stderr=sortie) as chef,
    ):
        try:
            yield f"http://127.0.0.1:{port}", chef.pid
        finally:
            chef.terminate()
            try:
                chef.wait(15)
            except subprocess.TimeoutExpired:
                for pid in [*enfants(chef.pid), chef.pid]:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)


def enfants(chef: int) -> list[int]:
    """The processes that this one has started."""
    texte = Path(f"/proc/{chef}/task/{chef}/children").read_text()
    return [int(mot) for mot in texte.split()]


def attendre(adresse: str) -> None:
    """Until a page comes."""
    fin = time.monotonic() + DEMARRAGE_S
    while True:
        visiteur = Visiteur(adresse)
        try:
            assert visiteur.lire("/connexion").statut == 200
        except (OSError, http.client.HTTPException):
            assert time.monotonic() < fin, "the server does not answer"
            time.sleep(0.05)
        else:
            return
        finally:
            visiteur.fermer()


@contextmanager
def worker(data: Path, url: str | None = None, **reglages: str) -> Iterator[subprocess.Popen[bytes]]:
    """`flask worker` on these data; ended at the end, unless something else has ended it."""
    with (
        (data / "worker.log").open("a") as sortie,
        subprocess.Popen(
            [sys.executable, "-m", "flask", "worker"],
            env=environ_de(data, url, **reglages),
            cwd=RACINE,
            stdout=sortie,
            stderr=sortie,
        ) as processus,
    ):
        try:
            yield processus
        finally:
            processus.terminate()
            try:
                processus.wait(15)
            except subprocess.TimeoutExpired:
                processus.kill()
