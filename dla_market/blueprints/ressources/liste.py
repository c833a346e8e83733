"""What the shelf shows for an address: read without ever failing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from dla_market.comptes.acteur import Acteur
from dla_market.ingenieries import queries as ingenieries
from dla_market.ingenieries.models import Ingenierie
from dla_market.ingenieries.queries_ressources import jointes
from dla_market.ingenieries.states import PARCOURS
from dla_market.kernel.pagination import Page, decouper
from dla_market.policies.grid import permits
from dla_market.ressources.models import EtatRessource, NatureRessource
from dla_market.ressources.queries import Recherche, RessourceTrouvee, Trouvailles, rechercher
from dla_market.ressources.rules import LIBELLES_NATURE
from dla_market.ressources.states import RESSOURCE
from dla_market.search.reponse import repond
from dla_market.web.nomenclatures import Nomenclatures

TEXTE_MAX = 200
IDENTIFIANT_MAX = 9


@dataclass(frozen=True)
class Option:
    """A choice of a filter, with how many lines it would give."""

    valeur: str
    libelle: str
    nombre: int
    choisi: bool


@dataclass(frozen=True)
class Jonction:
    """The ingénierie for which one searches, and the ressources that its cahier has already."""

    ingenierie: Ingenierie
    deja: frozenset[int]


@dataclass(frozen=True)
class Liste:
    """A page of the shelf, the filters beside it, and the ingénierie that it is read for."""

    recherche: Recherche
    page: Page[RessourceTrouvee]
    facettes: Mapping[str, tuple[str, list[Option]]]
    jonction: Jonction | None

    @property
    def filtree(self) -> bool:
        """Whether something is left out."""
        return self.recherche != Recherche()

    def url(self, **change: Any) -> str:
        """The address of this list with something changed."""
        arguments = {
            "texte": self.recherche.texte or None,
            "ingenierie": self.jonction.ingenierie.id if self.jonction else None,
            **{nom: [o.valeur for o in options if o.choisi] for nom, (_, options) in self.facettes.items()},
            **change,
        }
        return url_for("ressources.lister", **{n: v for n, v in arguments.items() if v})

    def url_page(self, numero: int) -> str:
        """The address of one of its pages."""
        return self.url(page=numero if numero > 1 else None)


def liste_de(session: Session, acteur: Acteur, args: MultiDict[str, str], connus: Nomenclatures) -> Liste:
    """The shelf that an address asks for; what it says amiss is left out."""
    recherche = Recherche(
        texte=args.get("texte", "").replace("\x00", "").strip()[:TEXTE_MAX],
        natures=tuple(n for n in NatureRessource if n.value in args.getlist("nature")),
        secteurs=tuple(c for c in connus.secteurs if c in args.getlist("secteur")),
        thematiques=tuple(c for c in connus.thematiques if c in args.getlist("thematique")),
        auteurs=tuple(int(a) for a in dict.fromkeys(args.getlist("auteur")) if _entier(a)),
        etats=tuple(e for e in EtatRessource if e.value in args.getlist("etat")),
    )
    trouvailles = rechercher(session, acteur, recherche, repond)
    return Liste(
        recherche,
        decouper(trouvailles.lignes, args.get("page", 1, type=int)),
        _facettes(recherche, trouvailles, connus),
        jonction_de(session, acteur, args.get("ingenierie", "")),
    )


def _entier(texte: str) -> bool:
    return texte.isdecimal() and texte.isascii() and len(texte) <= IDENTIFIANT_MAX


def _facettes(
    recherche: Recherche, trouvailles: Trouvailles, connus: Nomenclatures
) -> dict[str, tuple[str, list[Option]]]:
    etats = trouvailles.comptes["etat"] if _a_des_brouillons(trouvailles) else {}
    lectures: tuple[tuple[str, str, Any, Callable[[Any], str], Callable[[Any], str], Any], ...] = (
        ("nature", "Ce que c’est", recherche.natures, LIBELLES_NATURE.__getitem__, _valeur, NatureRessource),
        ("secteur", "Secteur", recherche.secteurs, connus.secteurs.__getitem__, str, connus.secteurs),
        (
            "thematique",
            "Thématique",
            recherche.thematiques,
            connus.thematiques.__getitem__,
            str,
            connus.thematiques,
        ),
        (
            "auteur",
            "Qui l’a écrite",
            recherche.auteurs,
            lambda a: trouvailles.auteurs.get(a, "autre"),
            str,
            sorted(trouvailles.auteurs, key=trouvailles.auteurs.__getitem__),
        ),
    )
    facettes = {
        nom: (
            legende,
            [
                Option(ecrire(v), libelle(v), trouvailles.comptes[nom].get(v, 0), v in choisis)
                for v in ordre
                if v in trouvailles.comptes[nom]
            ],
        )
        for nom, legende, choisis, libelle, ecrire, ordre in lectures
    }
    facettes["etat"] = (
        "État",
        [
            Option(e.value, RESSOURCE.libelles[e].capitalize(), etats[e], e in recherche.etats)
            for e in EtatRessource
            if e in etats
        ],
    )
    return facettes


def _valeur(nature: NatureRessource) -> str:
    return nature.value


def _a_des_brouillons(trouvailles: Trouvailles) -> bool:
    return any(e is not EtatRessource.PUBLIEE for e in trouvailles.comptes["etat"])


def jonction_de(session: Session, acteur: Acteur, texte: str) -> Jonction | None:
    """The ingénierie of an address, None where its cahier is not the actor's to write now."""
    if not _entier(texte):
        return None
    ingenierie = ingenieries.charger(session, acteur, int(texte))
    if ingenierie is None or not permits(acteur, "ressource:joindre", ingenierie):
        return None
    if not PARCOURS.permet(ingenierie.etat, "rediger_cahier"):
        return None
    return Jonction(ingenierie, frozenset(j.ressource_id for j in jointes(session, ingenierie.id)))
