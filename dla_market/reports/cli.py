"""`flask bilan exporter`: the yearly report as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy.orm import Session

from dla_market.reports.annee import Annee
from dla_market.reports.csv_bilan import exporter
from dla_market.reports.tableaux import tenue


def creer_groupe(session: Callable[[], Session]) -> click.Group:
    """The group `bilan`, reading through the session that it is given."""

    @click.group("bilan")
    def groupe() -> None:
        """Le bilan d’activité consolidé."""

    @groupe.command("exporter")
    @click.argument("annee", type=click.IntRange(2003, 2100))
    @click.option("--format", "forme", type=click.Choice(["csv"]), default="csv", show_default=True)
    @click.option("--dans", "dossier", type=click.Path(path_type=Path, file_okay=False), required=True)
    def exporter_bilan(annee: int, forme: str, dossier: Path) -> None:  # noqa: ARG001  # one format so far
        """Écrit les tableaux d’une année dans un dossier, un fichier chacun."""
        if not tenue(session(), Annee(annee)):
            raise click.ClickException(f"Aucune commande n’a été notifiée en {annee} : rien à compter.")
        for fichier in exporter(session(), Annee(annee), dossier):
            click.echo(str(fichier))

    return groupe
