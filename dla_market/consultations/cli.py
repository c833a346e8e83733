"""Commands of the seal, run as `flask scellement …`."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from dla_market.consultations import operations, queries
from dla_market.kernel.coffre import Coffre, Illisible
from dla_market.kernel.db import en_ecriture, session_courante
from dla_market.kernel.journal import SYSTEME


@click.group("scellement")
def commandes() -> None:
    """La clé qui scelle les offres."""


def _coffre() -> Coffre:
    coffre: Coffre = current_app.extensions["coffre"]
    return coffre


@commandes.command("verifier")
@with_appcontext
def verifier_les_cles() -> None:
    """Dit si le fichier des clés ouvre la clé de chaque consultation, sans rien lire des offres."""
    fermees = queries.cles_fermees(session_courante(), _coffre())
    for reference in fermees:
        click.echo(f"{reference} : la clé de scellement n’est pas dans le fichier", err=True)
    if fermees:
        raise click.exceptions.Exit(1)
    click.echo("Toutes les consultations s’ouvriraient avec le fichier des clés.")


@commandes.command("renouveler")
@with_appcontext
def renouveler_les_cles() -> None:
    """Place chaque consultation sous la dernière clé du fichier ; l’ancienne peut ensuite en sortir."""
    try:
        nombre = en_ecriture(lambda session: operations.renouveler_les_cles(session, SYSTEME, _coffre()))
    except Illisible as erreur:
        raise click.ClickException(
            "Une ancienne clé manque dans le fichier : rien n’a été changé."
        ) from erreur
    click.echo(f"{nombre} consultation(s) placée(s) sous la dernière clé.")
