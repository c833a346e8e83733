"""What the list of ingénieries shows for an address: read without ever failing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import Select, func, or_
from sqlalchemy.orm import Session, joinedload, selectinload
from werkzeug.datastructures import MultiDict

from dla_market.accompagnement.models import Structure
from dla_market.comptes.acteur import Acteur
from dla_market.comptes.models import Role
from dla_market.ingenieries import queries
from dla_market.ingenieries.models import EtatIngenierie, Ingenierie, Participation, TypeIngenierie
from dla_market.ingenieries.states import LIBELLES
from dla_market.kernel.pagination import TAILLE, Page, numero_existant

TEXTE_MAX = 200
TRIS: dict[str, Any] = {
    "recentes": Ingenierie.cree_le.desc(),
    "anciennes": Ingenierie.cree_le.asc(),
    "intitule": func.lower(Ingenierie.intitule).asc(),
    "-intitule": func.lower(Ingenierie.intitule).desc(),
}
TONS = {
    EtatIngenierie.EN_CONSULTATION: "info",
    EtatIngenierie.SOLDEE: "succes",
    EtatIngenierie.ABANDONNEE: "neutre",
}


@dataclass(frozen=True)
class Option:
    """A choice of a filter, with how many rows it would give."""

    valeur: str
    libelle: str
    nombre: int
    choisi: bool


@dataclass(frozen=True)
class Liste:
    """A page of ingénieries and the addresses around it."""

    texte: str
    etats: tuple[EtatIngenierie, ...]
    tri: str
    page: Page[Ingenierie]
    options_etat: list[Option]
    avec_dla: bool

    @property
    def filtree(self) -> bool:
        """Whether something is left out."""
        return bool(self.texte or self.etats)

    def url(self, **change: Any) -> str:
        """The address of this list with something changed."""
        arguments = {
            "texte": self.texte or None,
            "etat": [e.value for e in self.etats] or None,
            "tri": self.tri if self.tri != "recentes" else None,
            **change,
        }
        return url_for("ingenieries.lister", **{n: v for n, v in arguments.items() if v is not None})

    def url_page(self, numero: int) -> str:
        """The address of one of its pages."""
        return self.url(page=numero if numero > 1 else None)

    def colonnes(self) -> list[dict[str, Any]]:
        """The columns, as the component `tableau` reads them."""
        date = {"recentes": "descending", "anciennes": "ascending"}.get(self.tri)
        nom = {"intitule": "ascending", "-intitule": "descending"}.get(self.tri)
        colonnes: list[dict[str, Any]] = [
            {
                "libelle": "Référence",
                "url": self.url(tri="anciennes" if date == "descending" else None),
                "tri": date,
            },
            {
                "libelle": "Intitulé",
                "url": self.url(tri="-intitule" if nom == "ascending" else "intitule"),
                "tri": nom,
            },
            {"libelle": "Pour"},
        ]
        return [*colonnes, *([{"libelle": "DLA"}] if self.avec_dla else []), {"libelle": "Où elle en est"}]


def liste_de(session: Session, acteur: Acteur, args: MultiDict[str, str]) -> Liste:
    """The list that an address asks for; what it says amiss is left out."""
    texte = args.get("texte", "").replace("\x00", "").strip()[:TEXTE_MAX]
    etats = tuple(e for e in EtatIngenierie if e.value in args.getlist("etat"))
    tri = args.get("tri", "")
    tri = tri if tri in TRIS else "recentes"
    requete = queries.visible_to(acteur)
    for mot in texte.split():
        cherche = f"%{mot.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        requete = requete.where(
            or_(
                Ingenierie.intitule.ilike(cherche, escape="!"),
                Ingenierie.reference.ilike(cherche, escape="!"),
            )
        )
    lignes = session.execute(
        requete.with_only_columns(Ingenierie.etat, func.count().label("compte")).group_by(Ingenierie.etat)
    )
    comptes: dict[EtatIngenierie, int] = {ligne.etat: ligne.compte for ligne in lignes}
    if etats:
        requete = requete.where(Ingenierie.etat.in_(etats))
    avec_dla = acteur.role is Role.REFERENT_REGIONAL
    participe = selectinload(Ingenierie.participations).joinedload(Participation.structure)
    requete = requete.order_by(TRIS[tri], Ingenierie.id.desc()).options(participe.load_only(Structure.nom))
    if avec_dla:
        requete = requete.options(joinedload(Ingenierie.dla))
    return Liste(
        texte=texte,
        etats=etats,
        tri=tri,
        page=_page(session, requete, sum(comptes.get(e, 0) for e in etats or comptes), args),
        options_etat=[
            Option(e.value, LIBELLES[e].capitalize(), comptes.get(e, 0), e in etats)
            for e in EtatIngenierie
            if e in comptes or e in etats
        ],
        avec_dla=avec_dla,
    )


def _page(session: Session, requete: Select[Any], total: int, args: MultiDict[str, str]) -> Page[Ingenierie]:
    """The counts by stage have said the total already."""
    numero = numero_existant(args.get("page", 1, type=int), total)
    lignes = session.scalars(requete.limit(TAILLE).offset((numero - 1) * TAILLE)).unique().all()
    return Page(lignes, numero, TAILLE, total)


def pour_qui(ingenierie: Ingenierie) -> str:
    """The structure's name, or how many structures."""
    noms = [p.structure.nom for p in ingenierie.participations]
    if ingenierie.type is TypeIngenierie.COLLECTIVE and len(noms) > 1:
        return f"{noms[0]} et {len(noms) - 1} autre{'s' if len(noms) > 2 else ''}"  # noqa: PLR2004  # plural from two
    return noms[0] if noms else "–"
