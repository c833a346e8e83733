"""A worker killed while people notify orders: what was answered is there, once (reliability C6, E2)."""

from __future__ import annotations

import contextlib
import http.client
import os
import queue
import random
import signal
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pysqlite3
import pytest
from sqlalchemy import func, select

from dla_market.commandes.models import Commande, EtatCommande
from dla_market.fonds import verification
from dla_market.fonds.models import Compte, NatureCompte
from dla_market.kernel import clock, journal
from dla_market.kernel.db import session_courante
from dla_market.kernel.idempotence import CleIdempotence
from dla_market.kernel.journal import EntreeJournal
from dla_market.kernel.outbox import LigneOutbox
from dla_market.notices.models import Message
from tests.proofs.atelier import atelier
from tests.proofs.commandes import TTC, Carnet, signer_commandes
from tests.proofs.processus import DEMARRAGE_S, attendre, enfants, gunicorn
from tests.support.http import Visiteur, connecter

CLIENTS = 4


@dataclass
class Envoi:
    """A form that left, and what was answered: nothing where the worker died meanwhile."""

    chemin: str
    champs: dict[str, str]
    statut: int | None = None


@dataclass
class Campagne:
    """What clients did while workers were killed."""

    envois: dict[int, Envoi] = field(default_factory=dict)
    tues: int = 0
    en_vol: int = 0
    """Blows that cut at least one exchange."""
    partis: int = 0
    """Forms that have left."""

    @property
    def acquittes(self) -> set[int]:
        """The orders whose notification was answered as done."""
        return {c for c, e in self.envois.items() if e.statut == 303}

    @property
    def inconnus(self) -> set[int]:
        """Those of which nobody was told that they are done: no answer, or « try again » (503)."""
        return {c for c, e in self.envois.items() if e.statut in (None, 503)}


def afficher(visiteur: Visiteur, commande_id: int) -> Envoi:
    """The page of the act, as often as it takes: reading again costs nothing."""
    fin = time.monotonic() + DEMARRAGE_S
    while True:
        try:
            return Envoi(*visiteur.formulaire(f"/commandes/{commande_id}/notifier"))
        except (OSError, http.client.HTTPException, AssertionError):
            assert time.monotonic() < fin, "the server does not come back"
            time.sleep(0.02)


def client(adresse: str, biscuit: str, a_faire: queue.Queue[int], campagne: Campagne) -> None:
    """Notify orders one after the other, once each, whatever happens."""
    visiteur = Visiteur(adresse, biscuit)
    with contextlib.suppress(queue.Empty):
        while True:
            commande_id = a_faire.get_nowait()
            envoi = campagne.envois[commande_id] = afficher(visiteur, commande_id)
            with contextlib.suppress(OSError, http.client.HTTPException):
                campagne.partis += 1
                envoi.statut = visiteur.demander("POST", envoi.chemin, envoi.champs).statut
    visiteur.fermer()


def tuer_en_route(
    adresse: str, chef: int, biscuit: str, commandes: list[int], coups: int, hasard: random.Random
) -> Campagne:
    """Clients notify, lot by lot; while a lot goes, one worker or all are killed at a random instant."""
    campagne = Campagne()
    for lot in (commandes[n::coups] for n in range(coups)):
        attendre(adresse)
        a_faire: queue.Queue[int] = queue.Queue()
        for commande_id in lot:
            a_faire.put(commande_id)
        fils = [
            threading.Thread(target=client, args=(adresse, biscuit, a_faire, campagne))
            for _ in range(CLIENTS)
        ]
        inconnus, seuil = len(campagne.inconnus), campagne.partis + hasard.randint(1, len(lot) // 2)
        for fil in fils:
            fil.start()
        while campagne.partis < seuil and any(f.is_alive() for f in fils):
            time.sleep(0.001)
        time.sleep(hasard.uniform(0, 0.12))
        for pid in hasard.choice((enfants(chef), enfants(chef)[:1])):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                campagne.tues += 1
        for fil in fils:
            fil.join()
        campagne.en_vol += len(campagne.inconnus) > inconnus
    return campagne


def renvoyer(adresse: str, biscuit: str, campagne: Campagne) -> None:
    """Send every form again: what nobody answered, as people do, and what was answered, as browsers may."""
    visiteur = Visiteur(adresse, biscuit)
    attendre(adresse)
    for commande_id, envoi in campagne.envois.items():
        page = visiteur.demander("POST", envoi.chemin, envoi.champs)
        assert (page.statut, page.entete("Location")) == (303, f"/commandes/{commande_id}")
    visiteur.fermer()


def notifiees() -> set[int]:
    """The orders notified, as the database says after the last kill."""
    session = session_courante()
    session.rollback()
    trouvees = set(session.scalars(select(Commande.id).where(Commande.etat == EtatCommande.NOTIFIEE)))
    session.rollback()
    return trouvees


def tout_est_juste(fichier: Path, carnet: Carnet) -> None:
    """One act, one event, one key, one message a person for each order; the ledger and the chain hold."""
    with contextlib.closing(pysqlite3.connect(str(fichier))) as connexion:
        assert connexion.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connexion.execute("PRAGMA foreign_key_check").fetchall() == []
    session = session_courante()
    session.rollback()
    nombre = len(carnet.commandes)
    actes = session.scalars(select(EntreeJournal.objet_id).where(EntreeJournal.action == "commande:notifier"))
    assert set(Counter(actes).values()) == {1}
    for compte, attendu in (
        (select(func.count()).where(LigneOutbox.evenement == "CommandeNotifiee"), nombre),
        (select(func.count()).where(CleIdempotence.action == "commande:notifier"), nombre),
        (select(func.count()).where(Message.objet.startswith("La commande est notifiée")), 2 * nombre),
        (select(func.sum(Compte.solde_centimes)).where(Compte.nature == NatureCompte.ENGAGE), TTC * nombre),
        (select(func.sum(Compte.solde_centimes)).where(Compte.nature == NatureCompte.RESERVE), 0),
    ):
        assert session.scalar(compte) == attendu, str(compte)
    assert verification.verifier(session) == []
    assert journal.verifier(session) == []
    session.rollback()


@pytest.mark.parametrize(
    ("ouvriers", "coups", "par_coup"), [(1, 2, 8), pytest.param(2, 34, 8, marks=pytest.mark.long)]
)
def test_what_was_answered_is_there_once_after_a_kill(tmp_path, capsys, ouvriers, coups, par_coup):
    graine = random.randrange(10**6)
    hasard = random.Random(graine)
    with atelier(tmp_path) as app:
        carnet = signer_commandes(coups * par_coup)
        biscuit = connecter(app, carnet.responsable)
        with gunicorn(tmp_path, ouvriers) as (adresse, chef):
            attendre(adresse)
            campagne = tuer_en_route(adresse, chef, biscuit, carnet.commandes, coups, hasard)
            presentes = notifiees()
            assert campagne.acquittes <= presentes, f"lost (seed {graine})"
            assert campagne.acquittes | campagne.inconnus == set(carnet.commandes)
            renvoyer(adresse, biscuit, campagne)
        # what a dead worker had taken to deliver is free again after two minutes
        with clock.arretee_a(clock.now() + timedelta(hours=2)):
            app.extensions["outbox"].tout_livrer()
        tout_est_juste(tmp_path / "dla.sqlite3", carnet)
    faites = len(presentes - campagne.acquittes)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{campagne.tues} kills (seed {graine}), {campagne.en_vol} in mid-exchange: "
            f"{len(campagne.acquittes)} acknowledged, {len(campagne.inconnus)} unknown "
            f"of which {faites} had committed; 0 lost, 0 twice\n"
        )
