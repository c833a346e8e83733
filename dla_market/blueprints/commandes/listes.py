"""Filters of the lists, read from the address and written back into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from dla_market.commandes.models import EtatCommande, EtatFacture
from dla_market.commandes.states import FACTURE, LIBELLES_COMMANDE


@dataclass(frozen=True)
class Option:
    """A value to tick, with its words."""

    valeur: str
    libelle: str
    choisi: bool
    nombre: int | None = None


@dataclass(frozen=True)
class Filtres:
    """What was asked of a list, what may be asked, and the address of its pages."""

    etats: Sequence[Any]
    annee: int | None
    options_etat: Sequence[Option]
    options_annee: Sequence[Option]
    url_page: Callable[[int], str]


def filtres_commandes(annees: Sequence[int]) -> Filtres:
    """By state and by year; what the address says and nobody offers is left out."""
    voulus = set(request.args.getlist("etat"))
    demandee = request.args.get("annee", type=int)
    annee = demandee if demandee in annees else None
    return Filtres(
        etats=[e for e in EtatCommande if e.value in voulus],
        annee=annee,
        options_etat=[
            Option(e.value, _majuscule(libelle), e.value in voulus)
            for e, libelle in LIBELLES_COMMANDE.items()
        ],
        options_annee=[Option(str(a), str(a), a == annee) for a in annees],
        url_page=_pages("commandes.lister", etat=sorted(voulus), annee=annee),
    )


def filtres_factures(comptes: dict[EtatFacture, int]) -> Filtres:
    """By state, with how many stand in each."""
    voulus = set(request.args.getlist("etat"))
    return Filtres(
        etats=[e for e in EtatFacture if e.value in voulus],
        annee=None,
        options_etat=[
            Option(e.value, _majuscule(libelle), e.value in voulus, comptes.get(e, 0))
            for e, libelle in FACTURE.libelles.items()
        ],
        options_annee=(),
        url_page=_pages("commandes.lister_factures", etat=sorted(voulus)),
    )


def _pages(endpoint: str, **filtres: Any) -> Callable[[int], str]:
    return lambda numero: url_for(endpoint, **filtres, page=numero)


def _majuscule(libelle: str) -> str:
    return libelle[0].upper() + libelle[1:]
