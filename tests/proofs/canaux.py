"""The channels by which what is sealed could be read too early: each gives bytes or a folder to search."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pysqlite3
import structlog
from sqlalchemy import inspect, text

from dla_market.kernel.db import db, session_courante
from dla_market.reports.annee import Annee
from dla_market.reports.csv_bilan import exporter
from tests.proofs.appel import Appel
from tests.proofs.parcours import adresses_devinees, lire_tout
from tests.support.canaris import Touche, _deplier, chercher
from tests.support.smtp import Boite

BASES = ("dla.sqlite3", "dla.sqlite3-wal", "dla.sqlite3-shm")


@dataclass
class Temoin:
    """What was recorded while the program ran: its output, its statements, the files it opened to write."""

    tmp: Path
    sortie: io.StringIO = field(default_factory=io.StringIO)
    ecrits: list[str] = field(default_factory=list)


_temoin: list[Temoin] = []


def _a_l_ouverture(evenement: str, arguments: tuple[object, ...]) -> None:
    if not _temoin or evenement != "open":
        return
    nom, _, drapeaux = arguments
    if isinstance(nom, str) and isinstance(drapeaux, int) and drapeaux & (os.O_WRONLY | os.O_RDWR):
        _temoin[-1].ecrits.append(nom)


sys.addaudithook(_a_l_ouverture)


@contextmanager
def temoigner(tmp: Path) -> Iterator[Temoin]:
    """Record logs of every kind, SQL with its parameters where the engine tells them; TMPDIR is `tmp`."""
    temoin = Temoin(tmp)
    tmp.mkdir(exist_ok=True)
    recueil = logging.StreamHandler(temoin.sortie)
    recueil.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    racine, moteur = logging.getLogger(), logging.getLogger("sqlalchemy.engine")
    niveaux, ancien_tmp = (racine.level, moteur.level), tempfile.tempdir
    racine.addHandler(recueil)
    racine.setLevel(logging.DEBUG)
    moteur.addHandler(recueil)
    moteur.setLevel(logging.INFO)
    moteur.propagate = False
    tempfile.tempdir = str(tmp)
    _temoin.append(temoin)
    try:
        with contextlib.redirect_stdout(temoin.sortie), contextlib.redirect_stderr(temoin.sortie):
            yield temoin
    finally:
        _temoin.remove(temoin)
        tempfile.tempdir = ancien_tmp
        racine.removeHandler(recueil)
        racine.setLevel(niveaux[0])
        moteur.removeHandler(recueil)
        moteur.propagate = True
        moteur.setLevel(niveaux[1])


@dataclass
class Scene:
    """A tender in its workshop, with what was recorded of it and its mails; `copie` is for the scan alone."""

    appel: Appel
    temoin: Temoin
    boite: Boite
    copie: Path

    @property
    def data(self) -> Path:
        """The folder of everything but the keys."""
        return Path(self.appel.app.config["DLA_DATA"])


def base(scene: Scene) -> Path:
    """The database file, its WAL and its shared memory, as they lie (copied by another process)."""
    dossier = scene.copie / "base"
    dossier.mkdir(exist_ok=True)
    for nom in BASES:
        if (scene.data / nom).exists():
            subprocess.run(["cp", str(scene.data / nom), str(dossier)], check=True)
    return dossier


def sauvegarde(scene: Scene) -> Path:
    """What a backup by SQLite's own backup API holds."""
    cible = scene.copie / "sauvegarde.sqlite3"
    with (
        contextlib.closing(pysqlite3.connect(str(scene.data / BASES[0]))) as source,
        contextlib.closing(pysqlite3.connect(str(cible))) as copie,
    ):
        source.backup(copie)
    return cible


def tables(_scene: Scene) -> bytes:
    """Every value of every table, as a dump would write them."""
    return b"\n".join(_valeurs(inspect(db.engine).get_table_names()))


def _valeurs(noms: Iterable[str]) -> Iterator[bytes]:
    session = session_courante()
    session.rollback()
    for nom in noms:
        for ligne in session.execute(text(f'SELECT * FROM "{nom}"')):
            for valeur in ligne:
                if isinstance(valeur, bytes | memoryview):
                    yield bytes(valeur)
                elif valeur is not None:
                    yield str(valeur).encode()
    session.rollback()


def _de(*noms: str) -> Callable[[Scene], bytes]:
    return lambda _scene: b"\n".join(_valeurs(noms))


def journaux(scene: Scene) -> bytes:
    """Logs of the program, of its libraries, of the server (access), and SQL statements."""
    return scene.temoin.sortie.getvalue().encode()


def courriels(scene: Scene) -> bytes:
    """The mails that left, raw and decoded."""
    return b"\n".join(
        pli.octets + b"\n" + str(pli.courriel.get_content()).encode() for pli in scene.boite.plis
    )


def exports(scene: Scene) -> Path:
    """The yearly report's files."""
    session_courante().rollback()
    dossier = scene.copie / "export"
    exporter(session_courante(), Annee(2026), dossier)
    return dossier


def index(scene: Scene) -> Path:
    """The search index."""
    return Path(scene.appel.app.config["DLA_INDEX"])


def donnees(scene: Scene) -> Path:
    """DLA_DATA but its database, its keys and its queue: what people upload, mails kept, anything new."""
    dossier = scene.copie / "donnees"
    hors = shutil.ignore_patterns("dla.sqlite3*", "cles", "taches.sqlite3*", "search_index")
    shutil.copytree(scene.data, dossier, dirs_exist_ok=True, ignore=hors)
    return dossier


def temporaires(scene: Scene) -> Path:
    """TMPDIR. That nothing was written there and erased since is asserted by the test."""
    return scene.temoin.tmp


def file_des_taches(scene: Scene) -> Path:
    """The queue's own database."""
    return _copie_de(scene, "taches.sqlite3")


def _copie_de(scene: Scene, nom: str) -> Path:
    dossier = scene.copie / nom
    dossier.mkdir(exist_ok=True)
    for fichier in scene.data.glob(f"{nom}*"):
        subprocess.run(["cp", str(fichier), str(dossier)], check=True)
    return dossier


def pages_et_entetes(scene: Scene, qui: Iterable[str]) -> dict[str, tuple[bytes, bytes]]:
    """All that each of these onlookers reads, as (bodies, headers) by who.

    « visiteur » is nobody; « candidat 1 » is the second bidder, who has an offer of its own.
    """
    appel = scene.appel
    devinees = adresses_devinees(
        appel.app,
        {"invitation_id": appel.invitations[:2], "consultation_id": appel.consultations[:1]},
    )
    regards = {nom: appel.biscuit(acteur) for nom, acteur in appel.regards.items()}
    regards["candidat 1"] = appel.biscuit(appel.candidats[1])
    lues: dict[str, tuple[bytes, bytes]] = {}
    for nom in qui:
        corps, entetes = [], []
        for url, statut, tete, bloc in lire_tout(
            appel.app, regards.get(nom), ["/", "/a-faire", "/messages", *devinees]
        ):
            assert statut < 500, (nom, url)
            # a PDF or an archive says nothing until it is unfolded
            corps += [morceau for _, morceau in _deplier(url, bloc, 0)]
            entetes.append(f"{url} {statut} {tete}".encode())
        lues[nom] = b"\n".join(corps), b"\n".join(entetes)
    return lues


STOCKAGE_SQLITE: dict[str, Callable[[Scene], bytes | Path]] = {"fichier": base, "sauvegarde": sauvegarde}
STOCKAGE: dict[str, Callable[[Scene], bytes | Path]] = {"tables": tables, "offres": _de("offre")}
AUTOUR: dict[str, Callable[[Scene], bytes | Path]] = {
    "boîte d’envoi": _de("outbox_evenement", "outbox_livraison"),
    "messages": _de("message"),
    "journal": _de("journal_entree"),
    "clés d’idempotence": _de("idempotence_cle"),
    "sessions": _de("session_serveur"),
    "journaux": journaux,
    "courriels": courriels,
    "exports": exports,
    "index": index,
    "données": donnees,
    "temporaires": temporaires,
}
AUTOUR_SQLITE: dict[str, Callable[[Scene], bytes | Path]] = {"file des tâches": file_des_taches}


def canaux(scene: Scene) -> dict[str, Callable[[Scene], bytes | Path]]:
    """The channels of this scene's database, pages apart."""
    sqlite = db.engine.dialect.name == "sqlite"
    return STOCKAGE | AUTOUR | (STOCKAGE_SQLITE | AUTOUR_SQLITE if sqlite else {})


def balayer(scene: Scene, canaris: Iterable[str | int]) -> dict[str, list[Touche]]:
    """What is seen in each channel, pages apart."""
    cherches = list(canaris)
    return {nom: chercher(lire(scene), cherches) for nom, lire in canaux(scene).items()}


def journaliser_une_ligne(mot: str) -> None:
    """One line by the program's own logger."""
    structlog.get_logger("preuve").warning("preuve.ligne", mot=mot)
