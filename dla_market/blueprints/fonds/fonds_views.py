"""The fund of a body in a year, and the list of funds of those who follow several."""

from __future__ import annotations

from typing import Any

from flask import abort, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.fonds import adresses
from dla_market.blueprints.fonds.mots import COLONNES, SEGMENTS, TITRES
from dla_market.comptes.acteur import Acteur
from dla_market.fonds import queries
from dla_market.fonds.lignes import Figure, compter
from dla_market.fonds.queries import ACHETEURS, DERNIERE_ANNEE, PREMIERE_ANNEE, Exercice, Montants
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.policies.grid import permits
from dla_market.web.acteurs import acteur_courant
from dla_market.web.filters import pluriel
from dla_market.web.pages import Reponse, aller, page


def charger_exercice(session: Session, acteur: Acteur, annee: int, organisation_id: int) -> Exercice | None:
    """The year of a body whose fund the actor may see."""
    return queries.charger_exercice(session, acteur, organisation_id, annee)


def courant() -> Reponse:
    """The present year."""
    return aller(url_for("fonds.annee", annee=clock.today().year))


def annee(annee: int) -> Reponse:
    """A buyer's own fund; for who follows several, the list of them."""
    acteur = acteur_courant()
    assert acteur is not None
    if acteur.role not in ACHETEURS:
        return _lister(acteur, annee)
    exercice = queries.charger_exercice(session_courante(), acteur, acteur.organisation_id, annee)
    return consulter(exercice) if exercice else abort(404)


def consulter(exercice: Exercice) -> Reponse:
    """The gauge, then the amounts by financeur."""
    acteur = acteur_courant()
    assert acteur is not None
    session = session_courante()
    situation = queries.situation(session, exercice.fonds_id, exercice.financeur_id)
    return page(
        "fonds/consulter.html",
        titre=f"Fonds d’ingénierie {exercice.annee}",
        fil=adresses.fil(acteur, exercice),
        exercice=exercice,
        situation=situation,
        total=situation.total,
        segments=_segments(session, exercice, situation.total),
        colonnes=COLONNES,
        titres=TITRES,
        annees=_annees(acteur, exercice),
        url_des_lignes=adresses.url_des_lignes,
        url_de=adresses.url_de,
        peut_conventionner=permits(acteur, "fonds:conventionner", exercice),
        a_soi=acteur.role in ACHETEURS,
    )


def _segments(session: Session, exercice: Exercice, total: Montants) -> list[dict[str, Any]]:
    comptes: dict[Figure, int] = {}
    if exercice.fonds_id is not None:
        comptes = compter(session, exercice.fonds_id, exercice.financeur_id)
    return [
        {
            "cle": cle,
            "centimes": getattr(total, figure.value),
            "url": adresses.url_des_lignes(exercice, figure),
            "detail": pluriel(comptes[figure], quoi) if quoi and comptes.get(figure) else None,
        }
        for figure, (cle, quoi) in SEGMENTS.items()
    ]


def _annees(acteur: Acteur, exercice: Exercice) -> list[dict[str, Any]]:
    connues = {*exercice.annees, exercice.annee}
    if acteur.role in ACHETEURS:
        connues.add(clock.today().year)
    return [
        {
            "libelle": str(a),
            "url": adresses.url_du_fonds(acteur, Exercice(exercice.organisation, a, None)),
            "courant": a == exercice.annee,
        }
        for a in sorted(connues, reverse=True)[:6]
    ]


def _lister(acteur: Acteur, annee: int) -> Reponse:
    if not PREMIERE_ANNEE <= annee <= DERNIERE_ANNEE:
        abort(404)
    session = session_courante()
    fonds = queries.lister(session, acteur, annee)
    connues = sorted({*queries.annees(session, acteur), annee, clock.today().year}, reverse=True)
    return page(
        "fonds/lister.html",
        titre=f"Fonds d’ingénierie {annee}",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Fonds d’ingénierie", None)],
        fonds=fonds,
        total=sum((f.montants for f in fonds), Montants()),
        annee=annee,
        annees=[
            {"libelle": str(a), "url": url_for("fonds.annee", annee=a), "courant": a == annee}
            for a in connues[:6]
        ],
        colonnes=COLONNES,
        titres=TITRES,
    )
