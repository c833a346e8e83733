"""What the list of structures shows for an address: read without ever failing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session, joinedload
from werkzeug.datastructures import MultiDict

from dla_market.accompagnement import queries
from dla_market.accompagnement.models import Diagnostic, Structure
from dla_market.accompagnement.queries import LECTEURS_DIAGNOSTIC, Recherche
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.ingenieries.models import Ingenierie, Participation
from dla_market.ingenieries.queries import condition_visible
from dla_market.kernel.pagination import Page, rangees_de_page
from dla_market.policies.grid import a_le_droit
from dla_market.web.nomenclatures import nomenclatures

TEXTE_MAX = 200


@dataclass(frozen=True)
class Colonne:
    """A column of the table, as the component `tableau` reads it."""

    libelle: str
    url: str | None = None
    tri: str | None = None
    nombre: bool = False


@dataclass(frozen=True)
class Liste:
    """A page of structures with what is said of each, and the addresses around."""

    recherche: Recherche
    page: Page[Structure]
    colonnes: list[Colonne]
    secteurs: Mapping[str, str]
    diagnostics: Mapping[int, Diagnostic]
    nb_ingenieries: Mapping[int, int]
    avec_dla: bool
    avec_diagnostic: bool
    peut_creer: bool

    def url_page(self, numero: int) -> str:
        """The address of a page of this list."""
        return _url(self.recherche, page=numero)


def liste_de(session: Session, acteur: Acteur, args: MultiDict[str, str]) -> Liste:
    """The list that an address asks for; what it says amiss is left out."""
    avec_diagnostic = acteur.role in LECTEURS_DIAGNOSTIC
    secteurs = nomenclatures().secteurs
    secteur = args.get("secteur", "")
    tri = args.get("tri", "nom")
    permis = {"nom", "commune", *(("diagnostic",) if avec_diagnostic else ())}
    recherche = Recherche(
        texte=args.get("texte", "").replace("\x00", "").strip()[:TEXTE_MAX],
        secteur_code=secteur if secteur in secteurs else None,
        tri=tri if tri.removeprefix("-") in permis else "nom",
    )
    avec_dla = acteur.role is Role.REFERENT_REGIONAL
    requete = queries.rechercher(session, acteur, recherche)
    if avec_dla:
        requete = requete.options(joinedload(Structure.dla))
    requete = requete.add_columns(_nb_ingenieries(acteur))
    lignes = rangees_de_page(session, requete, args.get("page", 1, type=int))
    structures = [ligne[0] for ligne in lignes.elements]
    return Liste(
        recherche=recherche,
        page=Page(structures, lignes.numero, lignes.taille, lignes.total),
        colonnes=_colonnes(recherche, avec_dla=avec_dla, avec_diagnostic=avec_diagnostic),
        secteurs=secteurs,
        diagnostics=queries.diagnostics_derniers(session, structures) if avec_diagnostic else {},
        nb_ingenieries={ligne[0].id: ligne[1] for ligne in lignes.elements},
        avec_dla=avec_dla,
        avec_diagnostic=avec_diagnostic,
        peut_creer=a_le_droit(acteur, "structure:creer"),
    )


def _nb_ingenieries(acteur: Acteur) -> ScalarSelect[int]:
    """How many ingénieries that the actor sees serve a structure, as a column."""
    return (
        select(func.count())
        .select_from(Participation)
        .join(Ingenierie, Participation.ingenierie_id == Ingenierie.id)
        .where(Participation.structure_id == Structure.id, condition_visible(acteur))
        .correlate(Structure)
        .scalar_subquery()
    )


def _colonnes(recherche: Recherche, *, avec_dla: bool, avec_diagnostic: bool) -> list[Colonne]:
    colonnes = [_triable("Structure", "nom", recherche), _triable("Commune", "commune", recherche)]
    colonnes.append(Colonne("Secteur"))
    if avec_dla:
        colonnes.append(Colonne("Suivie par"))
    if avec_diagnostic:
        colonnes.append(_triable("Dernier diagnostic", "diagnostic", recherche))
    return [*colonnes, Colonne("Ingénieries", nombre=True)]


def _triable(libelle: str, cle: str, recherche: Recherche) -> Colonne:
    sens = {cle: "ascending", f"-{cle}": "descending"}.get(recherche.tri)
    vers = f"-{cle}" if sens == "ascending" or (sens is None and cle == "diagnostic") else cle
    return Colonne(libelle, _url(recherche, tri=vers), sens)


def _url(recherche: Recherche, **change: Any) -> str:
    arguments = {
        "texte": recherche.texte or None,
        "secteur": recherche.secteur_code,
        "tri": recherche.tri if recherche.tri != "nom" else None,
        **change,
    }
    if arguments.get("tri") == "nom":
        arguments["tri"] = None
    if arguments.get("page") == 1:
        arguments["page"] = None
    return url_for("accompagnement.lister", **{n: v for n, v in arguments.items() if v is not None})
