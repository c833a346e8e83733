"""What an address of the catalogue asks for: read without ever failing, written back as an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from dla_market.catalogue.langues import LANGUES
from dla_market.search import Requete, Tri
from dla_market.search.requetes import VALIDITE
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
    Tri.DISTANCE: "distance, les plus proches d’abord",
    Tri.MOINS_SOLLICITES: "les moins invités d’abord, sur 24\u00a0mois",
}
MODES = {"individuel": "Accompagnement individuel", "collectif": "Accompagnement collectif"}
TARIFS = {
    "moins_600": "Moins de 600\u00a0€",
    "600_750": "De 600 à 749\u00a0€",
    "750_900": "De 750 à 899\u00a0€",
    "900_plus": "900\u00a0€ et plus",
}
DISPONIBILITES = {"disponible": "Disponible", "plus_tard": "Disponible plus tard", "inconnue": "Sans date"}
MOBILISATIONS = {"jamais": "Jamais mobilisé par un DLA", "deja": "Déjà mobilisé par un DLA"}
CONFIRMATIONS = {"confirmee": "Confirmée dans l’année", "a_confirmer": "À confirmer"}


@dataclass(frozen=True)
class Famille:
    """A filter of the address: its parameter, the facet of the search, its name and its codes' words."""

    parametre: str
    facette: str
    legende: str
    libelles: Callable[[Nomenclatures], Mapping[str, str]]
    visibles: int = 5
    pluriel: str = ""


FAMILLES = (
    Famille("secteur", "secteurs", "Secteur", lambda connus: connus.secteurs, pluriel="secteurs"),
    Famille(
        "thematique", "thematiques", "Thématique", lambda connus: connus.thematiques, pluriel="thématiques"
    ),
    Famille("departement", "departements", "Intervient dans", lambda connus: connus.departements, 101),
    Famille("aval", "avals", "Expertise reconnue par", lambda connus: connus.centres, 7, "centres"),
    Famille(
        "referencement", "referencements", "Référencé en", lambda connus: connus.referencements, 3, "régions"
    ),
    Famille("groupe", "groupes", "Famille de thématiques", lambda connus: connus.groupes),
    Famille("region", "regions", "Intervient en région", lambda connus: connus.regions, 4, "régions"),
    Famille("mode", "modes", "Forme", lambda _: MODES),
    Famille(
        "type_structure", "types_structures", "Structures connues", lambda connus: connus.structures_connues
    ),
    Famille("langue", "langues", "Langue", lambda _: LANGUES),
    Famille("tarif", "tarifs", "Tarif d’une journée HT", lambda _: TARIFS),
    Famille("disponibilite", "disponibilite", "Disponibilité déclarée", lambda _: DISPONIBILITES),
    Famille("mobilisation", "mobilisation", "Missions du dispositif", lambda _: MOBILISATIONS),
    Famille("confirmation", "confirmation", "Fiche", lambda _: CONFIRMATIONS),
)
DEVANT = 5
"""The first of FAMILLES show at once; the others under « Plus de filtres »."""


@dataclass(frozen=True)
class Puce:
    """A chosen filter, and the address without it."""

    libelle: str
    url: str


@dataclass(frozen=True)
class Criteres:
    """A search as its address says it. `jamais`, `deja`: had no mission, or one, with the DLA that asks.

    `frappe`: it was asked while typing, so that the last word may go on.
    """

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
    referencement: tuple[str, ...] = ()
    groupe: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    type_structure: tuple[str, ...] = ()
    langue: tuple[str, ...] = ()
    tarif: tuple[str, ...] = ()
    disponibilite: tuple[str, ...] = ()
    mobilisation: tuple[str, ...] = ()
    confirmation: tuple[str, ...] = ()
    deja: bool = False
    frappe: bool = False

    @classmethod
    def lire(cls, args: MultiDict[str, str], connus: Nomenclatures) -> Criteres:
        """Read an address; what is not known is left out, since an address is typed and shared."""
        return cls(
            texte=args.get("texte", "").replace("\x00", "").strip()[:TEXTE_MAX],
            disponible_avant=_jour(args.get("disponible_avant", "")),
            jamais=args.get("jamais") == "1",
            deja=args.get("deja") == "1",
            frappe=args.get("frappe") == "1",
            tri=next((tri for tri in Tri if tri.value == args.get("tri")), Tri.PERTINENCE),
            page=min(max(args.get("page", 1, type=int), 1), PAGE_MAX),
            ingenierie=_identifiant(args.get("ingenierie", type=int)),
            **{
                famille.parametre: _connus(args.getlist(famille.parametre), famille.libelles(connus))
                for famille in FAMILLES
            },
        )

    def choisis(self, parametre: str) -> tuple[str, ...]:
        """The codes chosen in a family."""
        codes: tuple[str, ...] = getattr(self, parametre)
        return codes

    def vers_requete(
        self,
        le: date,
        dla_id: int | None,
        *,
        voit_tarifs: bool = False,
        depuis: Sequence[str] = (),
        validite: int = VALIDITE,
    ) -> Requete:
        """The question for the engine, on a day, for a DLA or for nobody in particular.

        Without `voit_tarifs` nothing of prices filters or counts; `depuis` are the asker's départements;
        a confirmation holds `validite` days.
        """
        listes: dict[str, Any] = {famille.facette: self.choisis(famille.parametre) for famille in FAMILLES}
        return Requete(
            le=le,
            texte=self.texte,
            disponible_avant=self.disponible_avant,
            jamais_sollicite_par=dla_id if self.jamais else None,
            deja_sollicite_par=dla_id if self.deja else None,
            pour_dla=dla_id,
            tri=self.tri,
            page=self.page,
            voit_tarifs=voit_tarifs,
            depuis=tuple(depuis),
            frappe=self.frappe,
            validite=validite,
            **listes,
        )

    def arguments(self) -> dict[str, Any]:
        """The arguments of the address, without what is as by default."""
        dits: dict[str, Any] = {
            "texte": self.texte,
            **{famille.parametre: list(self.choisis(famille.parametre)) for famille in FAMILLES},
            "disponible_avant": self.disponible_avant.isoformat() if self.disponible_avant else None,
            "jamais": "1" if self.jamais else None,
            "deja": "1" if self.deja else None,
            "tri": self.tri.value if self.tri is not Tri.PERTINENCE else None,
            "frappe": "1" if self.frappe and self.texte else None,
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
            Puce(_dire(famille, code, connus), self.url(**{famille.parametre: _sans(codes, code)}))
            for famille in FAMILLES
            if (codes := self.choisis(famille.parametre))
            for code in codes
        ]
        if self.disponible_avant:
            puces.append(
                Puce(f"Disponible avant le {jour(self.disponible_avant)}", self.url(disponible_avant=None))
            )
        if self.jamais:
            puces.append(Puce("Jamais sollicité par mon DLA", self.url(jamais=False)))
        if self.deja:
            puces.append(Puce("Déjà sollicité par mon DLA", self.url(deja=False)))
        return puces


def _dire(famille: Famille, code: str, connus: Nomenclatures) -> str:
    mot = famille.libelles(connus).get(code, code)
    return f"{famille.legende} {mot}" if famille.parametre in {"referencement", "region"} else mot


def _sans(codes: Sequence[str], code: str) -> tuple[str, ...]:
    return tuple(autre for autre in codes if autre != code)


def _connus(codes: Iterable[str], libelles: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code in libelles))


def _identifiant(numero: int | None) -> int | None:
    return numero if numero is not None and 0 < numero <= IDENTIFIANT_MAX else None


def _jour(texte: str) -> date | None:
    try:
        return date.fromisoformat(texte)
    except ValueError:
        return None
