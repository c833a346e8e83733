"""A form sent several times, even at once, has its effect once (reliability C6)."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select

from dla_market.commandes.models import Commande, EtatCommande
from dla_market.comptes.acteur import Acteur
from dla_market.fonds import verification
from dla_market.kernel import journal
from dla_market.kernel.db import session_courante
from dla_market.kernel.journal import EntreeJournal
from dla_market.notices.models import Message
from tests.proofs.atelier import atelier
from tests.proofs.commandes import signer_commandes
from tests.support.http import Visiteur, connecter
from tests.support.serveur import servir

FILS, ENVOIS = 8, 3


def envoyer_partout(adresse: str, biscuit: str, chemin: str) -> list[tuple[int, str]]:
    """One form, shown once and sent three times by each of eight browsers at the same instant."""
    visiteur = Visiteur(adresse, biscuit)
    action, champs = visiteur.formulaire(chemin)
    visiteur.fermer()
    depart = threading.Barrier(FILS)
    reponses: list[tuple[int, str]] = []

    def cliquer() -> None:
        sien = Visiteur(adresse, biscuit)
        depart.wait()
        for _ in range(ENVOIS):
            page = sien.demander("POST", action, champs)
            reponses.append((page.statut, page.entete("Location")))
        sien.fermer()

    fils = [threading.Thread(target=cliquer) for _ in range(FILS)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return reponses


def compter(requete) -> int:
    session = session_courante()
    session.rollback()
    nombre = session.scalar(requete)
    session.rollback()
    return nombre


@pytest.mark.parametrize("formulaires", [3, pytest.param(42, marks=pytest.mark.long)])
def test_a_form_sent_at_once_by_eight_browsers_has_one_effect(tmp_path, url, formulaires):
    with atelier(tmp_path, url) as app:
        carnet = signer_commandes(formulaires)
        biscuit = connecter(app, carnet.responsable)
        with servir(app) as adresse:
            for commande_id in carnet.commandes:
                reponses = envoyer_partout(adresse, biscuit, f"/commandes/{commande_id}/notifier")
                assert Counter(reponses) == {(303, f"/commandes/{commande_id}"): FILS * ENVOIS}
        un_effet_chacune(formulaires)


def un_effet_chacune(nombre: int) -> None:
    """Each order notified once: state, journal, ledger, messages."""
    assert compter(select(func.count()).where(Commande.etat == EtatCommande.NOTIFIEE)) == nombre
    actes = select(func.count()).where(EntreeJournal.action == "commande:notifier")
    assert compter(actes) == nombre
    prevenus = select(func.count()).where(Message.objet.startswith("La commande est notifiée"))
    assert compter(prevenus) == 2 * nombre  # its provider, its structure
    assert verification.verifier(session_courante()) == []
    assert journal.verifier(session_courante()) == []
    session_courante().rollback()


def test_a_key_that_comes_back_with_other_words_is_refused(tmp_path, url):
    with atelier(tmp_path, url) as app:
        carnet = signer_commandes(2)
        with servir(app) as adresse:
            annuler_deux_fois(adresse, connecter(app, carnet.responsable), carnet.commandes)
        assert compter(select(func.count()).where(Commande.etat == EtatCommande.ANNULEE)) == 1


def annuler_deux_fois(adresse: str, biscuit: str, commandes: list[int]) -> None:
    """The same key: same words, other words, and another order."""
    visiteur = Visiteur(adresse, biscuit)
    une, autre = (f"/commandes/{c}/annuler" for c in commandes)
    _, champs = visiteur.formulaire(une)
    envois = [(une, "Doublon"), (une, "Doublon"), (une, "Autre motif"), (autre, "Doublon")]
    statuts = [visiteur.demander("POST", ou, champs | {"motif": mot}).statut for ou, mot in envois]
    visiteur.fermer()
    assert statuts == [303, 303, 409, 409]


def test_one_s_key_is_nothing_to_another(tmp_path, url):
    with atelier(tmp_path, url) as app:
        carnet = signer_commandes(1)
        with servir(app) as adresse:
            intrus: Acteur = carnet.signataires[2]
            visiteur = Visiteur(adresse, connecter(app, carnet.responsable))
            action, champs = visiteur.formulaire(f"/commandes/{carnet.commandes[0]}/notifier")
            autre = Visiteur(adresse, connecter(app, intrus))
            jeton = autre.formulaire("/messages", "form")[1]["csrf_token"]
            assert autre.demander("POST", action, champs | {"csrf_token": jeton}).statut == 403
            assert visiteur.demander("POST", action, champs).statut == 303
            for un in (visiteur, autre):
                un.fermer()
