"""The demo's commands: load it, and say its accounts."""

from __future__ import annotations

import time

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_security import hash_password

from dla_market.demo.chargement import ETAPES, charger
from dla_market.demo.personnes import MOT_DE_PASSE
from dla_market.demo.vitrine import comptes_demo
from dla_market.kernel.db import unit_of_work


@click.group("demo")
def groupe_demo() -> None:
    """La démonstration : la France de 2012 et une année en cours."""


@groupe_demo.command("charger")
@with_appcontext
def charger_demo() -> None:
    """Écrit la démonstration dans une base vide."""
    debut = time.monotonic()
    coffre, reserve = current_app.extensions["coffre"], current_app.extensions["reserve"]
    territoires = current_app.config["DLA_TERRITOIRES"]
    mot_de_passe = hash_password(MOT_DE_PASSE)
    with (
        click.progressbar(length=ETAPES, label="Démonstration", item_show_func=lambda e: e) as barre,
        unit_of_work() as session,
    ):
        lignes = charger(
            session,
            coffre,
            reserve,
            territoires,
            mot_de_passe,
            lambda etape: barre.update(1, current_item=etape),
        )
    click.echo(f"{sum(lignes.values())} lignes en {time.monotonic() - debut:.0f} s.")


@groupe_demo.command("comptes")
@with_appcontext
def comptes() -> None:
    """Dit les comptes de la démonstration et ce qui attend chacun."""
    click.echo(f"Comptes de la démonstration, mot de passe « {MOT_DE_PASSE} » :")
    for compte in comptes_demo():
        click.echo(f"  {compte.courriel:46} {compte.role}, {compte.organisation}")
        click.echo(f"  {'':46} attend : {compte.attend}")
