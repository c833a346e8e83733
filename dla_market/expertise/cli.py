"""Commands of the centres de ressources, run as `flask centres …`."""

from __future__ import annotations

import click

from dla_market.expertise.chargement import charger_centres
from dla_market.kernel.db import unit_of_work


@click.group("centres")
def commandes() -> None:
    """Les centres de ressources."""


@commandes.command("charger")
def charger() -> None:
    """Enregistre les centres connus, leurs noms et leurs organismes ; lancé deux fois, ne change rien."""
    with unit_of_work() as session:
        charger_centres(session)
    click.echo("Les centres de ressources sont à jour.")
