"""What the list of sollicitations shows for an address: read without ever failing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from dla_market.comptes.acteur import Acteur
from dla_market.kernel import clock
from dla_market.kernel.pagination import Page, paginer
from dla_market.sollicitations import queries
from dla_market.sollicitations.models import EtatSollicitation, NatureSollicitation, Sollicitation
from dla_market.sollicitations.queries import Recherche
from dla_market.sollicitations.rules import LIBELLES_NATURE
from dla_market.sollicitations.states import PARCOURS
from dla_market.web.nomenclatures import Nomenclatures

TONS = {
    EtatSollicitation.ENVOYEE: "info",
    EtatSollicitation.REPONDUE: "succes",
    EtatSollicitation.CLOSE: "neutre",
    EtatSollicitation.REORIENTEE: "neutre",
    EtatSollicitation.RETIREE: "neutre",
}


@dataclass(frozen=True)
class Option:
    """A choice of a filter, with how many lines it would give."""

    valeur: str
    libelle: str
    nombre: int
    choisi: bool


@dataclass(frozen=True)
class Liste:
    """A page of sollicitations and the filters beside it."""

    recherche: Recherche
    page: Page[Sollicitation]
    facettes: list[tuple[str, str, list[Option]]]

    @property
    def filtree(self) -> bool:
        """Whether something is left out."""
        return self.recherche != Recherche()

    def url_page(self, numero: int) -> str:
        """The address of one of its pages."""
        arguments: dict[str, Any] = {
            nom: [o.valeur for o in options if o.choisi] or None for nom, _, options in self.facettes
        }
        return url_for("sollicitations.lister", page=numero if numero > 1 else None, **arguments)


def liste_de(session: Session, acteur: Acteur, args: MultiDict[str, str], connus: Nomenclatures) -> Liste:
    """The list that an address asks for; what it says amiss is left out."""
    recherche = Recherche(
        etats=tuple(e for e in EtatSollicitation if e.value in args.getlist("etat")),
        natures=tuple(n for n in NatureSollicitation if n.value in args.getlist("nature")),
        secteurs=tuple(c for c in connus.secteurs if c in args.getlist("secteur")),
        en_retard="1" in args.getlist("retard"),
    )
    today = clock.today()
    requete = queries.rechercher(acteur, recherche, today)
    return Liste(
        recherche,
        paginer(session, requete, args.get("page", 1, type=int)),
        _facettes(session, acteur, recherche, connus),
    )


def _facettes(
    session: Session, acteur: Acteur, recherche: Recherche, connus: Nomenclatures
) -> list[tuple[str, str, list[Option]]]:
    today = clock.today()
    etats = queries.comptes(session, acteur, Sollicitation.etat, replace(recherche, etats=()), today)
    natures = queries.comptes(session, acteur, Sollicitation.nature, replace(recherche, natures=()), today)
    secteurs = queries.comptes(
        session, acteur, Sollicitation.secteur_code, replace(recherche, secteurs=()), today
    )
    retards = queries.comptes(
        session, acteur, Sollicitation.dla_id, replace(recherche, en_retard=True), today
    )
    return [
        (
            "etat",
            "Où elle en est",
            [
                Option(e.value, PARCOURS.libelles[e].capitalize(), etats.get(e, 0), e in recherche.etats)
                for e in EtatSollicitation
                if e in etats or e in recherche.etats
            ],
        ),
        (
            "retard",
            "Délais",
            [Option("1", "En retard", sum(retards.values()), recherche.en_retard)]
            if retards or recherche.en_retard
            else [],
        ),
        (
            "nature",
            "Ce qui est demandé",
            [
                Option(n.value, LIBELLES_NATURE[n], natures.get(n, 0), n in recherche.natures)
                for n in NatureSollicitation
                if n in natures or n in recherche.natures
            ],
        ),
        (
            "secteur",
            "Secteur",
            [
                Option(c, nom, secteurs.get(c, 0), c in recherche.secteurs)
                for c, nom in connus.secteurs.items()
                if c in secteurs or c in recherche.secteurs
            ],
        ),
    ]
