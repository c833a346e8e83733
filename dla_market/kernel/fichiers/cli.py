"""Commands of the kept files, run as `flask fichiers …`."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from dla_market.kernel.db import session_courante
from dla_market.kernel.fichiers.operations import ecarts
from dla_market.kernel.fichiers.reserve import Reserve


def creer_groupe(reserve: Callable[[], Reserve]) -> click.Group:
    """The commands on the application's vault."""

    @click.group("fichiers")
    def groupe() -> None:
        """Les fichiers déposés."""

    @groupe.command("verifier")
    def verifier() -> None:
        """Relit chaque fichier : dit ceux qui manquent ou ont changé, sort en erreur s’il y en a."""
        compte, trouves = ecarts(session_courante(), reserve())
        for phrase in trouves:
            click.echo(phrase, err=True)
        if trouves:
            click.echo(f"{len(trouves)} fichier(s) à retrouver dans une sauvegarde.", err=True)
            sys.exit(1)
        click.echo(f"{compte} fichier(s), tous conformes à leur empreinte.")

    return groupe
