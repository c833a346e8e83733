"""The proposal of an ingénierie, and the searches behind its shortlist, asked to the running engine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from dla_market.comptes.acteur import Acteur
from dla_market.consultations.queries import ecartees_de, selection_de
from dla_market.ingenieries.models import Ingenierie
from dla_market.kernel import clock
from dla_market.preselection.constat import RechercheFaite, constater
from dla_market.preselection.proposition import Proposition, proposer
from dla_market.search.requetes import TAILLE_MAXIMALE
from dla_market.web.recherches import lecture


def proposition_de(session: Session, acteur: Acteur, ingenierie: Ingenierie) -> Proposition | None:
    """Who could answer, today, those set aside apart; None while there is no index to ask."""
    return proposer(
        session,
        acteur,
        current_app.extensions["recherche"],
        ingenierie,
        le=clock.today(),
        ecartes=[e.prestataire_id for e in ecartees_de(session, acteur, ingenierie.id)],
    )


def constat_de(session: Session, acteur: Acteur, ingenierie: Ingenierie) -> dict[str, Any] | None:
    """What the launch freezes: the proposal and, asked again today, the searches that found who was kept."""
    choix = selection_de(session, acteur, ingenierie.id)
    adresses = dict.fromkeys(s.recherche for s in choix if "?" in s.recherche)
    proposition = proposition_de(session, acteur, ingenierie)
    if proposition is None:
        return None
    tranches = [s.prestataire_id for s in choix]
    tranches += [e.prestataire_id for e in ecartees_de(session, acteur, ingenierie.id)]
    return constater(proposition, [_refaire(acteur, adresse) for adresse in adresses], tranches)


def _refaire(acteur: Acteur, adresse: str) -> RechercheFaite:
    """The search of this address, as the catalogue answers it now."""
    chaine = lecture().canonique(adresse.partition("?")[2])
    requete = replace(lecture().question(acteur, chaine), taille=TAILLE_MAXIMALE, avec_facettes=False)
    resultat = current_app.extensions["recherche"].interroger(requete)
    return RechercheFaite(chaine, lecture().mots(chaine), requete, resultat)
