"""Another host's copy of the index: nothing lost while it is made, killed, away or forgotten."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.operations import modifier_fiche
from dla_market.catalogue.saisies import FicheSaisie, PresentationSaisie
from dla_market.copies import Copie
from dla_market.kernel import clock, relais
from dla_market.kernel.db import unit_of_work
from dla_market.kernel.outbox import Livraison
from dla_market.search import IndexAbsent, Indexeur, generations
from dla_market.search.source import SourceEnBase
from tests.proofs.atelier import atelier
from tests.proofs.processus import RACINE, environ_de
from tests.proofs.test_indexeur_tue import jusqu_a, publier_fiches, reecrire


@contextmanager
def autre_hote(data: Path, dossier: Path, url: str | None) -> Iterator[subprocess.Popen[bytes]]:
    """`flask search suivre` as another host runs it: the same database, a folder of its own."""
    with (data / "copie.log").open("a") as sortie:
        processus = subprocess.Popen(
            [sys.executable, "-m", "flask", "search", "suivre", "--hote", "web2"],
            env=environ_de(data, url, DLA_INDEX=str(dossier)),
            cwd=RACINE,
            stdout=sortie,
            stderr=sortie,
        )
        try:
            yield processus
        finally:
            processus.send_signal(signal.SIGTERM)
            processus.wait(30)


def a_jour(dossier: Path) -> bool:
    """Whether the copy says of every fiche what the database says."""
    try:
        return Indexeur(dossier).verifier(SourceEnBase()) == []
    except IndexAbsent:
        return False


def test_a_copy_is_made_follows_is_killed_and_catches_up(tmp_path, url):
    dossier = tmp_path / "autre"
    with atelier(tmp_path, url) as app:
        [fiche, autre] = publier_fiches(app, 2)
        with autre_hote(tmp_path, dossier, url) as processus:
            jusqu_a(lambda: a_jour(dossier), "the copy is not made")
            reecrire(fiche, "grudavobi")
            jusqu_a(lambda: a_jour(dossier), "the copy does not follow")
            os.kill(processus.pid, signal.SIGKILL)
            processus.wait()
        reecrire(fiche, "zapolugare")
        reecrire(autre, "mibralunto")
        assert not a_jour(dossier)
        with autre_hote(tmp_path, dossier, url) as processus:
            jusqu_a(lambda: a_jour(dossier), "the copy does not catch up")
            processus.terminate()
            assert processus.wait(30) == 0
        # and the worker's own index has its own deliveries, none of them taken by the copy
        assert not a_jour(Path(app.config["DLA_INDEX"]))
        app.extensions["outbox"].indexer()
        assert a_jour(Path(app.config["DLA_INDEX"]))


@contextmanager
def une_copie(dossier: Path, url: str | None) -> Iterator[tuple[Flask, Copie, Path]]:
    with atelier(dossier, url) as app:
        sienne = dossier / "autre"
        app.config["DLA_INDEX"] = sienne
        yield app, Copie(app, "web2"), sienne


def test_what_waits_is_indexed_together(tmp_path, url):
    with une_copie(tmp_path, url) as (app, copie, dossier):
        fiches = publier_fiches(app, 3)
        copie.tour()
        avant = generation(dossier)
        for fiche in fiches:
            reecrire(fiche, "grudavobi")
            reecrire(fiche, "zapolugare")
        copie.tour()
        assert a_jour(dossier)
        assert generation(dossier) == avant + 1


def generation(dossier: Path) -> int:
    return generations.lire(dossier).numero


def test_a_copy_away_too_long_is_forgotten_and_begins_again(tmp_path, url):
    with une_copie(tmp_path, url) as (app, copie, dossier):
        [fiche] = publier_fiches(app, 1)
        copie.tour()
        reecrire(fiche, "grudavobi")
        assert attendent("index:web2") == 1
        with time_machine.travel(clock.now() + relais.ABSENCE + timedelta(hours=1), tick=True):
            assert relais.oublier_les_absents() == 1
            assert attendent("index:web2") == 0
            reecrire(fiche, "zapolugare")
            assert attendent("index:web2") == 0
            copie.tour()
            assert a_jour(dossier)
            reecrire(fiche, "mibralunto")
            assert attendent("index:web2") == 1


def attendent(file: str) -> int:
    with unit_of_work() as session:
        return len(
            session.scalars(
                select(Livraison.id).where(Livraison.file == file, Livraison.livree_le.is_(None))
            ).all()
        )


def test_an_event_under_way_while_a_copy_registers_is_not_lost(tmp_path, url):
    """What was begun before the copy was known has ended when it reads: it is read, or delivered."""
    with une_copie(tmp_path, url) as (app, copie, dossier):
        [fiche] = publier_fiches(app, 1)
        commence, finir = threading.Event(), threading.Event()

        def ecrire_lentement() -> None:
            with app.app_context():
                saisie = PresentationSaisie("Conseil", "Accompagne. vubo", individuel=True, collectif=False)
                with unit_of_work() as session:
                    prestataire = session.get_one(Prestataire, fiche.id)
                    modifier_fiche(session, fiche.acteur, prestataire, FicheSaisie(presentation=saisie))
                    session.flush()
                    commence.set()
                    finir.wait(30)

        fil = threading.Thread(target=ecrire_lentement)
        fil.start()
        assert commence.wait(30)
        minuterie = threading.Timer(1.0, finir.set)
        minuterie.start()
        copie.tour()
        fil.join()
        copie.tour()
        assert a_jour(dossier)


def test_a_name_without_letters_or_too_long_is_refused(tmp_path):
    with atelier(tmp_path) as app:
        for nom in ("", "x" * 25):
            reponse = app.test_cli_runner().invoke(args=["search", "suivre", "--hote", nom])
            assert reponse.exit_code == 1
            assert "de 1 à 24 signes" in reponse.output
        inconnue = app.test_cli_runner().invoke(args=["search", "oublier", "ailleurs"])
        assert inconnue.exit_code == 1
        assert "Aucune copie" in inconnue.output


@pytest.mark.parametrize("moteur", ["sqlite"])
def test_without_its_own_deliveries_the_copy_is_late(tmp_path, url, monkeypatch):
    """The control: a program that forgot to write for the relays would be seen."""
    with une_copie(tmp_path, url) as (app, copie, dossier):
        [fiche] = publier_fiches(app, 1)
        copie.tour()
        monkeypatch.setattr(relais, "files_suivies", lambda _session: {})
        reecrire(fiche, "grudavobi")
        copie.tour()
        assert not a_jour(dossier)
