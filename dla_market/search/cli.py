"""`flask search rebuild | verifier | interroger`: the commands of the search.

They know neither application nor database: who registers the group says where the documents, the folder, the
day and the labels come from.
"""

import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from time import perf_counter
from typing import Any, Final, TextIO

import click

from dla_market.search.analyse import plier
from dla_market.search.documents import Source
from dla_market.search.indexeur import Indexeur
from dla_market.search.moteur_whoosh import WhooshMoteur
from dla_market.search.requetes import (
    JAMAIS,
    VALIDITE,
    IndexAbsent,
    IndexeurOccupe,
    Libelle,
    Requete,
    Resultat,
    Tri,
    libelle_du_code,
)

CODE_DEPARTEMENT: Final = 2
_SANS_CODE: Final = re.compile(r" \(\w+\)$")


def en_json(requete: Requete, resultat: Resultat) -> dict[str, Any]:
    """Return an answer as plain data: the total, the lines with their reasons, the facets."""
    return {
        "texte": requete.texte,
        "total": resultat.total,
        "corrige": resultat.corrige,
        "aussi": list(resultat.aussi),
        "elargi": resultat.elargi,
        "generation": resultat.generation,
        "resultats": [
            {
                "id": ligne.id,
                "nom": ligne.nom,
                "score": ligne.score,
                "raisons": [{"signe": raison.signe, "texte": raison.texte} for raison in ligne.raisons],
            }
            for ligne in resultat.lignes
        ],
        "facettes": {
            nom: [{"code": code, "nombre": nombre} for code, nombre in codes]
            for nom, codes in resultat.facettes.items()
        },
    }


Connus = Callable[[str], Mapping[str, str]]


def reconnaitre(valeur: str, champ: str, connus: Mapping[str, str]) -> str:
    """Return the code of a filter given as a code or in words; raises UsageError where it is neither."""
    if not connus or valeur in connus:
        return valeur
    if valeur.zfill(CODE_DEPARTEMENT) in connus:
        return valeur.zfill(CODE_DEPARTEMENT)
    par_mots = {plier(_SANS_CODE.sub("", libelle)): code for code, libelle in connus.items()}
    if plier(valeur) in par_mots:
        return par_mots[plier(valeur)]
    proches = get_close_matches(plier(valeur), [*connus, *par_mots], n=3)
    suite = f" Peut-être\u00a0: {', '.join(par_mots.get(un, un) for un in proches)}." if proches else ""
    option = next(nom for nom, (filtre, _) in FILTRES.items() if filtre == champ)
    raise click.UsageError(f"--{option}\u00a0: «\u00a0{valeur}\u00a0» n’est pas connu.{suite}")


def _reconnus(criteres: dict[str, Any], connus: Connus) -> dict[str, Any]:
    filtres = {
        champ: tuple(reconnaitre(valeur, champ, connus(champ)) for valeur in criteres[champ])
        for champ, _ in FILTRES.values()
    }
    return {**criteres, **filtres}


def _montrer(resultat: Resultat) -> None:
    if resultat.corrige is not None:
        click.echo(f"Résultats pour\u00a0: {resultat.corrige}")
    if resultat.aussi:
        click.echo(f"Aussi cherché\u00a0: {', '.join(resultat.aussi)}")
    if resultat.elargi:
        click.echo("Aucune fiche ne contient tous les mots\u00a0; voici celles qui en contiennent certains.")
    click.echo(f"{resultat.total} fiche(s)")
    for ligne in resultat.lignes:
        click.echo(f"{ligne.id}\t{ligne.nom}")
        for raison in ligne.raisons:
            click.echo(f"\t{raison.signe} {raison.texte}")


def creer_groupe(
    source_factory: Callable[[], Source],
    dossier_factory: Callable[[], Path],
    aujourdhui: Callable[[], date],
    libelle: Libelle = libelle_du_code,
    connus: Connus = lambda _facette: {},
    validite: Callable[[], int] = lambda: VALIDITE,
) -> click.Group:
    """Return the group `search`. Its commands end with status 1 when the index is wrong, absent or busy.

    ``connus`` gives the codes of a facet with their labels, so that a filter may be written in words and an
    unknown one is refused; where it gives none, a filter is taken as it is. ``validite`` gives the number of
    days for which a confirmation holds.
    """

    @click.group("search")
    def groupe() -> None:
        """Tenir et interroger l’index du catalogue."""

    @groupe.command("rebuild")
    def rebuild() -> None:
        """Reconstruire l’index à côté de celui qui sert, puis l’échanger."""
        debut = perf_counter()
        try:
            nombre = Indexeur(dossier_factory()).reconstruire(source_factory())
        except IndexeurOccupe as erreur:
            raise click.ClickException(str(erreur)) from erreur
        click.echo(f"{nombre} fiches indexées en {perf_counter() - debut:.1f} s")

    @groupe.command("verifier")
    def verifier() -> None:
        """Comparer l’index à la base ; chaque écart est nommé."""
        try:
            fautes = Indexeur(dossier_factory()).verifier(source_factory())
        except IndexAbsent as erreur:
            raise click.ClickException(str(erreur)) from erreur
        for faute in fautes:
            click.echo(f"fiche {faute.fiche_id}\u00a0: {faute.nature}")
        click.echo(f"{len(fautes)} écart(s)")
        if fautes:
            sys.exit(1)

    @groupe.command("interroger")
    @click.argument("texte", default="")
    @_filtres
    @click.option("--jamais-mobilise", is_flag=True, help="Sans aucune mission du dispositif.")
    @click.option("--tri", type=click.Choice([tri.value for tri in Tri]), default=Tri.PERTINENCE.value)
    @click.option("--page", default=1, show_default=True)
    @click.option("--taille", default=20, show_default=True)
    @click.option(
        "--fichier",
        type=click.File("r", encoding="utf-8-sig", errors="replace"),
        help="Une recherche par ligne ; une réponse JSON par ligne. « - » lit l’entrée.",
    )
    @click.option(
        "--format", "forme", type=click.Choice(["json", "texte"]), default="json", show_default=True
    )
    def interroger(
        forme: str, fichier: TextIO | None, tri: str, *, jamais_mobilise: bool, **criteres: Any
    ) -> None:
        """Chercher dans le catalogue : le total, les fiches et leurs raisons, les facettes."""
        requete = Requete(
            le=aujourdhui(),
            validite=validite(),
            tri=Tri(tri),
            mobilisation=(JAMAIS,) if jamais_mobilise else (),
            **_reconnus(criteres, connus),
        )
        moteur = WhooshMoteur(libelle)
        try:
            moteur.ouvrir(dossier_factory())
            if fichier is not None:
                for ligne in fichier:
                    _repondre(moteur, replace(requete, texte=ligne.rstrip("\r\n")), "ligne")
            else:
                _repondre(moteur, requete, forme)
        except IndexAbsent as erreur:
            raise click.ClickException(str(erreur)) from erreur
        finally:
            moteur.fermer()

    return groupe


FILTRES: Final = {
    "secteur": ("secteurs", "Un secteur, par son code ou son nom"),
    "thematique": ("thematiques", "Code d’une thématique"),
    "groupe": ("groupes", "Code d’une famille de thématiques"),
    "departement": ("departements", "Code d’un département d’intervention"),
    "region": ("regions", "Code d’une région d’intervention"),
    "mode": ("modes", "individuel ou collectif"),
    "type-structure": ("types_structures", "Code d’un type de structures connues"),
    "langue": ("langues", "Code d’une langue"),
    "aval": ("avals", "Code d’un centre de ressources"),
    "referencement": ("referencements", "Code d’une région qui référence"),
    "disponibilite": ("disponibilite", "disponible, plus_tard ou inconnue"),
    "confirmation": ("confirmation", "confirmee ou a_confirmer"),
}
"""The options that may be repeated: the field of the query, and what they hold."""


def _filtres(commande: Callable[..., None]) -> Callable[..., None]:
    for option, (champ, aide) in reversed(FILTRES.items()):
        commande = click.option(f"--{option}", champ, multiple=True, help=f"{aide} ; répétable.")(commande)
    return commande


def _repondre(moteur: WhooshMoteur, requete: Requete, forme: str) -> None:
    resultat = moteur.interroger(requete)
    if forme == "texte":
        _montrer(resultat)
    else:
        retrait = None if forme == "ligne" else 2
        click.echo(json.dumps(en_json(requete, resultat), ensure_ascii=False, indent=retrait))
