"""Commands of the fund, run as `flask fonds …`."""

from __future__ import annotations

import sys

import click

from dla_market.fonds.verification import controles, verifier
from dla_market.kernel.db import session_courante


@click.group("fonds")
def commandes() -> None:
    """Le fonds d’ingénierie."""


@commandes.command("verifier")
def verifier_les_fonds() -> None:
    """Rapproche les écritures, les soldes, les réservations et les commandes de tous les fonds."""
    ecarts = verifier(session_courante())
    for ecart in ecarts:
        click.echo(f"{ecart.code} : {ecart.phrase}", err=True)
    if ecarts:
        click.echo(f"{len(ecarts)} écart(s) trouvé(s).", err=True)
        sys.exit(1)
    click.echo(f"Les fonds sont exacts : {len(list(controles()))} contrôles, aucun écart.")
