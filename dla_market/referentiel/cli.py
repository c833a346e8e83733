"""Commands of the reference data, run as `flask referentiel …`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from dla_market.kernel.db import unit_of_work
from dla_market.referentiel.chargement import charger


def creer_groupe(territoires: Callable[[], Path]) -> click.Group:
    """The group; `territoires` gives the folder of communes, départements and régions."""

    @click.group("referentiel")
    def groupe() -> None:
        """Les nomenclatures, les territoires, les synonymes de la recherche."""

    @groupe.command("charger")
    def charger_tout() -> None:
        """Met les données de référence à jour ; lancé deux fois, ne change rien."""
        with unit_of_work() as session:
            charger(session, territoires())
        click.echo("Les données de référence sont à jour.")

    return groupe
