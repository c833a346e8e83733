"""The fund of a body in a year, and the list of funds of those who follow several."""

from __future__ import annotations

from flask import abort, url_for
from sqlalchemy.orm import Session

from dla_market.blueprints.fonds import adresses
from dla_market.blueprints.fonds.presentation import contexte_de_la_liste, contexte_du_fonds
from dla_market.comptes.acteur import Acteur
from dla_market.fonds import queries
from dla_market.fonds.queries import ACHETEURS, DERNIERE_ANNEE, PREMIERE_ANNEE, Exercice
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante
from dla_market.web.acteurs import acteur_courant
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
    if acteur.role in ACHETEURS:
        exercice = queries.charger_exercice(session_courante(), acteur, acteur.organisation_id, annee)
        return consulter(exercice) if exercice else abort(404)
    if not PREMIERE_ANNEE <= annee <= DERNIERE_ANNEE:
        abort(404)
    return page(
        "fonds/lister.html",
        titre=f"Fonds d’ingénierie {annee}",
        fil=[("Accueil", url_for("accueil.a_faire")), ("Fonds d’ingénierie", None)],
        **contexte_de_la_liste(acteur, annee),
    )


def consulter(exercice: Exercice) -> Reponse:
    """The gauge, then the amounts by financeur."""
    acteur = acteur_courant()
    assert acteur is not None
    return page(
        "fonds/consulter.html",
        titre=f"Fonds d’ingénierie {exercice.annee}",
        fil=adresses.fil(acteur, exercice),
        **contexte_du_fonds(acteur, exercice),
    )
