"""`python -m tests.bench`: the table of ratios, in one run.

--tours N            rounds (60)
--dans DOSSIER       a demo already loaded, instead of a temporary one (made in about a minute)
--sans-recherche     without the search engine's own measures
--seulement PARTIE   one part (repeatable): pages, recherche, rivaux, catalogue, visible, memoire, import
--grande [N]         also the search page at N fiches (400 000) beside 4 000: half an hour to make that index
--index DOSSIER      an index of N fiches already made for --grande
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from flask import Flask

from dla_market.kernel.db import db
from tests.bench import grande, importation, memoire, visible
from tests.bench.mesure import (
    Temps,
    adresses_des_polices,
    adresses_des_ressources,
    alterner,
    comprime,
    ordres,
)
from tests.bench.pages import Page, application, demandeur, pages
from tests.bench.plancher import plancher
from tests.search import bench_rivaux
from tests.search.bench_search import mesurer
from tests.support.bases import DOSSIER

A_LA_DEMANDE = ("latin-ext", ".ttf")
"""Files of a style sheet that a browser asks for only where a text has their letters."""


def dire(texte: str = "") -> None:
    """One line of the report."""
    sys.stdout.write(f"{texte}\n")
    sys.stdout.flush()


def tableau_des_pages(app: Flask, dossier: Path, tours: int) -> None:
    """Each page beside the floor: CPU and p50, statements, weight."""
    with plancher(dossier) as base:
        mesurees = [Page("page de base", "/", demandeur(base, "/?debut=2000")), *pages(app)]
        temps = alterner([page.demander for page in mesurees], tours)
    dire(f"{'page':46}{'CPU':>7}{'p50':>7}{'requêtes':>10}{'ko':>8}{'ko gzip':>9}")
    for page, pris in zip(mesurees, temps, strict=True):
        dire(_ligne(app, page, pris, temps[0]))
    charge = os.getloadavg()[0] / (os.cpu_count() or 1)
    dire(
        f"(page de base : {temps[0].processeur * 1000:.2f} ms de processeur ; {tours} tours ; machine occupée"
    )
    dire(f" {charge:.1f} fois : au-dessus de 1, le p50 compte aussi l'attente du processeur)")


def _ligne(app: Flask, page: Page, pris: Temps, base: Temps) -> str:
    with app.app_context():
        moteur = db.engine
    with ordres(moteur) as vus:
        corps = page.demander().corps
    rapports = f"{pris.processeur / base.processeur:7.1f}{pris.mur / base.mur:7.1f}"
    requetes = len(vus) if page.nom != "page de base" else 2
    return f"{page.nom:46}{rapports}{requetes:10}{len(corps) / 1000:8.1f}{comprime(corps) / 1000:9.1f}"


def tableau_des_ressources(app: Flask) -> None:
    """What a first page brings with it, file by file."""
    page = demandeur(app, "/connexion")().corps.decode()
    adresses = adresses_des_ressources(page)
    for adresse in list(adresses):
        if adresse.endswith(".css"):
            feuille = demandeur(app, adresse)().corps.decode()
            adresses += [urljoin(adresse, police) for police in adresses_des_polices(feuille)]
    total = comprimees = 0
    dire(f"{'ressource':46}{'ko':>32}{'ko gzip':>9}")
    for adresse in dict.fromkeys(urlsplit(adresse).path for adresse in adresses):
        if any(morceau in adresse for morceau in A_LA_DEMANDE):
            continue
        corps = demandeur(app, adresse)().corps
        envoyes = len(corps) if adresse.endswith(".woff2") else comprime(corps)
        total, comprimees = total + len(corps), comprimees + envoyes
        dire(f"{adresse:46}{len(corps) / 1000:32.1f}{envoyes / 1000:9.1f}")
    dire(f"{'toutes':46}{total / 1000:32.1f}{comprimees / 1000:9.1f}")


def mesurer_pages(choix: argparse.Namespace) -> None:
    """The program's pages beside the floor, and what they weigh."""
    with tempfile.TemporaryDirectory() as dossier:
        app = application(choix.dans or Path(dossier, "demo"))
        tableau_des_pages(app, Path(dossier), choix.tours)
        dire()
        tableau_des_ressources(app)


def mesurer_recherche(_choix: argparse.Namespace) -> None:
    """The engine alone."""
    dire(f"{'recherche, 4 000 fiches générées':46}{'valeur':>12}")
    for nom, valeur in mesurer(4_000).items():
        dire(f"{nom:46}{valeur:12.3f}")


def mesurer_catalogue(choix: argparse.Namespace) -> None:
    """The search page on generated fiches."""
    for ligne in grande.tableau(choix.tours, grand=choix.grande, index=choix.index):
        dire(ligne)


PARTIES: dict[str, Callable[[argparse.Namespace], None]] = {
    "pages": mesurer_pages,
    "recherche": mesurer_recherche,
    "rivaux": lambda _: dire(bench_rivaux.tableau()),
    "catalogue": mesurer_catalogue,
    "visible": lambda _: dire("\n".join(visible.tableau())),
    "memoire": lambda _: dire("\n".join(memoire.tableau())),
    "import": lambda _: dire("\n".join(importation.tableau())),
}


def main() -> None:
    """Print the tables."""
    lecteur = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    lecteur.add_argument("--tours", type=int, default=60)
    lecteur.add_argument("--dans", type=Path)
    lecteur.add_argument("--sans-recherche", action="store_true")
    lecteur.add_argument("--seulement", action="append", choices=PARTIES)
    lecteur.add_argument("--grande", type=int, nargs="?", const=grande.GRAND)
    lecteur.add_argument("--index", type=Path)
    choix = lecteur.parse_args()
    voulues = choix.seulement or (["pages"] if choix.sans_recherche else list(PARTIES))
    try:
        for nom in voulues:
            PARTIES[nom](choix)
            dire()
    finally:
        shutil.rmtree(DOSSIER, ignore_errors=True)


if __name__ == "__main__":
    main()
