"""The pages that are measured: the demo's own, each asked for by who reads it in real life."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import EnvironBuilder

from dla_market.app import create_app
from dla_market.comptes.models import Utilisateur
from dla_market.config import Config
from dla_market.demo.personnes import COMPTES
from dla_market.kernel.db import db, session_courante

CHARGEE = "camille.charge@dla-drome.example"
RESPONSABLE = "bruno.responsable@dla-drome.example"
PILOTE = "ines.pilote@animation-dla.example"
PRESTATAIRE = "lise.prestataire@demo.example"

OUVERTES = (
    ("catalogue, sans filtre", CHARGEE, "/catalogue"),
    ("catalogue, deux filtres", CHARGEE, "/catalogue?secteur=culture&departement=26"),
    (
        "catalogue, un mot et deux filtres",
        CHARGEE,
        "/catalogue?texte=projet&secteur=culture&departement=26",
    ),
    ("structures", CHARGEE, "/structures"),
    ("ingénieries", CHARGEE, "/ingenieries"),
    ("consultations", CHARGEE, "/consultations/"),
    ("commandes", RESPONSABLE, "/commandes"),
    ("factures", RESPONSABLE, "/commandes/factures"),
    ("invitations", PRESTATAIRE, "/invitations/"),
    ("fonds", RESPONSABLE, "/fonds"),
    ("ressources", CHARGEE, "/ressources"),
    ("demandes aux centres", CHARGEE, "/sollicitations"),
    ("messages", CHARGEE, "/messages"),
    ("bilan", PILOTE, "/bilan"),
)
PREMIERES = (
    ("fiche", CHARGEE, "/catalogue", r"/catalogue/\d+"),
    ("structure", CHARGEE, "/structures", r"/structures/\d+"),
    ("ingénierie", CHARGEE, "/ingenieries", r"/ingenieries/\d+"),
    ("consultation", RESPONSABLE, "/consultations/", r"/consultations/\d+"),
    ("commande", RESPONSABLE, "/commandes", r"/commandes/\d+"),
    ("invitation", PRESTATAIRE, "/invitations/", r"/invitations/\d+"),
    ("ressource", CHARGEE, "/ressources", r"/ressources/\d+"),
    ("demande à un centre", CHARGEE, "/sollicitations", r"/sollicitations/\d+"),
)
"""Pages of one object: the first that a list shows."""


@dataclass(frozen=True)
class Reponse:
    """What the program answered."""

    statut: int
    lieu: str | None
    corps: bytes


@dataclass(frozen=True)
class Page:
    """A page, ready to be asked for again and again."""

    nom: str
    url: str
    demander: Callable[[], Reponse]


def application(dossier: Path) -> Flask:
    """The program on the demo of `dossier`, loaded there first where the folder is empty."""
    neuf = not (dossier / "dla.sqlite3").exists()
    environ = {"DLA_ENV": "demo", "DLA_DATA": str(dossier)}
    app = create_app(Config.from_env(environ))
    etapes = [["db", "upgrade"]]
    if neuf:
        etapes += [["demo", "charger"], ["search", "rebuild"]]
    for commande in etapes:
        resultat = app.test_cli_runner().invoke(args=commande)
        if resultat.exit_code:
            raise RuntimeError(f"flask {' '.join(commande)}: {resultat.output}{resultat.exception!r}")
    return app


def demandeur(app: Flask, url: str, cookie: str | None = None) -> Callable[[], Reponse]:
    """Asks for an address straight through WSGI: neither a socket nor a test client in the measure."""
    chemin, _, parametres = url.partition("?")
    environ = EnvironBuilder(
        path=chemin,
        query_string=parametres,
        base_url="http://localhost",
        headers={"Cookie": cookie} if cookie else {},
    ).get_environ()

    def demander() -> Reponse:
        recu: list[Any] = []
        corps = app.wsgi_app(
            environ | {"wsgi.input": BytesIO()},
            lambda statut, entetes, _=None: recu.extend((statut, entetes)),
        )
        try:
            octets = b"".join(corps)
        finally:
            if hasattr(corps, "close"):
                corps.close()
        return Reponse(int(recu[0][:3]), dict(recu[1]).get("Location"), octets)

    return demander


def connecter(app: Flask, courriel: str) -> str:
    """Sign someone in; gives the cookie."""
    with app.app_context():
        marque = session_courante().scalar(
            select(Utilisateur.fs_uniquifier).where(Utilisateur.email == courriel)
        )
        db.session.remove()
    client = app.test_client()
    with client.session_transaction(base_url="http://localhost") as contenu:
        contenu["_user_id"], contenu["_fresh"] = marque, True
    nom = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(nom, domain="localhost")
    assert cookie is not None
    return f"{nom}={cookie.value}"


def pages(app: Flask) -> list[Page]:
    """Every page that is measured, the homes last."""
    cookies = {compte.courriel: connecter(app, compte.courriel) for compte in COMPTES}

    def ouvrir(nom: str, courriel: str, url: str) -> Page:
        reponse = demandeur(app, url, cookies[courriel])()
        while reponse.statut in (302, 303, 308) and reponse.lieu:
            url = reponse.lieu.removeprefix("http://localhost")
            reponse = demandeur(app, url, cookies[courriel])()
        if reponse.statut != 200:
            raise RuntimeError(f"{nom}: {url} answers {reponse.statut}")
        return Page(nom, url, demandeur(app, url, cookies[courriel]))

    def premiere(courriel: str, liste: str, motif: str) -> str:
        corps = demandeur(app, liste, cookies[courriel])().corps.decode()
        trouve = re.search(rf'href="({motif})"', corps)
        if trouve is None:
            raise RuntimeError(f"{liste} shows no {motif} to {courriel}")
        return trouve[1]

    listes: Iterable[Page] = [ouvrir(*ligne) for ligne in OUVERTES]
    objets = [ouvrir(nom, qui, premiere(qui, liste, motif)) for nom, qui, liste, motif in PREMIERES]
    accueils = [
        ouvrir(f"à faire, {compte.courriel.split('@')[0]}", compte.courriel, "/a-faire") for compte in COMPTES
    ]
    return [*listes, *objets, *accueils]
