"""What the worker asks of the directory of companies, where one is configured."""

from __future__ import annotations

import structlog
from flask import current_app

from dla_market.catalogue import sirene
from dla_market.catalogue.annuaire import Annuaire, AnnuaireMuet
from dla_market.kernel import clock
from dla_market.kernel.db import session_courante, unit_of_work

log = structlog.get_logger(__name__)


def annuaire_courant() -> Annuaire | None:
    """The application's directory, None where none is configured."""
    trouve: Annuaire | None = current_app.extensions["annuaire"]
    return trouve


def verifier_au_repertoire() -> int:
    """Ask about the fiches that are due; returns how many got an answer, 0 where there is no directory.

    A directory that does not answer is left alone until the next round: no page waits for it.
    """
    annuaire = annuaire_courant()
    if annuaire is None:
        return 0
    session = session_courante()
    dues = sirene.a_verifier(session, clock.now())
    session.rollback()  # nothing is held while the directory thinks
    repondues = 0
    for prestataire_id, siret in dues:
        try:
            reponse = annuaire.demander(siret)
        except AnnuaireMuet as muet:
            log.warning("annuaire.muet", cause=str(muet))
            with unit_of_work() as ecriture:
                sirene.noter(ecriture, prestataire_id, siret, None)
            break
        with unit_of_work() as ecriture:
            sirene.noter(ecriture, prestataire_id, siret, reponse)
        repondues += 1
    current_app.extensions["outbox"].drainer()
    return repondues
