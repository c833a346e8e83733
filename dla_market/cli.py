"""The flask commands: they call operations, as a view without HTML."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from pathlib import Path
from socket import gethostname

import click
from alembic.script.revision import RevisionError
from flask import Flask, current_app
from flask.cli import with_appcontext

from dla_market.catalogue.cli import creer_groupe as creer_groupe_catalogue
from dla_market.catalogue.queries import validite
from dla_market.consultations.cli import creer_groupe as creer_groupe_scellement
from dla_market.consultations.cli import creer_groupe_preselection
from dla_market.copies import LONGUEUR_DU_NOM, servir_la_copie
from dla_market.demo.cli import groupe_demo
from dla_market.expertise.cli import commandes as groupe_centres
from dla_market.fonds.cli import commandes as groupe_fonds
from dla_market.kernel import clock, journal, relais
from dla_market.kernel.db import db, session_courante
from dla_market.kernel.fichiers.cli import creer_groupe as creer_groupe_fichiers
from dla_market.kernel.migrations import migrations_en_attente
from dla_market.referentiel.cli import creer_groupe as creer_groupe_referentiel
from dla_market.reports.cli import creer_groupe as creer_groupe_bilan
from dla_market.search.cli import creer_groupe
from dla_market.search.source import SourceEnBase
from dla_market.taches import servir
from dla_market.web.cli_comptes import groupe_comptes
from dla_market.web.nomenclatures import connus, libelle
from dla_market.web.sorties import FILE_INDEX

EN_AVANCE = "La base est en avance sur ce programme\u00a0: mettez-le à jour."


@click.group("journal")
def groupe_journal() -> None:
    """Le journal des actes."""


@groupe_journal.command("verifier")
@with_appcontext
def verifier_journal() -> None:
    """Contrôle la chaîne des empreintes : dit chaque rupture, sort en erreur s’il y en a."""
    fautes = journal.verifier(session_courante())
    for faute in fautes:
        click.echo(f"ligne {faute.seq} : {faute.motif}")
    click.echo("Le journal est entier." if not fautes else f"{len(fautes)} rupture(s).")
    if fautes:
        raise click.exceptions.Exit(1)


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Sert les tâches de fond (courriels, index, ménage) jusqu’à SIGTERM."""
    servir(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001  # Flask's own idiom


@click.command("suivre")
@click.option("--hote", default=lambda: gethostname()[:LONGUEUR_DU_NOM], help="Le nom de cette copie.")
@with_appcontext
def suivre(hote: str) -> None:
    """Tenir l’index de cet hôte, sans disque partagé : fait de la base, puis suivi jusqu’à SIGTERM."""
    try:
        servir_la_copie(current_app._get_current_object(), hote)  # type: ignore[attr-defined]  # noqa: SLF001  # Flask's own idiom
    except ValueError as erreur:
        raise click.ClickException(str(erreur)) from erreur


@click.command("oublier")
@click.argument("hote")
@with_appcontext
def oublier(hote: str) -> None:
    """Ne plus tenir la copie d’un hôte retiré : ce qui l’attendait s’efface."""
    if not relais.oublier(f"{FILE_INDEX}:{hote}"):
        raise click.ClickException(f"Aucune copie ne porte le nom « {hote} ».")
    click.echo(f"La copie « {hote} » est oubliée.")


def enregistrer(app: Flask) -> None:
    """Give the commands to the application."""
    groupe_search = creer_groupe(
        lambda: SourceEnBase(session_courante),
        lambda: app.config["DLA_INDEX"],
        clock.today,
        libelle,
        connus,
        lambda: validite(session_courante(), clock.today()),
    )
    groupe_search.add_command(suivre)
    groupe_search.add_command(oublier)
    groupe_bilan = creer_groupe_bilan(session_courante)
    groupe_fichiers = creer_groupe_fichiers(lambda: app.extensions["reserve"])
    groupe_scellement = creer_groupe_scellement(lambda: app.extensions["coffre"])
    groupe_catalogue = creer_groupe_catalogue(session_courante, app.extensions["outbox"].suivre)
    groupe_preselection = creer_groupe_preselection()
    groupe_referentiel = creer_groupe_referentiel(lambda: Path(app.config["DLA_TERRITOIRES"]))
    for groupe in (
        groupe_bilan,
        groupe_catalogue,
        groupe_fichiers,
        groupe_preselection,
        groupe_scellement,
        groupe_search,
    ):
        _en_contexte(groupe)
    for commande in (
        groupe_bilan,
        groupe_catalogue,
        groupe_centres,
        groupe_comptes,
        groupe_demo,
        groupe_fichiers,
        groupe_fonds,
        groupe_journal,
        groupe_preselection,
        groupe_referentiel,
        groupe_scellement,
        groupe_search,
        worker,
    ):
        app.cli.add_command(_sur_base_a_jour(commande))


def _sur_base_a_jour(commande: click.Command) -> click.Command:
    """Return a copy that ends with a sentence on a database that is not the code's; of a group, all its own.

    The command given stays as it is: it is made once in a process, applications many times.
    """
    gardee = copy(commande)
    if isinstance(gardee, click.Group):
        gardee.commands = {nom: _sur_base_a_jour(une) for nom, une in gardee.commands.items()}
    else:
        assert gardee.callback is not None
        gardee.callback = _garder(gardee.callback)
    return gardee


def _garder(travail: Callable[..., object]) -> Callable[..., object]:
    @with_appcontext
    def garde(*args: object, **options: object) -> object:
        try:
            manquent = migrations_en_attente(db.engine)
        except RevisionError as erreur:
            raise click.ClickException(EN_AVANCE) from erreur
        if manquent:
            raise click.ClickException(
                f"La base n’est pas à jour ({len(manquent)} migration(s), dont {manquent[-1]})\u00a0: "
                "lancez «\u00a0flask db upgrade\u00a0»."
            )
        return travail(*args, **options)

    return garde


def _en_contexte(groupe: click.Group) -> None:
    """Rooms that know no application make their commands without it: here each gets its context."""
    for commande in groupe.commands.values():
        assert commande.callback is not None
        commande.callback = with_appcontext(commande.callback)
