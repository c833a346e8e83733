"""`flask catalogue importer FICHIER`: a file of fiches into the catalogue."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dla_market.catalogue.importation_fichier import FichierIllisible, Tableau, lire_fichier
from dla_market.catalogue.importation_operations import CompteRendu, importer
from dla_market.kernel.db import en_ecriture
from dla_market.kernel.journal import SYSTEME


def creer_groupe(session: Callable[[], Session], suivre: Callable[[], None]) -> click.Group:
    """The group `catalogue`; `suivre` has the index follow what was written."""

    @click.group("catalogue")
    def groupe() -> None:
        """Le catalogue des prestataires."""

    @groupe.command("importer")
    @click.argument("fichier", type=click.Path(path_type=Path, exists=True, dir_okay=False))
    @click.option("--simulation", is_flag=True, help="Tout contrôler sans rien écrire.")
    @click.option(
        "--partiel", is_flag=True, help="Importer les lignes justes même si d’autres ne le sont pas."
    )
    @click.option("--brouillon", is_flag=True, help="Laisser les nouvelles fiches à publier.")
    def importer_fichier(fichier: Path, *, simulation: bool, partiel: bool, brouillon: bool) -> None:
        """Importe un fichier CSV ou XLSX\u00a0; ses colonnes sont décrites dans docs/importer.md.

        Sort en erreur, sans avoir rien écrit, si une ligne est fausse.
        """
        tableau = _lire(fichier)

        def faire(ecriture: Session) -> CompteRendu:
            return importer(
                ecriture, SYSTEME, tableau, simulation=simulation, partiel=partiel, brouillon=brouillon
            )

        try:
            with _sans_ramasse_miettes():
                rendu = faire(session()) if simulation else en_ecriture(faire)
        except IntegrityError as erreur:
            raise click.ClickException(
                "Une fiche vient d’être créée avec le même SIRET\u00a0: rien n’est écrit, recommencez."
            ) from erreur
        if rendu.ecrit:
            suivre()
        _dire(rendu, tableau)
        if rendu.fautes and not (partiel and not simulation):
            raise click.exceptions.Exit(1)

    return groupe


@contextmanager
def _sans_ramasse_miettes() -> Iterator[None]:
    """What is made meanwhile lives until the commit: looking for cycles in it took a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _lire(fichier: Path) -> Tableau:
    try:
        return lire_fichier(fichier.read_bytes())
    except FichierIllisible as refus:
        ou = f"ligne {refus.ligne}" if refus.ligne else fichier.name
        raise click.ClickException(f"{ou}\u00a0: {refus.phrase} Rien n’est écrit.") from refus


def _dire(rendu: CompteRendu, tableau: Tableau) -> None:
    if rendu.ignorees:
        click.echo(f"Colonnes non lues\u00a0: {', '.join(rendu.ignorees)}.", err=True)
    feuille = f"feuille {tableau.feuille}, " if tableau.feuille else ""
    for faute in rendu.fautes:
        click.echo(f"{feuille}{faute}", err=True)
    if rendu.fautes:
        click.echo(f"{len(rendu.fautes)} faute(s).", err=True)
    for doute in rendu.doutes:
        click.echo(f"À vérifier\u00a0: {feuille}{doute}", err=True)
    if rendu.doutes:
        click.echo(f"{len(rendu.doutes)} fiche(s) nouvelle(s) à vérifier.", err=True)
    temps = ("créée(s)", "modifiée(s)") if rendu.ecrit else ("à créer", "à modifier")
    click.echo(
        f"{rendu.creees} fiche(s) {temps[0]}, {rendu.modifiees} {temps[1]}, {rendu.inchangees} inchangée(s)."
    )
    if not rendu.ecrit:
        click.echo("Rien n’est écrit.")
