"""The application factory: wires, decides nothing."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from dla_market import abonnements, cli, extensions, tables, taches
from dla_market.blueprints import pieces
from dla_market.catalogue.annuaire import Annuaire
from dla_market.config import Config, ConfigurationDangereuse
from dla_market.demo import vitrine
from dla_market.demo.vitrine import comptes_demo
from dla_market.kernel.coffre import Coffre
from dla_market.kernel.db import Base, db, options_moteur, preparer_moteur
from dla_market.kernel.fichiers.antivirus import Clamd
from dla_market.kernel.fichiers.reserve import Reserve
from dla_market.kernel.memoire import servir_longtemps
from dla_market.kernel.migrations import migrations_en_attente
from dla_market.search import IndexAbsent, WhooshMoteur
from dla_market.web import envois, filters, menu, security, statiques, timing, traces
from dla_market.web.application import Application
from dla_market.web.gabarits import Environnement
from dla_market.web.identification import identifier
from dla_market.web.nomenclatures import libelle
from dla_market.web.sessions import SessionsEnBase
from dla_market.web.sorties import Outbox


def create_app(config: Config | None = None) -> Flask:
    """A ready application, from the environment unless `config` is given.

    Raises ConfigurationDangereuse in production on unsafe settings.
    """
    traces.regler_journaux()
    config = config or Config.from_env()
    app = Application("dla_market", template_folder="templates", static_folder="static")
    app.config.update(config.flask())
    app.config["DEMO"] = config.env.value == "demo"
    app.config["SECOND_FACTEUR"] = config.env.value == "production"
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options_moteur(config.database_url)
    app.jinja_environment = Environnement
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if config.proxy_hops:
        hops = config.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # the documented way
    config.data.mkdir(parents=True, exist_ok=True)
    _brancher(app, config)
    return app


def serveur() -> Flask:
    """The application that a server serves: on a database that has had every migration (reliability N4).

    Raises ConfigurationDangereuse, naming those that wait, and all that create_app raises.
    """
    app = create_app()
    with app.app_context():
        manquent = migrations_en_attente(db.engine)
        db.engine.dispose()  # a connection is not carried over to the server's children
    if manquent:
        raise ConfigurationDangereuse(
            f"La base attend {len(manquent)} migration(s), de {manquent[0]} à {manquent[-1]} :"
            " « flask db upgrade » d'abord."
        )
    servir_longtemps()
    return app


def _brancher(app: Flask, config: Config) -> None:
    assert tables.metadata is Base.metadata
    db.init_app(app)
    with app.app_context():
        preparer_moteur(db.engine)
        if config.server_timing:
            timing.mesurer(app, db.engine)
    app.session_interface = SessionsEnBase(app)
    app.extensions["coffre"] = Coffre.depuis_fichier(config.cle_scellement)
    app.extensions["outbox"] = Outbox(config)
    app.extensions["reserve"] = Reserve(config.data / "fichiers")
    app.extensions["antivirus"] = Clamd(config.clamd) if config.clamd else None
    app.extensions["annuaire"] = Annuaire(config.annuaire) if config.annuaire else None
    app.extensions["recherche"] = _moteur(config)
    extensions.migrate.init_app(app, db, directory=str(Path(__file__).parents[1] / "migrations"))
    extensions.babel.init_app(app)
    envois.accueillir(app)  # before the token: looking for it reads the request
    extensions.csrf.init_app(app)
    extensions.limiteur.init_app(app)
    extensions.htmx.init_app(app)
    identifier(app, extensions.security)
    security.proteger(app)
    filters.enregistrer(app)
    statiques.enregistrer(app)
    menu.enregistrer(app)
    app.jinja_env.globals["comptes_demo"] = comptes_demo
    vitrine.montrer(app)
    for piece in pieces():
        app.register_blueprint(piece)
    _limiter_les_essais(app)
    abonnements.abonner_tous()
    app.extensions["taches"] = taches.declarer(app)
    cli.enregistrer(app)


def _moteur(config: Config) -> WhooshMoteur:
    """The search engine; an index that is made later is found at the first question."""
    moteur = WhooshMoteur(libelle)
    with suppress(IndexAbsent):
        moteur.ouvrir(config.index)
    return moteur


def _limiter_les_essais(app: Flask) -> None:
    """Ten wrong passwords in five minutes from one address, then wait: whoever signs in is not counted."""
    for endpoint in ("security.login", "security.two_factor_token_validation"):
        app.view_functions[endpoint] = _limitee(app.view_functions[endpoint])
    proposer = "catalogue.proposer_ses_services"
    app.view_functions[proposer] = _rare(app.view_functions[proposer])


@cache
def _rare(vue: Any) -> Any:
    """Twenty mails an hour from one address: a form open to all is no machine to write to people."""
    limite = extensions.limiteur.limit(
        "20 per hour",
        methods=["POST"],
        deduct_when=lambda reponse: reponse.status_code == HTTPStatus.SEE_OTHER,
    )
    return limite(vue)


@cache
def _limitee(vue: Any) -> Any:
    """The view with its limit, made once a process: the limiter counts a try once a time that it is told."""
    limite = extensions.limiteur.limit(
        "10 per 5 minutes",
        methods=["POST"],
        deduct_when=lambda reponse: reponse.status_code == HTTPStatus.OK,
    )
    return limite(vue)
