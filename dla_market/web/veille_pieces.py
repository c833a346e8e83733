"""What the worker does for the vault: alerts before documents end, the antivirus, files that no row names."""

from __future__ import annotations

from flask import current_app

from dla_market.catalogue.operations_fichiers import retirer_infecte
from dla_market.kernel.db import session_courante, unit_of_work
from dla_market.kernel.fichiers import antivirus
from dla_market.kernel.fichiers.models import EtatAnalyse, Fichier
from dla_market.kernel.fichiers.operations import effacer_orphelins
from dla_market.pieces import operations
from dla_market.ressources import operations as ressources
from dla_market.web.envois import antivirus_courant, reserve_courante


def veiller_pieces() -> int:
    """Tell whose documents end soon, then sweep. Returns how many were told; twice a day changes nothing."""
    with unit_of_work() as session:
        dites = operations.alerter(session)
    effacer_orphelins(session_courante(), reserve_courante())
    session_courante().rollback()
    current_app.extensions["outbox"].drainer()
    return dites


def analyser_fichiers() -> int:
    """Have the antivirus look at what waits. Returns how many got a verdict: 0 where there is none."""
    outil = antivirus_courant()
    if outil is None:
        return 0
    session = session_courante()
    attendent = antivirus.a_analyser(session)
    for fichier_id in attendent:
        verdict = antivirus.examiner(reserve_courante(), outil, session.get_one(Fichier, fichier_id))
        session.rollback()  # nothing is held while the antivirus thinks
        with unit_of_work() as ecriture:
            operations.noter_analyse(ecriture, fichier_id, verdict)
            if verdict.etat is EtatAnalyse.INFECTE:
                retirer_infecte(ecriture, ecriture.get_one(Fichier, fichier_id))
            ressources.signaler_infectee(ecriture, fichier_id)
    current_app.extensions["outbox"].drainer()
    return len(attendent)
