"""The search page on a large catalogue beside a small one, and the engine's part of its time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from flask import Flask

from dla_market.search import Requete, Resultat
from tests.bench.generes import catalogue
from tests.bench.mesure import alterner
from tests.bench.pages import demandeur

PETIT, GRAND = 4_000, 400_000
PAGES = {
    "sans filtre": "/catalogue",
    "deux filtres": "/catalogue?secteur=culture&departement=26",
    "un mot et deux filtres": "/catalogue?texte=projet&secteur=culture&departement=26",
}


class Chronometre:
    """The engine of an application, with the processor time of its answers added up."""

    def __init__(self, moteur: Any) -> None:
        self.moteur = moteur
        self.pris = 0.0

    def interroger(self, requete: Requete) -> Resultat:
        """See MoteurRecherche."""
        debut = process_time()
        try:
            return self.moteur.interroger(requete)
        finally:
            self.pris += process_time() - debut

    def fermer(self) -> None:
        """See MoteurRecherche."""
        self.moteur.fermer()


def part_du_moteur(app: Flask, cookie: str, tours: int) -> Iterator[tuple[str, float]]:
    """For each page, the median share of its processor time that the engine takes."""
    chronometre = app.extensions["recherche"] = Chronometre(app.extensions["recherche"])
    for nom, url in PAGES.items():
        demander = demandeur(app, url, cookie)
        demander()
        parts = []
        for _ in range(tours):
            chronometre.pris, debut = 0.0, process_time()
            demander()
            parts.append(chronometre.pris / (process_time() - debut))
        yield nom, median(parts)
    app.extensions["recherche"] = chronometre.moteur


def tableau(tours: int, *, grand: int | None = None, index: Path | None = None) -> Iterator[str]:
    """The lines of the report; with `grand`, that many fiches beside 4 000, whose index may stand ready."""
    with tempfile.TemporaryDirectory() as racine, ExitStack() as pile:
        petit, cookie = pile.enter_context(catalogue(Path(racine, "petit"), PETIT))
        for nom, part in part_du_moteur(petit, cookie, tours):
            yield f"{f'moteur dans la page, {nom}, à {PETIT} fiches':66}{part:12.1%}"
        if grand is None:
            return
        grande, le_sien = pile.enter_context(catalogue(Path(racine, "grand"), grand, index))
        for nom, url in PAGES.items():
            demandes = [demandeur(petit, url, cookie), demandeur(grande, url, le_sien)]
            for demande in demandes:
                if demande().statut != 200:
                    raise RuntimeError(f"{url} answers {demande().statut}")
            peu, beaucoup = alterner(demandes, tours)
            rapport = beaucoup.processeur / peu.processeur
            yield f"{f'page à {grand} fiches / à {PETIT}, {nom}':66}{rapport:12.1f}"
