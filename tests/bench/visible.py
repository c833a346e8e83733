"""How long after a person's form is sent a search in another process finds its words, the worker running."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep

from dla_market.catalogue.models import Prestataire
from dla_market.comptes.models import Role
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.search import Requete, WhooshMoteur
from tests.bench.generes import catalogue
from tests.proofs.processus import attendre, gunicorn, worker
from tests.proofs.test_indexeur_tue import ecrire, mot_neuf
from tests.support import fabriques
from tests.support.http import Visiteur, connecter

FICHES, ESSAIS = 4_000, 60
PATIENCE_S = 60


def apparition(moteur: WhooshMoteur, mot: str) -> float:
    """The moment at which a search finds the word."""
    requete = Requete(le=clock.today(), texte=mot, avec_facettes=False)
    fin = perf_counter() + PATIENCE_S
    while perf_counter() < fin:
        trouve = moteur.interroger(requete)
        if trouve.total == 1 and trouve.corrige is None:
            return perf_counter()
        sleep(0.005)
    raise RuntimeError(f"{mot} is not found after {PATIENCE_S} s")


def tableau(nombre: int = FICHES, essais: int = ESSAIS) -> Iterator[str]:
    """The lines of the report: from the form sent, and from its answer, which comes after the commit."""
    hasard = random.Random(7)
    with tempfile.TemporaryDirectory() as racine:
        data = Path(racine)
        with catalogue(data, nombre) as (app, _):
            with unit_of_work() as session:
                acteur = fabriques.un_acteur(session, Role.PRESTATAIRE, session.get_one(Prestataire, 1))
            biscuit = connecter(app, acteur)
            session_courante().rollback()
            moteur = WhooshMoteur()
            moteur.ouvrir(app.config["DLA_INDEX"])
            with gunicorn(data, 1) as (adresse, _), worker(data):
                attendre(adresse)
                apparition(moteur, _ecrire(adresse, biscuit, hasard)[2])
                envoyes, repondus = [], []
                for _ in range(essais):
                    sleep(hasard.uniform(0, 0.7))
                    envoi, reponse, mot = _ecrire(adresse, biscuit, hasard)
                    vu = apparition(moteur, mot)
                    envoyes.append(vu - envoi)
                    repondus.append(vu - reponse)
            moteur.fermer()
    for nom, temps in (("du formulaire envoyé", envoyes), ("de sa réponse", repondus)):
        p95 = quantiles(temps, n=20)[-1]
        p50 = quantiles(temps, n=2)[0]
        yield (
            f"{f'modification trouvée, {nombre} fiches, {nom}, s : p50, p95, max':66}"
            f"{p50:12.2f}{p95:8.2f}{max(temps):8.2f}"
        )


def _ecrire(adresse: str, biscuit: str, hasard: random.Random) -> tuple[float, float, str]:
    mot = mot_neuf(hasard)
    debut = perf_counter()
    page = ecrire(Visiteur(adresse, biscuit), mot)
    if page.statut != 303:
        raise RuntimeError(f"the form is answered {page.statut}")
    return debut, perf_counter(), mot
