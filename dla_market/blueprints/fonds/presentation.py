"""What the fund's pages are given to show, made from the queries."""

from __future__ import annotations

from typing import Any

from flask import url_for

from dla_market.blueprints.fonds import adresses
from dla_market.blueprints.fonds.mots import COLONNES, SEGMENTS, TITRES
from dla_market.comptes.acteur import Acteur
from dla_market.fonds import queries
from dla_market.fonds.lignes import Figure, compter
from dla_market.fonds.queries import ACHETEURS, Exercice, Montants
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import permits
from dla_market.web.filters import pluriel

ANNEES_MONTREES = 6
"""How many years the tabs show, latest first."""


def contexte_du_fonds(acteur: Acteur, exercice: Exercice) -> dict[str, Any]:
    """The gauge, the amounts by financeur, the other years."""
    situation = queries.situation(session_courante(), exercice.fonds_id, exercice.financeur_id)
    return {
        "exercice": exercice,
        "situation": situation,
        "total": situation.total,
        "segments": segments(exercice, situation.total),
        "annees": _annees_du_fonds(acteur, exercice),
        "peut_conventionner": permits(acteur, "fonds:conventionner", exercice),
        "a_soi": acteur.role in ACHETEURS,
        "colonnes": COLONNES,
        "titres": TITRES,
        "url_des_lignes": adresses.url_des_lignes,
        "url_de": adresses.url_de,
    }


def contexte_de_la_liste(acteur: Acteur, annee: int) -> dict[str, Any]:
    """The funds of a year that the actor follows, their total, the other years."""
    fonds = queries.lister(session_courante(), acteur, annee)
    connues = {*queries.annees(session_courante(), acteur), annee, clock.today().year}
    return {
        "fonds": fonds,
        "total": sum((f.montants for f in fonds), Montants()),
        "annee": annee,
        "annees": [
            {"libelle": str(a), "url": url_for("fonds.annee", annee=a), "courant": a == annee}
            for a in _dernieres(connues)
        ],
        "colonnes": COLONNES,
        "titres": TITRES,
    }


def segments(exercice: Exercice, total: Montants) -> list[dict[str, Any]]:
    """The parts of the gauge: their amount, their lines, how many files make them."""
    comptes: dict[Figure, int] = {}
    if exercice.fonds_id is not None:
        comptes = compter(session_courante(), exercice.fonds_id, exercice.financeur_id)
    return [
        {
            "cle": cle,
            "centimes": getattr(total, figure.value),
            "url": adresses.url_des_lignes(exercice, figure),
            "detail": pluriel(comptes[figure], quoi) if quoi and comptes.get(figure) else None,
        }
        for figure, (cle, quoi) in SEGMENTS.items()
    ]


def _annees_du_fonds(acteur: Acteur, exercice: Exercice) -> list[dict[str, Any]]:
    connues = {*exercice.annees, exercice.annee}
    if acteur.role in ACHETEURS:
        connues.add(clock.today().year)
    return [
        {
            "libelle": str(a),
            "url": adresses.url_du_fonds(acteur, Exercice(exercice.organisation, a, None)),
            "courant": a == exercice.annee,
        }
        for a in _dernieres(connues)
    ]


def _dernieres(annees: set[int]) -> list[int]:
    return sorted(annees, reverse=True)[:ANNEES_MONTREES]
