"""Commands of the seal and of the frozen shortlists. The keys are given by who registers the group."""

from __future__ import annotations

from collections.abc import Callable

import click

from dla_market.consultations import operations, queries
from dla_market.consultations.verification import verifier_preselections
from dla_market.kernel.coffre import Coffre, Illisible
from dla_market.kernel.db import en_ecriture, session_courante
from dla_market.kernel.journal import SYSTEME


def creer_groupe_preselection() -> click.Group:
    """The group `preselection`."""

    @click.group("preselection")
    def groupe() -> None:
        """Les présélections figées au lancement des consultations."""

    @groupe.command("verifier")
    def verifier() -> None:
        """Rapproche chaque présélection figée de son empreinte et du journal ; dit chaque écart."""
        fautes = verifier_preselections(session_courante())
        for faute in fautes:
            click.echo(f"consultation {faute.consultation_id} : {faute.motif}")
        if fautes:
            raise click.exceptions.Exit(1)
        click.echo("Les présélections figées sont entières.")

    return groupe


def creer_groupe(coffre: Callable[[], Coffre]) -> click.Group:
    """The group `scellement`, with the keys that `coffre()` gives."""

    @click.group("scellement")
    def groupe() -> None:
        """La clé qui scelle les offres."""

    @groupe.command("verifier")
    def verifier() -> None:
        """Dit si le fichier des clés ouvre la clé de chaque consultation, sans rien lire des offres."""
        fermees = queries.cles_fermees(session_courante(), coffre())
        for reference in fermees:
            click.echo(f"{reference} : la clé de scellement n’est pas dans le fichier", err=True)
        if fermees:
            raise click.exceptions.Exit(1)
        click.echo("Toutes les consultations s’ouvriraient avec le fichier des clés.")

    @groupe.command("renouveler")
    def renouveler() -> None:
        """Place chaque consultation sous la dernière clé du fichier ; l’ancienne peut ensuite en sortir."""
        try:
            nombre = en_ecriture(lambda session: operations.renouveler_les_cles(session, SYSTEME, coffre()))
        except Illisible as erreur:
            raise click.ClickException(
                "Une ancienne clé manque dans le fichier : rien n’a été changé."
            ) from erreur
        click.echo(f"{nombre} consultation(s) placée(s) sous la dernière clé.")

    return groupe
