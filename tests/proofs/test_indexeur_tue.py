"""People edit fiches while the indexer is killed: the index stays whole, nothing that was edited is lost."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import random
import re
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from dla_market.catalogue.models import Prestataire
from dla_market.catalogue.operations import modifier_fiche
from dla_market.catalogue.saisies import FicheSaisie, PresentationSaisie
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.kernel.outbox import Livraison
from dla_market.notices.operations import deposer_courriel
from dla_market.search import Indexeur, generations
from dla_market.search.abonnements import ABONNE, FILE
from dla_market.search.source import SourceEnBase
from tests.proofs.atelier import atelier
from tests.proofs.processus import DEMARRAGE_S, attendre, gunicorn, worker
from tests.support import fabriques
from tests.support.http import Page, Visiteur, connecter

REDACTEURS = 4
FICHES = 3
"""Of each."""

EN_ATTENTE = (Livraison.abonne == ABONNE, Livraison.livree_le.is_(None))
LIVREES = (Livraison.abonne == ABONNE, Livraison.livree_le.is_not(None))


def mot_neuf(hasard: random.Random) -> str:
    """A word that no other is near, so that no correction finds it by chance."""
    return "".join(hasard.choice("bdfgklmprtvz") + hasard.choice("aou") for _ in range(6))


@dataclass
class Fiche:
    """A published fiche, who edits it, and the words that were answered as written, in their order."""

    id: int
    acteur: Acteur
    biscuit: str
    mots: list[str] = field(default_factory=list)


@dataclass
class Campagne:
    """What went on while the indexer was killed."""

    fiches: list[Fiche]
    pause_s: float
    """Between two edits of one person."""
    arret: threading.Event = field(default_factory=threading.Event)
    refus: list[str] = field(default_factory=list)
    tues: int = 0
    en_vol: int = 0
    """Kills in the middle of a delivery."""


def publier_fiches(app: Flask, nombre: int) -> list[Fiche]:
    """Fiches in the database and in the index."""
    with unit_of_work() as session:
        prestataires = [fabriques.un_prestataire(session) for _ in range(nombre)]
        acteurs = [fabriques.un_acteur(session, Role.PRESTATAIRE, p) for p in prestataires]
        ids = [p.id for p in prestataires]
    Indexeur(app.config["DLA_INDEX"]).reconstruire(SourceEnBase())
    session_courante().rollback()
    return [Fiche(id_, acteur, connecter(app, acteur)) for id_, acteur in zip(ids, acteurs, strict=True)]


def nombre(*conditions) -> int:
    """How many deliveries are so, now."""
    session = session_courante()
    session.rollback()
    trouve = session.scalar(select(func.count()).select_from(Livraison).where(*conditions))
    session.rollback()
    return trouve


def rediger(adresse: str, siennes: list[Fiche], campagne: Campagne, graine: int) -> None:
    """Write a new word in one fiche after the other, as its person does: its page, its form."""
    hasard = random.Random(graine)
    for fiche in itertools.cycle(siennes):
        if campagne.arret.wait(campagne.pause_s) and siennes[-1].mots:
            break
        mot = mot_neuf(hasard)
        page = ecrire(Visiteur(adresse, fiche.biscuit), mot)
        if page.statut == 303:
            fiche.mots.append(mot)
        else:
            campagne.refus.append(f"{page.statut}: {page.corps[:500]!r}")


def ecrire(visiteur: Visiteur, mot: str) -> Page:
    """Put the word in the fiche; again where the connection closed on it, which changes nothing twice."""
    texte = f"Accompagne des associations dans leurs choix. {mot}"
    while True:
        try:
            return visiteur.envoyer("/ma-fiche/presentation", {"presentation": texte})
        except (OSError, http.client.HTTPException):
            continue
        finally:
            visiteur.fermer()


def jusqu_a(condition, quoi: str) -> None:
    """Wait for it, a minute at most."""
    fin = time.monotonic() + DEMARRAGE_S
    while not condition():
        assert time.monotonic() < fin, quoi
        time.sleep(0.005)


def tuer_l_indexeur(
    app: Flask, data: Path, url: str | None, coups: int, campagne: Campagne, hasard: random.Random
) -> None:
    """Start the worker, let it take a delivery, kill it at a random instant; look at what it leaves."""
    for _ in range(coups):
        with worker(data, url) as processus:
            livrees = nombre(Livraison.livree_le.is_not(None))
            jusqu_a(
                lambda livrees=livrees: nombre(Livraison.livree_le.is_not(None)) > livrees,
                "nothing delivered",
            )
            time.sleep(hasard.uniform(0, 0.4))
            os.kill(processus.pid, signal.SIGKILL)
            processus.wait()
        campagne.tues += 1
        campagne.en_vol += nombre(*EN_ATTENTE, Livraison.essais > 0, Livraison.erreur.is_(None)) > 0
        # late, for nobody indexes now; but whole: every fiche is in it, once
        fautes = Indexeur(app.config["DLA_INDEX"]).verifier(SourceEnBase())
        session_courante().rollback()
        assert {faute.nature for faute in fautes} <= {"perimee"}


def pertes(app: Flask, fiches: list[Fiche]) -> list[str]:
    """What `flask search verifier` names, and each last word that `flask search interroger` does not find."""
    lanceur = app.test_cli_runner()
    verifie = lanceur.invoke(args=["search", "verifier"])
    perdues = [] if verifie.output == "0 écart(s)\n" else [verifie.output]
    questions = "".join(f"{fiche.mots[-1]}\n" for fiche in fiches)
    reponses = lanceur.invoke(args=["search", "interroger", "--fichier", "-"], input=questions)
    for fiche, ligne in zip(fiches, reponses.stdout.splitlines(), strict=True):
        reponse = json.loads(ligne)
        if [r["id"] for r in reponse["resultats"]] != [fiche.id] or reponse["corrige"]:
            perdues.append(f"fiche {fiche.id}: {fiche.mots[-1]}")
    session_courante().rollback()
    return perdues


@pytest.mark.parametrize(
    ("moteur", "coups", "pause_s"),
    [
        ("sqlite", 1, 0.2),
        pytest.param("sqlite", 40, 0, marks=pytest.mark.long),
        pytest.param("postgresql", 40, 0, marks=pytest.mark.long),
    ],
)
def test_an_indexer_killed_again_and_again_loses_no_edit(tmp_path, url, capsys, coups, pause_s):
    graine = random.randrange(10**6)
    with atelier(tmp_path, url) as app:
        campagne = Campagne(publier_fiches(app, REDACTEURS * FICHES), pause_s)
        with unit_of_work() as session:
            chargee = fabriques.un_acteur(session, Role.CHARGE_MISSION, fabriques.un_dla(session))
        biscuit = connecter(app, chargee)
        with gunicorn(tmp_path, REDACTEURS, url) as (adresse, _):
            attendre(adresse)
            fils = [
                threading.Thread(
                    target=rediger, args=(adresse, campagne.fiches[n::REDACTEURS], campagne, graine + n)
                )
                for n in range(REDACTEURS)
            ]
            for fil in fils:
                fil.start()
            try:
                tuer_l_indexeur(app, tmp_path, url, coups, campagne, random.Random(graine))
            finally:
                campagne.arret.set()
                for fil in fils:
                    fil.join()
            assert campagne.refus == []
            with worker(tmp_path, url):
                jusqu_a(lambda: nombre(*EN_ATTENTE) == 0, "the last worker does not catch up")
            assert pertes(app, campagne.fiches) == [], f"lost (seed {graine})"
            lecteur = Visiteur(adresse, biscuit)
            for fiche in campagne.fiches:
                page = lecteur.lire(f"/catalogue?texte={fiche.mots[-1]}").corps.decode()
                assert set(re.findall(r'href="/catalogue/(\d+)', page)) == {str(fiche.id)}
            lecteur.fermer()
        livrees = nombre(Livraison.abonne == ABONNE)
        assert livrees == sum(len(fiche.mots) for fiche in campagne.fiches)
        generation = generations.lire(app.config["DLA_INDEX"]).numero
    with capsys.disabled():
        sys.stdout.write(
            f"\n{campagne.tues} kills (seed {graine}), {campagne.en_vol} in mid-delivery: {livrees} edits"
            f" acknowledged, {generation} generations; 0 lost, 0 differences\n"
        )


def reecrire(fiche: Fiche, mot: str) -> None:
    """Its person's edit, as an operation of this process: nobody is told of it but the outbox."""
    fiche.mots.append(mot)
    saisie = PresentationSaisie("Conseil", f"Accompagne. {mot}", individuel=True, collectif=False)
    with unit_of_work() as session:
        prestataire = session.get_one(Prestataire, fiche.id)
        modifier_fiche(session, fiche.acteur, prestataire, FicheSaisie(presentation=saisie))


def test_a_mail_server_that_says_nothing_keeps_no_edit_waiting(tmp_path):
    with atelier(tmp_path) as app, socket.create_server(("127.0.0.1", 0)) as muet:
        muet.settimeout(DEMARRAGE_S)
        [fiche] = publier_fiches(app, 1)
        with unit_of_work() as session:
            deposer_courriel(
                session,
                utilisateur_id=fiche.acteur.utilisateur_id,
                organisation_id=None,
                objet="Bonjour",
                corps="Un mot.",
            )
        smtp = f"smtp://127.0.0.1:{muet.getsockname()[1]}"
        with worker(tmp_path, SMTP_URL=smtp) as processus:
            prise, _ = muet.accept()  # from here on the tasks wait for its first word
            with prise:
                reecrire(fiche, mot_neuf(random.Random(2)))
                jusqu_a(lambda: nombre(*EN_ATTENTE) == 0, "the index waits for the mail")
                assert pertes(app, [fiche]) == []
                prise.setblocking(False)
                with pytest.raises(BlockingIOError):  # nothing said, and not closed: still waiting
                    prise.recv(1)
                processus.kill()


def test_an_outbox_that_forgets_what_it_took_is_seen(tmp_path):
    """The control: taken is counted as done, so the edit that a dead worker held is lost."""
    hasard = random.Random(1)
    with atelier(tmp_path) as app:
        fiches = publier_fiches(app, 2)
        for fiche in fiches:
            reecrire(fiche, mot_neuf(hasard))
        with unit_of_work() as session:
            premiere = select(func.min(Livraison.id)).where(Livraison.file == FILE).scalar_subquery()
            session.execute(update(Livraison).where(Livraison.id == premiere).values(livree_le=clock.now()))
        app.extensions["outbox"].tout_livrer()
        assert pertes(app, fiches) == [
            f"fiche {fiches[0].id}\u00a0: perimee\n1 écart(s)\n",
            f"fiche {fiches[0].id}: {fiches[0].mots[0]}",
        ]
