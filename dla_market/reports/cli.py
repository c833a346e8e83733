"""`flask bilan exporter | verifier`: the yearly report as files, and what it checks of itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy.orm import Session

from dla_market.reports.annee import Annee
from dla_market.reports.bilan import dresser
from dla_market.reports.controles import controler
from dla_market.reports.csv_bilan import exporter
from dla_market.reports.tableaux import annees_tenues

ANNEES = click.IntRange(2003, 2100)


def creer_groupe(session: Callable[[], Session]) -> click.Group:
    """The group `bilan`, reading through the session that it is given."""

    @click.group("bilan")
    def groupe() -> None:
        """Le bilan d’activité consolidé."""

    @groupe.command("exporter")
    @click.argument("annee", type=ANNEES)
    @click.option("--format", "forme", type=click.Choice(["csv"]), default="csv", show_default=True)
    @click.option("--dans", "dossier", type=click.Path(path_type=Path, file_okay=False), required=True)
    def exporter_bilan(annee: int, forme: str, dossier: Path) -> None:  # noqa: ARG001  # one format so far
        """Écrit les tableaux d’une année dans un dossier, un fichier chacun."""
        _tenues(session(), annee)
        for fichier in exporter(session(), Annee(annee), dossier):
            click.echo(str(fichier))

    @groupe.command("verifier")
    @click.argument("annee", type=ANNEES)
    def verifier_bilan(annee: int) -> None:
        """Contrôle les chiffres d’une année\u00a0: sort en erreur si deux comptes ne s’accordent pas."""
        bilan = dresser(session(), Annee(annee), _tenues(session(), annee))
        controles = controler(bilan)
        for controle in controles:
            mot = "juste" if controle.juste else "FAUX" if controle.dur else "à savoir"
            click.echo(f"{mot}\u00a0: {controle.libelle}. {controle.phrase}")
        if any(c.dur and not c.juste for c in controles):
            raise click.exceptions.Exit(1)

    return groupe


def _tenues(session: Session, annee: int) -> list[int]:
    tenues = annees_tenues(session)
    if annee not in tenues:
        raise click.ClickException(f"Aucune commande n’a été notifiée en {annee}\u00a0: rien à compter.")
    return tenues
