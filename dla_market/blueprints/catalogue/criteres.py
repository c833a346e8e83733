"""What an address of the catalogue asks for: read without ever failing, written back as an address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from dla_market.search import Requete, Tri
from dla_market.web.filters import jour
from dla_market.web.nomenclatures import Nomenclatures
from dla_market.web.routes import IDENTIFIANT_MAX

TEXTE_MAX = 300
PAGE_MAX = 100_000

LIBELLES_TRI = {
    Tri.PERTINENCE: "pertinence",
    Tri.NOM: "nom",
    Tri.FRAICHEUR: "fiche confirmée le plus récemment",
    Tri.DISPONIBILITE: "disponibilité la plus proche",
    Tri.MOINS_SOLLICITES: "les moins sollicités d’abord",
}


@dataclass(frozen=True)
class Puce:
    """A chosen filter, and the address without it."""

    libelle: str
    url: str


@dataclass(frozen=True)
class Criteres:
    """A search as its address says it. `jamais`: never had a mission with the DLA that asks."""

    texte: str = ""
    secteur: tuple[str, ...] = ()
    thematique: tuple[str, ...] = ()
    departement: tuple[str, ...] = ()
    aval: tuple[str, ...] = ()
    disponible_avant: date | None = None
    jamais: bool = False
    tri: Tri = Tri.PERTINENCE
    page: int = 1
    ingenierie: int | None = None

    @classmethod
    def lire(cls, args: MultiDict[str, str], connus: Nomenclatures) -> Criteres:
        """Read an address; what is not known is left out, since an address is typed and shared."""
        return cls(
            texte=args.get("texte", "").replace("\x00", "").strip()[:TEXTE_MAX],
            secteur=_connus(args.getlist("secteur"), connus.secteurs),
            thematique=_connus(args.getlist("thematique"), connus.thematiques),
            departement=_connus(args.getlist("departement"), connus.departements),
            aval=_connus(args.getlist("aval"), connus.centres),
            disponible_avant=_jour(args.get("disponible_avant", "")),
            jamais=args.get("jamais") == "1",
            tri=next((tri for tri in Tri if tri.value == args.get("tri")), Tri.PERTINENCE),
            page=min(max(args.get("page", 1, type=int), 1), PAGE_MAX),
            ingenierie=_identifiant(args.get("ingenierie", type=int)),
        )

    def vers_requete(self, le: date, dla_id: int | None) -> Requete:
        """The question for the engine, on a day, for a DLA or for nobody in particular."""
        return Requete(
            le=le,
            texte=self.texte,
            secteurs=self.secteur,
            thematiques=self.thematique,
            departements=self.departement,
            avals=self.aval,
            disponible_avant=self.disponible_avant,
            jamais_sollicite_par=dla_id if self.jamais else None,
            pour_dla=dla_id,
            tri=self.tri,
            page=self.page,
        )

    def arguments(self) -> dict[str, Any]:
        """The arguments of the address, without what is as by default."""
        dits: dict[str, Any] = {
            "texte": self.texte,
            "secteur": list(self.secteur),
            "thematique": list(self.thematique),
            "departement": list(self.departement),
            "aval": list(self.aval),
            "disponible_avant": self.disponible_avant.isoformat() if self.disponible_avant else None,
            "jamais": "1" if self.jamais else None,
            "tri": self.tri.value if self.tri is not Tri.PERTINENCE else None,
            "page": self.page if self.page > 1 else None,
            "ingenierie": self.ingenierie,
        }
        return {nom: valeur for nom, valeur in dits.items() if valeur}

    def url(self, **change: Any) -> str:
        """The address of this search with something changed; back to its first page unless that is it."""
        return url_for("catalogue.chercher", **replace(self, **{"page": 1, **change}).arguments())

    def url_page(self, numero: int) -> str:
        """The address of a page."""
        return self.url(page=numero)

    def url_nue(self) -> str:
        """The address with the text alone."""
        return url_for(
            "catalogue.chercher",
            **Criteres(texte=self.texte, tri=self.tri, ingenierie=self.ingenierie).arguments(),
        )

    def puces(self, connus: Nomenclatures) -> list[Puce]:
        """The chosen filters, in the order of the page."""
        puces = [
            Puce(libelles.get(code, code), self.url(**{nom: tuple(c for c in codes if c != code)}))
            for nom, codes, libelles in (
                ("secteur", self.secteur, connus.secteurs),
                ("thematique", self.thematique, connus.thematiques),
                ("departement", self.departement, connus.departements),
                ("aval", self.aval, connus.centres),
            )
            for code in codes
        ]
        if self.disponible_avant:
            puces.append(
                Puce(f"Disponible avant le {jour(self.disponible_avant)}", self.url(disponible_avant=None))
            )
        if self.jamais:
            puces.append(Puce("Jamais sollicité par mon DLA", self.url(jamais=False)))
        return puces


def _connus(codes: Iterable[str], libelles: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code in libelles))


def _identifiant(numero: int | None) -> int | None:
    return numero if numero is not None and 0 < numero <= IDENTIFIANT_MAX else None


def _jour(texte: str) -> date | None:
    try:
        return date.fromisoformat(texte)
    except ValueError:
        return None
