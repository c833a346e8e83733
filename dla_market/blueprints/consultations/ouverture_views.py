"""The opening, and the procès-verbaux."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from flask import abort, url_for

from dla_market.blueprints.consultations.etapes import est_ouvrable
from dla_market.blueprints.consultations.feuille import adresse, feuille
from dla_market.consultations import operations, queries
from dla_market.consultations.models import Consultation, ProcesVerbal
from dla_market.kernel.db import session_courante
from dla_market.web.acteurs import acteur_courant
from dla_market.web.ecriture import agir
from dla_market.web.filters import instant
from dla_market.web.forms import FormulaireActe
from dla_market.web.pages import Reponse
from dla_market.web.scellement import coffre

ISSUES = {
    "dans_les_delais": "reçu à temps",
    "hors_delai": "reçu hors délai, conservé scellé",
    "offre_precedente_conservee": "reçu hors délai, l’offre déposée à temps est conservée",
}


def ouvrir(consultation: Consultation) -> Reponse:
    """Say what the opening will do, then do it."""
    form = FormulaireActe()
    return agir(
        form,
        lambda: feuille(
            consultation, "ouvrir", "Ouvrir les offres", ouvrable=est_ouvrable(consultation), form=form
        ),
        lambda session, acteur: operations.ouvrir_offres(session, acteur, coffre(), consultation),
        vers=url_for("consultations.proces_verbal", consultation_id=consultation.id),
        succes="Les offres sont ouvertes. Voici le procès-verbal.",
    )


def _faits(pv: ProcesVerbal) -> dict[str, Any]:
    """The record's facts, its instants told in Paris."""
    faits: dict[str, Any] = json.loads(pv.contenu)
    for offre in faits["offres"]:
        offre["recue"] = instant(datetime.fromisoformat(offre["deposee_le"]))
    return faits


def proces_verbal(consultation: Consultation) -> Reponse:
    """What the opening recorded, and the choice once made. Amounts for evaluators without a link only."""
    acteur, session = acteur_courant(), session_courante()
    assert acteur is not None
    ouverture = queries.proces_verbal(session, consultation, "ouverture")
    if ouverture is None:
        abort(404)
    choix = queries.proces_verbal(session, consultation, "choix")
    return feuille(
        consultation,
        "proces_verbal",
        "Procès-verbal",
        ouverture=ouverture,
        faits=_faits(ouverture),
        tentatives=queries.tentatives(session, consultation),
        issues=ISSUES,
        choix=choix,
        faits_choix=json.loads(choix.contenu) if choix else None,
        lit=queries.lit_les_offres(session, acteur, consultation),
        retour=adresse(consultation),
    )
